"""Cards, how well they are remembered, and what was reviewed"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from bot.models.habits import NOWHERE
from bot.models.people import LearnerId, SpaceId
from knowledge.models import HeadingPath, LibraryId

CardId = NewType("CardId", int)


Rating = Literal["again", "hard", "good", "easy"]
"""How well a card was remembered; only "again" is forgotten."""


MemoryState = Literal["new", "learning", "review", "relearning"]


CardKind = Literal["term", "meaning", "question", "answer", "cloze"]
"""A term whose meaning is asked; a meaning whose term is asked; a quiz question; a question whose answer was
saved; a key sentence with a gap."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of how well a learner remembers a card; whoever keeps the old one can undo a review.

    `stability` is the days after which it is remembered with a chance of 90 %, `difficulty` lies in [1, 10];
    both are 0 while it is new. `step` counts learning steps from 0 and is None in review. `due` and
    `last_review` are aware and UTC; `last_review` is None while it is new.
    """

    due: datetime
    state: MemoryState = "new"
    stability: float = 0.0
    difficulty: float = 0.0
    step: int | None = None
    last_review: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardKey:
    """What a card hangs on, whatever its text is today. `name` is the term's, the question's id, or the first
    words of what was saved."""

    library: LibraryId
    source: str
    heading: HeadingPath
    kind: CardKind
    name: str


@dataclass(frozen=True, slots=True)
class CardText:
    """A card before anybody has it: Markdown on both sides. `accept` are other right spellings of a typed
    answer, `why` what is said once it is turned; `made_from` is the hash of the material."""

    key: CardKey
    front: str
    back: str
    made_from: str
    accept: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A learner's card. `memory` None: it was never reviewed. `reviews` counts those that stand, so that a
    tap on an older state is known. `suspended` until the learner takes it up again, `retired` since its
    material is gone, `buried_until` for the day."""

    id: CardId
    learner: LearnerId
    space: SpaceId
    text: CardText
    memory: Memory | None = None
    reviews: int = 0
    lapses: int = 0
    suspended: bool = False
    retired: bool = False
    buried_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A learner's day around the moment `now`: it began at `began` and is over at `ends`. All are aware."""

    now: datetime
    began: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class DueCard:
    """What is read of a card that is due to tell whether it comes first: there may be thousands."""

    id: CardId
    state: MemoryState
    stability: float
    last_review: datetime | None


@dataclass(frozen=True, slots=True)
class NextDue:
    """When the next card comes that does not come now: `step` by the minute, `review` on the day of that
    moment. None where none does."""

    step: datetime | None = None
    review: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardReview:
    """One rating. `n` counts a card's reviews from 1; `before` and `after` are its memory then, `before` None
    at the first. `space` is where it was given, empty where nobody knows."""

    card: CardId
    n: int
    rating: Rating
    at: datetime
    before: Memory | None
    after: Memory
    space: SpaceId = NOWHERE


@dataclass(frozen=True, slots=True)
class Undone:
    """A card as it was before the rating that was taken back."""

    card: Card
    rating: Rating


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is told of a review once it is over: `state` is the card's memory's before it."""

    at: datetime
    rating: Rating
    state: MemoryState


@dataclass(frozen=True, slots=True)
class DeckCount:
    """`due` are seen before and due, as `due_cards` has it, `steps` those of them that are in a step; `new`
    never seen, `set_aside` suspended; retired ones are not counted. `reviewed` and `introduced` are reviews,
    and first reviews, since the day began."""

    due: int = 0
    new: int = 0
    set_aside: int = 0
    reviewed: int = 0
    introduced: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class LoggedReview:
    """`card` is whatever names the card in the log; `at` is UTC."""

    card: str
    rating: Rating
    at: datetime
