"""Time and chance that stand still until a test moves them"""

import asyncio
from datetime import UTC, datetime, timedelta


class FrozenClock:
    """Starts at noon of 1 March 2026, UTC, unless told otherwise."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> None:
        self._now = now
        self._asleep: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> datetime:
        """Move on by what timedelta takes: `advance(days=30, seconds=1)`; the new time."""
        self._now += timedelta(**by)
        for moment, waking in self._asleep:
            if moment <= self._now and not waking.done():
                waking.set_result(None)
        self._asleep = [one for one in self._asleep if not one[1].done()]
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        """Until the test has moved the time there."""
        if moment > self._now:
            waking = asyncio.get_running_loop().create_future()
            self._asleep.append((moment, waking))
            await waking

    @property
    def wakes_at(self) -> datetime | None:
        """The earliest moment that somebody waits for."""
        return min((moment for moment, waking in self._asleep if not waking.done()), default=None)


class FixedDice:
    """Gives its seeds in order, then the last one for ever."""

    def __init__(self, *seeds: int) -> None:
        self._seeds = list(seeds or (7,))

    def seed(self) -> int:
        return self._seeds.pop(0) if len(self._seeds) > 1 else self._seeds[0]

    def token(self, alphabet: str, length: int) -> str:
        """Another one for each seed."""
        seed = self.seed()
        return "".join(alphabet[(seed + n) % len(alphabet)] for n in range(length))
