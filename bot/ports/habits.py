"""How somebody wants to study, and whose hour has come"""

from datetime import datetime, timedelta
from typing import Protocol

from bot.models import Claim, Habits, LearnerId


class HabitsRecord(Protocol):
    async def habits(self, learner: LearnerId) -> Habits:
        """The defaults for one who never said otherwise."""

    async def set_habits(self, learner: LearnerId, habits: Habits, next_at: datetime | None) -> None:
        """`next_at` is when their next DM is due, None for none; what was claimed before is settled."""

    async def set_listed(self, learner: LearnerId, listed: bool) -> None:
        """Whether they are named among others, that alone; their other habits and their next DM stay."""

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int
    ) -> tuple[Claim, ...]:
        """DMs on that platform that are due by now, the longest due first, each to one caller alone for as
        long as `lease`; after that whoever comes gets it again, with its first moment."""

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        """Done with that one; the next is due at `next_at`. False where it was settled before."""
