"""what is being met when the bot is stopped -> finished, or told that it was not"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from bot.dispatcher import attempted
from bot.messages.errors import STOPPED
from bot.platforms.discord.surfaces import Surface

_GOING_ON_S, _LAST_WORDS_S = 6.0, 1.5
"""What is being answered when the bot is stopped may take this long to end, and to be told that it did not:
Docker kills what is not gone after ten seconds."""


class UnderWay:
    """`closed` once nothing new is met any more."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[Any], Surface | None] = {}
        self.closed = False

    def meets(self, surface: Surface | None = None) -> None:
        """The event that is being met in this task, and where it is answered, once that is known."""
        if task := asyncio.current_task():
            self._tasks[task] = surface
            task.add_done_callback(lambda it: self._tasks.pop(it, None))

    async def finish(self, *, beside: Iterable[asyncio.Task[Any]], new_id: Callable[[], str]) -> None:
        """Waits for what is under way, and tells who waited for what takes too long. `beside` is given up
        without a word."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOING_ON_S):
                while self._tasks:
                    await asyncio.wait(tuple(self._tasks))
        self.closed = True
        late = dict(self._tasks)
        given_up = (*late, *beside)
        for task in given_up:
            task.cancel()
        await asyncio.gather(*given_up, return_exceptions=True)
        told = (attempted(it.tell(STOPPED), new_id=new_id) for it in late.values() if it)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_S):
                await asyncio.gather(*told)
