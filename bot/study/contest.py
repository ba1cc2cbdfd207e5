"""a round that is played together -> what comes next, points, standings  (pure)

A player who had joined and gave nothing in time holds a response without a moment (`lapse`), written when the
question closes: who missed what is then the same question for a round alone and for one together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.models import LearnerId, LiveRound, QuizRound, Response
from bot.study.rounds import is_typed
from knowledge.models import Question

FEWEST_SECONDS, MOST_SECONDS = 5, 300
TO_TYPE = 1.5
"""Times as long where an answer is typed."""
PAUSE = timedelta(seconds=5)
"""Between an answer and the next question."""
RIGHT, QUICK = 100, 100
"""Points for a right answer, and at most so many more for a quick one."""
GIVEN_UP = timedelta(hours=1)

Step = Literal["ask", "wait", "reveal", "finish"]


@dataclass(frozen=True, slots=True)
class Standing:
    """`place` counts from 1 and is shared by equal points: 1, 1, 3."""

    place: int
    learner: LearnerId
    points: int


def time_for(asked: Question, seconds: int) -> timedelta:
    return timedelta(seconds=seconds * (TO_TYPE if is_typed(asked) else 1))


def closes_at(live: LiveRound, round: QuizRound) -> datetime | None:
    """None while no question is open."""
    if live.asked_at is None:
        return None
    return live.asked_at + time_for(round.questions[live.number], live.seconds)


def is_open(live: LiveRound, round: QuizRound, number: int, now: datetime) -> bool:
    """Whether an answer to that question counts."""
    closes = closes_at(live, round)
    return not round.ended and number == live.number and closes is not None and now < closes


def points(correct: bool, *, taken: timedelta, allowed: timedelta) -> int:
    """What is left of the time counts in proportion; a right answer is never worth less than RIGHT."""
    left = min(1.0, max(0.0, 1 - taken / allowed))
    return RIGHT + round(QUICK * left) if correct else 0


def next_step(live: LiveRound, round: QuizRound, now: datetime) -> Step:
    """By what was kept alone, so that it is the same after a restart.

    A question is open while it has its moment, and lacks a message until that was posted; when it is closed
    it keeps the message until the answer was shown."""
    if round.ended:
        return "finish"
    if (closes := closes_at(live, round)) is not None:
        if not live.message:
            return "ask"
        return "reveal" if now >= closes or all_answered(round, live.number) else "wait"
    if live.message:
        return "reveal"
    return "finish" if live.number + 1 >= len(round.questions) or deserted(round, live.number) else "ask"


def number_to_ask(live: LiveRound) -> int:
    """One whose message was never posted is asked again."""
    return live.number if live.asked_at is not None else live.number + 1


def players(round: QuizRound) -> tuple[LearnerId, ...]:
    """In the order in which they joined."""
    return tuple(dict.fromkeys(it.learner for it in round.responses))


def answers(round: QuizRound, number: int) -> tuple[Response, ...]:
    """What was given in time, in that order."""
    return tuple(it for it in round.responses if it.number == number and it.at is not None)


def all_answered(round: QuizRound, number: int) -> bool:
    """Of those who have played so far. Never at the first question: others may still be about to join."""
    given = {it.learner for it in answers(round, number)}
    return number > 0 and bool(given) and given >= set(players(round))


def lapses(round: QuizRound, number: int) -> tuple[Response, ...]:
    """For each who had joined and gave nothing."""
    given = {it.learner for it in round.responses if it.number == number}
    return tuple(Response(number, it, "", "skipped") for it in players(round) if it not in given)


def deserted(round: QuizRound, number: int) -> bool:
    """Nobody answered that question, nor the one before."""
    return number > 0 and not answers(round, number) and not answers(round, number - 1)


def played(live: LiveRound) -> int:
    """How many questions were closed: one that is open when the host stops counts for nobody."""
    return live.number + (live.asked_at is None)


def standings(round: QuizRound, *, count: int) -> tuple[Standing, ...]:
    """After the first `count` questions, best first; equal ones in the order in which they joined."""
    counted = [it for it in round.responses if it.number < count]
    won = dict.fromkeys((it.learner for it in counted), 0)
    for response in counted:
        won[response.learner] += response.points
    ranked = sorted(won.items(), key=lambda it: -it[1])
    return tuple(Standing(_place(ranked, it), learner, it) for learner, it in ranked)


def _place(ranked: Sequence[tuple[LearnerId, int]], points: int) -> int:
    return 1 + sum(others > points for _, others in ranked)
