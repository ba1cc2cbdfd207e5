"""who asks, and where -> how fast they may go on, and whether the language model may be asked for them"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from bot.budgets import Limits, in_whole_seconds
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
        cost = Cost()
        if not self.limits.budgeted:
            yield cost
            return
        learner = await self.record.learner(origin.identity)
        day = self.clock.now().date()
        if await self.record.reserve_request(learner, origin.space, day, self.limits) is not None:
            yield None
            return
        try:
            yield cost
        finally:
            await self.record.settle_request(learner, origin.space, day, tokens=cost.tokens, asked=cost.asked)

    async def within(self, origin: Origin, answering: Answering) -> AsyncIterator[Answer]:
        """The answers, worded by the model as long as there is budget for it; else the lessons' own."""
        if not self.limits.budgeted:
            async for free in answering(written=True):
                yield free
            return
        learner = await self.record.learner(origin.identity)
        day = self.clock.now().date()
        spent = await self.record.reserve_request(learner, origin.space, day, self.limits)
        answer: Answer | None = None
        try:
            async for answer in answering(written=spent is None):
                yield replace(answer, remark=words.spent(spent)) if spent and answer.sentences else answer
        finally:
            if spent is None:
                tokens, asked = answer.tokens if answer else 0, was_asked(answer)
                await self.record.settle_request(learner, origin.space, day, tokens=tokens, asked=asked)


def was_asked(answer: Answer | None) -> bool:
    """Whether a model was: one that broke off may have been."""
    if answer is None or not answer.complete:
        return True
    return answer.tokens > 0 or answer.composer != "extractive"
