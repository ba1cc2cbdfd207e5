"""what Discord refused -> which of our errors that is, logged once under an id"""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.dispatcher import new_error_id
from bot.errors import Gone, NotPermitted, PlatformDown, Undeliverable, Unwelcome
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
    40003: PlatformDown,  # too many direct messages were opened
    50007: Unwelcome,
    50278: Unwelcome,
}
_SENTENCES: dict[type[Undeliverable], str] = {
    Gone: "What that belongs to is not here any more.",
    NotPermitted: "I am not allowed to do that here.",
    Unwelcome: "Your direct messages are closed to me.",
    PlatformDown: "Discord does not take my messages at the moment.",
    Undeliverable: "Discord did not take my message.",
}
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
    return kind(_SENTENCES[kind], hint=_hint(kind, right))


def kind_of(error: Exception) -> type[Undeliverable]:
    if isinstance(error, discord.HTTPException):
        known = _CODES.get(error.code)
        return known or (
            PlatformDown if error.status in (0, 429) or error.status >= 500 else _by_status(error)
        )
    if isinstance(error, discord.InteractionResponded):
        return Gone
    if isinstance(error, discord.DiscordException) and not isinstance(error, discord.RateLimited):
        return Undeliverable
    return PlatformDown


def _by_status(error: discord.HTTPException) -> type[Undeliverable]:
    return {403: NotPermitted, 404: Gone}.get(error.status, Undeliverable)


def _hint(kind: type[Undeliverable], right: str) -> str:
    if kind is NotPermitted and right:
        return f"Ask somebody who manages this server to give me the right “{right}” here."
    return ""
