"""What a language model may cost, and how fast a learner may ask, through the dispatcher"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.bootstrap import dispatcher
from bot.budgets import Budget, Limits, Spent
from bot.commands import AddMaterial, Ask, Define, Help, Request, StartQuiz
from bot.models import SpaceId, Upload
from knowledge.errors import ModelUnavailable
from knowledge.models import Answer
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import origin, text_of
from tests.fakes.small_course import answered, silent

WORDED = replace(answered("why?"), composer="model", tokens=700)
FALLEN_BACK = replace(answered("why?"), composer="fallback", tokens=40, remark="It was slow.")
SPENT = "so these are the lessons' own words. It is there again after midnight (UTC)."
THREE_A_MINUTE = Limits(questions_a_minute=3)


class _Worded:
    """Words its answers with a model of 700 tokens wherever it may."""

    def __init__(self) -> None:
        self.written: list[bool] = []

    async def answer(self, question: str, *_: object, written: bool, **__: object) -> AsyncIterator[Answer]:
        self.written.append(written)
        await asyncio.sleep(0)
        yield WORDED if written else answered(question)


def of_learner(**budget: int) -> Limits:
    return Limits(learner=Budget(**budget))


async def spent(at: Bench) -> tuple[Spent, Spent]:
    learner = await at.record.learner(at.platform.origin.identity)
    day = at.ports.clock.now().date()
    found: tuple[Spent, Spent] = await at.record.spent(day, learner=learner, space=at.platform.origin.space)
    return found


async def test_a_spent_share_is_told_beneath_the_lessons_own_answer():
    at = await bench(answerer=_Worded(), limits=of_learner(requests=1))
    assert SPENT not in text_of(await at.platform.send(Ask("why?")))
    told = text_of(await at.platform.send(Ask("why?")))
    assert f"You have used up your share of the language model for today, {SPENT}" in told
    assert at.answerer.written == [True, False]


async def test_a_space_that_has_spent_its_budget_says_so_to_the_next_learner():
    at = await bench(answerer=_Worded(), limits=Limits(space=Budget(tokens=700)))
    await at.platform.send(Ask("why?"))
    bo = at.beside(origin("bo"))
    assert f"Today's budget for the language model is spent, {SPENT}" in text_of(await bo.send(Ask("why?")))
    elsewhere = at.beside(origin("bo", "scripted:two"))
    assert SPENT not in text_of(await elsewhere.send(Ask("why?")))


async def test_a_share_goes_with_its_learner_from_space_to_space():
    at = await bench(answerer=_Worded(), limits=of_learner(requests=1))
    await at.platform.send(Ask("why?"))
    assert SPENT in text_of(await at.beside(origin(space="scripted:two")).send(Ask("why?")))


async def test_a_budget_starts_anew_at_midnight_utc():
    at = await bench(answerer=_Worded(), limits=of_learner(requests=1))
    for hours in (0, 11, 1):
        at.ports.clock.advance(hours=hours)
        await at.platform.send(Ask("why?"))
    assert at.answerer.written == [True, False, True]


async def test_tokens_are_counted_when_the_answer_stands():
    at = await bench(answerer=_Worded(), limits=of_learner(tokens=1400))
    for _ in range(3):
        await at.platform.send(Ask("why?"))
    assert await spent(at) == (Spent(2, 1400), Spent(2, 1400))


async def test_thirty_questions_at_once_spend_no_more_than_there_is():
    at = await bench(answerer=_Worded(), limits=of_learner(requests=4))
    answering = dispatcher(at.ports)

    async def ask() -> str:
        replies = answering.dispatch(Request(Ask("why?"), at.platform.origin))
        return text_of([reply async for reply in replies][-1])

    told = await asyncio.gather(*(ask() for _ in range(30)))
    assert at.answerer.written.count(True) == 4
    assert sum(SPENT in one for one in told) == 26


async def test_a_question_for_which_no_model_was_needed_costs_nothing():
    at = await bench(answerer=ScriptedAnswerer(silent("why?")), limits=of_learner(requests=1))
    for _ in range(3):
        assert "do not say" in text_of(await at.platform.send(Ask("why?")))
    assert await spent(at) == (Spent(), Spent())


async def test_a_model_that_failed_was_asked():
    at = await bench(answerer=ScriptedAnswerer(FALLEN_BACK), limits=of_learner(requests=9))
    assert "It was slow." in text_of(await at.platform.send(Ask("why?")))
    assert (await spent(at))[0] == Spent(1, 40)


@pytest.mark.parametrize("begun", [(), (replace(WORDED, complete=False),)], ids=["unbegun", "begun"])
async def test_an_answer_that_broke_off_counts_as_a_request(begun: tuple[Answer, ...]):
    broken = ScriptedAnswerer(*begun, ModelUnavailable("It is off."))
    at = await bench(answerer=broken, limits=of_learner(requests=9))
    await at.platform.send(Ask("why?"))
    assert (await spent(at))[0] == Spent(1, 700 * len(begun))


async def test_without_limits_nothing_is_counted():
    at = await bench(answerer=_Worded())
    await at.platform.send(Ask("why?"))
    assert await spent(at) == (Spent(), Spent())


async def test_files_to_read_are_work_as_questions_are():
    at = await bench(limits=THREE_A_MINUTE)
    for _ in range(3):
        await at.platform.send(Ask("why?"))
    assert "to catch up" in text_of(await at.platform.send(AddMaterial((Upload("moss.md", b"# Moss"),))))


async def test_who_asks_too_fast_is_told_how_long_to_wait_and_nobody_else_waits():
    at = await bench(limits=THREE_A_MINUTE)
    for _ in range(3):
        assert not (await at.platform.send(Ask("why?"))).private
    slower = await at.platform.send(Ask("why?"))
    assert "give me 20 seconds to catch up, then ask again." in text_of(slower)
    assert slower.private
    assert len(at.answerer.asked) == 3
    assert "20 seconds" not in text_of(await at.beside(origin("bo")).send(Ask("why?")))
    at.ports.clock.advance(seconds=19.5)
    assert "give me 1 second to" in text_of(await at.platform.send(Ask("why?")))
    at.ports.clock.advance(seconds=0.5)
    assert "seconds to catch up" not in text_of(await at.platform.send(Ask("why?")))


async def test_a_quiz_makes_work_and_reading_does_not():
    at = await bench(limits=THREE_A_MINUTE)
    for _ in range(9):
        await at.platform.send(Define("layer"))
        await at.platform.send(Help())
    for _ in range(3):
        assert "catch up" not in text_of(await at.platform.send(StartQuiz("reusing a model")))
    assert "catch up" in text_of(await at.platform.send(StartQuiz("reusing a model")))


async def test_an_answer_told_otherwise_is_paid_for_like_any_other():
    at = await bench(answerer=_Worded(), limits=of_learner(requests=2))
    await at.platform.send(Ask("why?"))
    await at.platform.tap("Simpler")
    assert SPENT in text_of(await at.platform.tap("Deeper"))
    assert (await spent(at))[0] == Spent(2, 1400)


async def test_a_refused_question_leaves_no_trace_in_the_conversation():
    at = await bench(limits=Limits(questions_a_minute=1))
    await at.platform.send(Ask("why?"))
    await at.platform.send(Ask("why?"))
    assert await at.record.unanswered(SpaceId("scripted:one")) == ()
