"""What every study record promises a teacher: what was not answered, did not help or was reported"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from bot.errors import StaleButton
from bot.models import (
    ConcernKind,
    ConversationId,
    LearnerId,
    ReportedQuestion,
    RoundId,
    UnansweredQuestion,
    UnhelpfulAnswer,
)
from bot.ports import StudyRecord
from tests.contracts.schoolyard import (
    ABSTENTION,
    ANA,
    ANSWER,
    BO,
    HERE,
    NOW,
    QUESTIONS,
    THERE,
    a_conversation,
    a_round,
)

SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)


async def a_turn(record: StudyRecord) -> ConversationId:
    conversation = await a_conversation(record)
    await record.add_turn(conversation, ANSWER, [], NOW)
    return conversation


async def both(record: StudyRecord) -> tuple[LearnerId, LearnerId]:
    return await record.learner(ANA), await record.learner(BO)


async def ask_in_vain(record: StudyRecord, *questions: str) -> list[int]:
    """The numbers of all unanswered questions of the space, oldest first."""
    for question in questions:
        await record.add_unanswered(UnansweredQuestion(HERE, question, (), NOW))
    return [it.id for it in reversed(await record.unanswered(HERE))]


# The newest conversation of a channel


async def test_the_newest_conversation_is_the_one_with_the_newest_turn(record: StudyRecord) -> None:
    ana, bo = await both(record)
    anas = await a_turn(record)
    bos = await record.open_conversation(HERE, "general", bo, NOW)
    assert await record.conversation_in(HERE, "general") == anas
    await record.add_turn(bos, ABSTENTION, [], SOON)
    assert await record.conversation_in(HERE, "general") == bos
    assert await record.conversation_in(HERE, "general", ana) == anas
    await record.add_turn(anas, ANSWER, [], LATER)
    assert await record.conversation_in(HERE, "general") == anas
    assert await record.conversation_in(HERE, "general", bo) == bos


async def test_a_channel_without_a_turn_has_no_newest_conversation(record: StudyRecord) -> None:
    await a_conversation(record)
    assert await record.conversation_in(HERE, "general") is None
    await a_turn(record)
    assert await record.conversation_in(HERE, "other") is None
    assert await record.conversation_in(THERE, "general") is None
    assert await record.conversation_in(HERE, "general", await record.learner(BO)) is None


# Answers of no help


async def test_a_private_conversation_is_its_learners_alone(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    aloud = await record.open_conversation(HERE, "general", bo, NOW)
    await record.add_turn(aloud, ANSWER, [], NOW)
    alone = await record.open_conversation(HERE, "general", ana, NOW, private=True)
    await record.add_turn(alone, ANSWER, [], NOW + timedelta(seconds=1))
    assert await record.conversation_in(HERE, "general") == aloud
    assert await record.conversation_in(HERE, "general", ana) == alone


async def test_an_answer_of_no_help_is_shown_once_with_its_votes(record: StudyRecord) -> None:
    ana, bo = await both(record)
    conversation = await a_turn(record)
    await record.add_feedback(conversation, 1, ana, False, NOW)
    await record.add_feedback(conversation, 1, bo, False, SOON)
    (found,) = await record.unhelpful(HERE)
    answer = replace(ANSWER, turn=1)
    assert found == UnhelpfulAnswer(found.id, ANSWER.standalone, answer, votes=2, at=SOON)
    assert await record.unhelpful(THERE) == ()


async def test_who_changes_their_mind_takes_their_vote_back(record: StudyRecord) -> None:
    ana, bo = await both(record)
    conversation = await a_turn(record)
    await record.add_feedback(conversation, 1, bo, True, NOW)
    assert await record.unhelpful(HERE) == ()
    await record.add_feedback(conversation, 1, ana, False, NOW)
    (before,) = await record.unhelpful(HERE)
    await record.add_feedback(conversation, 1, ana, True, SOON)
    assert await record.unhelpful(HERE) == ()
    await record.add_feedback(conversation, 1, ana, False, LATER)
    assert await record.unhelpful(HERE) == (replace(before, at=LATER),)


async def test_the_answer_with_the_newest_vote_comes_first_and_keeps_its_number(record: StudyRecord) -> None:
    ana, bo = await both(record)
    first, second = await a_turn(record), await a_turn(record)
    await record.add_feedback(first, 1, ana, False, NOW)
    await record.add_feedback(second, 1, ana, False, SOON)
    newer, older = await record.unhelpful(HERE)
    assert (newer.at, older.at) == (SOON, NOW)
    await record.add_feedback(first, 1, bo, False, LATER)
    assert await record.unhelpful(HERE) == (replace(older, votes=2, at=LATER), newer)


async def test_a_dismissed_answer_comes_back_with_a_new_vote_only(record: StudyRecord) -> None:
    ana, bo = await both(record)
    conversation = await a_turn(record)
    await record.add_feedback(conversation, 1, ana, False, NOW)
    (found,) = await record.unhelpful(HERE)
    assert await record.dismiss(HERE, "unhelpful", found.id)
    await record.add_feedback(conversation, 1, ana, False, SOON)
    assert await record.unhelpful(HERE) == ()
    assert await record.feedback(conversation, 1) == (0, 1)
    await record.add_feedback(conversation, 1, bo, False, LATER)
    assert await record.unhelpful(HERE) == (replace(found, at=LATER),)


async def test_an_answer_of_no_help_goes_with_its_conversation(record: StudyRecord) -> None:
    ana, _ = await both(record)
    await record.add_feedback(await a_turn(record), 1, ana, False, NOW)
    (gone,) = await record.unhelpful(HERE)
    await record.forget_conversations(SOON)
    assert await record.unhelpful(HERE) == ()
    assert not await record.dismiss(HERE, "unhelpful", gone.id)
    await record.add_feedback(await a_turn(record), 1, ana, False, NOW)
    (found,) = await record.unhelpful(HERE)
    assert found.id > gone.id


# Reported questions


async def test_a_question_is_reported_once_a_learner_and_round(record: StudyRecord) -> None:
    round, ana = await a_round(record)
    assert await record.add_report(round, 0, ana, NOW)
    assert not await record.add_report(round, 0, ana, SOON)
    assert await record.add_report(round, 1, ana, SOON)
    newer, older = await record.reported(HERE)
    assert newer == ReportedQuestion(newer.id, QUESTIONS[1], votes=1, at=SOON)
    assert older == ReportedQuestion(older.id, QUESTIONS[0], votes=1, at=NOW)
    assert await record.reported(THERE) == ()


async def test_of_reports_at_once_one_counts(record: StudyRecord) -> None:
    round, ana = await a_round(record)
    taps = (record.add_report(round, 0, ana, NOW) for _ in range(6))
    assert sorted(await asyncio.gather(*taps)) == [False] * 5 + [True]


async def test_a_question_of_two_rounds_is_one_and_each_learner_one_vote(record: StudyRecord) -> None:
    _, bo = await both(record)
    (first, ana), (second, _) = await a_round(record), await a_round(record)
    for round, learner, at in [(first, ana, LATER), (second, ana, NOW), (second, bo, SOON)]:
        assert await record.add_report(round, 0, learner, at)
    (found,) = await record.reported(HERE)
    assert (found.votes, found.at) == (2, LATER)


async def test_each_space_has_its_own_reports_of_a_question(record: StudyRecord) -> None:
    (here, ana), (there, _) = await a_round(record), await a_round(record, THERE)
    for round in (here, there):
        await record.add_report(round, 0, ana, NOW)
    (ours,), (theirs,) = await record.reported(HERE), await record.reported(THERE)
    assert ours.id != theirs.id
    assert await record.dismiss(HERE, "reported", ours.id)
    assert await record.reported(HERE) == ()
    assert await record.reported(THERE) == (theirs,)


async def test_a_question_that_was_reworded_is_shown_as_it_was_asked_last(record: StudyRecord) -> None:
    round, ana = await a_round(record)
    await record.add_report(round, 0, ana, NOW)
    reworded = replace(QUESTIONS[0], prompt="Which of them hoot?")
    newer = await record.open_round(HERE, "general", ana, "", 1, [reworded], NOW)
    await record.add_report(newer, 0, ana, SOON)
    assert [it.question for it in await record.reported(HERE)] == [reworded]


async def test_a_dismissed_question_comes_back_with_a_new_report_only(record: StudyRecord) -> None:
    _, bo = await both(record)
    round, ana = await a_round(record)
    await record.add_report(round, 0, ana, NOW)
    (found,) = await record.reported(HERE)
    assert await record.dismiss(HERE, "reported", found.id)
    assert not await record.add_report(round, 0, ana, SOON)
    assert await record.reported(HERE) == ()
    assert await record.add_report(round, 0, bo, LATER)
    assert await record.reported(HERE) == (replace(found, at=LATER),)


async def test_a_card_is_reported_once_a_learner_until_it_is_made_from_something_else(
    record: StudyRecord,
) -> None:
    ana, bo = await both(record)
    card = QUESTIONS[0]
    assert await record.add_card_report(HERE, ana, card, "h1", NOW)
    assert not await record.add_card_report(HERE, ana, card, "h1", SOON)
    assert await record.add_card_report(HERE, bo, card, "h1", SOON)
    (found,) = await record.reported(HERE)
    assert (found.question, found.votes, found.at) == (card, 2, SOON)
    assert await record.reported(THERE) == ()
    assert not await record.dismiss(THERE, "reported", found.id)
    assert await record.dismiss(HERE, "reported", found.id)
    assert not await record.add_card_report(HERE, ana, card, "h1", LATER)
    assert await record.reported(HERE) == ()
    assert await record.add_card_report(HERE, ana, card, "h2", LATER)
    assert await record.reported(HERE) == (replace(found, votes=1, at=LATER),)


async def test_a_question_and_the_card_of_it_are_one_concern(record: StudyRecord) -> None:
    ana, bo = await both(record)
    round, _ = await a_round(record)
    await record.add_report(round, 0, ana, NOW)
    await record.add_card_report(HERE, ana, QUESTIONS[0], "h1", SOON)
    await record.add_card_report(HERE, bo, QUESTIONS[0], "h1", LATER)
    (found,) = await record.reported(HERE)
    assert (found.votes, found.at) == (2, LATER)
    assert await record.dismiss(HERE, "reported", found.id)
    assert await record.reported(HERE) == ()


async def test_of_reports_of_a_card_at_once_one_counts(record: StudyRecord) -> None:
    ana, _ = await both(record)
    taps = (record.add_card_report(HERE, ana, QUESTIONS[0], "h1", NOW) for _ in range(6))
    assert sorted(await asyncio.gather(*taps)) == [False] * 5 + [True]


async def test_reports_of_cards_go_with_their_space(record: StudyRecord) -> None:
    ana, _ = await both(record)
    await record.joined(HERE)
    await record.add_card_report(HERE, ana, QUESTIONS[0], "h1", NOW)
    await record.left(HERE, NOW)
    await record.forget_left(LATER)
    assert await record.reported(HERE) == ()
    assert await record.add_card_report(HERE, ana, QUESTIONS[0], "h1", NOW)


async def test_a_report_of_a_question_that_is_not_there_is_stale(record: StudyRecord) -> None:
    round, ana = await a_round(record)
    for unknown, number in [(RoundId(404), 0), (round, len(QUESTIONS)), (round, -1)]:
        with pytest.raises(StaleButton):
            await record.add_report(unknown, number, ana, NOW)
    assert await record.reported(HERE) == ()


# Questions without an answer, and what goes from the list


async def test_an_unanswered_question_goes_with_those_of_the_same_words(record: StudyRecord) -> None:
    asked = ["Why do owls hoot?", "why  do OWLS\nhoot?", " Why do owls hoot? ", "Where?"]
    numbers = await ask_in_vain(record, *asked)
    there = UnansweredQuestion(THERE, asked[0], (), NOW)
    await record.add_unanswered(there)
    assert await record.dismiss(HERE, "unanswered", numbers[1])
    assert [it.question for it in await record.unanswered(HERE)] == ["Where?"]
    assert [replace(it, id=0) for it in await record.unanswered(THERE)] == [there]
    assert not await record.dismiss(HERE, "unanswered", numbers[0])


async def test_a_dismissed_questions_number_is_never_given_again(record: StudyRecord) -> None:
    (gone,) = await ask_in_vain(record, "Why?")
    await record.dismiss(HERE, "unanswered", gone)
    (again,) = await ask_in_vain(record, "Why?")
    assert again > gone


@pytest.mark.parametrize("kind", get_args(ConcernKind))
async def test_each_concern_is_dismissed_once_and_by_its_own_space(
    record: StudyRecord, kind: ConcernKind
) -> None:
    round, ana = await a_round(record)
    await record.add_feedback(await a_turn(record), 1, ana, False, NOW)
    await record.add_report(round, 0, ana, NOW)
    await ask_in_vain(record, "Why?")
    shown: dict[ConcernKind, Any] = {
        "unanswered": record.unanswered,
        "unhelpful": record.unhelpful,
        "reported": record.reported,
    }
    (number,) = [it.id for it in await shown[kind](HERE)]
    assert not await record.dismiss(THERE, kind, number)
    assert not await record.dismiss(HERE, kind, number + 1)
    assert await record.dismiss(HERE, kind, number)
    assert not await record.dismiss(HERE, kind, number)
    assert [name for name, found in shown.items() if await found(HERE)] == [it for it in shown if it != kind]
