"""What was reviewed and is remembered, in memory"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.models import Card, LearnerId, LoggedReview, Memory, Reviewed, SpaceId
from tests.fakes.memory_cards import MemoryCards
from tests.fakes.memory_habits import MemoryHabits


class MemoryHistory(MemoryCards, MemoryHabits):
    async def reviews_since(self, learner: LearnerId, since: datetime) -> tuple[Reviewed, ...]:
        given = [
            Reviewed(it.at, it.rating, it.before.state if it.before else "new")
            for whose, it in self._reviews
            if whose == learner and it.at >= since
        ]
        return tuple(sorted(given, key=lambda it: it.at))

    async def memories(self, learner: LearnerId) -> tuple[Memory | None, ...]:
        return tuple(_memory(card) for card in self._theirs(learner) if not card.suspended)

    async def reviews_here(self, space: SpaceId, since: datetime) -> Mapping[LearnerId, int]:
        return Counter(
            whose
            for whose, it in self._reviews
            if it.at >= since
            and space in (it.space, self._cards[it.card].space)
            and self._habits.get(whose) is not None
            and self._habits[whose].listed
        )

    async def with_reviews(self, least: int) -> tuple[LearnerId, ...]:
        given = Counter(whose for whose, _ in self._reviews)
        return tuple(sorted(whose for whose, count in given.items() if count >= least))

    async def log_of(self, learner: LearnerId) -> tuple[LoggedReview, ...]:
        given = sorted((it for whose, it in self._reviews if whose == learner), key=lambda it: it.at)
        return tuple(LoggedReview(str(it.card), it.rating, it.at) for it in given)


def _memory(card: Card) -> Memory | None:
    """Due once it is not buried any more."""
    if card.memory is None:
        return None
    return replace(card.memory, due=max(card.memory.due, card.buried_until or card.memory.due))
