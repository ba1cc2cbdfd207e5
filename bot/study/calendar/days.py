"""a moment and a learner's time zone -> their day, when it began, when the next one begins  (pure)

A day begins at 4:00 on the wall of the zone: at the first moment at which the clock there says so, or later
where the clocks skip it. Days tile time without gaps; a date that a zone skips whole is no day.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.models import StudyDay
from bot.study.calendar.zones import zone_named

STARTS = time(4)
_A_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)
_FARTHEST = 3
"""Dates away from the wall's to look at: clocks were never put further back or ahead than by a day."""


def study_day(at: datetime, zone: str) -> date:
    """Raises BadCommand for an unknown zone, and ValueError for a moment without a zone of its own."""
    place = _place(zone)
    return _dates_around(_utc(at), place)[0]


def day_began(at: datetime, zone: str) -> datetime:
    """At or before `at`, in UTC. Raises as `study_day` does."""
    place = _place(zone)
    return _start(_dates_around(_utc(at), place)[0], place)


def next_day(at: datetime, zone: str) -> datetime:
    """After `at`, in UTC. Raises as `study_day` does."""
    place = _place(zone)
    return _start(_dates_around(_utc(at), place)[1], place)


def around(at: datetime, zone: str) -> StudyDay:
    """The day that is on at that moment. Raises as `study_day` does."""
    place = _place(zone)
    today, tomorrow = _dates_around(_utc(at), place)
    return StudyDay(_utc(at), _start(today, place), _start(tomorrow, place))


def days_later(at: datetime, days: int, zone: str) -> datetime:
    """So many times 24 hours after `at`, but within the day that is so many dates later: clocks that are put
    back or ahead make no card come on the day before or after. In UTC; raises as `study_day` does."""
    place = _place(zone)
    day = _dates_around(_utc(at), place)[0] + days * _A_DAY
    return max(_start(day, place), min(_utc(at) + days * _A_DAY, _start(day + _A_DAY, place) - _A_SECOND))


def start_of(day: date, zone: str) -> datetime:
    """When that date's day begins, in UTC. Raises BadCommand for an unknown zone."""
    return _start(day, _place(zone))


def next_at(after: datetime, zone: str, minutes: int) -> datetime:
    """The first moment after `after` at which the wall says so many minutes past midnight, in UTC; once on
    each date, even where the clocks say it twice or skip it. Raises as `study_day` does."""
    place = _place(zone)
    first = _utc(after).astimezone(place).date() - _A_DAY
    hour = time(minutes // 60, minutes % 60)
    dates = (first + n * _A_DAY for n in range(_FARTHEST + 2))
    return next(it for it in (_first_at(datetime.combine(day, hour), place) for day in dates) if it > after)


def _dates_around(at: datetime, place: ZoneInfo) -> tuple[date, date]:
    """The day that is on, and the one after it."""
    wall = at.astimezone(place).date()
    dates = [wall + n * _A_DAY for n in range(-_FARTHEST, _FARTHEST + 1)]
    days = [day for day in dates if _exists(day, place)]
    begun = [day for day in days if _start(day, place) <= at]
    return begun[-1], days[len(begun)]


def _exists(day: date, place: ZoneInfo) -> bool:
    return _start(day, place).astimezone(place).date() == day


def _start(day: date, place: ZoneInfo) -> datetime:
    return _first_at(datetime.combine(day, STARTS), place)


@lru_cache(maxsize=4096)
def _first_at(wall: datetime, place: ZoneInfo) -> datetime:
    """The first moment at which the wall says so, or later."""
    first = wall.replace(tzinfo=place).astimezone(UTC)
    if _wall(first, place) == wall:
        return first
    # The clocks skip it: read by the offset before the switch it comes after it, and the other way round.
    return _first_past(wall, wall.replace(tzinfo=place, fold=1).astimezone(UTC), first, place)


def _first_past(wall: datetime, before: datetime, past: datetime, place: ZoneInfo) -> datetime:
    """The switch between two moments on either side of it, to the second."""
    while past - before > _A_SECOND:
        middle = before + (past - before) // _A_SECOND // 2 * _A_SECOND
        before, past = (before, middle) if _wall(middle, place) >= wall else (middle, past)
    return past


def _wall(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(place).replace(tzinfo=None, fold=0)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(UTC)


@lru_cache(maxsize=1024)
def _place(zone: str) -> ZoneInfo:
    return ZoneInfo(zone_named(zone))
