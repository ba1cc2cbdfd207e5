"""By UTC day, what a language model cost; and how fast a learner asks"""

from datetime import date, datetime
from typing import Protocol

from bot.budgets import Limits, Spent, Whose
from bot.models import LearnerId, SpaceId


class BudgetsRecord(Protocol):
    async def reserve_request(
        self, learner: LearnerId, space: SpaceId, day: date, limits: Limits
    ) -> Whose | None:
        """Count one request to the learner and to the space, where both have room for it, and None; else
        count nothing, and whose budget is spent. Of many at once no more get through than have room."""

    async def settle_request(
        self, learner: LearnerId, space: SpaceId, day: date, *, tokens: int, asked: bool
    ) -> None:
        """What a reserved request took; not `asked` gives it back: no model was needed after all."""

    async def spent(self, day: date, *, learner: LearnerId, space: SpaceId) -> tuple[Spent, Spent]:
        """The learner's, over all spaces, and the space's, over all learners."""

    async def forget_spending(self, before: date) -> int:
        """Drop the days before; how many rows."""

    async def admit(self, learner: LearnerId, at: datetime, per_minute: int) -> float:
        """Seconds to wait before another question; 0 where this one may come, and is counted."""
