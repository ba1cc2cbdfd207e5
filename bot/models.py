"""Who asks: the bot's own nouns, as frozen values"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from knowledge.models import Answer, HeadingPath, Level, LibraryId, Question

SpaceId = NewType("SpaceId", str)
"""A server, a workspace, a DM, a user install or the terminal: "discord:guild:42", "terminal:local"."""

LearnerId = NewType("LearnerId", int)
"""The study record's own number for a person, whichever platforms they come from."""

ConversationId = NewType("ConversationId", int)
RoundId = NewType("RoundId", int)

Verdict = Literal["right", "close", "wrong", "skipped"]
"""What a response to a quiz question is worth: "close" is right but for the spelling, and counts."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as one platform knows them; `user` is that platform's own id."""

    platform: Literal["discord", "slack", "terminal", "scripted"]
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a command came from. `channel` is the channel's, thread's or DM's own id in that space."""

    identity: Identity
    space: SpaceId
    channel: str
    direct: bool = False
    """True where only this person reads the channel: a DM, the terminal."""


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """What a space chose. `private_answers`: only the asker sees an answer unless they say otherwise."""

    private_answers: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what was answered; `n` counts from 1."""

    conversation: ConversationId
    n: int
    answer: Answer
    libraries: tuple[LibraryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner answered to question `number` (from 0) of a round.

    `given` is what they typed or the option's text; `overridden` where they said "I was right".
    """

    number: int
    learner: LearnerId
    given: str
    verdict: Verdict
    overridden: bool = False
    at: datetime | None = None

    @property
    def correct(self) -> bool:
        return self.overridden or self.verdict in ("right", "close")


@dataclass(frozen=True, slots=True)
class QuizRound:
    """A quiz under way or ended: questions in the order asked, and the responses so far."""

    id: RoundId
    space: SpaceId
    channel: str
    learner: LearnerId
    topic: str
    seed: int
    questions: tuple[Question, ...]
    responses: tuple[Response, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """Where a learner stands in one lesson: the section last read (from 0), and the quiz's scores
    as shares in [0, 1], None before the first quiz."""

    library: LibraryId
    source: str
    section: int = 0
    done: bool = False
    best: float | None = None
    last: float | None = None


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that the library did not hold, for the teacher."""

    space: SpaceId
    question: str
    reasons: tuple[str, ...]
    at: datetime


__all__ = [
    "Answer",
    "ConversationId",
    "HeadingPath",
    "Identity",
    "LearnerId",
    "LessonProgress",
    "Level",
    "Origin",
    "QuizRound",
    "Response",
    "RoundId",
    "SpaceId",
    "SpaceSettings",
    "Turn",
    "UnansweredQuestion",
    "Verdict",
]
