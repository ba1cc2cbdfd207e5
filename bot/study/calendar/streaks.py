"""days with a review, and those that count for nothing -> the days in a row  (pure)

One missed day of an ISO week, Monday to Sunday, is forgiven without asking. A day of a pause is neither
missed nor counted, but where something was reviewed it counts. Today is missed by nobody: it is not over.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Streak:
    """`days` counts those in a row with a review, today's with them where `today` says that it has one.
    `since` is the first, None where there is none; `forgiven` are the missed days within, newest first."""

    days: int = 0
    today: bool = False
    since: date | None = None
    forgiven: tuple[date, ...] = ()


NO_STREAK = Streak()


def streak(reviewed: Collection[date], today: date, paused: Collection[date] = ()) -> Streak:
    """Days after today are not looked at."""
    row = tuple(_row(frozenset(reviewed), today, frozenset(paused)))
    days = [day for day, forgiven in row if not forgiven]
    if not days:
        return NO_STREAK
    # What was forgiven before the first day led to nothing.
    within = tuple(day for day, forgiven in row if forgiven and day > days[-1])
    return Streak(len(days), days[0] == today, days[-1], within)


def forgiven_this_week(row: Streak, today: date) -> bool:
    """Whether the week's one missed day is taken."""
    return any(_week(day) == _week(today) for day in row.forgiven)


def _row(reviewed: frozenset[date], today: date, paused: frozenset[date]) -> Iterator[tuple[date, bool]]:
    """Each day of it, newest first, and whether it was missed and forgiven."""
    spent: set[tuple[int, int]] = set()
    oldest = min(reviewed, default=today)
    for day in (today - n * _A_DAY for n in range((today - oldest).days + 1)):
        if day in reviewed:
            yield day, False
        elif day != today and day not in paused:
            if _week(day) in spent:
                return
            spent.add(_week(day))
            yield day, True


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
