"""Cards and their reviews"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.models import (
    Card,
    CardId,
    CardKey,
    CardReview,
    CardText,
    DeckCount,
    DueCard,
    LearnerId,
    Memory,
    NextDue,
    Reviewed,
    SpaceId,
    StudyDay,
    Undone,
)
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

    async def cards_behind(
        self, learner: LearnerId, generations: Mapping[LibraryId, int]
    ) -> frozenset[LibraryId]:
        """The libraries of which they have a card, retired or not, that was not compared with that generation
        yet. Cheap: no card is read."""

    async def follow_cards(
        self,
        learner: LearnerId,
        library: LibraryId,
        generation: int,
        *,
        newest: CardId,
        renewed: Mapping[CardId, CardText],
        retired: Collection[CardId],
    ) -> None:
        """What the library's cards up to the number `newest` were found to be, compared with that generation:
        all of it in one step, and nothing where one of them was compared with a later one meanwhile. One that
        is added is behind, also where the learner had it.

        The `renewed` get these texts with their keys, each another one. Number, memory and reviews stay; a
        retired one is back. One whose key a card has that is not among them stays as it is. The `retired`,
        of which some may be renewed too, are not shown from now on; their memory and reviews are kept, and
        `add_cards` brings them back. Another learner's are left as they are."""

    async def unlearn(self, learner: LearnerId, key: CardKey, since: datetime) -> bool:
        """Take the card with that key away, as though it had never come; False where there is none, where it
        came before `since`, or where it was reviewed."""

    async def due_cards(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> tuple[DueCard, ...]:
        """Seen before, neither suspended, retired nor buried, and due: in review by the end of the day, in a
        step by now. All of them, the longest due first. `among` takes those of these libraries alone, here
        and below."""

    async def new_cards(
        self, learner: LearnerId, now: datetime, *, count: int, among: Collection[LibraryId] | None = None
    ) -> tuple[Card, ...]:
        """Never reviewed, neither suspended, retired nor buried; in the order in which they came."""

    async def cards_aside(
        self, learner: LearnerId, *, among: Collection[LibraryId], skip: int, count: int
    ) -> tuple[Card, ...]:
        """Suspended and not retired, in the order in which they came, without the first `skip`."""

    async def deck_count(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> DeckCount:
        """The day's reviews are of all libraries."""

    async def set_aside(
        self,
        learner: LearnerId,
        card: CardId,
        *,
        suspended: bool | None = None,
        buried_until: datetime | None = None,
    ) -> bool:
        """None leaves it as it is; False where there is no such card of theirs."""

    async def take_up(self, learner: LearnerId, cards: Collection[CardId]) -> int:
        """Those that are suspended are so no more; how many of them there were."""

    async def next_due(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> NextDue:
        """Of the cards that do not come now, for they are due later or buried; new ones only where they are
        buried."""

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

    async def undo_review(
        self, learner: LearnerId, *, since: datetime | None = None, which: tuple[CardId, int] | None = None
    ) -> Undone | None:
        """Take the learner's newest review back, memory and lapse too. None where there is none, where it was
        given before `since`, or where it is not the one of that card with that number (`which`)."""

    async def reviews_since(self, learner: LearnerId, since: datetime) -> tuple[Reviewed, ...]:
        """The oldest first, with one at that very moment."""

    async def memories(self, learner: LearnerId) -> tuple[Memory | None, ...]:
        """Of their cards that are neither suspended nor retired, due once they are not buried any more; None
        for one that was never reviewed."""

    async def reviews_here(self, space: SpaceId, since: datetime) -> Mapping[LearnerId, int]:
        """How many reviews each learner gave who agreed to be listed, in that space or of cards that began
        there; who gave none is left out."""
