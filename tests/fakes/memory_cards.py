"""Cards and their reviews in memory, as strict about whose they are as the real record"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

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
    SpaceId,
    StudyDay,
    Undone,
)
from bot.study.leeches import is_lapse
from knowledge.models import LibraryId


class MemoryCards:
    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[CardId, Card] = {}
        self._newest_card = 0
        self._came: dict[CardId, datetime] = {}
        self._followed: dict[CardId, int] = {}
        self._reviews: list[tuple[LearnerId, CardReview]] = []

    async def add_cards(
        self, learner: LearnerId, space: SpaceId, texts: Sequence[CardText], at: datetime
    ) -> tuple[CardId, ...]:
        ids = tuple([self._add_card(learner, space, text) for text in texts])
        for id in ids:
            self._came.setdefault(id, at)
            self._followed[id] = 0
        return ids

    async def card(self, learner: LearnerId, card: CardId) -> Card | None:
        found = self._cards.get(card)
        return found if found and found.learner == learner else None

    async def cards_of(self, learner: LearnerId, library: LibraryId) -> tuple[Card, ...]:
        theirs = (card for card in self._cards.values() if card.learner == learner)
        return tuple(card for card in theirs if card.text.key.library == library)

    async def cards_behind(
        self, learner: LearnerId, generations: Mapping[LibraryId, int]
    ) -> frozenset[LibraryId]:
        theirs = [card for card in self._cards.values() if card.learner == learner]
        held = [(card.text.key.library, self._followed[card.id]) for card in theirs]
        return frozenset(library for library, followed in held if followed < generations.get(library, 0))

    def _rekey(self, learner: LearnerId, texts: Mapping[CardId, CardText]) -> None:
        theirs = {id: card for id, card in self._cards.items() if card.learner == learner}
        left = {id: text for id, text in texts.items() if id in theirs}
        while clashing := self._clashing(left, theirs):
            left = {id: text for id, text in left.items() if id not in clashing}
        for id, text in left.items():
            self._cards[id] = replace(theirs[id], text=text, retired=False)

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
        compared = [it.id for it in await self.cards_of(learner, library) if it.id <= newest]
        if any(self._followed[id] > generation for id in compared):
            return
        self._rekey(learner, renewed)
        for id in retired:
            if card := await self.card(learner, id):
                self._cards[id] = replace(card, retired=True)
        self._followed |= dict.fromkeys(compared, generation)

    async def unlearn(self, learner: LearnerId, key: CardKey, since: datetime) -> bool:
        card = self._card_with(learner, key)
        if card is None or card.reviews or self._came[card.id] < since:
            return False
        del self._cards[card.id]
        return True

    async def due_cards(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> tuple[DueCard, ...]:
        theirs = _of(self._awake(learner, day.now), among)
        due = [(it.memory.due, it.id, it.memory) for it in theirs if it.memory and _due(it.memory, day)]
        return tuple(_due_card(id, memory) for _, id, memory in sorted(due, key=lambda it: it[:2]))

    async def new_cards(
        self, learner: LearnerId, now: datetime, *, count: int, among: Collection[LibraryId] | None = None
    ) -> tuple[Card, ...]:
        awake = _of(self._awake(learner, now), among)
        return tuple(card for card in awake if card.memory is None)[: max(0, count)]

    async def cards_aside(
        self, learner: LearnerId, *, among: Collection[LibraryId], skip: int, count: int
    ) -> tuple[Card, ...]:
        aside = [card for card in _of(self._theirs(learner), among) if card.suspended]
        return tuple(aside[max(0, skip) :][: max(0, count)])

    async def deck_count(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> DeckCount:
        every = len(self._cards)
        due = await self.due_cards(learner, day, among=among)
        today = [review.n for whose, review in self._reviews if whose == learner and review.at >= day.began]
        return DeckCount(
            due=len(due),
            steps=sum(card.state != "review" for card in due),
            new=len(await self.new_cards(learner, day.now, count=every, among=among)),
            set_aside=sum(card.suspended for card in _of(self._theirs(learner), among)),
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

    async def undo_review(
        self, learner: LearnerId, *, since: datetime | None = None, which: tuple[CardId, int] | None = None
    ) -> Undone | None:
        theirs = [review for whose, review in self._reviews if whose == learner]
        last = [review for review in theirs if review.n == self._cards[review.card].reviews]
        # Of those at the same time `max` takes the first: it is to be the one that came last.
        review = max(reversed(last), key=lambda it: it.at, default=None)
        if review is None or (since and review.at < since):
            return None
        if which is not None and (review.card, review.n) != which:
            return None
        self._reviews.remove((learner, review))
        card = self._cards[review.card]
        lapses = card.lapses - _lapsed(review)
        card = replace(card, memory=review.before, reviews=review.n - 1, lapses=lapses)
        self._cards[review.card] = card
        return Undone(card, review.rating)

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

    async def take_up(self, learner: LearnerId, cards: Collection[CardId]) -> int:
        aside = [card for card in self._cards.values() if card.learner == learner and card.suspended]
        found = [card for card in aside if card.id in cards]
        self._cards |= {card.id: replace(card, suspended=False) for card in found}
        return len(found)

    async def next_due(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> NextDue:
        steps, reviews = [], []
        for card in _of(self._theirs(learner), among):
            moments = [it for it in (card.memory and card.memory.due, card.buried_until) if it]
            if card.suspended or not moments:
                continue
            if card.memory and card.memory.state != "review":
                steps += [max(moments)] if max(moments) > day.now else []
            elif max(moments) >= day.ends or (card.buried_until and card.buried_until > day.now):
                reviews.append(max(moments))
        return NextDue(min(steps, default=None), min(reviews, default=None))

    def _add_card(self, learner: LearnerId, space: SpaceId, text: CardText) -> CardId:
        known = self._card_with(learner, text.key)
        if known is None:
            self._newest_card += 1
            known = Card(CardId(self._newest_card), learner, space, text)
        self._cards[known.id] = replace(known, text=text, retired=False)
        return known.id

    def _clashing(self, texts: Mapping[CardId, CardText], theirs: Mapping[CardId, Card]) -> set[CardId]:
        kept = {card.text.key for id, card in theirs.items() if id not in texts}
        return {id for id, text in texts.items() if text.key in kept}

    def _card_with(self, learner: LearnerId, key: CardKey) -> Card | None:
        theirs = (card for card in self._cards.values() if card.learner == learner)
        return next((card for card in theirs if card.text.key == key), None)

    def _theirs(self, learner: LearnerId) -> Iterator[Card]:
        return (card for card in self._cards.values() if card.learner == learner and not card.retired)

    def _awake(self, learner: LearnerId, now: datetime) -> Iterator[Card]:
        for card in self._theirs(learner):
            if not card.suspended and (card.buried_until is None or card.buried_until <= now):
                yield card


def _of(cards: Iterable[Card], among: Collection[LibraryId] | None) -> Iterator[Card]:
    return (card for card in cards if among is None or card.text.key.library in among)


def _due(memory: Memory, day: StudyDay) -> bool:
    return memory.due < day.ends if memory.state == "review" else memory.due <= day.now


def _due_card(id: CardId, memory: Memory) -> DueCard:
    return DueCard(id, memory.state, memory.stability, memory.last_review)


def _lapsed(review: CardReview) -> bool:
    return is_lapse(review.before.state if review.before else None, review.rating)
