"""a learner's habits, and the daily DM -> Reply  (pure)"""

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from bot.commands import Review, ShowHabits, SkipDaily, SnoozeDaily
from bot.messages.phrases import counted
from bot.messages.review import in_words
from bot.models import Habits
from bot.replies import Bullets, Button, Paragraph, Reply, paragraph, plain
from bot.study.calendar.absences import absence_on
from bot.study.calendar.reminding import SNOOZE
from bot.study.calendar.zones import zone_told

_FITTED = "When it comes back is fitted to how you forget, by {count:,} of your reviews."
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


def turned_on(habits: Habits, next_at: datetime | None, now: datetime) -> Reply:
    first = [] if next_at is None else [_quiet(f"The first one: {_next(habits, next_at, now)}")]
    return Reply(
        (paragraph(f"Done. {_when(habits)}", "good"), *first, _quiet(_zone(habits, now))), private=True
    )


def turned_off() -> Reply:
    return Reply(
        (paragraph("Done: no direct message any more. Your cards stay, and /review brings them."),),
        private=True,
    )


def snoozed() -> Reply:
    return Reply((paragraph(f"I will ask again in {in_words(SNOOZE)}."),), private=True)


def skipped(habits: Habits, next_at: datetime | None, now: datetime) -> Reply:
    then = _when(habits) if next_at is None else f"The next one: {_next(habits, next_at, now)}"
    return Reply((paragraph(f"Not today, then. What is due waits for you. {then}"),), private=True)


def paused(habits: Habits, now: datetime) -> Reply:
    away = absence_on(habits, now)
    until = _date(away.ends, habits.zone, now) if away else "then"
    told = f"No direct message comes before {until}, and no day until then counts as missed."
    return Reply((paragraph(f"Enjoy your time off! {told}", "good"),), private=True)


def resumed(habits: Habits) -> Reply:
    return Reply((paragraph(f"Welcome back! {_when(habits)}", "good"),), private=True)


def never_paused() -> Reply:
    told = (
        "You are not away. Give /pause the day on which you are back, as in 2026-12-24: no daily message "
        "comes before it, and no day until then counts as missed."
    )
    return Reply((paragraph(told),), private=True)


def shown(habits: Habits, now: datetime) -> Reply:
    new, reviews = counted(habits.new_a_day, "new card"), counted(habits.reviews_a_day, "review")
    away = absence_on(habits, now)
    told = (
        _when(habits),
        _zone(habits, now),
        "A day begins at 4:00.",
        f"Each day at most {new} and {reviews}.",
        f"A card comes back when your chance to remember it has fallen to {habits.retention:.0%}.",
        *([_FITTED.format(count=habits.fit.reviews)] if habits.fit and habits.fit.parameters else []),
        *([f"You are away until {_date(away.ends, habits.zone, now)}."] if away else []),
    )
    how = "Change it with /daily on, /daily off, /daily settings and /pause."
    return Reply((Bullets(tuple(map(plain, told))), paragraph(how, "quiet")), private=True)


def closed() -> tuple[Paragraph, ...]:
    """Told once, at the next time that they come by."""
    return (
        paragraph(
            "I could not send you your daily message: your direct messages are closed to me. Open them, and "
            "type /daily on to get it again.",
            "bad",
        ),
    )


def _when(habits: Habits) -> str:
    if habits.daily is None or habits.closed:
        return "No daily message comes."
    at = f"{habits.daily // 60}:{habits.daily % 60:02}"
    return f"A direct message comes at {at} on each day on which cards are due."


def _next(habits: Habits, next_at: datetime, now: datetime) -> str:
    return f"{_date(next_at, habits.zone, now)}, if something is due then."


def _zone(habits: Habits, now: datetime) -> str:
    """With the time there, so that a wrong one is seen."""
    wall = now.astimezone(ZoneInfo(habits.zone))
    told = f"Your time zone is {zone_told(habits.zone)}, where it is {wall.hour}:{wall:%M} now."
    if habits.zone != "UTC":
        return told
    return f"{told} If your clock says otherwise, tell /daily settings your city or country."


def _date(at: datetime, zone: str, now: datetime) -> str:
    """ "Thursday, 24 December" on the wall of the zone, with the year where it is another."""
    wall, today = (it.astimezone(ZoneInfo(zone)) for it in (at, now))
    year = "" if wall.year == today.year else f" {wall.year}"
    return f"{wall:%A}, {wall.day} {wall:%B}{year}"


def _quiet(text: str) -> Paragraph:
    return paragraph(text, "quiet")
