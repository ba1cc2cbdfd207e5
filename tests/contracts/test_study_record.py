"""What every study record promises: in memory, on SQLite, on PostgreSQL"""

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.budgets import Budget, Limits, Spent
from bot.errors import StaleButton
from bot.models import (
    ConversationId,
    Identity,
    LearnerId,
    LessonProgress,
    QuizRound,
    Response,
    RoundId,
    SpaceId,
    SpaceSettings,
    Turn,
    UnansweredQuestion,
)
from bot.ports import StudyRecord
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.database import Database
from knowledge.adapters.frozen_json import from_json, to_json
from knowledge.models import Answer, Citation, Sentence, Suggestion
from tests.contracts.schoolyard import (
    ABSTENTION,
    ANA,
    ANSWER,
    BIRDS,
    BO,
    FISH,
    HERE,
    NOW,
    QUESTIONS,
    THERE,
    a_conversation,
    a_round,
)

TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
OWLS = (BIRDS, "owls.md")


async def test_a_person_is_one_learner_whatever_they_call_themselves(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    assert await record.learner(replace(ANA, name="Ana the Great")) == ana
    assert await record.learner(replace(ANA, name="")) == ana
    assert await record.learner(BO) != ana
    assert await record.learner(Identity("slack", "7", "Ana")) != ana


async def test_a_person_seen_by_many_at_once_is_one_learner(record: StudyRecord) -> None:
    seen = await asyncio.gather(*(record.learner(identity) for identity in [ANA, BO] * 4))
    assert len(set(seen)) == 2
    assert await record.learner(ANA) == seen[0]


async def test_a_space_never_seen_has_the_defaults(record: StudyRecord) -> None:
    assert await record.settings(HERE) == SpaceSettings()
    assert await record.libraries_of(HERE) == ()


async def test_a_space_keeps_its_settings_to_itself(record: StudyRecord) -> None:
    await record.set_settings(HERE, SpaceSettings(private_answers=True))
    assert await record.settings(HERE) == SpaceSettings(private_answers=True)
    assert await record.settings(THERE) == SpaceSettings()
    await record.set_settings(HERE, SpaceSettings())
    assert await record.settings(HERE) == SpaceSettings()


async def test_a_space_studies_what_it_chose_last(record: StudyRecord) -> None:
    await record.set_libraries(HERE, [FISH, BIRDS, FISH])
    assert await record.libraries_of(HERE) == (BIRDS, FISH)
    assert await record.libraries_of(THERE) == ()
    await record.set_libraries(HERE, [FISH])
    assert await record.libraries_of(HERE) == (FISH,)
    await record.set_libraries(HERE, [])
    assert await record.libraries_of(HERE) == ()


async def test_turns_are_counted_and_come_back_as_they_were(record: StudyRecord) -> None:
    conversation = await a_conversation(record)
    first = await record.add_turn(conversation, ABSTENTION, [BIRDS], NOW)
    second = await record.add_turn(conversation, ANSWER, [FISH, BIRDS], NOW)
    assert first == Turn(conversation, 1, replace(ABSTENTION, turn=1), (BIRDS,))
    assert second == Turn(conversation, 2, replace(ANSWER, turn=2), (FISH, BIRDS))
    assert await record.turn(HERE, conversation, 1) == first
    assert await record.turn(HERE, conversation, 2) == await record.turn(HERE, conversation) == second


async def test_a_turn_is_found_in_its_own_space_only(record: StudyRecord) -> None:
    conversation = await a_conversation(record)
    assert await record.turn(HERE, conversation) is None
    await record.add_turn(conversation, ANSWER, [], NOW)
    assert await record.turn(THERE, conversation) is None
    assert await record.turn(THERE, conversation, 1) is None
    assert await record.turn(HERE, conversation, 2) is None
    assert await record.turn(HERE, conversation, 0) is None
    assert await record.turn(HERE, ConversationId(conversation + 1)) is None


async def test_turns_added_at_once_get_numbers_of_their_own(record: StudyRecord) -> None:
    conversation = await a_conversation(record)
    added = await asyncio.gather(*(record.add_turn(conversation, ANSWER, [], NOW) for _ in range(6)))
    assert sorted(turn.n for turn in added) == [1, 2, 3, 4, 5, 6]


async def test_only_conversations_whose_last_turn_is_old_are_forgotten(record: StudyRecord) -> None:
    silent, old, lively = [await a_conversation(record, NOW) for _ in range(3)]
    await record.add_turn(old, ANSWER, [], NOW)
    await record.add_turn(lively, ANSWER, [], NOW + timedelta(days=2))
    await record.add_turn(lively, ANSWER, [], NOW)
    ana = await record.learner(ANA)
    for conversation in (old, lively):
        await record.add_feedback(conversation, 1, ana, True, NOW)
    assert await record.forget_conversations(NOW) == 0
    assert await record.forget_conversations(NOW + timedelta(days=1)) == 2
    assert await record.turn(HERE, old) is None
    assert await record.feedback(old, 1) == (0, 0)
    assert await record.turn(HERE, lively) is not None
    assert await record.feedback(lively, 1) == (1, 0)
    for gone in (silent, old):
        with pytest.raises(StaleButton):
            await record.add_turn(gone, ANSWER, [], NOW)


async def test_a_forgotten_conversations_number_is_never_given_again(record: StudyRecord) -> None:
    forgotten = await a_conversation(record)
    await record.forget_conversations(NOW + timedelta(seconds=1))
    assert await a_conversation(record) > forgotten


async def test_a_round_comes_back_as_it_was_opened(record: StudyRecord) -> None:
    id, ana = await a_round(record)
    opened = QuizRound(id, HERE, "general", ana, "owls", 2**31 - 1, QUESTIONS)
    assert await record.round(HERE, id) == opened
    assert await record.round(THERE, id) is None
    assert await record.round(HERE, RoundId(id + 1)) is None


async def test_the_open_round_is_the_learners_newest_there(record: StudyRecord) -> None:
    (first, ana), (second, _) = await a_round(record), await a_round(record)
    bo = await record.learner(BO)

    async def open_round(space: SpaceId, channel: str, learner: LearnerId) -> RoundId | None:
        found = await record.open_round_of(space, channel, learner)
        return found.id if found else None

    assert await open_round(HERE, "general", ana) == second
    for place in [(THERE, "general", ana), (HERE, "other", ana), (HERE, "general", bo)]:
        assert await open_round(*place) is None
    await record.end_round(second)
    assert await open_round(HERE, "general", ana) == first
    await record.end_round(first)
    assert await open_round(HERE, "general", ana) is None
    ended = await record.round(HERE, first)
    assert ended is not None
    assert ended.ended


async def test_responses_come_back_in_the_order_they_came(record: StudyRecord) -> None:
    id, ana = await a_round(record)
    bo = await record.learner(BO)
    given = (
        Response(1, bo, "an owl", "close", at=NOW),
        Response(0, ana, "Hen", "wrong", at=NOW.replace(microsecond=123456)),
        Response(0, bo, "", "skipped"),
    )
    assert [await record.add_response(id, response) for response in given] == [True] * 3
    found = await record.round(HERE, id)
    assert found is not None
    assert found.responses == given


async def test_a_second_response_to_a_number_changes_nothing(record: StudyRecord) -> None:
    id, ana = await a_round(record)
    first = Response(0, ana, "Owl", "right", at=NOW)
    assert await record.add_response(id, first)
    assert not await record.add_response(id, replace(first, given="Hen", verdict="wrong"))
    found = await record.round(HERE, id)
    assert found is not None
    assert found.responses == (first,)


async def test_of_taps_at_once_one_counts(record: StudyRecord) -> None:
    id, ana = await a_round(record)
    taps = (record.add_response(id, Response(0, ana, str(n), "right", at=NOW)) for n in range(6))
    assert sorted(await asyncio.gather(*taps)) == [False] * 5 + [True]


async def test_a_response_to_a_round_that_is_not_there_is_stale(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    with pytest.raises(StaleButton):
        await record.add_response(RoundId(404), Response(0, ana, "Owl", "right"))


async def test_i_was_right_counts_the_one_response(record: StudyRecord) -> None:
    id, ana = await a_round(record)
    wrong = Response(0, ana, "ow1", "wrong", at=NOW)
    await record.add_response(id, wrong)
    await record.add_response(id, replace(wrong, number=1))
    assert await record.override(id, 0, ana)
    found = await record.round(HERE, id)
    assert found is not None
    assert found.responses == (replace(wrong, overridden=True), replace(wrong, number=1))
    assert not await record.override(id, 2, ana)
    assert not await record.override(id, 0, await record.learner(BO))
    assert not await record.override(RoundId(404), 0, ana)


async def test_progress_is_kept_by_learner_library_and_lesson(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    owls = LessonProgress(*OWLS, section=3, done=True, best=1 / 3, last=0.0, round=RoundId(4))
    await record.change_progress(ana, (FISH, "carp.md"), lambda it: it, NOW)
    await record.change_progress(ana, OWLS, partial(replace, section=1), NOW)
    assert await record.change_progress(ana, OWLS, lambda _: owls, NOW) == owls
    assert await record.progress(ana) == (owls, LessonProgress(FISH, "carp.md"))
    assert await record.progress(bo) == ()


async def test_a_page_and_a_score_at_once_are_both_kept(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    changes: tuple[dict[str, Any], ...] = ({"section": 3}, {"best": 1.0}, {"last": 0.5}, {"done": True})
    changing = (record.change_progress(ana, OWLS, partial(replace, **it), NOW) for it in changes)
    await asyncio.gather(*changing)
    assert await record.progress(ana) == (LessonProgress(*OWLS, 3, True, 1.0, 0.5),)


async def test_a_learners_second_thought_replaces_the_first(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    conversation = await a_conversation(record)
    for _ in range(2):
        await record.add_turn(conversation, ANSWER, [], NOW)
    await record.add_feedback(conversation, 1, ana, True, NOW)
    await record.add_feedback(conversation, 1, bo, False, NOW)
    await record.add_feedback(conversation, 2, bo, True, NOW)
    assert await record.feedback(conversation, 1) == (1, 1)
    await record.add_feedback(conversation, 1, ana, False, NOW)
    assert await record.feedback(conversation, 1) == (0, 2)
    assert await record.feedback(conversation, 3) == (0, 0)


async def test_feedback_at_once_counts_once(record: StudyRecord) -> None:
    ana, conversation = await record.learner(ANA), await a_conversation(record)
    await record.add_turn(conversation, ANSWER, [], NOW)
    await asyncio.gather(*(record.add_feedback(conversation, 1, ana, True, NOW) for _ in range(6)))
    assert await record.feedback(conversation, 1) == (1, 0)


async def test_feedback_on_an_answer_that_is_gone_is_stale(record: StudyRecord) -> None:
    ana, conversation = await record.learner(ANA), await a_conversation(record)
    with pytest.raises(StaleButton):
        await record.add_feedback(conversation, 1, ana, True, NOW)


async def test_a_request_is_counted_to_its_learner_and_to_its_space(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    for learner, space in [(ana, HERE), (ana, THERE), (bo, HERE)]:
        assert await record.reserve_request(learner, space, TODAY, Limits()) is None
        await record.settle_request(learner, space, TODAY, tokens=100, asked=True)
    assert await record.spent(TODAY, learner=ana, space=HERE) == (Spent(2, 200), Spent(2, 200))
    assert await record.spent(TODAY, learner=bo, space=THERE) == (Spent(1, 100), Spent(1, 100))
    assert await record.spent(TOMORROW, learner=ana, space=HERE) == (Spent(), Spent())


async def test_a_spent_budget_refuses_and_counts_nothing(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    limits = Limits(learner=Budget(requests=1), space=Budget(tokens=50))
    assert await record.reserve_request(ana, HERE, TODAY, limits) is None
    assert await record.reserve_request(ana, THERE, TODAY, limits) == "learner"
    await record.settle_request(ana, HERE, TODAY, tokens=50, asked=True)
    assert await record.reserve_request(bo, HERE, TODAY, limits) == "space"
    assert await record.spent(TODAY, learner=bo, space=HERE) == (Spent(), Spent(1, 50))
    assert await record.reserve_request(bo, HERE, TOMORROW, limits) is None


async def test_a_request_that_no_model_saw_is_given_back(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    limits = Limits(learner=Budget(requests=1))
    for _ in range(3):
        assert await record.reserve_request(ana, HERE, TODAY, limits) is None
        await record.settle_request(ana, HERE, TODAY, tokens=0, asked=False)
    assert await record.spent(TODAY, learner=ana, space=HERE) == (Spent(), Spent())


async def test_of_thirty_requests_at_once_no_more_get_through_than_have_room(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    limits = Limits(learner=Budget(requests=9), space=Budget(requests=12))
    asking = [(ana, HERE)] * 15 + [(bo, HERE)] * 15
    refused = await asyncio.gather(
        *(record.reserve_request(learner, space, TODAY, limits) for learner, space in asking)
    )
    assert refused.count(None) == 12
    (anas, heres), (bos, _) = [await record.spent(TODAY, learner=it, space=HERE) for it in (ana, bo)]
    assert max(anas.requests, bos.requests) <= 9
    assert (anas.requests + bos.requests, heres.requests) == (12, 12)


async def test_days_gone_by_are_forgotten(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    for day in (TODAY, TOMORROW):
        await record.reserve_request(ana, HERE, day, Limits())
    assert await record.forget_spending(TOMORROW) == 2
    assert await record.spent(TODAY, learner=ana, space=HERE) == (Spent(), Spent())
    assert await record.spent(TOMORROW, learner=ana, space=HERE) == (Spent(1), Spent(1))


async def test_who_asks_too_fast_waits_until_a_share_of_the_minute_has_passed(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    assert [await record.admit(ana, NOW, 3) for _ in range(4)] == [0, 0, 0, 20]
    assert await record.admit(bo, NOW, 3) == 0
    assert await record.admit(ana, NOW + timedelta(seconds=12.5), 3) == 7.5
    assert await record.admit(ana, NOW + timedelta(seconds=20), 3) == 0
    assert [await record.admit(ana, NOW + timedelta(minutes=5), 3) for _ in range(4)] == [0, 0, 0, 20]


async def test_of_many_questions_at_once_a_minutes_worth_is_let_in(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    waits = await asyncio.gather(*(record.admit(ana, NOW, 5) for _ in range(15)))
    assert waits.count(0) == 5


async def test_unanswered_questions_come_newest_first_and_to_their_space_only(record: StudyRecord) -> None:
    older = UnansweredQuestion(HERE, "Why?", ("nothing near", "twice"), NOW.replace(microsecond=1))
    newer = UnansweredQuestion(HERE, "Where?", (), NOW + timedelta(hours=1))
    for question in (newer, older, replace(older, space=THERE)):
        await record.add_unanswered(question)
    found = await record.unanswered(HERE)
    assert [replace(it, id=0) for it in found] == [newer, older]


async def test_a_time_from_another_zone_is_kept_in_utc(database: Database) -> None:
    record = SqlStudyRecord(database)
    east = timezone(timedelta(hours=9))
    await record.add_unanswered(UnansweredQuestion(HERE, "Why?", (), NOW.astimezone(east)))
    (found,) = await record.unanswered(HERE)
    assert (found.at, found.at.tzinfo) == (NOW, UTC)


def test_a_record_without_its_tables_is_refused_at_once(database: Database) -> None:
    database.histories = ()
    with pytest.raises(ValueError, match="STUDY"):
        SqlStudyRecord(database)


texts = st.text(max_size=12) | st.sampled_from(["\0", "\ud800", "“q” 🦉 \u2028"])
names = st.lists(texts, max_size=3).map(tuple)
citations = st.builds(Citation, st.integers(1, 9), texts, texts, texts, names, texts, texts, texts)
sentences = st.builds(
    Sentence,
    texts,
    st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple),
    st.sampled_from(["prose", "item", "step"]),
)
suggestions = st.builds(Suggestion, st.sampled_from(["lesson", "term"]), texts, texts)
answers = st.builds(
    Answer,
    texts,
    texts,
    st.lists(sentences, max_size=3).map(tuple),
    st.lists(citations, max_size=3).map(tuple),
    names,
    st.lists(suggestions, max_size=3).map(tuple),
    st.sampled_from(["extractive", "model", "fallback"]),
    texts,
    st.integers(1, 99),
    st.booleans(),
)


@given(answers)
def test_any_answer_is_the_same_after_its_json(answer: Answer) -> None:
    assert from_json(Answer, to_json(answer)) == answer


def test_what_an_older_or_newer_version_wrote_can_be_read() -> None:
    assert from_json(Answer, '{"question": "a", "standalone": "b", "mood": ["?"]}') == Answer("a", "b")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answers)
async def test_any_answer_is_kept_whole(record: StudyRecord, answer: Answer) -> None:
    conversation = await a_conversation(record)
    turn = await record.add_turn(conversation, answer, [], NOW)
    found = await record.turn(HERE, conversation)
    assert found == turn == Turn(conversation, 1, replace(answer, turn=1))
