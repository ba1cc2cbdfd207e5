"""the figures of a learner's progress, their days in a row, a week's leaderboard -> Reply  (pure)"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.commands import JoinLeaderboard, Review, ShowProgress
from bot.messages.phrases import counted, named
from bot.models import LearnerId
from bot.replies import Button, Code, Heading, Part, Picture, Reply, Table, Text, paragraph, plain
from bot.study.calendar.streaks import Streak, forgiven_this_week
from bot.study.figures import Figures, Place, busy_day, level

SHOWN = 10
"""Places of a leaderboard."""
_SHADES = "·░▒▓█"
_BARS = " ▁▂▃▄▅▆▇█"
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_SUNDAY = 6
_A_DAY = timedelta(days=1)
_BOARD = "Reviews given here, or of cards that began here. Only those who want to be named are."
_NO_ROW = "No days in a row yet: review a card today, and the first one counts."


# Progress


def progress(figures: Figures, png: bytes | None, *, more: bool) -> Reply:
    """A picture where there is one and it can be shown, else the same as a table, a calendar and a row of
    bars. `more` where cards are left for today."""
    words = _words(figures)
    told = f"Your progress on {_day(figures.today)} {figures.today.year}. "
    alt = told + " ".join(f"{name}: {value}." for name, value in words)
    letters = _in_letters(figures, words)
    parts = letters if png is None else (Picture("progress.png", png, alt, instead=letters),)
    on = (Button("Review", Review(), "primary", key="n"),) if more else ()
    return Reply(parts, buttons=(on,) if on else (), private=True)


def _words(figures: Figures) -> tuple[tuple[str, str], ...]:
    share, (done, lessons), cards = figures.retention, figures.lessons, figures.maturity
    tested = counted(figures.tested, "review")
    return (
        ("Streak", _in_a_row(figures.streak)),
        ("Remembered", "nothing to tell yet" if share is None else f"{share}% of {tested} in 30 days"),
        (
            "Cards",
            f"{cards.all:,}: {cards.new:,} new, {cards.learning:,} learning, {cards.young:,} young, "
            f"{cards.mature:,} mature",
        ),
        (
            "Due",
            f"{figures.due[0]:,} today, {sum(figures.due[:7]):,} in a week, "
            f"{sum(figures.due):,} in four weeks",
        ),
        ("Lessons done", f"{done:,} of {lessons:,}"),
        ("Reviews", _in_a_year(figures)),
    )


def _in_a_year(figures: Figures) -> str:
    days = figures.year
    if not days:
        return "none in a year"
    # Of several it is the latest.
    most = max(days, key=lambda day: (days[day], day))
    when = _dated(most, figures.today)
    return f"{figures.total:,} in a year, on {counted(len(days), 'day')}; most on {when}, {days[most]:,}"


def _in_letters(figures: Figures, words: Sequence[tuple[str, str]]) -> tuple[Part, ...]:
    rows = tuple((plain(name), plain(value)) for name, value in words[1:])
    return (
        Heading(plain("Your progress"), 1),
        Table((plain(words[0][0]), plain(words[0][1])), rows),
        Heading(plain("A year of reviews"), 3),
        Code("\n".join(_calendar(figures))),
        Heading(plain("Due in the coming four weeks"), 3),
        Code(_bars(figures.due)),
    )


def _calendar(figures: Figures) -> Sequence[str]:
    """A line for each weekday, a column for each week; the months above."""
    days = [figures.first + n * _A_DAY for n in range((figures.today - figures.first).days + 1)]
    year, busy = figures.year, busy_day(list(figures.year.values()))
    shades = [" " if day < figures.since else _SHADES[level(year.get(day, 0), busy)] for day in days]
    lines = (f"{name:<4}{''.join(shades[n::7])}" for n, name in enumerate(_WEEKDAYS))
    return (_months(days, figures.since), *lines)


def _months(days: Sequence[date], since: date) -> str:
    line = ""
    for week, monday in enumerate(days[::7]):
        begins = [day for day in (monday + n * _A_DAY for n in range(7)) if day.day == 1 and day >= since]
        if begins and len(days[::7]) - week > 2:
            line = f"{line:<{week + 4}}{begins[0]:%b}"
    return line


def _bars(due: Sequence[int]) -> str:
    most = max(due)
    high = [-(-8 * count // most) if most else 0 for count in due]
    return f"today {''.join(_BARS[it] for it in high)} in {len(due)} days; the highest is {most:,}"


# Days in a row


def streak(row: Streak, today: date, away_until: date | None = None) -> Reply:
    """`away_until` is the first day that counts again, None where none is left out now."""
    if not row.days:
        on = Button("Review", Review(), "primary", key="n")
        return Reply((paragraph(_NO_ROW),), buttons=((on,),), private=True)
    more = (
        "" if row.today else "Review a card today, and it is one more.",
        _forgiven(row, today, away_until),
    )
    told = paragraph(f"{_in_a_row(row)}, since {_dated(row.since or today, today)}.", "good")
    button = (
        Button("My progress", ShowProgress()) if row.today else Button("Review", Review(), "primary", key="n")
    )
    return Reply((told, *(paragraph(it) for it in more if it)), buttons=((button,),), private=True)


def _in_a_row(row: Streak) -> str:
    return f"{counted(row.days, 'day')} in a row"


def _forgiven(row: Streak, today: date, away_until: date | None) -> str:
    if away_until is not None:
        return f"You are away until {_dated(away_until, today)}: no day until then counts as missed."
    over, last = today.weekday() == _SUNDAY and row.today, today.weekday() == _SUNDAY
    if not forgiven_this_week(row, today):
        if over:
            return "A new week begins tomorrow: you may miss one day of it, and the row goes on."
        return f"You may miss {'today' if last else 'one day this week'}, and the row goes on."
    then = "a new week begins tomorrow" if over else "another ends the row"
    return f"This week’s one missed day, {row.forgiven[0]:%A}, was forgiven; {then}."


# The leaderboard


def leaderboard(places: Sequence[Place], names: Mapping[LearnerId, str]) -> Reply:
    """For all to see: who is on it agreed."""
    rows = tuple(_row(it, names.get(it.learner, "")) for it in places[:SHOWN])
    header = tuple(map(plain, ("", "Learner", "Reviews")))
    board: Part = Table(header, rows) if rows else paragraph("Nobody who is on it has reviewed this week.")
    more = (paragraph(f"and {len(places) - SHOWN} more", "quiet"),) if len(places) > SHOWN else ()
    told = paragraph(_BOARD, "quiet")
    title = Heading(plain("Most reviews this week"), 2)
    return Reply((title, board, *more, told), buttons=((Button("Name me too", JoinLeaderboard()),),))


def _row(place: Place, name: str) -> tuple[Text, ...]:
    return tuple(map(plain, (str(place.place), named(name), f"{place.reviews:,}")))


def joined() -> Reply:
    told = (
        "You are on the leaderboard: your name, and how many reviews you give in a week, can be seen by all "
    )
    where = "where you give them and where your cards began. Each week begins on Monday."
    off = Button("Take me off it", JoinLeaderboard(agreed=False), key="x")
    return Reply((paragraph(told + where, "good"),), buttons=((off,),), private=True)


def left() -> Reply:
    return Reply((paragraph("You are off the leaderboard, everywhere.", "good"),), private=True)


def _dated(day: date, today: date) -> str:
    return _day(day) if day.year == today.year else f"{_day(day)} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
