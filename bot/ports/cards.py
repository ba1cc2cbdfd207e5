"""Cards and their reviews"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.models import Card, CardId, CardReview, CardText, DeckCount, LearnerId, Memory, Reviewed, SpaceId
from knowledge.models import LibraryId, Question


class CardsRecord(Protocol):
    async def add_cards(
        self, learner: LearnerId, space: SpaceId, texts: Sequence[CardText], at: datetime
    ) -> tuple[CardId, ...]:
        """The numbers of the cards with these keys, in their order. One that the learner has keeps its memory
        and gets the new text; a retired one is back."""

    async def card(self, learner: LearnerId, card: CardId) -> Card | None:
        """None where there is none, or where it is another learner's."""

    async def cards_of(self, learner: LearnerId, library: LibraryId) -> tuple[Card, ...]:
        """All of that library, in the order in which they came: those that are set aside, buried or retired
        too."""

    async def retire_cards(self, learner: LearnerId, cards: Collection[CardId]) -> None:
        """Their material is gone: not shown from now on, memory and reviews kept. `add_cards` brings them
        back; another learner's are left as they are."""

    async def due_cards(self, learner: LearnerId, now: datetime, *, count: int) -> tuple[Card, ...]:
        """Seen before, due by now, neither suspended, retired nor buried; the longest due first."""

    async def new_cards(self, learner: LearnerId, now: datetime, *, count: int) -> tuple[Card, ...]:
        """Never reviewed, neither suspended, retired nor buried; in the order in which they came."""

    async def deck_count(
        self,
        learner: LearnerId,
        now: datetime,
        day_began: datetime,
        *,
        among: Collection[LibraryId] | None = None,
    ) -> DeckCount:
        """`among` counts the cards of these libraries alone; the day's reviews are of all."""

    async def set_aside(
        self,
        learner: LearnerId,
        card: CardId,
        *,
        suspended: bool | None = None,
        buried_until: datetime | None = None,
    ) -> bool:
        """None leaves it as it is; False where there is no such card of theirs."""

    async def next_due(self, learner: LearnerId, after: datetime) -> datetime | None:
        """When the next card becomes due that is not now; None where none will."""

    async def add_card_report(
        self, space: SpaceId, learner: LearnerId, question: Question, made_from: str, at: datetime
    ) -> bool:
        """A card with which something is wrong, told as a question: one that was reported of a quiz by the
        same id is the same. False where that learner reported it already, made from the same."""


class ReviewsRecord(Protocol):
    """Ratings, and what is told of them all."""

    async def review_card(self, learner: LearnerId, review: CardReview) -> bool:
        """Keep the review and the memory after it; False where the card has more or fewer reviews than
        `review.n - 1`: of two taps one wins. A card forgotten in review ("again" with a memory in state
        "review") counts a lapse."""

    async def undo_review(self, learner: LearnerId) -> Card | None:
        """Take the learner's newest review back, memory and lapse too; the card as it was, None where there
        is none to take back."""

    async def reviews_since(self, learner: LearnerId, since: datetime) -> tuple[Reviewed, ...]:
        """The oldest first, with one at that very moment."""

    async def memories(self, learner: LearnerId) -> tuple[Memory | None, ...]:
        """Of their cards that are neither suspended nor retired; None for one that was never reviewed."""

    async def reviews_here(self, space: SpaceId, since: datetime) -> Mapping[LearnerId, int]:
        """How many reviews, of cards that came up in that space, each learner gave who agreed to be listed;
        who gave none is left out."""
