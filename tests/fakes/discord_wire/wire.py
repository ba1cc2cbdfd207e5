"""a loopback Discord: its API, its gateway and its files behind one port, and people to play"""

import asyncio
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import discord
import trustme
from aiohttp import web
from simcord.backend.models import Channel

from tests.fakes.discord_wire.api import Api
from tests.fakes.discord_wire.calls import API, Call
from tests.fakes.discord_wire.complaining import Violation
from tests.fakes.discord_wire.exchange import Changes
from tests.fakes.discord_wire.faults import Fault
from tests.fakes.discord_wire.gateway import Gateway
from tests.fakes.discord_wire.person import People
from tests.fakes.discord_wire.routes import Routes
from tests.fakes.discord_wire.shown import Shown, shown
from tests.fakes.discord_wire.world import CDN, World

HOSTS = ("discord.com", "gateway.discord.gg", "cdn.discordapp.com")
LARGEST_UPLOAD = 30 * 1024 * 1024
WAITING = 4096
"""Connections not yet taken. With the usual 128 a burst overflows, and its opening is tried again only after
a second, then two more: which looks like a bot that is late."""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class DiscordWire:
    """A bot reaches it at `address` ("127.0.0.1:port"), trusting the file `authority`, with `token`; it may
    be a process of its own. Make one with `open()`."""

    def __init__(
        self, *, shards: int = 1, approved: discord.Intents | None = None, strict: bool = True
    ) -> None:
        self.address, self.authority = "", Path()
        self._changes = Changes()
        self.world = World()
        self.gateway = Gateway(self.world, self._changes.tell)
        self.gateway.approved = approved or discord.Intents.none()
        self._waiting: dict[int, asyncio.Future[Call]] = {}
        routes = Routes(self.world, self.gateway, shards)
        self._api = Api(routes, self._acknowledged, self._changes.tell, strict=strict)
        self.people = People(self.world, self.gateway, routes, self._changes, self.requests, self._waiting)
        self.slash, self.autocomplete, self.submit = (
            self.people.slash,
            self.people.autocomplete,
            self.people.submit,
        )
        self.tap, self.choose, self.say = self.people.tap, self.people.choose, self.people.say
        self.redeliver = self.people.redeliver
        self.token = f"wire.{uuid4().hex}"

    @classmethod
    @asynccontextmanager
    async def open(
        cls, *, shards: int = 1, approved: discord.Intents | None = None, strict: bool = True
    ) -> AsyncIterator["DiscordWire"]:
        """`approved`: the privileged intents that the developer portal granted; none unless said. Not
        `strict`, it takes bodies unread: to hold each against Discord's specification is more work than the
        bot has in making it, which matters where time is measured."""
        wire = cls(shards=shards, approved=approved, strict=strict)
        with tempfile.TemporaryDirectory(prefix="discord-wire-") as folder:
            runner = web.AppRunner(wire._app(), shutdown_timeout=0.5)
            await runner.setup()
            wire.authority = Path(folder) / "authority.pem"
            site = web.TCPSite(
                runner, "127.0.0.1", 0, ssl_context=_certified(wire.authority), backlog=WAITING
            )
            await site.start()
            wire.address = f"127.0.0.1:{runner.addresses[0][1]}"
            try:
                yield wire
            finally:
                await wire.gateway.close()
                await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", API + "/{path:.*}", self._api.serve)
        app.router.add_get("/", self.gateway.serve)
        app.router.add_get("/{path:.+}", self._file)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        data = self.world.backend.cdn.get(CDN + request.path)
        if data is None and "avatars" not in request.path:
            raise web.HTTPNotFound
        return web.Response(body=data or PICTURE, content_type="image/png" if data is None else None)

    def _acknowledged(self, interaction: int, call: Call) -> None:
        waiting = self._waiting.get(interaction)
        if waiting and not waiting.done():
            waiting.set_result(call)

    @property
    def token(self) -> str:
        return self._api.token

    @token.setter
    def token(self, token: str) -> None:
        """Another one makes the old one worthless, at the gateway too."""
        self._api.token = self.gateway.token = token

    @property
    def requests(self) -> list[Call]:
        """All that came to the API, in order."""
        return self._api.calls

    @property
    def violations(self) -> list[Violation]:
        return self._api.violations

    def sent(self, method: str, path_part: str) -> list[Call]:
        return [call for call in self.requests if call.method == method and path_part in call.path]

    def edits(self, message: Shown) -> list[Call]:
        """Those that name its id; what an interaction edits of its own stands in Exchange.edits."""
        return self.sent("PATCH", f"/messages/{message.id}")

    def messages(self, channel: Channel) -> list[Shown]:
        """All that are there, the oldest first; those that one person alone sees, too."""
        return [shown(message) for message in self.world.backend.messages.get(channel.id, {}).values()]

    def threads(self, channel: Channel) -> list[Channel]:
        every = self.world.backend.channels.values()
        return [one for one in every if one.is_thread and one.parent_id == channel.id]

    @property
    def commands(self) -> list[dict[str, Any]]:
        """The global ones, as registered."""
        return list(self.world.backend.commands.get(None, {}).values())

    async def until(self, condition: Callable[[], Any], seconds: float = 5.0) -> Any:
        """What `condition` gives once that is true. Raises TimeoutError."""
        return await self._changes.until(condition, seconds)

    async def ready(self, times: int = 1, seconds: float = 10.0) -> None:
        """Until so many sessions were begun."""
        await self.until(lambda: self.gateway.identified >= times, seconds)

    def fail(
        self,
        method: str,
        path_part: str,
        status: int,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        *,
        done: bool = False,
    ) -> Fault:
        """The next `times` requests of that kind get this answer: without a body, Discord's own for that
        status. `done`: they are carried out all the same, and only the answer is lost."""
        return self._api.faults.plan(method, path_part, status, body, headers, times, done=done)

    async def cut(self) -> None:
        """The gateway's sockets break off without a word: the client RESUMEs."""
        cut = list(self.gateway.connections)
        self.gateway.cut()
        await self.until(lambda: not any(each in cut for each in self.gateway.connections))

    async def invalidate(self) -> None:
        """The sessions are no longer known (op 9): the client IDENTIFYs anew."""
        await self.gateway.invalidate()


def _certified(authority: Path) -> ssl.SSLContext:
    """A server's context; the certificate that it is to be trusted by is written to `authority`."""
    made = trustme.CA()
    made.cert_pem.write_to_path(authority)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert(*HOSTS).configure_cert(context)
    return context
