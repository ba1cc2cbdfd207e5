"""What every study record promises of a learner's cards"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
import sqlalchemy as sa

from bot.models import (
    Card,
    CardId,
    CardKey,
    CardKind,
    CardReview,
    CardText,
    DeckCount,
    DueCard,
    LearnerId,
    Memory,
    NextDue,
    Rating,
    StudyDay,
)
from bot.ports import StudyRecord
from bot.storage import tables
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.database import Database, open_database
from knowledge.models import LibraryId
from tests.conftest import HISTORIES
from tests.contracts.schoolyard import ANA, BIRDS, BO, FISH, HERE, NOW, THERE, followed

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MANY = 100

OWL = CardText(
    CardKey(BIRDS, "owls.md", ("Owls", "Night"), "term", "Hoot"), "**Hoot**?", "What owls do.", "h1"
)
LEARNT = Memory(NOW + DAY, "learning", 0.1 + 0.2, 5.5, 1, NOW)
KNOWN = Memory(NOW + 9 * DAY, "review", 8.123456789012345, 6.25, None, NOW + DAY)
FORGOTTEN = Memory(NOW + 2 * DAY, "relearning", 1.5, 7.75, 0, NOW + 2 * DAY)


def a_text(name: str) -> CardText:
    return replace(OWL, key=replace(OWL.key, name=name), front=f"{name}?")


async def cards_of_ana(record: StudyRecord, *names: str) -> tuple[LearnerId, tuple[CardId, ...]]:
    ana = await record.learner(ANA)
    return ana, await record.add_cards(ana, HERE, [a_text(name) for name in names], NOW)


async def review(
    record: StudyRecord,
    learner: LearnerId,
    card: CardId,
    after: Memory = LEARNT,
    rating: Rating = "good",
    at: datetime = NOW,
) -> Card:
    """The card after its next review."""
    before = await held(record, learner, card)
    next = CardReview(card, before.reviews + 1, rating, at, before.memory, after)
    assert await record.review_card(learner, next)
    return await held(record, learner, card)


async def held(record: StudyRecord, learner: LearnerId, card: CardId) -> Card:
    found = await record.card(learner, card)
    assert found is not None
    return found


async def due_ids(record: StudyRecord, learner: LearnerId, now: datetime) -> list[CardId]:
    return [card.id for card in await record.due_cards(learner, a_day(now))]


def a_day(now: datetime, began: datetime | None = None) -> StudyDay:
    """One that is over with that moment."""
    return StudyDay(now, began or now, now + timedelta(microseconds=1))


async def next_due(record: StudyRecord, learner: LearnerId, now: datetime) -> datetime | None:
    found = await record.next_due(learner, a_day(now))
    return min((it for it in (found.step, found.review) if it), default=None)


async def undone_by(record: StudyRecord, learner: LearnerId) -> Card | None:
    """The card whose review was the newest."""
    undone = await record.undo_review(learner)
    return undone and undone.card


async def new_ids(record: StudyRecord, learner: LearnerId, now: datetime = NOW) -> list[CardId]:
    return [card.id for card in await record.new_cards(learner, now, count=MANY)]


async def test_a_card_comes_back_as_it_was_added(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    text = replace(OWL, accept=("hooting", "a “hoot”"), why="It says `who`.\n")
    (id,) = await record.add_cards(ana, HERE, [text], NOW)
    assert await record.card(ana, id) == Card(id, ana, HERE, text)


async def test_cards_are_numbered_in_the_order_of_their_texts(record: StudyRecord) -> None:
    ana, first = await cards_of_ana(record, "b", "a", "c")
    _, again = await cards_of_ana(record, "c", "d", "b", "d")
    assert again == (first[2], again[1], first[0], again[1])
    assert len({*first, *again}) == 4
    assert [(await held(record, ana, id)).text.key.name for id in again] == ["c", "d", "b", "d"]
    assert await record.add_cards(ana, HERE, [], NOW) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"library": FISH},
        {"source": "hens.md"},
        {"heading": ("Owls",)},
        {"heading": ("Owls", "Night", "Late")},
        {"heading": ("Owls Night",)},
        {"name": "hoot"},
        *[{"kind": kind} for kind in get_args(CardKind) if kind != OWL.key.kind],
    ],
    ids=str,
)
async def test_each_part_of_a_key_makes_another_card(record: StudyRecord, other: dict[str, str]) -> None:
    ana = await record.learner(ANA)
    another = replace(OWL, key=replace(OWL.key, **other))
    first, second = await record.add_cards(ana, HERE, [OWL, another], NOW)
    assert first != second
    assert (await held(record, ana, second)).text == another


async def test_a_key_may_be_long(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    long = replace(OWL, key=replace(OWL.key, heading=tuple(f"{n} é" for n in range(3000)), name="x" * 9000))
    (id,) = await record.add_cards(ana, HERE, [long], NOW)
    assert await record.add_cards(ana, HERE, [long], NOW) == (id,)


async def test_a_card_added_again_keeps_its_memory_and_takes_the_new_text(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await review(record, ana, id, KNOWN)
    await review(record, ana, id, FORGOTTEN, "again")
    await record.set_aside(ana, id, suspended=True, buried_until=NOW + DAY)
    before = await held(record, ana, id)
    text = replace(before.text, front="New?", back="New.", made_from="h2", accept=("nu",), why="So.")
    assert await record.add_cards(ana, THERE, [text], NOW + DAY) == (id,)
    assert await record.card(ana, id) == replace(before, text=text)
    assert (before.memory, before.reviews, before.lapses, before.space) == (FORGOTTEN, 2, 1, HERE)


async def test_the_same_cards_added_at_once_are_there_once(record: StudyRecord) -> None:
    ana, there = await record.learner(ANA), [a_text(name) for name in "abcd"]
    orders = [there, there[::-1]] * 4
    added = await asyncio.gather(*(record.add_cards(ana, HERE, texts, NOW) for texts in orders))
    assert {ids if n % 2 == 0 else ids[::-1] for n, ids in enumerate(added)} == {added[0]}
    assert sorted(await new_ids(record, ana)) == sorted(added[0])


async def test_two_learners_have_a_card_each_of_the_same_key(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    (hers,), (his,) = [await record.add_cards(learner, HERE, [OWL], NOW) for learner in (ana, bo)]
    await review(record, ana, hers)
    assert await record.card(bo, his) == Card(his, bo, HERE, OWL)


async def test_another_learners_card_is_neither_seen_nor_touched(record: StudyRecord) -> None:
    ana, (seen, new) = await cards_of_ana(record, "a", "b")
    await review(record, ana, seen)
    bo = await record.learner(BO)
    assert await record.card(bo, seen) is None
    assert await due_ids(record, bo, NOW + MANY * DAY) == await new_ids(record, bo) == []
    assert await record.deck_count(bo, a_day(NOW + MANY * DAY, NOW)) == DeckCount()
    assert await next_due(record, bo, NOW) is None
    assert not await record.review_card(bo, CardReview(new, 1, "good", NOW, None, LEARNT))
    assert not await record.set_aside(bo, seen, suspended=True)
    assert await undone_by(record, bo) is None
    assert [(await held(record, ana, id)).reviews for id in (seen, new)] == [1, 0]
    assert not (await held(record, ana, seen)).suspended


async def test_a_card_that_is_not_there_is_told_so(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    assert await record.card(ana, CardId(404)) is None
    assert not await record.set_aside(ana, CardId(404))
    assert not await record.review_card(ana, CardReview(CardId(404), 1, "good", NOW, None, LEARNT))
    assert (await record.deck_count(ana, a_day(NOW))).reviewed == 0


async def test_a_review_keeps_the_memory_after_it_to_the_last_digit(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    assert (await review(record, ana, id, LEARNT)).memory == LEARNT
    known = await review(record, ana, id, KNOWN)
    assert (known.memory, known.reviews, known.lapses) == (KNOWN, 2, 0)


async def test_times_come_back_aware_and_in_utc(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    late = replace(LEARNT, due=NOW.replace(microsecond=7) + DAY)
    await review(record, ana, id, late)
    await record.set_aside(ana, id, buried_until=NOW)
    card = await held(record, ana, id)
    assert card.memory == late
    times = (card.memory.due, card.memory.last_review, card.buried_until, await next_due(record, ana, NOW))
    assert times == (late.due, NOW, NOW, late.due)
    assert [time.tzinfo for time in times if time] == [UTC] * 4


async def test_of_two_taps_at_once_one_wins(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    taps = [CardReview(id, 1, "good", NOW, None, replace(LEARNT, difficulty=1.0 + n)) for n in range(6)]
    won = await asyncio.gather(*(record.review_card(ana, tap) for tap in taps))
    assert sorted(won) == [False] * 5 + [True]
    card = await held(record, ana, id)
    assert (card.memory, card.reviews) == (taps[won.index(True)].after, 1)
    assert (await record.deck_count(ana, a_day(NOW))).reviewed == 1


async def test_of_two_processes_one_tap_wins(database: Database, database_url: str) -> None:
    async with open_database(database_url, HISTORIES) as other:
        records = [SqlStudyRecord(database), SqlStudyRecord(other)] * 3
        ana, (id,) = await cards_of_ana(records[0], "a")
        tap = CardReview(id, 1, "good", NOW, None, LEARNT)
        assert sorted(await asyncio.gather(*(it.review_card(ana, tap) for it in records))) == [False] * 5 + [
            True
        ]


async def test_a_tap_on_an_older_or_a_newer_state_counts_for_nothing(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    card = await review(record, ana, id)
    for n in (0, 1, 3):
        assert not await record.review_card(ana, CardReview(id, n, "again", NOW, KNOWN, FORGOTTEN))
    assert await record.card(ana, id) == card


async def test_only_forgetting_what_was_known_is_a_lapse(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    told: list[tuple[Memory, Rating, int]] = [
        (LEARNT, "again", 0),
        (LEARNT, "again", 0),
        (KNOWN, "good", 0),
        (KNOWN, "hard", 0),
        (FORGOTTEN, "again", 1),
        (FORGOTTEN, "again", 1),
        (KNOWN, "easy", 1),
        (FORGOTTEN, "again", 2),
    ]
    for after, rating, lapses in told:
        assert (await review(record, ana, id, after, rating)).lapses == lapses


async def test_taking_back_restores_the_card_review_by_review(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    states = [await held(record, ana, id)]
    rated: list[tuple[Memory, Rating]] = [(LEARNT, "good"), (KNOWN, "easy"), (FORGOTTEN, "again")]
    for n, (after, rating) in enumerate(rated):
        states.append(await review(record, ana, id, after, rating, NOW + n * MINUTE))
    assert states[-1].lapses == 1
    for state in reversed(states[:-1]):
        assert await undone_by(record, ana) == state == await record.card(ana, id)
    assert await undone_by(record, ana) is None
    assert await new_ids(record, ana) == [id]


async def test_the_newest_review_is_taken_back_first_whichever_card_it_was_of(record: StudyRecord) -> None:
    ana, (a, b, c) = await cards_of_ana(record, "a", "b", "c")
    for id, minutes in ((b, 1), (a, 2), (c, 0), (b, 3)):
        await review(record, ana, id, at=NOW + minutes * MINUTE)
    undone = [await undone_by(record, ana) for _ in range(4)]
    assert [(card.id, card.reviews) for card in undone if card] == [(b, 1), (a, 0), (b, 0), (c, 0)]


async def test_of_reviews_at_the_same_time_the_later_one_is_taken_back_first(record: StudyRecord) -> None:
    ana, ids = await cards_of_ana(record, "a", "b", "c")
    order = [ids[1], ids[2], ids[0], ids[2]]
    for id in order:
        await review(record, ana, id)
    undone = [await undone_by(record, ana) for _ in order]
    assert [card.id for card in undone if card] == order[::-1]


async def test_a_clock_that_was_set_back_takes_no_review_from_beneath_another(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    first = await review(record, ana, id, LEARNT, at=NOW)
    await review(record, ana, id, KNOWN, at=NOW - DAY)
    assert await undone_by(record, ana) == first
    assert (await review(record, ana, id, KNOWN)).memory == KNOWN


async def test_what_was_taken_back_can_be_rated_anew(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await review(record, ana, id, KNOWN, "easy")
    await undone_by(record, ana)
    assert (await record.deck_count(ana, a_day(NOW))).reviewed == 0
    assert (await review(record, ana, id, LEARNT, "again")).memory == LEARNT
    undone = await undone_by(record, ana)
    assert undone is not None
    assert undone.memory is None


async def test_taking_back_leaves_aside_what_was_set_aside(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await review(record, ana, id)
    await record.set_aside(ana, id, suspended=True, buried_until=NOW + DAY)
    undone = await undone_by(record, ana)
    assert undone is not None
    assert (undone.suspended, undone.buried_until, undone.memory) == (True, NOW + DAY, None)


async def test_of_takings_back_at_once_each_takes_another(record: StudyRecord) -> None:
    ana, ids = await cards_of_ana(record, "a", "b", "c", "d")
    for id in ids:
        await review(record, ana, id)
    undone = await asyncio.gather(*(undone_by(record, ana) for _ in range(6)))
    assert sorted(card.id for card in undone if card) == sorted(ids)
    assert await new_ids(record, ana) == list(ids)


async def test_a_tap_and_a_taking_back_at_once_leave_one_story(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    for _ in range(5):
        card = await review(record, ana, id)
        tap = CardReview(id, card.reviews + 1, "good", NOW, card.memory, KNOWN)
        await asyncio.gather(undone_by(record, ana), record.review_card(ana, tap))
        card = await held(record, ana, id)
        assert (await record.deck_count(ana, a_day(NOW))).reviewed == card.reviews


async def test_due_cards_come_longest_due_first(record: StudyRecord) -> None:
    ana, (a, b, c, d, _new) = await cards_of_ana(record, "a", "b", "c", "d", "e")
    for id, minutes in ((d, 9), (c, 3), (b, 1), (a, 3)):
        await review(record, ana, id, replace(LEARNT, due=NOW + minutes * MINUTE))
    assert await due_ids(record, ana, NOW + 3 * MINUTE) == [b, a, c]
    assert await due_ids(record, ana, NOW + 3 * MINUTE - timedelta(microseconds=1)) == [b]
    found = await record.due_cards(ana, a_day(NOW + 2 * MINUTE))
    assert found == (DueCard(b, "learning", LEARNT.stability, NOW),)


async def test_order_goes_by_the_moment_whatever_the_zone(record: StudyRecord) -> None:
    ana, (a, b) = await cards_of_ana(record, "a", "b")
    east = timezone(timedelta(hours=9))
    await review(record, ana, a, replace(LEARNT, due=(NOW + MINUTE).astimezone(east)))
    await review(record, ana, b, replace(LEARNT, due=NOW + 2 * MINUTE))
    assert await due_ids(record, ana, (NOW + 2 * MINUTE).astimezone(east)) == [a, b]
    assert await due_ids(record, ana, (NOW + MINUTE).astimezone(east)) == [a]


async def test_new_cards_come_in_the_order_in_which_they_were_added(record: StudyRecord) -> None:
    ana, (c, a) = await cards_of_ana(record, "c", "a")
    _, (b, _) = await cards_of_ana(record, "b", "c")
    assert await new_ids(record, ana) == [c, a, b]
    await review(record, ana, a)
    assert await record.new_cards(ana, NOW, count=1) == (await held(record, ana, c),)
    assert await new_ids(record, ana) == [c, b]


@pytest.mark.parametrize("count", [0, -3])
async def test_no_cards_are_no_cards(record: StudyRecord, count: int) -> None:
    ana, (seen, _new) = await cards_of_ana(record, "a", "b")
    await review(record, ana, seen)
    assert await record.new_cards(ana, NOW, count=count) == ()
    assert await record.cards_aside(ana, among=(BIRDS,), skip=0, count=count) == ()


async def test_a_suspended_card_is_neither_due_nor_new_until_it_is_taken_up(record: StudyRecord) -> None:
    ana, (seen, new) = await cards_of_ana(record, "a", "b")
    await review(record, ana, seen)
    later = NOW + DAY
    for id in (seen, new):
        assert await record.set_aside(ana, id, suspended=True)
    assert await due_ids(record, ana, later) == await new_ids(record, ana, later) == []
    assert await next_due(record, ana, NOW) is None
    assert await record.deck_count(ana, a_day(later)) == DeckCount(set_aside=2)
    for id in (seen, new):
        assert await record.set_aside(ana, id, suspended=False)
    assert (await due_ids(record, ana, later), await new_ids(record, ana, later)) == ([seen], [new])


async def test_a_buried_card_comes_back_by_itself(record: StudyRecord) -> None:
    ana, (seen, new) = await cards_of_ana(record, "a", "b")
    await review(record, ana, seen)
    risen = NOW + 2 * DAY
    for id in (seen, new):
        assert await record.set_aside(ana, id, buried_until=risen)
    still = risen - timedelta(microseconds=1)
    assert await due_ids(record, ana, still) == await new_ids(record, ana, still) == []
    assert await record.deck_count(ana, a_day(still)) == DeckCount()
    assert (await due_ids(record, ana, risen), await new_ids(record, ana, risen)) == ([seen], [new])
    assert await record.deck_count(ana, a_day(risen)) == DeckCount(due=1, new=1, steps=1)


async def test_setting_aside_one_way_leaves_the_other_as_it_is(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await record.set_aside(ana, id, suspended=True)
    await record.set_aside(ana, id, buried_until=NOW)
    assert await record.set_aside(ana, id)
    card = await held(record, ana, id)
    assert (card.suspended, card.buried_until) == (True, NOW)


async def test_the_deck_is_counted_since_the_day_began(record: StudyRecord) -> None:
    ana, (a, b, c, _new, aside) = await cards_of_ana(record, "a", "b", "c", "d", "e")
    await record.set_aside(ana, aside, suspended=True)
    await review(record, ana, a, at=NOW - timedelta(microseconds=1))
    await review(record, ana, a, replace(LEARNT, due=NOW + MINUTE), at=NOW)
    await review(record, ana, b, replace(LEARNT, due=NOW + MINUTE), at=NOW)
    await review(record, ana, c, replace(LEARNT, due=NOW + 2 * MINUTE), at=NOW + MINUTE)
    counted = DeckCount(due=2, new=1, set_aside=1, reviewed=3, introduced=2, steps=2)
    assert await record.deck_count(ana, a_day(NOW + MINUTE, NOW)) == counted


async def test_an_empty_deck_counts_nothing(record: StudyRecord) -> None:
    assert await record.deck_count(await record.learner(ANA), a_day(NOW)) == DeckCount()


async def test_the_next_card_becomes_due_after_now(record: StudyRecord) -> None:
    ana, (a, b, c, _new) = await cards_of_ana(record, "a", "b", "c", "d")
    assert await next_due(record, ana, NOW) is None
    for id, minutes in ((a, 5), (b, 0), (c, 7)):
        await review(record, ana, id, replace(LEARNT, due=NOW + minutes * MINUTE))
    assert await next_due(record, ana, NOW) == NOW + 5 * MINUTE
    assert await next_due(record, ana, NOW + 5 * MINUTE) == NOW + 7 * MINUTE
    assert await next_due(record, ana, NOW + 7 * MINUTE) is None


async def test_a_buried_card_becomes_due_when_it_rises(record: StudyRecord) -> None:
    ana, (early, late) = await cards_of_ana(record, "a", "b")
    await review(record, ana, early, replace(LEARNT, due=NOW))
    await record.set_aside(ana, early, buried_until=NOW + DAY)
    assert await next_due(record, ana, NOW) == NOW + DAY
    await review(record, ana, late, replace(LEARNT, due=NOW + 2 * DAY))
    await record.set_aside(ana, late, buried_until=NOW + DAY)
    assert await next_due(record, ana, NOW + DAY) == NOW + 2 * DAY


async def test_a_retired_card_is_not_asked_and_comes_back_when_added_again(record: StudyRecord) -> None:
    ana, (seen, new) = await cards_of_ana(record, "a", "b")
    await review(record, ana, seen)
    await record.set_aside(ana, seen, suspended=True)
    await followed(record, ana, retired=(seen, new))
    assert (await held(record, ana, seen)).retired
    assert await record.deck_count(ana, a_day(NOW + DAY)) == DeckCount()
    await record.set_aside(ana, seen, suspended=False)
    assert await due_ids(record, ana, NOW + DAY) == await new_ids(record, ana) == []
    assert await next_due(record, ana, NOW) is None
    await cards_of_ana(record, "a", "b")
    assert (await due_ids(record, ana, NOW + DAY), await new_ids(record, ana)) == ([seen], [new])
    assert (await held(record, ana, seen)).memory == LEARNT


async def test_a_librarys_cards_are_told_whatever_became_of_them(record: StudyRecord) -> None:
    ana, (a, b, c) = await cards_of_ana(record, "a", "b", "c")
    elsewhere = replace(OWL, key=replace(OWL.key, library=FISH))
    (fish,) = await record.add_cards(ana, HERE, [elsewhere], NOW)
    await cards_of_ana(record, "a")
    await record.add_cards(await record.learner(BO), HERE, [OWL], NOW)
    await record.set_aside(ana, a, suspended=True)
    await record.set_aside(ana, b, buried_until=NOW + DAY)
    await followed(record, ana, retired=[c])
    found = await record.cards_of(ana, BIRDS)
    assert [card.id for card in found] == [a, b, c]
    assert [card.retired for card in found] == [False, False, True]
    assert [card.id for card in await record.cards_of(ana, FISH)] == [fish]


async def test_nobody_retires_anothers_card(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await followed(record, await record.learner(BO), retired=[id])
    await followed(record, ana)
    assert not (await held(record, ana, id)).retired


async def test_a_learner_keeps_the_cards_of_a_space_that_is_forgotten(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await record.joined(HERE)
    card = await review(record, ana, id)
    await record.left(HERE, NOW)
    assert await record.forget_left(NOW + DAY) == (HERE,)
    assert await record.card(ana, id) == card
    assert (await record.deck_count(ana, a_day(NOW))).reviewed == 1


async def test_cards_and_reviews_go_with_their_learner(database: Database) -> None:
    record = SqlStudyRecord(database)
    ana, (id,) = await cards_of_ana(record, "a")
    await review(record, ana, id)
    async with database.writing() as connection:
        await connection.execute(sa.delete(tables.learners).where(tables.learners.c.id == ana))
        for table in (tables.cards, tables.card_reviews):
            assert await connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0


async def test_the_cards_of_some_libraries_are_counted_alone(record: StudyRecord) -> None:
    ana, (owl,) = await cards_of_ana(record, "a")
    fish = replace(OWL, key=replace(OWL.key, library=FISH))
    await record.add_cards(ana, HERE, [fish, a_text("b")], NOW)
    await review(record, ana, owl, KNOWN)
    later = NOW + 30 * DAY
    assert await record.deck_count(ana, a_day(later, NOW), among=(BIRDS,)) == DeckCount(1, 1, 0, 1, 1)
    assert await record.deck_count(ana, a_day(later, NOW), among=(FISH,)) == DeckCount(0, 1, 0, 1, 1)
    assert await record.deck_count(ana, a_day(later, NOW), among=()) == DeckCount(0, 0, 0, 1, 1)


async def test_a_card_in_review_is_due_all_day_and_one_in_a_step_by_the_minute(record: StudyRecord) -> None:
    ana, (step, known) = await cards_of_ana(record, "a", "b")
    evening = NOW + 10 * 60 * MINUTE
    await review(record, ana, step, replace(LEARNT, due=evening))
    await review(record, ana, known, replace(KNOWN, due=evening))
    day = StudyDay(NOW, NOW, evening + MINUTE)
    assert [it.id for it in await record.due_cards(ana, day)] == [known]
    assert (await record.deck_count(ana, day)).due == 1
    assert await record.next_due(ana, day) == NextDue(step=evening)
    before = replace(day, ends=evening)
    assert await record.due_cards(ana, before) == ()
    assert (await record.deck_count(ana, before)).due == 0
    assert await record.next_due(ana, before) == NextDue(evening, evening)


async def test_a_buried_card_comes_next_when_it_rises_new_or_not(record: StudyRecord) -> None:
    ana, (new, known, step) = await cards_of_ana(record, "a", "b", "c")
    day = StudyDay(NOW, NOW, NOW + DAY)
    assert await record.next_due(ana, day) == NextDue()
    await record.set_aside(ana, new, buried_until=day.ends)
    assert await record.next_due(ana, day) == NextDue(review=day.ends)
    await review(record, ana, known, replace(KNOWN, due=NOW - DAY))
    await record.set_aside(ana, known, buried_until=NOW + MINUTE)
    await review(record, ana, step, replace(LEARNT, due=NOW - DAY))
    await record.set_aside(ana, step, buried_until=NOW + 2 * MINUTE)
    assert await record.next_due(ana, day) == NextDue(NOW + 2 * MINUTE, NOW + MINUTE)


async def test_what_comes_in_some_libraries_is_told_of_these_alone(record: StudyRecord) -> None:
    ana, (owl,) = await cards_of_ana(record, "a")
    fish = replace(OWL, key=replace(OWL.key, library=FISH))
    (carp, eel) = await record.add_cards(
        ana, HERE, [fish, replace(fish, key=replace(fish.key, name="e"))], NOW
    )
    await review(record, ana, owl, replace(LEARNT, due=NOW + MINUTE))
    await review(record, ana, carp, replace(LEARNT, due=NOW + 2 * MINUTE))
    day, later = a_day(NOW), a_day(NOW + DAY)
    assert [it.id for it in await record.due_cards(ana, later, among=(FISH,))] == [carp]
    assert [it.id for it in await record.new_cards(ana, NOW, count=9, among=(FISH,))] == [eel]
    assert await record.new_cards(ana, NOW, count=9, among=(BIRDS,)) == ()
    assert await record.next_due(ana, day, among=(FISH,)) == NextDue(NOW + 2 * MINUTE)
    assert await record.next_due(ana, day, among=()) == NextDue()


async def test_what_is_set_aside_is_told_a_page_at_a_time(record: StudyRecord) -> None:
    ana, ids = await cards_of_ana(record, "a", "b", "c", "d", "e")
    for id in ids[:4]:
        await record.set_aside(ana, id, suspended=True)
    await followed(record, ana, retired=ids[:1])

    async def told(skip: int, count: int = 2, library: LibraryId = BIRDS) -> list[CardId]:
        return [it.id for it in await record.cards_aside(ana, among=(library,), skip=skip, count=count)]

    assert await told(0) == list(ids[1:3])
    assert await told(2) == [ids[3]]
    assert await told(3) == await told(0, library=FISH) == []
    assert await record.cards_aside(await record.learner(BO), among=(BIRDS,), skip=0, count=9) == ()


async def test_cards_taken_up_are_counted_where_they_were_set_aside(record: StudyRecord) -> None:
    ana, ids = await cards_of_ana(record, "a", "b", "c")
    for id in ids[:2]:
        await record.set_aside(ana, id, suspended=True)
    assert await record.take_up(await record.learner(BO), ids) == 0
    assert await record.take_up(ana, ids[1:]) == 1
    assert [(await held(record, ana, id)).suspended for id in ids] == [True, False, False]
    assert await record.take_up(ana, ()) == 0


async def test_the_newest_review_alone_is_taken_back_by_its_number(record: StudyRecord) -> None:
    ana, (a, b) = await cards_of_ana(record, "a", "b")
    await review(record, ana, a)
    await review(record, ana, b, at=NOW + MINUTE)
    for which in ((a, 1), (b, 0), (b, 2)):
        assert await record.undo_review(ana, which=which) is None
    taps = [record.undo_review(ana, which=(b, 1)) for _ in range(4)]
    undone = [it for it in await asyncio.gather(*taps) if it]
    assert [(it.card.id, it.rating) for it in undone] == [(b, "good")]
    assert [(await held(record, ana, id)).reviews for id in (a, b)] == [1, 0]


async def test_a_review_from_before_a_moment_is_left_as_it_is(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await review(record, ana, id)
    assert await record.undo_review(ana, since=NOW + timedelta(microseconds=1)) is None
    assert await record.undo_review(ana, since=NOW) is not None


async def test_a_card_is_behind_until_it_was_compared_with_the_generation(record: StudyRecord) -> None:
    ana, ids = await cards_of_ana(record, "a", "b")
    await followed(record, ana, retired=ids[1:])
    assert await record.cards_behind(ana, {BIRDS: 3, FISH: 3}) == {BIRDS}
    await followed(record, ana, 3, newest=ids[0])
    assert await record.cards_behind(ana, {BIRDS: 3}) == {BIRDS}
    await followed(record, ana, 3, newest=ids[1])
    assert await record.cards_behind(ana, {BIRDS: 3, FISH: 3}) == frozenset()
    assert await record.cards_behind(ana, {BIRDS: 4}) == {BIRDS}
    assert await record.cards_behind(ana, {}) == frozenset()
    assert await record.cards_behind(await record.learner(BO), {BIRDS: 4}) == frozenset()


@pytest.mark.parametrize("name", ["a", "b"])
async def test_a_card_that_is_added_is_behind_though_it_was_there(record: StudyRecord, name: str) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    await followed(record, ana, 3, newest=id)
    await cards_of_ana(record, name)
    assert await record.cards_behind(ana, {BIRDS: 3}) == {BIRDS}


async def test_a_card_gets_another_key_and_keeps_what_is_remembered(record: StudyRecord) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    before = await review(record, ana, id, KNOWN)
    await followed(record, ana, retired=[id])
    await followed(record, ana, renewed={id: a_text("b")})
    assert await record.card(ana, id) == replace(before, text=a_text("b"))
    assert (await cards_of_ana(record, "b"))[1] == (id,)
    assert (await cards_of_ana(record, "a"))[1] != (id,)
    undone = await record.undo_review(ana)
    assert undone is not None
    assert undone.card.id == id


async def test_two_cards_can_change_keys_and_none_gets_one_that_another_keeps(record: StudyRecord) -> None:
    ana, (a, b, c) = await cards_of_ana(record, "a", "b", "c")
    await followed(record, ana, renewed={a: a_text("b"), b: a_text("a")})
    await followed(record, ana, renewed={a: a_text("c"), b: a_text("d")})
    await followed(record, await record.learner(BO), renewed={a: a_text("z")})
    await followed(record, ana, renewed={})
    assert [(await held(record, ana, id)).text.key.name for id in (a, b, c)] == ["b", "d", "c"]


async def test_what_was_compared_with_an_older_generation_changes_nothing_any_more(
    record: StudyRecord,
) -> None:
    ana, (a, b, c) = await cards_of_ana(record, "a", "b", "c")
    await followed(record, ana, 6, newest=b, renewed={a: a_text("d")}, retired=[b])
    await followed(record, ana, 5, renewed={a: a_text("e"), b: a_text("f")}, retired=[a, c])
    told = [await held(record, ana, id) for id in (a, b, c)]
    assert [(it.text.key.name, it.retired) for it in told] == [("d", False), ("b", True), ("c", False)]
    assert await record.cards_behind(ana, {BIRDS: 5}) == {BIRDS}


async def test_two_who_compare_at_once_leave_what_the_later_generation_says(record: StudyRecord) -> None:
    ana, ids = await cards_of_ana(record, "a", "b")
    swapped = dict(zip(ids, (a_text("b"), a_text("a")), strict=True))
    older = [followed(record, ana, 5, renewed=swapped, retired=ids) for _ in range(3)]
    await asyncio.gather(*older, followed(record, ana, 6, renewed={ids[0]: a_text("c")}))
    told = [await held(record, ana, id) for id in ids]
    assert told[0].text.key.name == "c"
    assert not told[0].retired
    assert await record.cards_behind(ana, {BIRDS: 6}) == frozenset()


async def test_a_card_is_unlearned_only_where_it_came_since_and_was_never_reviewed(
    record: StudyRecord,
) -> None:
    ana, (id,) = await cards_of_ana(record, "a")
    key = a_text("a").key
    assert not await record.unlearn(ana, key, NOW + MINUTE)
    assert not await record.unlearn(await record.learner(BO), key, NOW)
    await record.add_cards(ana, HERE, [a_text("a")], NOW + MINUTE)
    assert not await record.unlearn(ana, key, NOW + MINUTE)
    await review(record, ana, id)
    assert not await record.unlearn(ana, key, NOW)
    await record.undo_review(ana)
    assert await record.unlearn(ana, key, NOW)
    assert await record.card(ana, id) is None
    assert not await record.unlearn(ana, key, NOW)
