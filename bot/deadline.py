"""something that takes a while, and a moment -> what it makes, or an end to it once that moment has come"""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

from bot.ports import Clock

Made = TypeVar("Made")


async def by(moment: datetime, made: Awaitable[Made], clock: Clock) -> Made:
    """Raises TimeoutError once `moment` has come; what was begun is then broken off."""
    making = asyncio.ensure_future(made)
    waiting = asyncio.ensure_future(clock.sleep_until(moment))
    try:
        await asyncio.wait((making, waiting), return_when=asyncio.FIRST_COMPLETED)
        if not making.done():
            raise TimeoutError
        return await making
    finally:
        making.cancel()
        waiting.cancel()
        await asyncio.gather(making, waiting, return_exceptions=True)
