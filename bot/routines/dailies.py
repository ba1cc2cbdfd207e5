"""clock -> learners whose hour has come -> what is due -> one DM each

Each is claimed in the record before it is sent and settled after. Who is killed between the two leaves a
claim that another sender takes up with the same key, for as long as the platform makes one message of the
two; after that it is left out. ADR 14 says why.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dispatcher import attempted, new_error_id
from bot.errors import Gone, NotPermitted, Undeliverable, Unwelcome
from bot.handlers.review_queue import today
from bot.messages import daily as words
from bot.models import Claim, Habits
from bot.ports import Clock, Messenger, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.reminding import LEASE, next_daily, still_sent

A_SECOND = 40
"""Discord takes 50 requests a second of one bot. Answers to interactions do not count among them, and rounds
in threads have the rest."""

_BATCH = 4 * A_SECOND
"""Sent well within a lease."""

_LOOKS = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Dailies:
    """One a process and platform; several may share a record."""

    platform: str
    record: StudyRecord
    libraries: Libraries
    messenger: Messenger
    clock: Clock

    async def keep(self) -> None:
        """Until it is cancelled."""
        while True:
            met = await attempted(self.once(), new_id=new_error_id)
            if met != _BATCH:
                await self.clock.sleep_until(self.clock.now() + _LOOKS)

    async def once(self) -> int:
        """How many hours had come; at most a batch."""
        began = self.clock.now()
        claims = await self.record.claim_dailies(self.platform, began, lease=LEASE, count=_BATCH)
        await asyncio.gather(*self._paced(claims, began))
        return len(claims)

    def _paced(self, claims: Sequence[Claim], began: datetime) -> "list[asyncio.Task[None]]":
        pause = timedelta(seconds=1) / A_SECOND
        return [asyncio.ensure_future(self._at(began + n * pause, it)) for n, it in enumerate(claims)]

    async def _at(self, moment: datetime, claim: Claim) -> None:
        """What fails is logged, and keeps nobody else from theirs."""
        await self.clock.sleep_until(moment)
        await attempted(self._meet(claim), new_id=new_error_id)

    async def _meet(self, claim: Claim) -> None:
        habits = await self.record.habits(claim.learner)
        if still_sent(claim, self.clock.now()) and (reply := await self._due(claim, habits)):
            try:
                await self.messenger.post(habits.space, habits.channel, reply, key=key_of(claim))
            except (Unwelcome, Gone, NotPermitted):
                # As they are now: a platform may have taken its time to refuse.
                closed = replace(await self.record.habits(claim.learner), closed=True)
                await self.record.set_habits(claim.learner, closed, None)
                return
            except Undeliverable:
                # It stays claimed: tried again while the platform remembers it, and left out after that.
                return
        await self.record.settle_daily(claim, next_daily(habits, claim.learner, self.clock.now()))

    async def _due(self, claim: Claim, habits: Habits) -> Reply | None:
        """None where there is nothing to do, or where they took it back or are away."""
        now = self.clock.now()
        if habits.daily is None or (habits.paused_until and now < habits.paused_until):
            return None
        left = await today(
            claim.learner, habits.space, now, habits, record=self.record, libraries=self.libraries
        )
        count = left.reviews + left.new
        return words.daily(count) if count else None


def key_of(claim: Claim) -> str:
    return f"daily {claim.learner} {claim.due.isoformat()}"
