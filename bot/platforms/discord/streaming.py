"""growing replies -> shown at most once a second, the newest each time, the whole one at last"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from bot.errors import PlatformDown
from bot.ports import Clock
from bot.replies import Reply

BETWEEN_EDITS = timedelta(seconds=1)
"""Discord takes five edits of a message in five seconds: https://discord.com/developers/docs/topics/rate-limits"""


async def stream(
    replies: AsyncIterator[Reply], show: Callable[[Reply], Awaitable[None]], *, clock: Clock
) -> Reply:
    """The whole reply. `replies` go on being made while one is shown or waited for; what `show` raises ends
    both, but that the platform was down while a partial one was shown: the next may get through."""
    newest = _Newest()
    making = asyncio.create_task(newest.fill(replies))
    try:
        while True:
            reply = await newest.take()
            if not reply.partial:
                await show(reply)
                return reply
            with suppress(PlatformDown):
                await show(reply)
            await clock.sleep_until(clock.now() + BETWEEN_EDITS)
    finally:
        making.cancel()
        with suppress(asyncio.CancelledError):
            await making


class _Newest:
    """Holds one reply; a newer one takes its place."""

    def __init__(self) -> None:
        self._held: asyncio.Queue[Reply] = asyncio.Queue(1)

    async def fill(self, replies: AsyncIterator[Reply]) -> None:
        async for reply in replies:
            if self._held.full():
                self._held.get_nowait()
            self._held.put_nowait(reply)

    async def take(self) -> Reply:
        return await self._held.get()
