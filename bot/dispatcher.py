"""request -> replies; the one place where errors become words"""

from __future__ import annotations

import inspect
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from bot.logs import logger
from knowledge.errors import PROGRAM, StudyhallError

# What a command of the shell does not draw it need not import: an error is told by it in two sentences.
if TYPE_CHECKING:
    from bot.commands import Command, Request
    from bot.replies import Reply

Handler: TypeAlias = "Callable[[Any, Any], Awaitable[Reply] | AsyncIterator[Reply]]"
"""(command, origin) -> its reply, or replies of which all but the last are partial."""

Made = TypeVar("Made")


class Failure(NamedTuple):
    """Why something was not made, in two sentences; the second says what to do, and may be empty."""

    happened: str
    advice: str


def new_error_id() -> str:
    return secrets.token_hex(4)


class Dispatcher:
    """`new_id` gives the number under which an unexpected error is logged and told to the learner; `program`
    is how the shell calls us here. `before` is awaited ahead of every handler, and may refuse by an error;
    `after` may add to every whole reply."""

    def __init__(
        self,
        handlers: Mapping[type[Command], Handler],
        *,
        new_id: Callable[[], str],
        program: str = PROGRAM,
        before: Callable[[Request], Awaitable[None]] | None = None,
        after: Callable[[Request, Reply], Awaitable[Reply]] | None = None,
    ) -> None:
        self._handlers = dict(handlers)
        self._before, self._after = before, after
        self._new_id = new_id
        self._program = program

    async def dispatch(self, request: Request) -> AsyncIterator[Reply]:
        """One reply, or partial ones and then the whole; an error is a reply too. Never raises."""
        try:
            async for reply in self._replies(request):
                yield reply
        except StudyhallError as error:
            log = logger(__name__)
            log.debug("told the learner", error=str(error), command=type(request.command).__name__)
            yield _told(error, id="", program=self._program)
        except Exception as error:  # noqa: BLE001 - the one place where an error that nobody foresaw ends
            yield self._unexpected(error, request)

    def _unexpected(self, error: Exception, request: Request) -> Reply:
        id = self._new_id()
        command = type(request.command).__name__
        logger(__name__).error(
            "unexpected error", id=id, command=command, space=request.origin.space, exc_info=error
        )
        return _told(error, id=id, program=self._program)

    async def _replies(self, request: Request) -> AsyncIterator[Reply]:
        if self._before:
            await self._before(request)
        found = self._handlers[type(request.command)](request.command, request.origin)
        if inspect.isawaitable(found):
            yield await self._whole(request, await found)
            return
        async for reply in found:
            yield reply if reply.partial else await self._whole(request, reply)

    async def _whole(self, request: Request, reply: Reply) -> Reply:
        return await self._after(request, reply) if self._after else reply


def _told(error: Exception, *, id: str, program: str) -> Reply:
    from bot.messages.errors import for_error

    return for_error(error, id=id, program=program)


async def attempted(
    made: Awaitable[Made], *, new_id: Callable[[], str], program: str = PROGRAM
) -> Made | Failure:
    """What was made, or why not and what to do: for one line among many that must not end the others."""
    try:
        return await made
    except BrokenPipeError:
        # Whoever read the output has gone: no words can reach them.
        raise
    except Exception as error:
        from bot.messages.errors import sentences

        id = new_id()
        if not isinstance(error, StudyhallError):
            log = logger(__name__)
            log.error("unexpected error", id=id, exc_info=error)
        return Failure(*sentences(error, id=id, program=program))
