"""/studyhall class through the dispatcher"""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.commands import ListConcerns, ShowClass
from bot.messages.classes import Class, as_csv, shown
from bot.models import Activity, CardKey, CardReview, CardText, Memory, MissedCard, Rating
from bot.platforms.terminal.typed import Session, command_of
from bot.replies import Attachment, Reply
from bot.study.calendar.weeks import week_began, week_starts
from knowledge.models import LibraryId
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import ScriptedPlatform, buttons, origin, text_of

HERE = origin().space
CLASS = ("ada", "bo", "cy")
LIBRARY = LibraryId("course")
MONDAY = datetime(2026, 2, 23, tzinfo=UTC)


async def classroom(*learners: str, listed: tuple[str, ...] = ()) -> tuple[Bench, ScriptedPlatform]:
    """Each learner forgot one card three times."""
    at = await bench()
    text = CardText(CardKey(LIBRARY, "owls.md", ("Owls",), "term", "Owl"), "**Owl**", "That.", "h")
    for name in learners:
        learner = await at.record.learner(origin(name).identity)
        (card,) = await at.record.add_cards(learner, HERE, [text], at.clock.now())
        for n in range(1, 4):
            await _review(at, learner, card, n, "again")
        if name in listed:
            await at.record.change_habits(learner, partial(replace, listed=True))
    return at, at.beside(replace(origin("grace"), manages=True))


async def _review(at: Bench, learner: int, card: int, n: int, rating: Rating) -> None:
    now = at.clock.now()
    before = (await at.record.card(learner, card)).memory
    after = Memory(now + timedelta(days=1), "review", 1.0, 5.0, None, now)
    assert await at.record.review_card(learner, CardReview(card, n, rating, now, before, after))


def table(reply: Reply) -> list[dict[str, str]]:
    (file,) = (part for part in reply.parts if isinstance(part, Attachment))
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))


async def test_what_is_forgotten_most_and_how_much_is_reviewed():
    _, teacher = await classroom(*CLASS)
    told = await teacher.send(ShowClass())
    assert told.private
    assert "3 learners reviewed here, or cards that began here, in the last 8 weeks." in text_of(told)
    assert "Owl" in text_of(told)
    assert "100%" in text_of(told)


async def test_a_learner_may_not_look():
    at, _ = await classroom(*CLASS)
    assert "Only those who teach here" in text_of(await at.platform.send(ShowClass()))


async def test_only_who_agreed_is_named():
    _, teacher = await classroom(*CLASS, "dee", listed=("bo",))
    told = text_of(await teacher.send(ShowClass()))
    assert "Bo" in told
    assert "Ada" not in told
    assert "Not named: 3 learners." in told
    learners = [
        row["name"] for row in table(await teacher.send(ShowClass(csv=True))) if row["what"] == "learner"
    ]
    assert learners == ["Bo"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("W" * 40, f"{'W' * 23}… | 3"),
        ("\u5b57" * 20, f"{chr(0x5B57) * 11}… | 3"),
        ("A\nB", "A B | 3"),
        ("\u200b", "Somebody | 3"),
    ],
)
def test_a_name_takes_one_line_and_can_be_seen(name: str, told: str):
    week = Activity(MONDAY, 3, 1)
    assert told in text_of(shown(Class((week,), learners=1, named=((name, 3),)))).splitlines()


async def test_in_a_small_class_nobody_is_named():
    _, teacher = await classroom("ada", "bo", listed=("ada",))
    assert "Ada" not in text_of(await teacher.send(ShowClass()))


@pytest.mark.parametrize("listed", [("ada",), ("ada", "bo")])
async def test_nobody_is_named_where_the_rest_would_tell_of_one_or_two_others(listed: tuple[str, ...]):
    at, teacher = await classroom(*CLASS, listed=listed)
    at.clock.advance(days=7)
    for name in CLASS:
        learner = await at.record.learner(origin(name).identity)
        await _review(at, learner, learner, 4, "good")
    told = text_of(await teacher.send(ShowClass()))
    assert "Not named: 3 learners." in told
    assert not any(name in told for name in ("Ada", "Bo"))
    assert "learner" not in {row["what"] for row in table(await teacher.send(ShowClass(csv=True)))}


async def test_where_all_agreed_all_are_named():
    _, teacher = await classroom("ada", "bo", listed=("ada", "bo"))
    told = text_of(await teacher.send(ShowClass()))
    assert "Ada" in told
    assert "Bo" in told
    assert "Not named" not in told


async def test_a_review_counts_for_eight_weeks():
    at, teacher = await classroom("ada", "bo", listed=("ada", "bo"))
    at.clock.advance(days=7 * 7)
    rows = table(await teacher.send(ShowClass(csv=True)))
    assert [row["reviews"] for row in rows if row["what"] == "week"] == ["6", *["0"] * 7]
    assert [row["reviews"] for row in rows if row["what"] == "learner"] == ["3", "3"]
    at.clock.advance(days=7)
    assert "Nothing was reviewed here" in text_of(await teacher.send(ShowClass()))


async def test_of_a_card_with_four_reviews_nothing_is_said_yet():
    at, teacher = await classroom("ada")
    await _review(at, 1, 1, 4, "again")
    assert "Missed most" not in text_of(await teacher.send(ShowClass()))
    await _review(at, 1, 1, 5, "again")
    assert "Missed most" in text_of(await teacher.send(ShowClass()))


async def test_where_nothing_was_reviewed_it_says_so():
    _, teacher = await classroom()
    assert "Nothing was reviewed here" in text_of(await teacher.send(ShowClass()))


async def test_the_csv_holds_weeks_cards_and_learners():
    _, teacher = await classroom(*CLASS, listed=CLASS)
    await teacher.send(ShowClass())
    rows = table(await teacher.tap("As CSV"))
    assert [row["what"] for row in rows] == ["week"] * 8 + ["term"] + ["learner"] * 3 + ["reported"]
    assert rows[7] == {
        "what": "week",
        "name": "2026-02-23",
        "source": "",
        "reviews": "9",
        "again": "",
        "learners": "3",
        "reported": "",
    }
    assert (rows[8]["name"], rows[8]["again"], rows[8]["learners"]) == ("Owl", "9", "3")


def test_words_that_a_table_program_would_reckon_with_stay_words():
    card = MissedCard("=1+1", "term", LIBRARY, "@a,b", 5, 5, 1)
    (_, row, _) = table(as_csv(Class((Activity(MONDAY),), 1, (card,))))
    assert (row["name"], row["source"]) == ("'=1+1", "'@a,b")


def test_reported_cards_lead_to_the_open_questions():
    told = shown(Class((Activity(MONDAY),), reported=2))
    assert "Reported, and still open: 2." in text_of(told)
    assert ListConcerns() in [it.command for it in buttons(told)]
    assert table(as_csv(Class((Activity(MONDAY),), reported=2)))[-1]["reported"] == "2"


@pytest.mark.parametrize("day", range(7))
def test_a_week_begins_on_monday(day: int):
    moments = week_starts(MONDAY + timedelta(days=day, hours=12))
    begins = MONDAY + timedelta(hours=4)
    assert moments[-2:] == (begins, begins + timedelta(weeks=1))
    assert len(moments) == 9
    assert moments[-2] == week_began(MONDAY + timedelta(days=day, hours=12), "UTC")


def test_the_small_hours_of_monday_are_of_the_week_before_as_on_the_leaderboard():
    assert week_starts(MONDAY + timedelta(hours=3))[-1] == MONDAY + timedelta(hours=4)


@pytest.mark.parametrize("line", ["/class", "/studyhall class", "/studyhall Class"])
def test_in_the_terminal_it_is_typed_either_way(line: str):
    assert command_of(line, Session()) == ShowClass()
    assert command_of(f"{line} csv", Session()) == ShowClass(csv=True)
