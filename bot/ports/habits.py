"""How somebody wants to study, and whose hour has come"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.models import Claim, Habits, Identity, LearnerId


class HabitsRecord(Protocol):
    async def habits(self, learner: LearnerId) -> Habits:
        """The defaults for one who never said otherwise."""

    async def change_habits(
        self,
        learner: LearnerId,
        change: Callable[[Habits], Habits],
        next_at: Callable[[Habits], datetime | None] | None = None,
    ) -> Habits:
        """As `change` made them of what stands: of two changes at once none is lost. `next_at` says when the
        next DM is due by the new ones, None for none, and what was claimed before is settled; without it the
        next DM stays as it is. What `change` raises leaves everything as it was. Both may be called twice."""

    async def refused(self, identity: Identity) -> LearnerId | None:
        """Who that is, where the platform refused their DM and they were not told so yet."""

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int, a_second: int
    ) -> tuple[Claim, ...]:
        """DMs on that platform that are due by now, the longest due first, each to one caller alone until
        `lease` after its moment; after that whoever comes gets it again. The moments of all callers on that
        platform lie `a_second` to the second at most, none before now, and none so long after it that only a
        clock that was set back explains it."""

    async def try_daily(self, claim: Claim, at: datetime) -> bool:
        """It is about to be handed to the platform: noted, unless it was before. False where it is theirs no
        more: settled, turned off, or their time for it is over."""

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        """Done with that one; the next is due at `next_at`. False where it is settled or turned off already;
        who knows that it came says so even when their time for it is over."""

    async def release_daily(self, claim: Claim, until: datetime) -> bool:
        """It surely did not come this time: after `until` it is there to be claimed, `tried` as it was when
        this one was. False as for `try_daily`, but that another must have claimed it meanwhile."""

    async def close_daily(self, claim: Claim) -> bool:
        """The platform lets nobody send them one: `closed`, and none is due. False as for `settle_daily`."""
