"""/progress, /streak and /leaderboard, through the dispatcher; the figures and the picture of them"""

import io
import re
import time
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import dispatcher
from bot.commands import (
    JoinLeaderboard,
    LearnLesson,
    LearnTerm,
    Pause,
    Review,
    ShowLeaderboard,
    ShowProgress,
    ShowStreak,
)
from bot.errors import BadCommand
from bot.messages import progress as words
from bot.models import CardReview, Habits, LearnerId, LessonProgress, Memory, MemoryState, Rating, Reviewed
from bot.pictures.progress import progress_png, progress_svg
from bot.platforms.discord.tables import aligned
from bot.platforms.terminal import piped
from bot.platforms.terminal.typed import Session, command_of
from bot.replies import Picture, Reply, Table
from bot.study.calendar.days import day_began, study_day
from bot.study.calendar.streaks import Streak
from bot.study.calendar.weeks import week_began
from bot.study.figures import FORECAST, Figures, Maturity, Place, busy_day, figures, level, ranked
from knowledge.models import LibraryId
from tests.bot.bench import Bench, bench
from tests.bot.test_days import ZONES
from tests.bot.test_streaks import MOMENTS
from tests.contracts.schoolyard import set_habits
from tests.fakes.scripted_platform import labels, origin, text_of
from tests.fakes.small_course import COURSE, TRANSFER

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOME = Figures(
    date(2026, 9, 17),
    {date(2026, 9, 17) - n * DAY: n % 7 * 6 for n in range(0, 380, 2) if n % 7},
    411,
    447,
    Maturity(86, 14, 132, 208),
    (38, *range(27)),
    (7, 16),
    Streak(20, False, date(2026, 8, 26)),
)


def found(
    reviews: tuple[Reviewed, ...] = (), *memories: Memory | None, zone: str = "UTC", now: datetime = NOW
) -> Figures:
    return figures(reviews, memories, lessons=(0, 0), habits=Habits(zone), now=now)


def memory(due: datetime = NOW, state: MemoryState = "review", stability: float = 5.0) -> Memory:
    return Memory(due, state, stability, 5.0, None, NOW)


# The figures


def test_what_is_remembered_is_of_learned_cards_in_the_last_thirty_days() -> None:
    def given_at(ago: timedelta, rating: Rating, state: MemoryState = "review") -> Reviewed:
        return Reviewed(NOW - ago, rating, state)

    reviews = (
        given_at(31 * DAY, "again"),
        given_at(29 * DAY, "hard"),
        given_at(3 * DAY, "again"),
        given_at(2 * DAY, "again", "learning"),
        given_at(DAY, "again", "relearning"),
        given_at(DAY, "again", "new"),
        given_at(HOUR, "easy"),
    )
    them = found(reviews)
    assert (them.kept, them.tested) == (2, 3)
    assert them.retention == 66
    assert found().retention is None


def test_a_share_of_all_is_of_all() -> None:
    assert [Figures(date(2026, 3, 1), kept=n, tested=1000).retention for n in (999, 1000)] == [99, 100]


def test_cards_ripen_from_new_to_mature_at_three_weeks() -> None:
    cards = (
        None,
        memory(state="learning", stability=99),
        memory(state="relearning"),
        memory(stability=20.99),
        memory(stability=21),
        memory(stability=300),
    )
    assert found((), *cards).maturity == Maturity(1, 2, 1, 2)


def test_what_is_due_counts_by_the_learners_day_and_overdue_cards_today() -> None:
    late = datetime(2026, 3, 2, 2, tzinfo=UTC)
    due = (NOW - 40 * DAY, NOW + HOUR, late, NOW + DAY, NOW + 27 * DAY, NOW + 28 * DAY)
    them = found((), *(memory(at) for at in due))
    assert (them.due[0], them.due[1], them.due[27]) == (3, 1, 1)
    assert len(them.due) == FORECAST
    kolkata = found((), *(memory(at) for at in due), zone="Asia/Kolkata")
    assert (kolkata.due[0], kolkata.due[1]) == (2, 2)


def test_the_calendar_begins_with_a_monday_and_counts_the_365_days_that_it_shows() -> None:
    first, since = found().first, found().since
    assert (first.weekday(), (date(2026, 3, 1) - first).days) == (0, 52 * 7 + 6)
    assert (date(2026, 3, 1) - since).days == 364
    at = datetime(since.year, since.month, since.day, 12, tzinfo=UTC)
    them = found(
        (Reviewed(at - DAY, "good", "new"), Reviewed(at, "good", "new"), Reviewed(NOW, "good", "new"))
    )
    assert them.total == 2


def test_one_wild_day_leaves_the_others_bright_and_a_beginner_is_not_dazzled() -> None:
    busy = busy_day([20] * 30 + [0] * 300 + [900])
    assert [level(n, busy) for n in (0, 1, 20, 900)] == [0, 1, 4, 4]
    assert level(2, busy_day([2])) == 1


@given(st.sampled_from(ZONES), MOMENTS)
def test_a_week_begins_on_its_monday_as_that_day_does(zone: str, now: datetime) -> None:
    began, today = week_began(now, zone), study_day(now, zone)
    assert began == day_began(began, zone)
    assert timedelta() <= now - began < 8 * DAY
    assert study_day(began, zone) <= today
    assert study_day(began, zone).isocalendar()[:2] == today.isocalendar()[:2]


def test_who_reviewed_as_much_shares_a_place_and_the_next_is_left_out() -> None:
    a, b, c, d = (LearnerId(n) for n in range(4))
    assert ranked({c: 5, a: 9, b: 5, d: 1}) == (
        Place(1, a, 9),
        Place(2, b, 5),
        Place(2, c, 5),
        Place(4, d, 1),
    )


# The picture


@pytest.mark.parametrize("them", [SOME, Figures(date(2026, 3, 1))], ids=["some", "none"])
async def test_the_picture_is_a_png_twice_its_size(them: Figures) -> None:
    png = await progress_png(them)
    assert png is not None
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (1200, 984)


def test_the_picture_tells_the_figures_and_draws_each_day_until_today() -> None:
    drawn = ElementTree.fromstring(progress_svg(SOME))
    said = {"".join(it.itertext()) for it in drawn.iter("{http://www.w3.org/2000/svg}text")}
    wanted = {
        "20",
        "91%",
        "of 447 in 30 days",
        "440",
        "208 mature",
        "7",
        "of 16",
        "New  86",
        "38",
        "389 in all",
    }
    assert wanted <= said
    cells = [it for it in drawn.iter("{http://www.w3.org/2000/svg}rect") if it.get("width") == "8.00"]
    assert len(cells) == 365 + 5


@pytest.mark.parametrize(
    ("due", "labels"),
    [
        ((38, 99, *[0] * 26), {"38", "99"}),
        ((2000, 40000, *[5] * 26), {"40,000"}),
        ((2000, *[5] * 26, 40000), {"2,000", "40,000"}),
        ((2000, 3000, *[5] * 25, 40000), {"40,000"}),
        ((99999, *[12345] * 27), {"99,999"}),
        ((0, *[0] * 26, 123456), {"123,456"}),
        ((0,) * 28, set()),
    ],
)
def test_numbers_over_bars_stay_within_the_margins_and_apart(due: tuple[int, ...], labels: set[str]) -> None:
    drawn = ElementTree.fromstring(progress_svg(Figures(date(2026, 3, 1), due=due)))
    texts = [it for it in drawn.iter("{http://www.w3.org/2000/svg}text") if it.get("text-anchor") == "middle"]
    assert {it.text for it in texts} == labels
    for it in texts:
        # DejaVu Sans' digits are 0.636 of its size wide.
        half = len(it.text or "") * 0.636 * float(it.get("font-size", 0)) / 2
        assert float(it.get("x", 0)) - half > 20
        assert float(it.get("x", 0)) + half < 580


async def test_no_words_are_drawn_without_their_font() -> None:
    """The picture with words is another one than that without: the font was found."""
    from resvg_py import svg_to_bytes

    blank = bytes(svg_to_bytes(svg_string=progress_svg(SOME), zoom=2, skip_system_fonts=True))
    assert len(await progress_png(SOME) or b"") > 1.2 * len(blank)


def test_words_stand_out_from_the_paper() -> None:
    """4.5 to 1 is what the accessibility guidelines want of text."""
    drawn = list(ElementTree.fromstring(progress_svg(SOME)).iter())
    colours = {it.get("fill", "") for it in drawn if it.tag.endswith(("text", "tspan"))}
    tiles = {it.get("fill", "") for it in drawn if it.get("height") in ("84.00", "491.00")}
    assert len(tiles) == 2
    for colour in colours:
        assert min(contrast(colour, paper) for paper in tiles) >= 4.5, colour


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# In words


def test_a_day_of_another_year_is_told_with_it_and_days_are_of_a_year() -> None:
    today = date(2026, 11, 4)
    every = {today - n * DAY: 108 for n in range(400)} | {date(2025, 12, 24): 4000}
    alt = picture(words.progress(Figures(today, every, kept=1999, tested=2000), b"", more=False)).alt
    assert "43,312 in a year, on 365 days; most on 24 December 2025, 4,000" in alt
    assert "99% of 2,000 reviews" in alt


# /progress


async def learner(at: Bench, user: str = "ada") -> LearnerId:
    return LearnerId(await at.record.learner(origin(user).identity))


async def reviews(at: Bench, user: str = "ada", count: int = 1) -> None:
    platform = at.beside(origin(user))
    await platform.send(LearnLesson(TRANSFER.title))
    for _ in range(count):
        await platform.send(Review())
        await platform.tap("Reveal")
        await platform.tap("Easy")


def picture(reply: Reply) -> Picture:
    (part,) = reply.parts
    assert isinstance(part, Picture)
    return part


async def test_progress_is_a_picture_with_its_figures_in_words_for_the_learner_alone() -> None:
    at = await bench()
    await reviews(at)
    read = LessonProgress(COURSE, TRANSFER.source, 1, True)
    await at.record.change_progress(await learner(at), (COURSE, TRANSFER.source), lambda _: read, NOW)
    reply = await at.platform.send(ShowProgress())
    shown = picture(reply)
    assert reply.private
    assert shown.png.startswith(b"\x89PNG")
    assert shown.alt.startswith("Your progress on 1 March 2026. Streak: 1 day in a row.")
    assert "Remembered: nothing to tell yet." in shown.alt
    assert "Reviews: 1 in a year, on 1 day; most on 1 March, 1." in shown.alt
    assert "Lessons done: 1 of " in shown.alt
    assert len(shown.alt) < 1024


async def test_progress_offers_a_review_where_one_is_left_for_today() -> None:
    at = await bench()
    assert labels(await at.platform.send(ShowProgress())) == []
    await at.platform.send(LearnLesson(TRANSFER.title))
    assert labels(await at.platform.send(ShowProgress())) == ["Review"]
    while "Reveal" in labels(await at.platform.send(Review())):
        await at.platform.tap("Reveal")
        await at.platform.tap("Easy")
    assert labels(await at.platform.send(ShowProgress())) == []
    at.clock.advance(days=60)
    assert labels(await at.platform.send(ShowProgress())) == ["Review"]


async def test_a_card_that_was_put_off_is_neither_due_today_nor_offered() -> None:
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    ada = await learner(at)
    for card in await at.record.new_cards(ada, NOW, count=9):
        known = Memory(NOW + DAY, "review", 5.0, 5.0, None, NOW)
        assert await at.record.review_card(ada, CardReview(card.id, 1, "good", NOW, None, known))
    at.clock.advance(days=2)
    due = re.compile(r"Due: (\d+) today, (\d+) in a week")
    (before,) = due.findall(picture(await at.platform.send(ShowProgress())).alt)
    assert before[0] == before[1] != "0"
    while "Not today" in labels(await at.platform.send(Review())):
        await at.platform.tap("Not today")
    reply = await at.platform.send(ShowProgress())
    assert due.findall(picture(reply).alt) == [("0", before[1])]
    assert labels(reply) == []


async def test_cards_of_what_is_not_studied_here_are_not_offered() -> None:
    at = await bench()
    await reviews(at)
    at.clock.advance(days=60)
    there = at.beside(origin(space="scripted:two"))
    assert labels(await there.send(ShowProgress())) == ["Review"]
    await at.record.set_libraries(there.origin.space, [LibraryId("elsewhere")])
    reply = await there.send(ShowProgress())
    assert "Due: 1 today" in picture(reply).alt
    assert labels(reply) == []


async def test_who_never_studied_sees_an_empty_picture_and_no_error() -> None:
    at = await bench()
    assert "Reviews: none in a year." in picture(await at.platform.send(ShowProgress())).alt


async def test_the_terminal_shows_the_figures_as_a_table_a_calendar_and_bars() -> None:
    at = await bench()
    await reviews(at)
    out = io.StringIO()
    await piped.run(dispatcher(at.ports), at.platform.origin, io.StringIO("/progress\n"), out)
    told = out.getvalue()
    assert "Your progress" in told
    assert "Lessons done" in told
    assert "Mon  ·" in told
    assert "in 28 days" in told
    assert "[Your progress" not in told


# /streak


async def test_a_streak_tells_its_days_and_what_may_still_be_missed() -> None:
    at = await bench()
    reply = await at.platform.send(ShowStreak())
    assert text_of(reply).startswith("No days in a row yet")
    assert reply.private
    await reviews(at)
    reply = await at.platform.send(ShowStreak())
    assert text_of(reply).splitlines() == [
        "1 day in a row, since 1 March.",
        "A new week begins tomorrow: you may miss one day of it, and the row goes on.",
    ]


SUNDAY = date(2026, 3, 8)


@pytest.mark.parametrize(
    ("row", "today", "said"),
    [
        (
            Streak(3, True, SUNDAY - 5 * DAY),
            SUNDAY - DAY,
            "You may miss one day this week, and the row goes on.",
        ),
        (Streak(3, False, SUNDAY - 5 * DAY), SUNDAY, "You may miss today, and the row goes on."),
        (
            Streak(3, True, SUNDAY - 5 * DAY),
            SUNDAY,
            "A new week begins tomorrow: you may miss one day of it, and the row goes on.",
        ),
        (
            Streak(3, True, SUNDAY - 5 * DAY, (SUNDAY - 2 * DAY,)),
            SUNDAY,
            "This week’s one missed day, Friday, was forgiven; a new week begins tomorrow.",
        ),
        (
            Streak(3, False, SUNDAY - 5 * DAY, (SUNDAY - 2 * DAY,)),
            SUNDAY,
            "This week’s one missed day, Friday, was forgiven; another ends the row.",
        ),
    ],
)
def test_on_a_sunday_a_streak_tells_of_the_days_that_are_left(row: Streak, today: date, said: str) -> None:
    assert text_of(words.streak(row, today)).splitlines()[-1] == said


async def test_in_a_pause_a_streak_says_that_no_day_is_missed() -> None:
    at = await bench()
    await reviews(at)
    await at.platform.send(Pause("2026-03-11"))
    at.clock.advance(days=4)
    assert text_of(await at.platform.send(ShowStreak())).splitlines()[-1] == (
        "You are away until 11 March: no day until then counts as missed."
    )
    at.clock.advance(days=6)
    assert "away" not in text_of(await at.platform.send(ShowStreak()))


async def test_a_streak_says_which_day_was_forgiven_and_that_today_is_open() -> None:
    at = await bench()
    at.clock.advance(days=1)
    await reviews(at)
    at.clock.advance(days=2)
    await reviews(at)
    at.clock.advance(days=1)
    assert text_of(await at.platform.send(ShowStreak())).splitlines() == [
        "2 days in a row, since 2 March.",
        "Review a card today, and it is one more.",
        "This week’s one missed day, Tuesday, was forgiven; another ends the row.",
    ]


async def test_a_streak_of_years_is_counted_whole() -> None:
    at = await bench()
    reviewed = tuple(Reviewed(NOW - n * DAY, "good", "review") for n in range(900, -1, -1))

    async def since(_: LearnerId, moment: datetime) -> tuple[Reviewed, ...]:
        return tuple(it for it in reviewed if it.at >= moment)

    at.record.reviews_since = since
    assert text_of(await at.platform.send(ShowStreak())).startswith(
        "901 days in a row, since 13 September 2023."
    )


async def test_a_day_of_a_streak_is_the_learners_own() -> None:
    at = await bench()
    ada = await learner(at)
    at.clock.advance(hours=14)
    await reviews(at)
    for zone, day in (("UTC", "1 March"), ("Asia/Tokyo", "2 March")):
        await set_habits(at.record, ada, Habits(zone), None)
        assert f"since {day}." in text_of(await at.platform.send(ShowStreak()))


# /leaderboard


async def test_only_who_joined_is_named_the_most_reviews_first() -> None:
    at = await bench()
    for user, count in (("ada", 1), ("bo", 2), ("cy", 2)):
        await reviews(at, user, count)
    for user in ("ada", "bo"):
        joined = await at.beside(origin(user)).send(JoinLeaderboard())
        assert joined.private
    reply = await at.platform.send(ShowLeaderboard())
    assert text_of(reply).splitlines()[2:4] == ["1 | Bo | 2", "2 | Ada | 1"]
    assert "Cy" not in text_of(reply)
    assert not reply.private


async def test_who_leaves_is_named_no_more() -> None:
    at = await bench()
    await reviews(at)
    await at.platform.send(JoinLeaderboard())
    await at.platform.tap("Take me off it")
    assert "Ada" not in text_of(await at.platform.send(ShowLeaderboard()))


async def test_a_leaderboard_is_of_its_place_and_of_this_week() -> None:
    at = await bench()
    await reviews(at)
    await at.platform.send(JoinLeaderboard())
    assert "Ada" in text_of(await at.platform.send(ShowLeaderboard()))
    elsewhere = at.beside(origin(space="scripted:two"))
    assert "Ada" not in text_of(await elsewhere.send(ShowLeaderboard()))
    # It is Sunday: the week ends at 4:00 of the next day.
    at.clock.advance(hours=15)
    assert "Ada" in text_of(await at.platform.send(ShowLeaderboard()))
    at.clock.advance(hours=1)
    assert "Ada" not in text_of(await at.platform.send(ShowLeaderboard()))


async def test_what_is_reviewed_in_a_place_counts_there_wherever_its_card_began() -> None:
    at = await bench()
    direct, server = (at.beside(origin(space=f"scripted:{it}")) for it in ("dm", "server"))
    await direct.send(LearnTerm("Layer"))
    await direct.send(JoinLeaderboard())
    await server.send(Review())
    await server.tap("Reveal")
    await server.tap("Good")
    for place, counts in (("server", True), ("dm", True), ("other", False)):
        board = text_of(await at.beside(origin(space=f"scripted:{place}")).send(ShowLeaderboard()))
        assert ("1 | Ada | 1" in board) is counts, place


def test_a_wide_name_leaves_the_leaderboard_a_table_and_an_invisible_one_is_somebody() -> None:
    places = ranked({LearnerId(n): 9 - n for n in range(3)})
    names = dict(zip(map(LearnerId, range(3)), ("漢字" * 20, "\u3164", "Ann"), strict=True))
    (told, *_) = [it for it in words.leaderboard(places, names).parts if isinstance(it, Table)]
    drawn = aligned(told)
    assert drawn is not None
    assert "Somebody" in drawn[1][1]


def test_places_of_many_are_given_in_one_walk() -> None:
    """Twice as many take about twice as long, not four times."""

    def takes(many: int) -> float:
        given = {LearnerId(n): many - n for n in range(many)}
        began = time.process_time()
        ranked(given)
        return time.process_time() - began

    assert min(takes(16_000) for _ in range(3)) < 8 * max(0.002, min(takes(4_000) for _ in range(3)))


async def test_ten_are_shown_and_how_many_more_there_are() -> None:
    at = await bench()
    users = [f"u{n}" for n in range(12)]
    for user in users:
        await reviews(at, user)
        await at.beside(origin(user)).send(JoinLeaderboard())
    told = text_of(await at.platform.send(ShowLeaderboard()))
    assert [user.title() in told.replace("|", "").split() for user in users] == [True] * 10 + [False] * 2
    assert "and 2 more" in told


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/progress", ShowProgress()),
        ("/streak", ShowStreak()),
        ("/leaderboard", ShowLeaderboard()),
        ("/leaderboard join", JoinLeaderboard()),
        ("/leaderboard Leave", JoinLeaderboard(agreed=False)),
    ],
)
def test_they_are_typed(line: str, command: object) -> None:
    assert command_of(line, Session()) == command


def test_what_a_leaderboard_does_not_know_is_said() -> None:
    with pytest.raises(BadCommand, match="/leaderboard win"):
        command_of("/leaderboard win", Session())
