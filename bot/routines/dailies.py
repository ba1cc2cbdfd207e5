"""clock -> learners whose hour has come -> what is due -> one DM each

Each is claimed in the record, noted before it is handed to the platform, and settled after. Who is killed
between the last two leaves one that nobody knows of whether it came: another sender hands it over again, with
the same key, for as long as the platform makes one message of the two; after that it is left out. ADR 14 says
why.
"""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.deadline import by
from bot.dispatcher import Failure, attempted, new_error_id
from bot.errors import Gone, NotPermitted, PlatformDown, Undeliverable, Unsent, Unwelcome
from bot.handlers.reconciling import Reconciling
from bot.handlers.review_queue import today
from bot.messages import daily as words
from bot.models import Claim, Habits
from bot.ports import Clock, Messenger, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.calendar.absences import absence_on
from bot.study.calendar.reminding import AGAIN, LEASE, REMEMBERED, after_missing, next_daily, still_sent
from knowledge.errors import NothingIngested

A_SECOND = 40
"""All who send on a platform together. Discord takes 50 requests a second of one bot; answers to interactions
do not count among them, and rounds in threads have the rest."""

_BATCH = 4 * A_SECOND
"""Claimed at once."""
_UNDER_WAY = 10 * A_SECOND
"""A platform that takes long over some of them does not hold up the others."""
_LOOKS = timedelta(seconds=15)
_LAST_WORDS = timedelta(seconds=10)
"""So long those that are under way have when the bot is told to stop."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class Dailies:
    """One a process and platform; several may share a record."""

    def __init__(
        self,
        platform: str,
        record: StudyRecord,
        libraries: Libraries,
        reconcile: Reconciling,
        messenger: Messenger,
        clock: Clock,
    ) -> None:
        self._platform, self._record, self._libraries = platform, record, libraries
        self._reconcile, self._messenger, self._clock = reconcile, messenger, clock
        self._under_way: set[asyncio.Task[object]] = set()
        self._quiet_until = _NEVER
        self._closed = False

    async def keep(self) -> None:
        """Until it is closed or cancelled."""
        while not self._closed:
            begun = await attempted(self.once(), new_id=new_error_id)
            if isinstance(begun, Failure) or not begun:
                await self._clock.sleep_until(max(self._clock.now() + _LOOKS, self._quiet_until))

    async def once(self) -> int:
        """Begin with those whose hour has come, each at its moment; how many."""
        if self._clock.now() < self._quiet_until:
            return 0
        if len(self._under_way) >= _UNDER_WAY:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        room = min(_BATCH, _UNDER_WAY - len(self._under_way))
        claims = await self._record.claim_dailies(
            self._platform, self._clock.now(), lease=LEASE, count=room, a_second=A_SECOND
        )
        for claim in claims:
            await self._clock.sleep_until(claim.at)
            self._begin(claim)
        return len(claims)

    async def rest(self) -> None:
        """Until none is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Begin no more, and end within some seconds."""
        self._closed = True
        try:
            await by(self._clock.now() + _LAST_WORDS, self.rest(), self._clock)
        except TimeoutError:
            left = tuple(self._under_way)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, claim: Claim) -> None:
        """What fails is logged, and keeps nobody else from theirs."""
        if self._closed:
            return
        task: asyncio.Task[object] = asyncio.ensure_future(attempted(self._meet(claim), new_id=new_error_id))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _meet(self, claim: Claim) -> None:
        habits, now = await self._record.habits(claim.learner), self._clock.now()
        if now < self._quiet_until:
            await self._record.release_daily(claim, self._quiet_until)
            return
        if not still_sent(claim, now):
            await self._record.settle_daily(claim, after_missing(claim, habits, now))
            return
        reply = await self._due(claim, habits)
        if reply and not (
            await self._record.try_daily(claim, self._clock.now()) and await self._sent(claim, habits, reply)
        ):
            return
        await self._record.settle_daily(claim, next_daily(habits, claim.learner, self._clock.now()))

    async def _due(self, claim: Claim, habits: Habits) -> Reply | None:
        """None where there is nothing to do, or where they took it back or are away."""
        now = self._clock.now()
        if habits.daily is None or absence_on(habits, now):
            return None
        try:
            await self._reconcile(claim.learner, await self._libraries(habits.space))
        except NothingIngested:
            return None
        left = await today(
            claim.learner, habits.space, now, habits, record=self._record, libraries=self._libraries
        )
        count = left.reviews + left.new
        return words.daily(count) if count else None

    async def _sent(self, claim: Claim, habits: Habits, reply: Reply) -> bool:
        """False where it was not, or where nobody knows."""
        until = min(claim.until, (claim.tried or self._clock.now()) + REMEMBERED)
        post = self._messenger.post(habits.space, habits.channel, reply, key=key_of(claim))
        try:
            await by(until, post, self._clock)
        except (Unwelcome, Gone, NotPermitted):
            await self._record.close_daily(claim)
        except Unsent as refused:
            self._quiet_until = max(self._quiet_until, self._clock.now() + refused.pause)
            await self._record.release_daily(claim, self._quiet_until)
        except (PlatformDown, TimeoutError):
            # It stays noted: tried again while the platform remembers it, and left out after that.
            pass
        except Undeliverable:
            await self._record.release_daily(claim, self._clock.now() + AGAIN)
        else:
            return True
        return False


def key_of(claim: Claim) -> str:
    return f"daily {claim.learner} {claim.due.isoformat()}"
