"""where Discord is said to be -> a connector that takes its hosts there"""

import re
import socket
import ssl
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

_ADDRESS = re.compile(r"(?P<host>[^\s:/@\[\]]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")


def connector(address: str, authority: Path | None) -> aiohttp.BaseConnector | None:
    """None where `address` is empty: Discord's own hosts are meant. Else every host is met at `address`
    ("host:port"), over TLS that trusts the certificates in the file `authority` and, without one, those that
    the machine trusts. Call it in a running loop.

    Raises ValueError for an address or a file that cannot be used; the sentence says why.
    """
    if not address:
        return None
    host, port = parsed(address)
    return aiohttp.TCPConnector(limit=0, resolver=_OnlyPlace(host, port), ssl=_trusting(authority))


def parsed(address: str) -> tuple[str, int]:
    """ "127.0.0.1:8443" -> ("127.0.0.1", 8443); an IPv6 host is written in brackets, and comes without.

    Raises ValueError, with a sentence for whoever set it.
    """
    found = _ADDRESS.fullmatch(address.strip())
    if not found:
        raise ValueError(
            f"“{address}” is no address: write a host, a colon and a port, as in 127.0.0.1:8443."
        )
    port = int(found["port"])
    if not 0 < port < 65536:
        raise ValueError(f"“{address}” has no port that can be: ports go from 1 to 65535.")
    return found["host"].strip("[]"), port


def _trusting(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise ValueError(f"{authority} is no file of certificates that can be read: {error}.") from error


class _OnlyPlace(AbstractResolver):
    """Whatever host is asked for, it is here; its name stays what the certificate is checked for."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        v6 = ":" in self._host
        return [
            ResolveResult(
                hostname=host,
                host=self._host,
                port=self._port,
                family=socket.AF_INET6 if v6 else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=0,
            )
        ]

    async def close(self) -> None:
        pass
