"""Rounds that are played together through restarts and faults: each goes on, or ends and leaves no trace"""

from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.commands import AnswerTogether, StartTogether, StopTogether
from bot.errors import Gone, NotPermitted, PlatformDown
from bot.models import LearnerId, LiveRound, QuizRound, Response, RoundId
from bot.replies import Countdown
from bot.routines.live import RETRIES
from bot.storage.record import SqlStudyRecord
from bot.study.contest import PAUSE
from knowledge.adapters.database import open_database
from knowledge.errors import StoreUnavailable
from knowledge.models import Question
from tests.bot.bench import Bench, bench
from tests.conftest import HISTORIES
from tests.fakes.scripted_platform import buttons, origin, text_of
from tests.knowledge.quiz_material import authored, baking

ROUND, SPACE = RoundId(1), origin().space
TO_PICK, TO_TYPE = timedelta(seconds=30), timedelta(seconds=45)
PICK, BREAK = TO_PICK.total_seconds(), PAUSE.total_seconds()
HOUR = 3600


Logs = list[MutableMapping[str, Any]]


@pytest.fixture(autouse=True)
def logs() -> Iterator[Logs]:
    with capture_logs() as kept:
        yield kept


async def playing(*questions: Question, record: Any = None) -> Bench:
    """Ada has called for a round; its first question is open."""
    asked = questions or tuple(authored(n) for n in (1, 2, 3))
    desk = await bench(taught=await baking(*asked), record=record)
    await call(desk, len(asked))
    return desk


async def call(desk: Bench, count: int = 3, channel: str = "channel") -> str:
    reply = await desk.beside(replace(origin("ada"), channel=channel)).send(StartTogether("bread", count))
    await desk.settled()
    return text_of(reply)


async def answers(desk: Bench, name: str, number: int) -> str:
    """Rightly."""
    at = desk.beside(replace(origin(name), channel="thread 1"))
    said = await at.send(AnswerTogether(f"rye {number + 1}", ROUND, number))
    await desk.settled()
    return text_of(said)


def titles(desk: Bench, channel: str = "thread 1") -> list[str]:
    """The first line of each message of a thread."""
    there = [it for it in desk.messenger.posted if it.channel == channel]
    return [text_of(it.reply).splitlines()[0] for it in there]


async def stands(desk: Bench) -> tuple[LiveRound | None, QuizRound]:
    held = await desk.record.round(SPACE, ROUND)
    assert held is not None
    return await desk.record.live(ROUND), held


async def is_gone(desk: Bench) -> bool:
    """Ended in the record, run by nobody, and its channel free."""
    live, held = await stands(desk)
    return live is None and held.ended and not desk.live.playing


def _right(learner: LearnerId, at: datetime) -> Response:
    return Response(0, learner, "rye 1", "right", at=at, points=120)


# Restarts


async def test_a_question_that_is_open_goes_on_to_its_moment_after_a_restart() -> None:
    desk = await playing()
    await answers(desk, "ben", 0)
    await desk.passes(seconds=10)
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3"]
    assert await answers(desk, "cat", 0) == "Your answer is in. One other has answered too."
    await desk.passes(seconds=PICK - 10)
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]
    assert "Right: Ben +200, Cat +167." in text_of(desk.messenger.posted[1].reply)


async def test_a_question_whose_time_ran_out_in_between_is_revealed_at_once() -> None:
    desk = await playing()
    await answers(desk, "ben", 0)
    await desk.live.close()
    desk.clock.advance(seconds=PICK + 1)
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]


async def test_the_pause_after_a_reveal_is_not_waited_for_twice() -> None:
    desk = await playing()
    await desk.passes(seconds=PICK)
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3", "Question 2 of 3"]


async def test_a_round_that_was_cut_off_before_it_noted_its_first_question_asks_it_once() -> None:
    desk = await playing()
    await desk.live.close()
    live, _ = await stands(desk)
    assert live is not None
    await desk.record.move_live(replace(live, number=-1, asked_at=None, message=""))
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3"]
    await answers(desk, "ben", 0)
    await desk.passes(seconds=PICK)
    assert titles(desk)[1:] == ["Answer 1 of 3"]


async def test_a_question_that_may_never_have_been_posted_is_asked_with_all_its_time() -> None:
    desk = await playing()
    await desk.live.close()
    live, _ = await stands(desk)
    assert live is not None
    await desk.record.move_live(replace(live, message=""))
    desk.clock.advance(seconds=PICK - 1)
    await desk.restarts()
    again = desk.clock.now() + TO_PICK
    assert [it.until for it in desk.messenger.posted[0].reply.parts if isinstance(it, Countdown)] == [again]
    await desk.passes(seconds=PICK - 1)
    assert titles(desk) == ["Question 1 of 3"]
    await desk.passes(seconds=1)
    assert titles(desk)[1:] == ["Answer 1 of 3"]


async def test_a_question_that_was_closed_and_not_told_is_told() -> None:
    desk = await playing()
    await answers(desk, "ben", 0)
    await desk.live.close()
    live, _ = await stands(desk)
    assert live is not None
    await desk.record.move_live(replace(live, asked_at=None))
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]
    assert buttons(desk.messenger.posted[0].reply) == ()


async def test_a_round_whose_last_answer_was_told_gets_its_podium() -> None:
    desk = await playing()
    await desk.live.close()
    live, _ = await stands(desk)
    assert live is not None
    await desk.record.move_live(replace(live, number=2, asked_at=None, message=""))
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3", "The round is over"]
    assert await is_gone(desk)


async def test_a_round_that_was_stopped_and_has_no_podium_yet_gets_it() -> None:
    desk = await playing()
    await desk.live.close()
    await desk.record.end_round(ROUND)
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3", "The round is over"]
    assert await is_gone(desk)


async def test_a_round_is_played_to_its_end_with_a_restart_after_every_message() -> None:
    desk = await playing()
    await answers(desk, "ben", 0)
    await desk.restarts()
    await desk.passes(seconds=PICK)
    for number in (1, 2):
        await desk.restarts()
        await desk.restarts()
        await answers(desk, "ben", number)
    assert titles(desk) == [
        *("Question 1 of 3", "Answer 1 of 3", "Question 2 of 3", "Answer 2 of 3"),
        *("Question 3 of 3", "Answer 3 of 3", "The round is over"),
    ]
    assert "🥇 Ben 600" in text_of(desk.messenger.posted[-1].reply)


async def test_a_round_is_played_on_the_real_record_with_a_restart_in_the_middle(sqlite_url: str) -> None:
    async with open_database(sqlite_url, HISTORIES) as database:
        desk = await playing(record=SqlStudyRecord(database))
        await answers(desk, "ben", 0)
        await desk.restarts()
        await desk.passes(seconds=PICK)
        assert "Right: Ben +200. 1 answer." in text_of(desk.messenger.posted[-1].reply)
        await desk.passes(seconds=BREAK)
        await desk.passes(seconds=PICK)
        await desk.passes(seconds=BREAK)
        await answers(desk, "cat", 2)
        await desk.passes(seconds=PICK)
        assert "🥇 Ben, Cat 200" in text_of(desk.messenger.posted[-1].reply)
        assert await is_gone(desk)


async def test_a_round_of_more_than_an_hour_ago_is_closed_and_says_nothing() -> None:
    desk = await playing()
    await desk.live.close()
    desk.clock.advance(seconds=HOUR + 1)
    await desk.restarts()
    assert titles(desk) == ["Question 1 of 3"]
    assert await is_gone(desk)


async def test_a_round_that_never_got_its_thread_is_closed() -> None:
    desk = await playing()
    await desk.live.close()
    live, _ = await stands(desk)
    assert live is not None
    await desk.record.move_live(replace(live, thread=""))
    await desk.restarts()
    assert await is_gone(desk)
    assert "Ada calls" in await call(desk)


# Faults


@pytest.mark.parametrize("error", [Gone("No such thread."), NotPermitted("I may not write there.")])
async def test_a_thread_that_takes_no_more_messages_ends_its_round_and_is_logged_once(
    error: Exception, logs: Logs
) -> None:
    desk = await playing()
    desk.messenger.fails("post", error, error, error)
    await desk.passes(seconds=PICK)
    assert titles(desk) == ["Question 1 of 3"]
    assert await is_gone(desk)
    (told,) = logs
    assert (told["id"], told["round"], told["kind"]) == ("e77", ROUND, type(error).__name__)
    assert "Ada calls" in await call(desk)


async def test_a_round_whose_thread_is_gone_is_told_so_where_it_was_called_for() -> None:
    desk = await playing()
    desk.messenger.fails("post", *(Gone("No such thread."),) * 2)
    await desk.passes(seconds=PICK)
    last = desk.messenger.posted[-1]
    assert last.channel == "channel"
    assert "No such thread." in text_of(last.reply)


async def test_a_round_whose_caller_deletes_their_data_ends_and_says_so_where_it_is_played() -> None:
    desk = await playing()
    await desk.record.forget_learner(await desk.record.learner(origin("ada").identity), desk.clock.now())
    await desk.passes(seconds=PICK)
    last = desk.messenger.posted[-1]
    assert (last.channel, text_of(last.reply)) == (
        "thread 1",
        "This round is over: whoever called for it has deleted their data.",
    )
    assert not buttons(desk.messenger.posted[0].reply)
    assert not desk.live.playing


async def test_a_question_that_a_moderator_took_away_does_not_end_the_round() -> None:
    desk = await playing()
    desk.messenger.fails("revise", Gone("No such message."))
    await desk.passes(seconds=PICK)
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]


@pytest.mark.parametrize("doing", ["post", "revise"])
async def test_a_platform_that_is_down_is_waited_for_with_growing_pauses(doing: Any) -> None:
    desk = await playing()
    await answers(desk, "ben", 0)
    desk.messenger.fails(doing, *(PlatformDown("It does not answer."),) * len(RETRIES))
    await desk.passes(seconds=PICK)
    for pause in RETRIES:
        assert titles(desk) == ["Question 1 of 3"]
        assert desk.clock.wakes_at == desk.clock.now() + pause
        await desk.passes(seconds=pause.total_seconds())
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]
    assert list(RETRIES) == sorted(set(RETRIES))


async def test_a_platform_that_stays_down_ends_the_round() -> None:
    desk = await playing()
    desk.messenger.fails("post", *(PlatformDown("It does not answer."),) * 10)
    await desk.passes(seconds=PICK)
    for pause in RETRIES:
        await desk.passes(seconds=pause.total_seconds())
    assert await is_gone(desk)


async def test_a_question_that_came_late_because_of_the_platform_has_all_its_time() -> None:
    desk = await playing()
    await desk.passes(seconds=PICK)
    desk.messenger.fails("post", PlatformDown("It does not answer."))
    await desk.passes(seconds=BREAK)
    await desk.passes(seconds=RETRIES[0].total_seconds())
    live, _ = await stands(desk)
    assert live is not None
    assert live.asked_at == desk.clock.now()


async def test_a_record_that_does_not_answer_for_a_moment_is_waited_for() -> None:
    desk = await playing()
    move, refusals = desk.record.move_live, [StoreUnavailable("The database does not answer.")]

    async def moved(live: LiveRound) -> None:
        if refusals:
            raise refusals.pop()
        await move(live)

    desk.record.move_live = moved
    await desk.passes(seconds=PICK)
    assert titles(desk) == ["Question 1 of 3"]
    await desk.passes(seconds=RETRIES[0].total_seconds())
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]


async def test_an_error_that_nobody_foresaw_ends_its_round_with_a_word_and_leaves_the_others_alone(
    logs: Logs,
) -> None:
    desk = await playing()
    await call(desk, channel="garden")
    desk.messenger.fails("revise", ZeroDivisionError("nobody foresaw this"))
    await desk.passes(seconds=PICK)
    broken, fine = sorted((titles(desk), titles(desk, "thread 2")), key=lambda it: "Answer" in it[-1])
    assert broken == [
        "Question 1 of 3",
        "This round breaks off. Something went wrong on my side, not yours.",
    ]
    assert fine == ["Question 1 of 3", "Answer 1 of 3"]
    assert len(await desk.record.all_live()) == 1
    (told,) = logs
    assert told["id"] == "e77"
    assert isinstance(told["exc_info"], ZeroDivisionError)


async def test_a_round_that_nobody_runs_is_taken_up_by_who_calls_for_the_next() -> None:
    desk = await playing()
    await desk.live.close()
    desk.clock.advance(seconds=PICK)
    assert "being played here already" in await call(desk)
    assert titles(desk) == ["Question 1 of 3", "Answer 1 of 3"]


async def test_an_answer_that_is_graded_while_its_question_is_revealed_still_counts_in_the_end() -> None:
    desk = await playing(authored(1))
    revise, late = desk.messenger.revise, []

    async def meanwhile(*message: Any) -> None:
        held = (await stands(desk))[1]
        moment = desk.clock.now()
        learner = await desk.record.learner(origin("ben").identity)
        late.append(await desk.record.add_response(held.id, _right(learner, moment)))
        await revise(*message)

    desk.messenger.revise = meanwhile  # type: ignore[method-assign]
    await desk.passes(seconds=PICK)
    assert late == [True]
    assert "🥇 Ben 120" in text_of(desk.messenger.posted[-1].reply)


async def test_whoever_answers_before_the_platform_says_that_it_has_posted_is_in_time() -> None:
    desk = await playing()
    await desk.passes(seconds=PICK)
    post, told = desk.messenger.post, []

    async def meanwhile(*message: Any, key: str) -> str:
        quick = desk.beside(replace(origin("cat"), channel="thread 1"))
        told.append(text_of(await quick.send(AnswerTogether("rye 2", ROUND, 1))))
        return await post(*message, key=key)

    desk.messenger.post = meanwhile  # type: ignore[method-assign]
    await desk.passes(seconds=BREAK)
    assert told[0] == "Your answer is in."


async def test_whoever_answers_while_a_question_is_being_closed_early_is_too_late() -> None:
    desk = await playing()
    await answers(desk, "ben", 0)
    await desk.passes(seconds=PICK)
    await desk.passes(seconds=BREAK)
    revise, told = desk.messenger.revise, []

    async def meanwhile(*message: Any) -> None:
        late = desk.beside(replace(origin("cat"), channel="thread 1"))
        told.append(text_of(await late.send(AnswerTogether("rye 2", ROUND, 1))))
        await revise(*message)

    desk.messenger.revise = meanwhile  # type: ignore[method-assign]
    await answers(desk, "ben", 1)
    assert told == ["That question is closed. The next one is yours."]


async def test_rounds_that_stand_still_at_the_end_of_a_process_post_nothing_more() -> None:
    desk = await playing()
    await desk.live.close()
    await desk.passes(seconds=PICK)
    assert titles(desk) == ["Question 1 of 3"]
    live, held = await stands(desk)
    assert live is not None
    assert not held.ended


async def test_a_round_stopped_while_the_platform_is_down_gets_its_podium_when_it_is_back() -> None:
    desk = await playing()
    desk.messenger.fails("revise", PlatformDown("It does not answer."))
    await desk.passes(seconds=PICK)
    await desk.beside(origin("ada")).send(StopTogether(ROUND))
    await desk.passes(seconds=RETRIES[0].total_seconds())
    assert titles(desk) == ["Question 1 of 3", "The round is over"]
    assert await is_gone(desk)
