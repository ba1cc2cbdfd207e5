"""what a learner's cards take: commands, as frozen values"""

from dataclasses import dataclass

from bot.models import CardId, ConversationId, Rating


@dataclass(frozen=True, slots=True)
class Review:
    """The next card that is due, its question side."""


@dataclass(frozen=True, slots=True)
class RevealCard:
    """Its answer side, with how well it was remembered to be tapped. `reviews` is how many the card had when
    it was shown."""

    card: CardId
    reviews: int


@dataclass(frozen=True, slots=True)
class RateCard:
    card: CardId
    reviews: int
    rating: Rating


@dataclass(frozen=True, slots=True)
class TypeCard:
    """A card whose answer a form asks for."""

    card: CardId
    reviews: int


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """The answer side, with what was typed graded against it."""

    card: CardId
    reviews: int
    response: str


@dataclass(frozen=True, slots=True)
class UndoReview:
    """Take the last rating back: that of a card with that number (`n`), or whichever it is."""

    card: CardId | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class SetCardAside:
    """For today, or (`for_good`) until it is taken up again."""

    card: CardId
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class ShowSetAside:
    """The cards that were set aside for good. Pages count from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class TakeCardUp:
    """A card that was set aside for good comes back."""

    card: CardId


@dataclass(frozen=True, slots=True)
class ShowCardPassage:
    """ "Why?": the passage that a card stands on."""

    card: CardId


@dataclass(frozen=True, slots=True)
class ReportCard:
    """Something is wrong with a card: the teacher is told."""

    card: CardId


@dataclass(frozen=True, slots=True)
class LearnTerm:
    """Both directions of a term become cards."""

    word: str


@dataclass(frozen=True, slots=True)
class LearnLesson:
    """The terms, the quiz questions and some key sentences of a lesson, or of a track, become cards."""

    name: str


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """The question and the answer of a turn become a card."""

    conversation: ConversationId
    turn: int
