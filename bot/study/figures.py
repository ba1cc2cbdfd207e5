"""reviews, memories, lessons and habits -> the figures of a learner's progress  (pure)"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil

from bot.models import Habits, LearnerId, Memory, Reviewed
from bot.study.calendar.absences import absent_days
from bot.study.calendar.days import next_day, study_day
from bot.study.calendar.streaks import NO_STREAK, Streak, streak

WEEKS = 53
"""Columns of the calendar; the last one is today's."""
YEAR = 365
"""Days that are counted in it, today's with them: the first week is seldom whole."""
FORECAST = 28
"""Days ahead, today's with them."""
RETENTION = timedelta(days=30)
_MATURE = 21
"""Days of stability, as Anki has it."""
_BUSY = 12
"""Reviews that make a day bright, where the busiest days have fewer."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Maturity:
    """Cards by how firmly they are remembered; `mature` for three weeks and more."""

    new: int = 0
    learning: int = 0
    young: int = 0
    mature: int = 0

    @property
    def all(self) -> int:
        return self.new + self.learning + self.young + self.mature


@dataclass(frozen=True, slots=True)
class Figures:
    """`reviews` by the learner's own day, days without one left out; the calendar begins with the Monday
    `first` and tells of the days from `since` on. Of `tested` reviews of cards in review, in the last 30
    days, `kept` were remembered. `due` has FORECAST numbers, today's first, with all that is overdue.
    `lessons` are those done, and all."""

    today: date
    reviews: Mapping[date, int] = field(default_factory=dict)
    kept: int = 0
    tested: int = 0
    maturity: Maturity = Maturity()
    due: tuple[int, ...] = (0,) * FORECAST
    lessons: tuple[int, int] = (0, 0)
    streak: Streak = NO_STREAK

    @property
    def first(self) -> date:
        return first_shown(self.today)

    @property
    def since(self) -> date:
        return self.today - (YEAR - 1) * _A_DAY

    @property
    def year(self) -> Mapping[date, int]:
        """The reviews of the days in the calendar."""
        return {day: count for day, count in self.reviews.items() if self.since <= day <= self.today}

    @property
    def total(self) -> int:
        """Reviews in the calendar."""
        return sum(self.year.values())

    @property
    def retention(self) -> int | None:
        """Per cent, never more than it is: 100 are all. None where it stands on nothing."""
        return 100 * self.kept // self.tested if self.tested else None


def figures(
    reviews: Sequence[Reviewed],
    memories: Sequence[Memory | None],
    *,
    lessons: tuple[int, int],
    habits: Habits,
    now: datetime,
) -> Figures:
    """`reviews` from the calendar's first day at least, or from the streak's where that is longer ago; the
    oldest first."""
    today = study_day(now, habits.zone)
    by_day = Counter(days_of([it.at for it in reviews], habits.zone))
    tested = [it.rating != "again" for it in reviews if it.state == "review" and it.at > now - RETENTION]
    return Figures(
        today=today,
        reviews=by_day,
        kept=sum(tested),
        tested=len(tested),
        maturity=_maturity(memories),
        due=_due([it.due for it in memories if it], now, habits.zone),
        lessons=lessons,
        streak=streak(by_day, today, absent_days(habits, habits.zone)),
    )


def first_shown(today: date) -> date:
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def level(count: int, busy: int) -> int:
    """How bright a day of the calendar is, 0 to 4; `busy` reviews or more are 4."""
    return min(4, ceil(4 * count / busy))


def busy_day(counts: Sequence[int]) -> int:
    """The reviews that only a fifth of the days with any go beyond: one wild day leaves the others bright."""
    some = sorted(count for count in counts if count)
    return max(_BUSY, some[len(some) * 4 // 5] if some else 0)


def days_of(moments: Sequence[datetime], zone: str) -> Iterator[date]:
    """Each one's study day; the oldest must come first: a day is looked up once for all within it."""
    day, ends = date.min, None
    for at in moments:
        if ends is None or at >= ends:
            day, ends = study_day(at, zone), next_day(at, zone)
        yield day


def _maturity(memories: Sequence[Memory | None]) -> Maturity:
    found = Counter(map(_ripeness, memories))
    return Maturity(found["new"], found["learning"], found["young"], found["mature"])


def _ripeness(memory: Memory | None) -> str:
    if memory is None or memory.state == "new":
        return "new"
    if memory.state != "review":
        return "learning"
    return "mature" if memory.stability >= _MATURE else "young"


def _due(moments: Sequence[datetime], now: datetime, zone: str) -> tuple[int, ...]:
    comes = Counter(days_of(sorted(max(moment, now) for moment in moments), zone))
    today = study_day(now, zone)
    return tuple(comes[today + n * _A_DAY] for n in range(FORECAST))


@dataclass(frozen=True, slots=True)
class Place:
    """Who reviewed as much shares a place; the next one is left out then."""

    place: int
    learner: LearnerId
    reviews: int


def ranked(reviews: Mapping[LearnerId, int]) -> tuple[Place, ...]:
    """The most first; of one place by their numbers."""
    order = sorted(reviews.items(), key=lambda it: (-it[1], it[0]))
    places: dict[int, int] = {}
    for place, (_, count) in enumerate(order, start=1):
        places.setdefault(count, place)
    return tuple(Place(places[count], learner, count) for learner, count in order)
