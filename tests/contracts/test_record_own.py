"""What every study record promises of a learner's own data: all of it is told, and all of it can be gone"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from bot.budgets import Budget, Limits
from bot.models import (
    Absence,
    CardKey,
    CardReview,
    CardText,
    ConversationId,
    Fit,
    Identity,
    LearnerId,
    Memory,
    Response,
    SpaceId,
    SpaceSettings,
    UnansweredQuestion,
)
from bot.ports import StudyRecord
from bot.storage import tables
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.columns import Kept, Moment, Words
from knowledge.adapters.database import Database, insert_into, open_database
from knowledge.models import Answer, Question
from tests.conftest import HISTORIES
from tests.contracts.schoolyard import (
    ANA,
    ANSWER,
    BIRDS,
    BO,
    HERE,
    NOW,
    QUESTIONS,
    THERE,
    a_conversation,
    a_round,
)

DM = SpaceId("discord:user:7")
OWL = CardText(CardKey(BIRDS, "owls.md", ("Night",), "term", "owl"), "Owl?", "It hoots.", "h1")
KNOWN = Memory(NOW, "review", 8.125, 6.25, None, NOW)


async def studied(record: StudyRecord, who: Identity) -> LearnerId:
    """One card with one review, one section read."""
    learner = await record.learner(who)
    (card,) = await record.add_cards(learner, HERE, [OWL], NOW)
    assert await record.review_card(learner, CardReview(card, 1, "good", NOW, None, KNOWN, DM))
    await record.change_progress(learner, (BIRDS, "owls.md"), lambda it: replace(it, section=1), NOW)
    return learner


async def test_what_is_kept_of_a_learner_is_told_as_json_has_it(record: StudyRecord) -> None:
    ana = await studied(record, ANA)
    told = json.loads(json.dumps(await record.everything_of(ana)))
    (identity,), (card,), (review,) = (told[name] for name in ("identities", "cards", "card_reviews"))
    assert (identity["user"], identity["name"]) == ("7", "Ana")
    assert (card["front"], card["heading"], card["stability"]) == ("Owl?", ["Night"], 8.125)
    assert (review["card"], review["rating"], review["due"]) == (card["id"], "good", None)
    assert (card["space"], review["space"]) == (HERE, DM)
    assert datetime.fromisoformat(review["at"]) == NOW
    assert told["lesson_progress"][0]["section"] == 1


async def test_conversations_and_what_was_said_in_quizzes_are_told(record: StudyRecord) -> None:
    talk = await a_conversation(record)
    await record.add_turn(talk, ANSWER, (BIRDS,), NOW)
    round, ana = await a_round(record)
    await record.add_response(round, Response(0, ana, "Owl", "right"))
    await record.add_feedback(talk, 1, ana, True, NOW)
    asked = UnansweredQuestion(HERE, "Why?", (), NOW, learner=ana)
    await record.add_unanswered(asked)
    await record.add_unanswered(replace(asked, question="Where?", learner=await record.learner(BO)))
    told = await record.everything_of(ana)
    assert told["turns"][0]["answer"]["standalone"] == ANSWER.standalone
    assert told["quiz_responses"][0]["given"] == "Owl"
    assert told["feedback"][0]["helpful"]
    assert [row["question"] for row in told["unanswered"]] == ["Why?"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_what_stands_in_a_place_of_their_own_is_told_though_nobody_kept_who_asked(
    kind: str, request: pytest.FixtureRequest
) -> None:
    async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
        record = SqlStudyRecord(database)
        ana = await record.learner(ANA)
        for place in (DM, HERE):
            talk = await record.open_conversation(place, "70", ana, NOW)
            await record.add_turn(talk, ANSWER, (BIRDS,), NOW)
            await record.add_unanswered(UnansweredQuestion(place, "Why?", (), NOW, learner=ana))
        async with database.writing() as connection:
            for table in (tables.conversations, tables.turns, tables.unanswered):
                await connection.execute(sa.update(table).values(learner=None))
        told = await record.everything_of(ana)
        assert [row["space"] for row in told["conversations"]] == [DM]
        assert [row["space"] for row in told["unanswered"]] == [DM]
        assert len(told["turns"]) == 1


async def test_nothing_is_told_of_others(record: StudyRecord) -> None:
    await studied(record, ANA)
    told = await record.everything_of(await record.learner(BO))
    assert {name for name, rows in told.items() if rows} == {"identities"}
    assert [row["name"] for row in told["identities"]] == ["Bo"]


async def test_who_was_forgotten_is_a_stranger(record: StudyRecord) -> None:
    ana = await studied(record, ANA)
    talk = await a_conversation(record)
    await record.forget_learner(ana, NOW)
    assert not any((await record.everything_of(ana)).values())
    again = await record.learner(ANA)
    assert again != ana
    assert (await record.progress(again), await record.cards_of(again, BIRDS)) == ((), ())
    assert await record.turn(HERE, talk) is None
    assert await record.names([ana], "discord") == {ana: ""}


async def test_others_stay_as_they_were(record: StudyRecord) -> None:
    bo, ana = await studied(record, BO), await studied(record, ANA)
    before = await record.everything_of(bo)
    await record.forget_learner(ana, NOW)
    assert await record.everything_of(bo) == before
    assert len(await record.reviews_since(bo, NOW)) == 1


async def test_all_that_was_linked_goes_together(record: StudyRecord) -> None:
    ana = await studied(record, ANA)
    at_home = await record.learner(Identity("terminal", "ana"))
    await record.keep_link_code(ana, "d" * 64, NOW.replace(year=2099), NOW)
    assert await record.link(at_home, "d" * 64, NOW)
    await record.forget_learner(ana, NOW)
    assert await record.learner(Identity("terminal", "ana")) not in (ana, at_home)


async def test_the_place_that_was_theirs_alone_goes_and_shared_ones_stay(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    for space in (DM, HERE, SpaceId("discord:user:77")):
        await record.set_settings(space, SpaceSettings(private_answers=True))
    await record.lend(BIRDS, [DM])
    await record.forget_learner(ana, NOW)
    assert await record.private_spaces() == {HERE, SpaceId("discord:user:77")}
    assert await record.lendings() == {BIRDS: frozenset()}


async def test_a_question_that_they_alone_reported_goes_with_their_report(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    for question, learners in zip(QUESTIONS, ((ana,), (ana, bo)), strict=True):
        for learner in learners:
            await record.add_card_report(HERE, learner, question, "h", NOW)
    await record.forget_learner(ana, NOW)
    assert [(it.question.id, it.votes) for it in await record.reported(HERE)] == [("b", 1)]


async def asked_by_both(record: StudyRecord) -> tuple[ConversationId, LearnerId, LearnerId]:
    """A conversation that Ana opened, with a turn of each."""
    talk = await a_conversation(record)
    ana, bo = await record.learner(ANA), await record.learner(BO)
    for who, question in ((ana, "What does Ana ask?"), (bo, "What does Bo ask?")):
        await record.add_turn(talk, replace(ANSWER, question=question), (), NOW, asker=who)
    return talk, ana, bo


async def test_a_turn_is_told_to_who_asked_it_in_whoevers_conversation(record: StudyRecord) -> None:
    _, ana, bo = await asked_by_both(record)
    asked = {
        who: [turn["answer"]["question"] for turn in (await record.everything_of(who))["turns"]]
        for who in (ana, bo)
    }
    assert asked == {ana: ["What does Ana ask?"], bo: ["What does Bo ask?"]}


async def test_a_conversation_goes_on_for_those_who_stay(record: StudyRecord) -> None:
    talk, ana, bo = await asked_by_both(record)
    await record.forget_learner(ana, NOW)
    assert await record.turn(HERE, talk, 1) is None
    last = await record.turn(HERE, talk)
    assert last is not None
    assert (last.n, last.answer.question) == (2, "What does Bo ask?")
    assert (await record.add_turn(talk, ANSWER, (), NOW, asker=bo)).n == 3
    await record.forget_learner(bo, NOW)
    assert await record.conversation_in(HERE, "general") is None


async def test_ones_turns_go_from_anothers_conversation_with_what_hangs_on_them(record: StudyRecord) -> None:
    talk, ana, bo = await asked_by_both(record)
    await record.add_feedback(talk, 2, ana, False, NOW)
    await record.forget_learner(bo, NOW)
    assert await record.turn(HERE, talk, 2) is None
    assert await record.turn(HERE, talk, 1) is not None
    assert await record.unhelpful(HERE) == ()
    assert (await record.everything_of(ana))["feedback"] == []


async def test_joined_records_have_both_turns(record: StudyRecord) -> None:
    _, ana, bo = await asked_by_both(record)
    await record.keep_link_code(ana, "d" * 64, NOW.replace(year=2099), NOW)
    assert await record.link(bo, "d" * 64, NOW)
    assert len((await record.everything_of(ana))["turns"]) == 2


async def test_how_much_there_is_is_counted_without_reading_it(record: StudyRecord) -> None:
    ana = await studied(record, ANA)
    await record.set_settings(DM, SpaceSettings(private_answers=True))
    told = await record.everything_of(ana)
    assert await record.count_of(ana) == {name: len(rows) for name, rows in told.items()}


async def test_what_direct_messages_chose_is_told(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    await record.set_settings(DM, SpaceSettings(private_answers=True))
    await record.set_libraries(DM, [BIRDS])
    await record.reserve_request(ana, DM, NOW.date(), Limits())
    told = await record.everything_of(ana)
    assert "private_answers" in {row["name"] for row in told["settings"]}
    assert [row["library"] for row in told["space_library"]] == [BIRDS]
    assert [row["requests"] for row in told["space_spending"]] == [1]


async def test_the_terminal_is_a_place_of_their_own(record: StudyRecord) -> None:
    local = await record.learner(Identity("terminal", "local"))
    await record.set_settings(THERE, SpaceSettings(private_answers=True))
    await record.forget_learner(local, NOW)
    assert await record.private_spaces() == frozenset()


async def test_who_is_back_the_same_day_goes_on_with_its_limits(record: StudyRecord) -> None:
    ana, today = await record.learner(ANA), NOW.date()
    limits = Limits(learner=Budget(requests=1))
    assert await record.reserve_request(ana, HERE, today, limits) is None
    assert await record.admit(ana, NOW, 1) == 0.0
    assert await record.count_link_try(ana, NOW, most=1, within=timedelta(minutes=10))
    for _ in range(2):
        await record.forget_learner(ana, NOW)
        ana = await record.learner(ANA)
        assert await record.reserve_request(ana, HERE, today, limits) == "learner"
        assert await record.admit(ana, NOW, 1) == 60.0
        assert not await record.count_link_try(ana, NOW, most=1, within=timedelta(minutes=10))
    assert await record.forget_departed(today) == 0


async def test_what_waits_for_them_is_gone_when_the_day_is_over(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    limits = Limits(learner=Budget(requests=1))
    assert await record.reserve_request(ana, HERE, NOW.date(), limits) is None
    await record.forget_learner(ana, NOW)
    assert await record.forget_departed(NOW.date() + timedelta(days=1)) == 1
    ana = await record.learner(ANA)
    assert await record.reserve_request(ana, HERE, NOW.date(), limits) is None


async def test_a_code_that_was_tried_long_ago_leaves_nothing_that_waits(record: StudyRecord) -> None:
    for after, tries_left in ((timedelta(minutes=9), False), (timedelta(minutes=10), True)):
        ana = await record.learner(ANA)
        assert await record.count_link_try(ana, NOW, most=1, within=timedelta(minutes=10))
        await record.forget_learner(ana, NOW + after)
        ana = await record.learner(ANA)
        again = await record.count_link_try(ana, NOW, most=1, within=timedelta(minutes=10))
        assert again is tries_left
        await record.forget_learner(ana, NOW + timedelta(hours=1))


async def test_to_forget_a_stranger_changes_nothing(record: StudyRecord) -> None:
    bo = await studied(record, BO)
    before = await record.everything_of(bo)
    await record.forget_learner(LearnerId(bo + 1), NOW)
    assert await record.everything_of(bo) == before


# Every table there is, and every one that there will be


OWNERS = ("learner-ana", "learner-bo")
_FORMS: dict[Any, object] = {
    Answer: ANSWER,
    Question: QUESTIONS[0],
    tuple[Question, ...]: QUESTIONS,
    tuple[str, ...]: ("a",),
    tuple[Absence, ...]: (),
    Fit | None: Fit((), 1, NOW),
}


def hanging() -> set[sa.Table]:
    """What refers to a learner, or to what does."""
    found = {tables.learners}
    for table in tables.metadata.sorted_tables:
        if found.intersection(key.column.table for key in table.foreign_keys):
            found.add(table)
    return found


def value(column: sa.Column[Any], owner: str, numbers: Iterator[int]) -> object:
    if isinstance(column.type, Kept):
        return _FORMS[column.type.form]
    if isinstance(column.type, Words):
        return f"{owner} {column.name}"
    if isinstance(column.type, Moment):
        return datetime(2026, 3, 1, 12, tzinfo=UTC)
    made = {bool: False, int: next(numbers), float: 0.5, date: date(2026, 3, 1)}
    return made[column.type.python_type]


async def filled(database: Database) -> dict[str, int]:
    """One row in each table of each owner, who stands in all its words; one of nobody in the others."""
    numbers, own, learners = count(1000), hanging(), {}
    async with database.writing() as connection:
        shared: dict[sa.Column[Any], object] = {}
        for owner in OWNERS:
            known = dict(shared)
            for table in tables.metadata.sorted_tables:
                if table not in own and shared.get(next(iter(table.primary_key))) is not None:
                    continue
                whose = owner if table in own else "nobody"
                row = {
                    it.name: next((known[key.column] for key in it.foreign_keys), None)
                    or value(it, whose, numbers)
                    for it in table.columns
                }
                await connection.execute(insert_into(connection, table).values(row))
                kept = {column: row[column.name] for column in table.columns}
                known |= kept
                shared |= {} if table in own else kept
            learners[owner] = int(known[tables.learners.c.id])  # type: ignore[call-overload]
    return learners


async def rows_of(database: Database) -> dict[str, list[str]]:
    async with database.reading() as connection:
        return {
            table.name: [repr(tuple(row)) for row in await connection.execute(sa.select(table))]
            for table in tables.metadata.sorted_tables
        }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_no_table_that_holds_a_learner_is_missing(kind: str, request: pytest.FixtureRequest) -> None:
    async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
        learners = await filled(database)
        told = await SqlStudyRecord(database).everything_of(LearnerId(learners["learner-ana"]))
        of_places = {"spaces", "settings", "space_library", "lendings", "space_spending"}
        own = {table.name for table in hanging() - {tables.learners}}
        assert set(told) == own | of_places | {"reported_questions"}
        assert {name for name, rows in told.items() if len(rows) != 1} == of_places
        assert "learner-bo" not in json.dumps(told)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_no_row_of_who_was_forgotten_is_left_in_any_table(
    kind: str, request: pytest.FixtureRequest
) -> None:
    async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
        learners = await filled(database)
        before = await rows_of(database)
        await SqlStudyRecord(database).forget_learner(LearnerId(learners["learner-ana"]), NOW)
        after = await rows_of(database)
    own = {table.name for table in hanging()}
    assert {name: len(rows) for name, rows in after.items()} == {**dict.fromkeys(before, 1), "departed": 2}
    assert {name: len(rows) for name, rows in before.items()} == {
        name: 2 if name in own else 1 for name in before
    }
    assert "learner-ana" not in repr(after)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_what_breaks_off_deletes_nothing(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
        learners = await filled(database)
        before = await rows_of(database)
        monkeypatch.setattr("bot.storage.own._of_nobody", lambda questions: tables.nothing)  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            await SqlStudyRecord(database).forget_learner(LearnerId(learners["learner-ana"]), NOW)
        assert await rows_of(database) == before
