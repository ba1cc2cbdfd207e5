"""clock -> what was kept long enough is deleted, at the start and once a day"""

from dataclasses import dataclass
from datetime import timedelta

from bot import keeping
from bot.dispatcher import attempted, new_error_id
from bot.ports import Clock, StudyRecord
from bot.residence import Residence

_A_DAY = timedelta(days=1)


async def forget_old(record: StudyRecord, clock: Clock) -> None:
    """Conversations and what was spent."""
    await record.forget_conversations(clock.now() - keeping.CONVERSATIONS)
    await record.forget_spending((clock.now() - keeping.SPENDING).date())
    await record.forget_departed(clock.now().date())


@dataclass(frozen=True, slots=True)
class Housekeeping:
    record: StudyRecord
    residence: Residence
    clock: Clock

    async def keep(self) -> None:
        """Until it is cancelled; what fails today is tried again tomorrow."""
        while True:
            await attempted(self._once(), new_id=new_error_id)
            await self.clock.sleep_until(self.clock.now() + _A_DAY)

    async def _once(self) -> None:
        await forget_old(self.record, self.clock)
        await self.residence.forget()
