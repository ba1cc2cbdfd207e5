"""who asks, and where -> how fast they may go on, and whether the language model may be asked for them"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from bot.budgets import Limits, Whose, in_whole_seconds
from bot.commands import PACED, Request
from bot.errors import TooManyQuestions
from bot.messages import budgets as words
from bot.models import Origin
from bot.ports import Clock, StudyRecord
from knowledge.models import Answer


class Answering(Protocol):
    """Growing answers to one question; not `written` is without a language model."""

    def __call__(self, *, written: bool) -> AsyncIterator[Answer]: ...


@dataclass(slots=True)
class Cost:
    tokens: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Spending:
    record: StudyRecord
    clock: Clock
    limits: Limits

    async def pace(self, request: Request) -> None:
        """Count what asks for work. Raises TooManyQuestions where it comes too soon after the others."""
        if not self.limits.questions_a_minute or type(request.command) not in PACED:
            return
        learner = await self.record.learner(request.origin.identity)
        wait = await self.record.admit(learner, self.clock.now(), self.limits.questions_a_minute)
        if wait:
            raise TooManyQuestions(words.slower(in_whole_seconds(wait)))

    @asynccontextmanager
    async def one_request(self, origin: Origin) -> AsyncIterator[Cost | None]:
        """Where what a request cost is told; None where the budget has no room for one."""
        async with self._reserved(origin) as (cost, spent):
            yield None if spent else cost

    async def within(self, origin: Origin, answering: Answering) -> AsyncIterator[Answer]:
        """The answers, worded by the model as long as there is budget for it; else the lessons' own."""
        async with self._reserved(origin) as (cost, spent):
            # One that breaks off before its first answer may have been asked.
            cost.asked = True
            async for answer in answering(written=spent is None):
                cost.tokens, cost.asked = answer.tokens, was_asked(answer)
                yield replace(answer, remark=words.spent(spent)) if spent and answer.sentences else answer

    @asynccontextmanager
    async def _reserved(self, origin: Origin) -> AsyncIterator[tuple[Cost, Whose | None]]:
        """A cost that is settled at the end, and whose budget had no room, where one had none."""
        cost = Cost()
        if not self.limits.budgeted:
            yield cost, None
            return
        learner = await self.record.learner(origin.identity)
        day = self.clock.now().date()
        spent = await self.record.reserve_request(learner, origin.space, day, self.limits)
        try:
            yield cost, spent
        finally:
            if spent is None:
                await self.record.settle_request(
                    learner, origin.space, day, tokens=cost.tokens, asked=cost.asked
                )


def was_asked(answer: Answer) -> bool:
    """Whether a model was: one that broke off may have been."""
    return not answer.complete or answer.tokens > 0 or answer.composer != "extractive"
