"""what Discord refused -> which of our errors that is, logged once under an id"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.dispatcher import new_error_id
from bot.errors import Gone, NotPermitted, PlatformDown, Undeliverable, Unsent, Unwelcome
from bot.logs import logger

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_CODES: dict[int, type[Undeliverable]] = {
    10003: Gone,  # unknown channel
    10008: Gone,  # unknown message
    10015: Gone,  # unknown webhook: the interaction's fifteen minutes are over
    10062: Gone,  # unknown interaction: it was acknowledged too late
    40060: Gone,  # acknowledged already, by another delivery of it
    50027: Gone,  # invalid webhook token
    50001: NotPermitted,
    50013: NotPermitted,
    50083: Gone,  # the thread is archived: what is written there opens it again, what is edited does not
    160004: Gone,  # a thread was opened from that message already
    10013: Gone,  # unknown user
    40003: PlatformDown,  # too many direct messages were opened
    50007: Unwelcome,
    50278: Unwelcome,
}
_SENTENCES: dict[type[Undeliverable], str] = {
    Gone: "What that belongs to is not here any more.",
    NotPermitted: "I am not allowed to do that here.",
    Unwelcome: "Your direct messages are closed to me.",
    PlatformDown: "Discord does not take my messages at the moment.",
    Unsent: "Discord does not take my messages at the moment.",
    Undeliverable: "Discord did not take my message.",
}
_PAUSE, _LONGEST = timedelta(seconds=15), timedelta(hours=1)
_TOLD_QUIETLY = (Gone, Unwelcome)
"""What happens on any day, and asks nothing of an operator."""


@contextmanager
def delivering(what: str, *, right: str = "") -> Iterator[None]:
    """Raises Undeliverable or its kin in place of Discord's own errors. `what` is for the log; `right` is
    the permission that is needed for it, by Discord's name."""
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _logged(error, what, right) from error


def gateway_missed(error: Exception) -> PlatformDown:
    """discord.py was told no gateway, or met nobody there."""
    logger(__name__).warning(
        "not delivered", id=new_error_id(), what="find the gateway", why=type(error).__name__
    )
    return PlatformDown(_SENTENCES[PlatformDown])


def lacking(what: str, right: str) -> NotPermitted:
    """The error for a right that is seen to be missing before Discord refuses; it is logged as that is."""
    logger(__name__).warning("not delivered", id=new_error_id(), what=what, right=right)
    return NotPermitted(_SENTENCES[NotPermitted], hint=_hint(NotPermitted, right))


def _logged(error: Exception, what: str, right: str) -> Undeliverable:
    kind = kind_of(error)
    log = logger(__name__)
    tell = log.info if kind in _TOLD_QUIETLY else log.warning
    about = {"status": getattr(error, "status", None), "code": getattr(error, "code", None)}
    if kind is NotPermitted and right:
        about["right"] = right
    tell("not delivered", id=new_error_id(), what=what, why=type(error).__name__, **about)
    if kind is Unsent:
        return Unsent(_SENTENCES[kind], pause=_pause(error))
    return kind(_SENTENCES[kind], hint=_hint(kind, right))


def kind_of(error: Exception) -> type[Undeliverable]:
    """A refusal whose code is not known says nothing of the person or the place: a proxy gives such too."""
    if isinstance(error, discord.RateLimited | aiohttp.ClientConnectorError):
        return Unsent
    if isinstance(error, discord.HTTPException):
        return _CODES.get(error.code) or _by_status(error.status)
    if isinstance(error, discord.InteractionResponded):
        return Gone
    return Undeliverable if isinstance(error, discord.DiscordException) else PlatformDown


def _by_status(status: int) -> type[Undeliverable]:
    if status == 429:
        return Unsent
    return PlatformDown if status == 0 or status >= 500 else Undeliverable


def _pause(error: Exception) -> timedelta:
    """What Discord, or the proxy before it, asks for. Discord's errors know the answer, discord.py's own know
    the seconds."""
    answer = getattr(error, "response", None)
    asked = getattr(error, "retry_after", None) or getattr(answer, "headers", {}).get("Retry-After")
    try:
        return min(timedelta(seconds=float(asked)), _LONGEST) if asked else _PAUSE
    except (ValueError, OverflowError):
        return _PAUSE


def _hint(kind: type[Undeliverable], right: str) -> str:
    if kind is NotPermitted and right:
        return f"Ask somebody who manages this server to give me the right “{right}” here."
    return ""
