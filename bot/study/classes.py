"""how a class gets on: what is forgotten most, and how much is reviewed in each of the last weeks  (pure)"""

from datetime import datetime, timedelta

from bot.study.figures import BOARD_ZONE, week_began

WEEKS = 8


def week_starts(now: datetime) -> tuple[datetime, ...]:
    """The Mondays that the last WEEKS weeks begin with, and the one that ends this week: the leaderboard's
    weeks, so that both tell the same of this one."""
    monday = week_began(now, BOARD_ZONE)
    return tuple(monday + timedelta(weeks=n) for n in range(1 - WEEKS, 2))
