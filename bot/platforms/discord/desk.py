"""what the Discord client needs of the bot: one value, given once"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.dispatcher import Dispatcher, attempted, new_error_id
from bot.models import SpaceId
from bot.ports import Clock
from bot.replies import Reply

Suggest = Callable[[SpaceId, str, str], Awaitable[tuple[str, ...]]]
"""(space, command, what is typed so far) -> names, best first."""

_BETWEEN_LOOKS = timedelta(minutes=1)


class PrivateSpaces:
    """Which spaces keep their answers private: held in memory, since who acknowledges cannot wait for a
    database. Another process's change is seen within a minute."""

    def __init__(self, read: Callable[[], Awaitable[frozenset[SpaceId]]]) -> None:
        self._read = read
        self._held: frozenset[SpaceId] = frozenset()

    def __contains__(self, space: SpaceId) -> bool:
        return space in self._held

    async def refresh(self) -> None:
        self._held = await self._read()

    async def follow(self, clock: Clock) -> None:
        """Until it is cancelled; what fails is read again the next time."""
        while True:
            await clock.sleep_until(clock.now() + _BETWEEN_LOOKS)
            await attempted(self.refresh(), new_id=new_error_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """`arrived` gives the welcome for a server that is new; `missed` takes the servers that there are and
    gives those that came while no process ran. `mark` and `set_mark` keep a word between two starts."""

    dispatcher: Dispatcher
    suggest: Suggest
    private: PrivateSpaces
    clock: Clock
    arrived: Callable[[SpaceId], Awaitable[Reply | None]]
    departed: Callable[[SpaceId], Awaitable[None]]
    missed: Callable[[str, frozenset[SpaceId]], Awaitable[tuple[SpaceId, ...]]]
    mark: Callable[[str], Awaitable[str]]
    set_mark: Callable[[str, str], Awaitable[None]]
    closing: Callable[[], Awaitable[None]]
    """Awaited once nothing is being answered any more, while Discord can still be reached."""
    new_id: Callable[[], str] = new_error_id
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the commands are known to Discord and the gateway is open."""
