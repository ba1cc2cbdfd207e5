"""Cards and their reviews in memory, as strict about whose they are as the real record"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.models import Card, CardId, CardKey, CardReview, CardText, DeckCount, LearnerId, SpaceId
from knowledge.models import LibraryId


class MemoryCards:
    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[CardId, Card] = {}
        self._newest_card = 0
        self._reviews: list[tuple[LearnerId, CardReview]] = []

    async def add_cards(
        self, learner: LearnerId, space: SpaceId, texts: Sequence[CardText], at: datetime
    ) -> tuple[CardId, ...]:
        return tuple([self._add_card(learner, space, text) for text in texts])

    async def card(self, learner: LearnerId, card: CardId) -> Card | None:
        found = self._cards.get(card)
        return found if found and found.learner == learner else None

    async def cards_of(self, learner: LearnerId, library: LibraryId) -> tuple[Card, ...]:
        theirs = (card for card in self._cards.values() if card.learner == learner)
        return tuple(card for card in theirs if card.text.key.library == library)

    async def retire_cards(self, learner: LearnerId, cards: Collection[CardId]) -> None:
        for id in cards:
            if card := await self.card(learner, id):
                self._cards[id] = replace(card, retired=True)

    async def due_cards(self, learner: LearnerId, now: datetime, *, count: int) -> tuple[Card, ...]:
        dated = [(card.memory.due, card.id, card) for card in self._awake(learner, now) if card.memory]
        return tuple(card for due, _, card in sorted(dated) if due <= now)[: max(0, count)]

    async def new_cards(self, learner: LearnerId, now: datetime, *, count: int) -> tuple[Card, ...]:
        return tuple(card for card in self._awake(learner, now) if card.memory is None)[: max(0, count)]

    async def deck_count(
        self,
        learner: LearnerId,
        now: datetime,
        day_began: datetime,
        *,
        among: Collection[LibraryId] | None = None,
    ) -> DeckCount:
        def counted(cards: Sequence[Card]) -> int:
            return sum(among is None or card.text.key.library in among for card in cards)

        every = len(self._cards)
        today = [review.n for whose, review in self._reviews if whose == learner and review.at >= day_began]
        return DeckCount(
            due=counted(await self.due_cards(learner, now, count=every)),
            new=counted(await self.new_cards(learner, now, count=every)),
            set_aside=counted([card for card in self._theirs(learner) if card.suspended]),
            reviewed=len(today),
            introduced=today.count(1),
        )

    async def review_card(self, learner: LearnerId, review: CardReview) -> bool:
        card = await self.card(learner, review.card)
        if card is None or card.reviews != review.n - 1:
            return False
        lapses = card.lapses + _lapsed(review)
        self._cards[card.id] = replace(card, memory=review.after, reviews=review.n, lapses=lapses)
        self._reviews.append((learner, review))
        return True

    async def undo_review(self, learner: LearnerId) -> Card | None:
        theirs = [review for whose, review in self._reviews if whose == learner]
        last = [review for review in theirs if review.n == self._cards[review.card].reviews]
        # Of those at the same time `max` takes the first: it is to be the one that came last.
        review = max(reversed(last), key=lambda it: it.at, default=None)
        if review is None:
            return None
        self._reviews.remove((learner, review))
        card = self._cards[review.card]
        lapses = card.lapses - _lapsed(review)
        card = replace(card, memory=review.before, reviews=review.n - 1, lapses=lapses)
        self._cards[review.card] = card
        return card

    async def set_aside(
        self,
        learner: LearnerId,
        card: CardId,
        *,
        suspended: bool | None = None,
        buried_until: datetime | None = None,
    ) -> bool:
        found = await self.card(learner, card)
        if found is None:
            return False
        aside = found.suspended if suspended is None else suspended
        self._cards[card] = replace(found, suspended=aside, buried_until=buried_until or found.buried_until)
        return True

    async def next_due(self, learner: LearnerId, after: datetime) -> datetime | None:
        in_use = [card for card in self._theirs(learner) if card.memory and not card.suspended]
        comes = [max(card.memory.due, card.buried_until or card.memory.due) for card in in_use if card.memory]
        return min((moment for moment in comes if moment > after), default=None)

    def _add_card(self, learner: LearnerId, space: SpaceId, text: CardText) -> CardId:
        known = self._card_with(learner, text.key)
        if known is None:
            self._newest_card += 1
            known = Card(CardId(self._newest_card), learner, space, text)
        self._cards[known.id] = replace(known, text=text, retired=False)
        return known.id

    def _card_with(self, learner: LearnerId, key: CardKey) -> Card | None:
        theirs = (card for card in self._cards.values() if card.learner == learner)
        return next((card for card in theirs if card.text.key == key), None)

    def _theirs(self, learner: LearnerId) -> Iterator[Card]:
        return (card for card in self._cards.values() if card.learner == learner and not card.retired)

    def _awake(self, learner: LearnerId, now: datetime) -> Iterator[Card]:
        for card in self._theirs(learner):
            if not card.suspended and (card.buried_until is None or card.buried_until <= now):
                yield card


def _lapsed(review: CardReview) -> int:
    return int(review.rating == "again" and review.before is not None and review.before.state == "review")
