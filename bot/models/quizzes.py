"""Rounds of quiz questions, and where somebody stands in a lesson"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from bot.models.people import LearnerId, SpaceId
from knowledge.models import LibraryId, Question

RoundId = NewType("RoundId", int)


Verdict = Literal["right", "close", "wrong", "skipped"]
"""What a response to a quiz question is worth: "close" is right but for the spelling, and counts."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner answered to question `number` (from 0) of a round.

    `given` is what they typed or the option's text; `overridden` where they said "I was right"; `points` are
    those of a round that is played together.
    """

    number: int
    learner: LearnerId
    given: str
    verdict: Verdict
    overridden: bool = False
    at: datetime | None = None
    points: int = 0

    @property
    def correct(self) -> bool:
        return self.overridden or self.verdict in ("right", "close")


@dataclass(frozen=True, slots=True)
class QuizRound:
    """A quiz under way or ended: questions in the order asked, and the responses so far.

    `channel` is empty where it is played together: its LiveRound says where, and no plain line of the host's
    is taken for an answer."""

    id: RoundId
    space: SpaceId
    channel: str
    learner: LearnerId
    topic: str
    seed: int
    questions: tuple[Question, ...]
    responses: tuple[Response, ...] = ()
    ended: bool = False

    @property
    def together(self) -> bool:
        return not self.channel


@dataclass(frozen=True, slots=True)
class LiveRound:
    """Where a round that is played together stands; its questions and responses are the QuizRound's, whose
    learner is the host. One a channel.

    `channel` is where it was called for, `thread` where it is played. `number` is the question that is open,
    -1 before the first; `asked_at` is when it was asked, None while none is open. `message` is the
    platform's id of the question's message, or empty. `seconds` is how long a question stays open whose
    answer is picked.
    """

    round: RoundId
    space: SpaceId
    channel: str
    thread: str
    number: int = -1
    asked_at: datetime | None = None
    message: str = ""
    seconds: int = 30


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """Where a learner stands in one lesson: the section last read (from 0), and the quiz's scores
    as shares in [0, 1], None before the first quiz. `round` is the one that `last` is of."""

    library: LibraryId
    source: str
    section: int = 0
    done: bool = False
    best: float | None = None
    last: float | None = None
    round: RoundId | None = None
