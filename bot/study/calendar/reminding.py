"""a learner's habits -> when their daily DM is due, and whether a claimed one is still sent  (pure)"""

import re
from datetime import date, datetime, timedelta

from bot.errors import BadCommand
from bot.models import Claim, Habits, LearnerId
from bot.study.calendar.absences import absence_on
from bot.study.calendar.days import next_at, start_of

LEASE = timedelta(minutes=1)
"""So long after its moment a claimed DM is one sender's."""

REMEMBERED = timedelta(minutes=2)
"""A platform that was given a message twice with one key makes it once, within "a few minutes". After that
nobody can know whether it was sent: it is left out rather than sent twice."""

AGAIN = timedelta(minutes=15)
"""After a refusal that gave no reason we know."""

LATE = timedelta(hours=3)
"""What missed its hour by more is left to tomorrow."""

SNOOZE = timedelta(hours=1)
_SPREAD_S = 120
"""All who want 8:00 want it within two minutes."""

_FARTHEST = timedelta(days=366)
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]m)?", re.IGNORECASE)


def next_daily(habits: Habits, learner: LearnerId, after: datetime) -> datetime | None:
    """None for who wants none, or cannot be written to."""
    if habits.daily is None or habits.closed:
        return None
    away = absence_on(habits, after)
    begins = away.ends if away else after
    late = timedelta(seconds=_spread(learner))
    return next_at(begins - late, habits.zone, habits.daily) + late


def snoozed(habits: Habits, learner: LearnerId, now: datetime) -> datetime | None:
    """When it is asked again; None for who wants none, and after an absence that is on."""
    usual = next_daily(habits, learner, now)
    return usual if usual is None or absence_on(habits, now) else now + SNOOZE


def still_sent(claim: Claim, now: datetime) -> bool:
    return now - claim.due <= LATE and (claim.tried is None or now - claim.tried <= REMEMBERED)


def after_missing(claim: Claim, habits: Habits, now: datetime) -> datetime | None:
    """When the next one is due after one that is left out: it may be a later day's that is still sent."""
    return next_daily(habits, claim.learner, max(claim.due, now - LATE))


def time_of_day(typed: str) -> int:
    """Minutes after midnight: "8:30", "08.30", "8", "8:30 pm". Raises BadCommand."""
    found = _TIME.fullmatch(typed.strip())
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
    if found and found["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found["half"].casefold() == "pm" else 0)
    elif found and found["half"]:
        hour = 99
    if hour > 23 or minute > 59:
        raise BadCommand(f"“{typed.strip()}” is no time of the day.", hint="Write it as in 8:30 or 18:00.")
    return hour * 60 + minute


def away_until(typed: str, zone: str, now: datetime) -> datetime:
    """When the day of that date begins for the learner. Raises BadCommand."""
    try:
        until = start_of(date.fromisoformat(typed.strip()), zone)
    except (ValueError, OverflowError):
        raise BadCommand(
            f"“{typed.strip()}” is no date that I know.", hint="Write it as in 2026-12-24."
        ) from None
    if not now < until <= now + _FARTHEST:
        raise BadCommand("A pause ends on a day to come, within a year.", hint="Write it as in 2026-12-24.")
    return until


def _spread(learner: LearnerId) -> int:
    """The same for a learner each day, and unlike their neighbours'."""
    return learner * 2654435761 % 2**32 % _SPREAD_S
