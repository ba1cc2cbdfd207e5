"""Time and chance that stand still until a test moves them"""

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """Starts at noon of 1 March 2026, UTC, unless told otherwise."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> datetime:
        """Move on by what timedelta takes: `advance(days=30, seconds=1)`; the new time."""
        self._now += timedelta(**by)
        return self._now


class FixedDice:
    """Gives its seeds in order, then the last one for ever."""

    def __init__(self, *seeds: int) -> None:
        self._seeds = list(seeds or (7,))

    def seed(self) -> int:
        return self._seeds.pop(0) if len(self._seeds) > 1 else self._seeds[0]
