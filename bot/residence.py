"""a server takes the bot in or sends it away -> a welcome, and a day on which its data is deleted"""

from collections.abc import Collection
from dataclasses import dataclass

from bot import keeping
from bot.messages import welcome as words
from bot.models import SpaceId
from bot.ports import Clock, Intake, StudyRecord
from bot.replies import Reply


@dataclass(frozen=True, slots=True)
class Residence:
    record: StudyRecord
    clock: Clock
    intake: Intake

    async def arrived(self, space: SpaceId) -> Reply | None:
        """The welcome for those who run the space; None where it was said before."""
        new = await self.record.joined(space)
        if not new:
            return None
        return words.welcome(
            kept_days=keeping.CONVERSATIONS.days, deleted_after_days=keeping.LEFT_SPACES.days
        )

    async def departed(self, space: SpaceId) -> None:
        await self.record.left(space, self.clock.now())

    async def missed(self, prefix: str, present: Collection[SpaceId]) -> tuple[SpaceId, ...]:
        """What happened while no process of ours ran: the spaces left are noted, those that are new are
        returned, for their welcome."""
        known = await self.record.present(prefix)
        for space in sorted(known.difference(present)):
            await self.departed(space)
        return tuple(sorted(set(present) - known))

    async def forget(self) -> tuple[SpaceId, ...]:
        """Delete all of the spaces that were left long enough ago, with what they had sent for lessons. What
        was broken off is done the next time: such a library is lent to nobody until it is gone."""
        gone = await self.record.forget_left(self.clock.now() - keeping.LEFT_SPACES)
        for library, spaces in (await self.record.lendings()).items():
            if not spaces:
                await self.intake.forget(library)
                await self.record.lend(library, ())
        return gone
