"""a learner's absences: which one is on, how one begins and ends, what days they touch  (pure)"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.models import Absence, Habits
from bot.study.calendar.days import study_day

_A_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def absence_on(habits: Habits, at: datetime) -> Absence | None:
    """The one that ends last, where there are several."""
    on = [it for it in habits.absences if it.begins <= at < it.ends]
    return max(on, key=lambda it: it.ends, default=None)


def gone(habits: Habits, now: datetime, until: datetime) -> Habits:
    """One that is on ends then instead: its days before now stay days of it."""
    on = absence_on(habits, now)
    begins = on.begins if on else now
    return replace(habits, absences=(*_before(habits, begins), Absence(begins, until)))


def back(habits: Habits, now: datetime) -> Habits:
    """Nothing of it is left where it began this very moment."""
    on = absence_on(habits, now)
    if on is None:
        return habits
    been = (Absence(on.begins, now),) if on.begins < now else ()
    return replace(habits, absences=(*_before(habits, on.begins), *been))


def absent_days(habits: Habits, zone: str) -> frozenset[date]:
    """Those that an absence touches."""
    return frozenset(day for it in habits.absences if it.begins < it.ends for day in _days(it, zone))


def _days(absence: Absence, zone: str) -> list[date]:
    start, end = study_day(absence.begins, zone), study_day(absence.ends - _INSTANT, zone)
    return [start + n * _A_DAY for n in range((end - start).days + 1)]


def _before(habits: Habits, begins: datetime) -> tuple[Absence, ...]:
    return tuple(it for it in habits.absences if it.begins < begins)
