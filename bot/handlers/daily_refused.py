"""a reply to one whose daily message was refused -> the same, and told so before it, once"""

from dataclasses import dataclass, replace

from bot.commands import Request
from bot.messages.daily import closed
from bot.models import Habits, LearnerId
from bot.ports import StudyRecord
from bot.replies import Reply


@dataclass(frozen=True, slots=True)
class DailyRefused:
    """For whichever command comes next. Only where nobody else reads it: that they closed their direct
    messages is theirs to tell."""

    record: StudyRecord

    async def told(self, request: Request, reply: Reply) -> Reply:
        if not (request.origin.direct or (reply.private and not request.origin.aloud)):
            return reply
        learner = await self.record.refused(request.origin.identity)
        if learner is None or not await self._is_to_be_told(learner):
            return reply
        return replace(reply, parts=(*closed(), *reply.parts))

    async def _is_to_be_told(self, learner: LearnerId) -> bool:
        """Not where another reply does so at the same moment, or where they asked for it anew."""
        stood = Habits()

        def told(habits: Habits) -> Habits:
            nonlocal stood
            stood = habits
            return replace(habits, closed=False, daily=None) if habits.closed else habits

        await self.record.change_habits(learner, told)
        return stood.closed
