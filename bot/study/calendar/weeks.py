"""a moment -> the week that it lies in, and those before: one week for all who are compared  (pure)"""

from datetime import datetime, timedelta

from bot.study.calendar.days import day_began, study_day

BOARD_ZONE = "UTC"
"""Of the leaderboard and of the class."""
WEEKS = 8
"""Told of a class."""

_A_DAY = timedelta(days=1)


def week_began(now: datetime, zone: str) -> datetime:
    """Monday, when that day began there."""
    passed = study_day(now, zone).weekday()
    return day_began(day_began(now, zone) - passed * _A_DAY + _A_DAY / 2, zone)


def week_starts(now: datetime) -> tuple[datetime, ...]:
    """The Mondays that the last WEEKS weeks begin with, and the one that ends this week: the leaderboard's
    weeks, so that both tell the same of this one."""
    monday = week_began(now, BOARD_ZONE)
    return tuple(monday + timedelta(weeks=n) for n in range(1 - WEEKS, 2))
