"""a learner's habits, and the daily DM -> Reply  (pure)"""

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from bot.commands import Review, ShowHabits, SkipDaily, SnoozeDaily
from bot.messages.phrases import counted
from bot.messages.review import in_words
from bot.models import Habits
from bot.replies import Bullets, Button, Paragraph, Part, Reply, paragraph, plain
from bot.study.reminding import SNOOZE

_SECONDS_A_CARD = 8
"""What most people take to remember, look and tap."""


def daily(count: int) -> Reply:
    """What comes as a DM: how many cards there are, and how long they take."""
    verb = "is" if count == 1 else "are"
    minutes = max(1, ceil(count * _SECONDS_A_CARD / 60))
    row = (
        Button("Start", Review(), "primary", key="n"),
        Button(f"In {in_words(SNOOZE)}", SnoozeDaily(), key="s"),
        Button("Not today", SkipDaily(), key="t"),
        Button("Settings", ShowHabits(), key="e"),
    )
    told = f"{counted(count, 'card')} {verb} waiting for you. That takes about {counted(minutes, 'minute')}."
    return Reply((paragraph(told),), buttons=(row,))


def turned_on(habits: Habits, next_at: datetime | None) -> Reply:
    return Reply(
        (paragraph(f"Done. {_when(habits)}", "good"), *_first(habits, next_at), *_zone(habits)), private=True
    )


def turned_off() -> Reply:
    return Reply(
        (paragraph("Done: no direct message any more. Your cards stay, and /review brings them."),),
        private=True,
    )


def snoozed() -> Reply:
    return Reply((paragraph(f"I will ask again in {in_words(SNOOZE)}."),), private=True)


def skipped() -> Reply:
    return Reply((paragraph("Not today, then. What is due waits for you."),), private=True)


def paused(habits: Habits) -> Reply:
    until = "" if habits.paused_until is None else _date(habits.paused_until, habits.zone)
    told = f"No direct message comes before {until}, and no day until then counts as missed."
    return Reply((paragraph(f"Enjoy your time off! {told}", "good"),), private=True)


def resumed(habits: Habits) -> Reply:
    return Reply((paragraph(f"Welcome back! {_when(habits)}", "good"),), private=True)


def shown(habits: Habits, now: datetime) -> Reply:
    new, reviews = counted(habits.new_a_day, "new card"), counted(habits.reviews_a_day, "review")
    told = (
        _when(habits),
        f"Your time zone is {habits.zone}; a day begins at 4:00.",
        f"Each day at most {new} and {reviews}.",
        f"A card comes back when you have a chance of {habits.retention:.0%} to remember it.",
        *([_paused(habits)] if habits.paused_until and habits.paused_until > now else []),
    )
    how = "Change it with /daily on 8:30, /daily off, /daily settings, /pause."
    parts: tuple[Part, ...] = (*_closed(habits), Bullets(tuple(map(plain, told))), paragraph(how, "quiet"))
    return Reply(parts, private=True)


def closed() -> tuple[Paragraph, ...]:
    """Told once, at the next time that they come by."""
    return (
        paragraph(
            "I could not send you your daily message: your direct messages are closed to me. Open them, and "
            "type /daily on 8:30 to get it again.",
            "bad",
        ),
    )


def _closed(habits: Habits) -> tuple[Paragraph, ...]:
    return closed() if habits.closed else ()


def _when(habits: Habits) -> str:
    if habits.daily is None:
        return "No daily message comes."
    at = f"{habits.daily // 60}:{habits.daily % 60:02}"
    return f"A direct message comes each day at {at} on which cards are due."


def _first(habits: Habits, next_at: datetime | None) -> tuple[Paragraph, ...]:
    if next_at is None:
        return ()
    return (paragraph(f"The first one: {_date(next_at, habits.zone)}, if something is due then.", "quiet"),)


def _zone(habits: Habits) -> tuple[Paragraph, ...]:
    if habits.zone != "UTC":
        return (paragraph(f"Your time zone is {habits.zone}.", "quiet"),)
    told = "Your time zone is UTC, since you never told me another: /daily settings takes your zone or city."
    return (paragraph(told, "quiet"),)


def _paused(habits: Habits) -> str:
    until = "" if habits.paused_until is None else _date(habits.paused_until, habits.zone)
    return f"You are away until {until}."


def _date(at: datetime, zone: str) -> str:
    """ "Thursday, 24 December" on the wall of the zone."""
    wall = at.astimezone(ZoneInfo(zone))
    return f"{wall:%A}, {wall.day} {wall:%B}"
