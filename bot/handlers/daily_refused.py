"""a reply to one whose daily message was refused -> the same, and told so before it, once"""

from dataclasses import dataclass, replace
from functools import partial

from bot.commands import Request
from bot.messages.daily import closed
from bot.ports import StudyRecord
from bot.replies import Reply


@dataclass(frozen=True, slots=True)
class DailyRefused:
    """For whichever command comes next. Only where nobody else reads it: that they closed their direct
    messages is theirs to tell."""

    record: StudyRecord

    async def told(self, request: Request, reply: Reply) -> Reply:
        if not (reply.private or request.origin.direct):
            return reply
        learner = await self.record.refused(request.origin.identity)
        if learner is None:
            return reply
        await self.record.change_habits(learner, partial(replace, closed=False, daily=None))
        return replace(reply, parts=(*closed(), *reply.parts))
