"""Two records of one learner joined in memory, and what a class forgets most"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from bot.budgets import Spent
from bot.models import (
    Activity,
    Card,
    CardKey,
    CardReview,
    Habits,
    LearnerId,
    LessonProgress,
    Linked,
    MissedCard,
    SpaceId,
)
from bot.study.calendar.reminding import next_daily
from bot.study.joining import card_rank, joined_habits, joined_progress, replayed
from knowledge.models import LibraryId
from tests.fakes.memory_conversations import MemoryConversations
from tests.fakes.memory_habits import Due
from tests.fakes.memory_history import MemoryHistory
from tests.fakes.memory_quizzes import MemoryQuizzes

Key = TypeVar("Key")
Value = TypeVar("Value")


class MemoryLinking(MemoryConversations, MemoryQuizzes, MemoryHistory):
    _progress: dict[LearnerId, dict[tuple[LibraryId, str], LessonProgress]]
    _spending: dict[tuple[LearnerId | SpaceId, date], Spent]
    _busy: dict[LearnerId, datetime]

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[LearnerId, tuple[str, datetime]] = {}
        self._tries: dict[LearnerId, tuple[datetime, int]] = {}

    async def keep_link_code(self, learner: LearnerId, digest: str, expires: datetime, at: datetime) -> None:
        self._codes = {who: it for who, it in self._codes.items() if it[0] != digest}
        self._codes[learner] = (digest, expires)

    async def count_link_try(self, learner: LearnerId, at: datetime, *, most: int, within: timedelta) -> bool:
        since, count = self._tries.get(learner, (at, 0))
        since, count = (at, 1) if since <= at - within else (since, count + 1)
        self._tries[learner] = (since, count)
        return count <= most

    async def link_code(self, digest: str, at: datetime) -> LearnerId | None:
        valid = (who for who, (known, expires) in self._codes.items() if known == digest and expires > at)
        return next(valid, None)

    async def link(self, learner: LearnerId, digest: str, at: datetime) -> Linked | None:
        kept = await self.link_code(digest, at)
        if kept in (None, learner) or learner not in self._learners.values():
            return None
        del self._codes[kept]
        self._codes.pop(learner, None)
        self._tries.pop(learner, None)
        cards = [card for card in self._cards.values() if card.learner == learner]
        reviews = [it for whose, it in self._reviews if whose == learner]
        habits = joined_habits(self._habits.get(kept), self._habits.get(learner)) or Habits()
        met = self._join_cards(learner, kept, habits)
        self._move(learner, kept, at)
        return Linked(len(cards), met, len(reviews))

    async def missed_here(self, space: SpaceId, *, least: int, count: int) -> tuple[MissedCard, ...]:
        given: dict[CardKey, list[tuple[Card, CardReview]]] = defaultdict(list)
        for _, review in self._reviews:
            card = self._cards[review.card]
            if card.space == space and not card.retired and card.text.key.kind != "answer":
                given[card.text.key].append((card, review))
        found = [_missed(key, each) for key, each in given.items() if len(each) >= least]
        ranked = sorted(found, key=lambda it: (-it.again / it.reviews, -it.again, it.front))
        return tuple(it for it in ranked if it.again)[:count]

    async def activity_here(self, space: SpaceId, moments: Sequence[datetime]) -> tuple[Activity, ...]:
        places = [((it.space, self._cards[it.card].space), whose, it.at) for whose, it in self._reviews]
        given = [(whose, at) for spaces, whose, at in places if space in spaces]
        found = []
        for start, end in pairwise(moments):
            within = [whose for whose, at in given if start <= at < end]
            found.append(Activity(start, len(within), len(set(within))))
        return tuple(found)

    def _join_cards(self, gone: LearnerId, kept: LearnerId, habits: Habits) -> int:
        met = 0
        for other in [card for card in self._cards.values() if card.learner == gone]:
            own = self._card_with(kept, other.text.key)
            if own is not None:
                met += 1
                self._join_two(own, other, kept, habits)
        return met

    def _join_two(self, own: Card, other: Card, kept: LearnerId, habits: Habits) -> None:
        stays, goes = sorted((own, other), key=_rank, reverse=True)
        del self._cards[goes.id]
        self._cards[stays.id] = replace(stays, learner=kept, retired=own.retired and other.retired)
        if not goes.reviews:
            return
        ids = {stays.id, goes.id}
        log = sorted((it for _, it in self._reviews if it.card in ids), key=lambda it: it.at)
        told = replayed(stays.id, [(it.rating, it.at) for it in log], habits)
        memories = pairwise((*told.before, told.after))
        self._reviews = [pair for pair in self._reviews if pair[1].card not in ids]
        for n, (it, (before, after)) in enumerate(zip(log, memories, strict=True), 1):
            assert after is not None
            one = replace(it, card=stays.id, n=n, before=before, after=after)
            self._reviews.append((kept, one))
        counted = {"reviews": len(log), "lapses": told.lapses}
        self._cards[stays.id] = replace(self._cards[stays.id], memory=told.after, **counted)

    def _move(self, gone: LearnerId, kept: LearnerId, at: datetime) -> None:
        def now(whose: Any) -> Any:
            return kept if whose == gone else whose

        self._learners = {who: now(learner) for who, learner in self._learners.items()}
        self._names = {(on, now(who)): name for (on, who), name in self._names.items()}
        for talk in self._talks.values():
            talk.learner, talk.askers = now(talk.learner), [now(who) for who in talk.askers]
        self._votes = {key: _moved(votes, now) for key, votes in self._votes.items()}
        self._reports = _moved(self._reports, lambda key: (*key[:2], now(key[2])))
        self._card_reports = _moved(self._card_reports, lambda key: (key[0], now(key[1]), key[2]))
        self._cards = {id: replace(card, learner=now(card.learner)) for id, card in self._cards.items()}
        self._reviews = [(now(whose), it) for whose, it in self._reviews]
        self._unanswered = [replace(it, learner=now(it.learner)) for it in self._unanswered]
        self._move_rounds(now)
        self._move_own(gone, kept, at)

    def _move_rounds(self, now: Callable[[Any], Any]) -> None:
        for id, round in self._rounds.items():
            given = _moved(
                {(it.number, it.learner): it for it in round.responses}, lambda it: (it[0], now(it[1]))
            )
            responses = tuple(replace(it, learner=now(it.learner)) for it in given.values())
            self._rounds[id] = replace(round, learner=now(round.learner), responses=responses)

    def _move_own(self, gone: LearnerId, kept: LearnerId, at: datetime) -> None:
        read = self._progress.setdefault(kept, {})
        for key, progress in self._progress.pop(gone, {}).items():
            read[key] = joined_progress(read[key], progress) if key in read else progress
        for whose, day in [it for it in self._spending if it[0] == gone]:
            mine, more = self._spending.get((kept, day), Spent()), self._spending.pop((whose, day))
            self._spending[kept, day] = Spent(mine.requests + more.requests, mine.tokens + more.tokens)
        if gone in self._busy:
            until = self._busy.pop(gone)
            self._busy[kept] = max(until, self._busy.get(kept, until))
        joined = joined_habits(self._habits.get(kept), self._habits.pop(gone, None))
        self._dailies.pop(gone, None)
        if joined:
            self._habits[kept], self._dailies[kept] = joined, Due(next_daily(joined, kept, at))


def _moved(held: dict[Key, Value], renamed: Callable[[Key], Key]) -> dict[Key, Value]:
    """What is there already stands."""
    arriving = {renamed(key): value for key, value in held.items() if renamed(key) != key}
    return {**arriving, **{key: value for key, value in held.items() if renamed(key) == key}}


def _rank(card: Card) -> tuple[int, datetime]:
    return card_rank(card.reviews, card.memory.last_review if card.memory else None)


def _missed(key: CardKey, given: Sequence[tuple[Card, CardReview]]) -> MissedCard:
    again = sum(review.rating == "again" for _, review in given)
    front = min(card.text.front for card, _ in given)
    learners = {card.learner for card, _ in given}
    return MissedCard(front, key.kind, key.library, key.source, len(given), again, len(learners))
