"""Habits and claims of daily DMs in memory"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.models import Claim, Habits, LearnerId


@dataclass
class Due:
    at: datetime | None
    claimed: datetime | None = None
    leased_until: datetime | None = None


class MemoryHabits:
    def __init__(self) -> None:
        super().__init__()
        self._habits: dict[LearnerId, Habits] = {}
        self._dailies: dict[LearnerId, Due] = {}

    async def habits(self, learner: LearnerId) -> Habits:
        return self._habits.get(learner, Habits())

    async def set_habits(self, learner: LearnerId, habits: Habits, next_at: datetime | None) -> None:
        self._habits[learner] = habits
        self._dailies[learner] = Due(next_at)

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int
    ) -> tuple[Claim, ...]:
        free = [
            (due.at, learner)
            for learner, due in self._dailies.items()
            if due.at and due.at <= now and (due.leased_until is None or due.leased_until <= now)
            if self._habits[learner].platform == platform
        ]
        claims = []
        for at, learner in sorted(free)[:count]:
            due = self._dailies[learner]
            due.claimed, due.leased_until = due.claimed or now, now + lease
            claims.append(Claim(learner, at, due.claimed))
        return tuple(claims)

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        held = self._dailies.get(claim.learner)
        if held is None or held.at != claim.due:
            return False
        self._dailies[claim.learner] = Due(next_at)
        return True
