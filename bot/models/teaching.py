"""What a teacher looks at"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.models.cards import CardKind
from bot.models.people import LearnerId, SpaceId
from knowledge.models import Answer, LibraryId, Question

ConcernKind = Literal["unanswered", "unhelpful", "reported"]
"""What a teacher looks at: a question without an answer, an answer that did not help, a quiz question that
somebody reported."""


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that the library did not hold, for the teacher. `id` is the study record's number, 0 before
    it was kept; `learner` asked it, so that it goes with them, and no teacher is told."""

    space: SpaceId
    question: str
    reasons: tuple[str, ...]
    at: datetime
    id: int = 0
    learner: LearnerId | None = None


@dataclass(frozen=True, slots=True)
class UnhelpfulAnswer:
    """An answer that somebody found of no help; `id` is the number of the feedback, `votes` how many did."""

    id: int
    question: str
    answer: Answer
    votes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """A quiz question with which something is wrong; `votes` is how many learners say so."""

    id: int
    question: Question
    votes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MissedCard:
    """A card of the lessons by all who have it in a space: its question side, Markdown, and how many of its
    `reviews` were `again`; `learners` gave them."""

    front: str
    kind: CardKind
    library: LibraryId
    source: str
    reviews: int
    again: int
    learners: int


@dataclass(frozen=True, slots=True)
class Activity:
    """How much was reviewed from `since` on, and by how many."""

    since: datetime
    reviews: int = 0
    learners: int = 0
