"""when messages are due within an hour -> how the sender gets through it, in virtual time"""

import asyncio
import heapq
import random
import selectors
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.errors import Unsent
from bot.models import Claim, DeckCount, Habits, LearnerId, SpaceId
from bot.replies import Reply
from bot.routines.dailies import Dailies
from knowledge.models import LibraryId

_BEGAN = datetime(2026, 3, 3, tzinfo=UTC)
_HOUR = 3600.0
_USUAL, _SLOW = (0.15, 0.45), (20.0, 30.0)
_HABITS = Habits("UTC", daily=480, platform="discord", space=SpaceId("discord:user:1"), channel="1")


def busiest_hour(due: Sequence[float], seed: int = 7) -> dict[str, float]:
    """`due` in seconds of a day, in order. `astray` are those sent twice and those forgotten;
    `most_in_a_second` is counted where the platform is asked."""
    starts = range(0, 86_400, 900)
    start = max(starts, key=lambda it: bisect_left(due, it + _HOUR) - bisect_left(due, it))
    wanted = due[bisect_left(due, start) : bisect_left(due, start + _HOUR)]
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(_played([it - start for it in wanted], random.Random(seed)))


async def _played(due: Sequence[float], dice: random.Random) -> dict[str, float]:
    clock = LoopClock()
    record, platform = Queue([_BEGAN + timedelta(seconds=it) for it in due]), Moody(clock, dice)
    sender = Dailies("discord", record, _studied, nothing_moved, platform, clock)  # type: ignore[arg-type]
    keeping = asyncio.ensure_future(sender.keep())
    await record.all_settled.wait()
    keeping.cancel()
    took = (platform.last - _BEGAN).total_seconds()
    return {
        "due": len(due),
        "minutes": round(took / 60, 1),
        "a_second_while_busy": round(len(due) / len(platform.asked), 1),
        "most_in_a_second": max(platform.asked.values()),
        "astray": sum(count > 1 for count in platform.came.values()) + len(due) - len(platform.came),
    }


async def _studied(space: SpaceId) -> tuple[LibraryId, ...]:
    return (LibraryId("course"),)


async def nothing_moved(learner: LearnerId, libraries: Sequence[LibraryId]) -> None:
    """Most days."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop for which no time passes but what it would wait for."""

    def __init__(self) -> None:
        self._waited = 0.0
        super().__init__(Unwaiting(self))

    def time(self) -> float:
        return self._waited

    def wait(self, seconds: float) -> None:
        self._waited += seconds


class Unwaiting(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        self._loop.wait(timeout or 0.0)
        return super().select(0)


class LoopClock:
    def now(self) -> datetime:
        return _BEGAN + timedelta(seconds=asyncio.get_running_loop().time())

    async def sleep_until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))


class Moody:
    """A platform: see the module. `asked` counts by the second, `came` by the message's key."""

    def __init__(self, clock: LoopClock, dice: random.Random) -> None:
        self._clock, self._dice = clock, dice
        self.asked, self.came = Counter[int](), Counter[str]()
        self.last = _BEGAN

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        self.asked[int((self._clock.now() - _BEGAN).total_seconds())] += 1
        luck = self._dice.random()
        if luck < 0.0001:
            raise Unsent("Slower.", pause=timedelta(seconds=5))
        await asyncio.sleep(self._dice.uniform(*(_SLOW if luck < 0.01 else _USUAL)))
        self.came[key] += 1
        self.last = self._clock.now()
        return key


class Queue:
    """What the sender asks of a record: by learner when they are due, each claimed by one."""

    def __init__(self, due: Sequence[datetime]) -> None:
        self.waiting = [(it, it, LearnerId(n)) for n, it in enumerate(due, 1)]
        self._left, self._free = len(due), _BEGAN
        self.all_settled = asyncio.Event()

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int, a_second: int
    ) -> list[Claim]:
        claims: list[Claim] = []
        while len(claims) < count and self.waiting and self.waiting[0][0] <= now:
            _, due, learner = heapq.heappop(self.waiting)
            self._free = max(self._free, now)
            claims.append(Claim(learner, due, self._free, self._free + lease))
            self._free += timedelta(seconds=1) / a_second
        return claims

    async def habits(self, learner: LearnerId) -> Habits:
        return _HABITS

    async def deck_count(self, *asked: Any, **also: Any) -> DeckCount:
        return DeckCount(due=5)

    async def try_daily(self, claim: Claim, at: datetime) -> bool:
        return True

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        self._left -= 1
        if not self._left:
            self.all_settled.set()
        return True

    async def release_daily(self, claim: Claim, until: datetime) -> bool:
        heapq.heappush(self.waiting, (until, claim.due, claim.learner))
        return True
