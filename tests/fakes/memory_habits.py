"""Habits and claims of daily DMs in memory"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.models import Claim, Habits, Identity, LearnerId
from bot.storage.habits import FARTHEST


@dataclass
class Due:
    at: datetime | None
    tried: datetime | None = None
    leased_until: datetime | None = None


class MemoryHabits:
    def __init__(self) -> None:
        super().__init__()
        self._habits: dict[LearnerId, Habits] = {}
        self._dailies: dict[LearnerId, Due] = {}
        self._free_from: dict[str, datetime] = {}

    async def habits(self, learner: LearnerId) -> Habits:
        return self._habits.get(learner, Habits())

    async def change_habits(
        self,
        learner: LearnerId,
        change: Callable[[Habits], Habits],
        next_at: Callable[[Habits], datetime | None] | None = None,
    ) -> Habits:
        habits = change(await self.habits(learner))
        self._habits[learner] = habits
        if next_at:
            self._dailies[learner] = Due(next_at(habits))
        return habits

    async def refused(self, identity: Identity) -> LearnerId | None:
        learner = await self.learner(identity)
        return learner if (await self.habits(learner)).closed else None

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int, a_second: int
    ) -> tuple[Claim, ...]:
        free = [
            (due.at, learner)
            for learner, due in self._dailies.items()
            if due.at and due.at <= now and (due.leased_until is None or due.leased_until <= now)
            if self._habits[learner].platform == platform
        ]
        begins, apart = max(now, self._free_from.get(platform, now)), timedelta(seconds=1) / a_second
        begins = begins if begins <= now + FARTHEST else now
        taken = sorted(free)[:count]
        until = begins + max(0, len(taken) - 1) * apart + lease
        claims = [
            Claim(learner, at, begins + n * apart, until, self._dailies[learner].tried)
            for n, (at, learner) in enumerate(taken)
        ]
        for claim in claims:
            self._dailies[claim.learner].leased_until = until
        if claims:
            self._free_from[platform] = claims[-1].at + apart
        return tuple(claims)

    async def try_daily(self, claim: Claim, at: datetime) -> bool:
        due = self._still(claim)
        if due is None or due.leased_until != claim.until or claim.until <= at:
            return False
        due.tried = due.tried or at
        return True

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        if due := self._still(claim):
            self._dailies[claim.learner] = Due(next_at)
        return due is not None

    async def release_daily(self, claim: Claim, until: datetime) -> bool:
        due = self._still(claim)
        if due is None or due.leased_until != claim.until:
            return False
        due.tried, due.leased_until = claim.tried, until
        return True

    async def close_daily(self, claim: Claim) -> bool:
        if due := self._still(claim):
            self._dailies[claim.learner] = Due(None)
            self._habits[claim.learner] = replace(self._habits[claim.learner], closed=True)
        return due is not None

    def _still(self, claim: Claim) -> Due | None:
        held = self._dailies.get(claim.learner)
        return held if held and held.at == claim.due else None
