"""a learner's cards: what is due, what is new, and each review, which can be taken back"""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

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
from bot.storage import tables
from bot.storage.rows import in_turns
from knowledge.adapters.database import Database, insert_into
from knowledge.models import LibraryId

_KEY = [it.name for it in fields(CardKey)]
_TEXT = [it.name for it in fields(CardText) if it.name != "key"]
_MEMORY = [it.name for it in fields(Memory)]
_OWN = [it.name for it in fields(Card) if it.name not in ("text", "memory")]
_DUE = [tables.cards.c[it.name] for it in fields(DueCard)]
_CARD = [tables.cards.c[name] for name in (*_OWN, *_KEY, *_TEXT, *_MEMORY)]


class Cards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_cards(
        self, learner: LearnerId, space: SpaceId, texts: Sequence[CardText], at: datetime
    ) -> tuple[CardId, ...]:
        if not texts:
            return ()
        rows = [{"learner": learner, "space": space, "at": at, **_row(text)} for text in texts]
        async with self._database.writing() as connection:
            await _lock(connection, learner)
            insert = insert_into(connection, tables.cards)
            latest = {name: insert.excluded[name] for name in _TEXT} | {"retired": sa.false(), "followed": 0}
            renewing = insert.on_conflict_do_update(index_elements=["learner", "digest"], set_=latest)
            await connection.execute(renewing, rows)
            numbers = await _numbers(connection, learner, {row["digest"] for row in rows})
        return tuple(numbers[row["digest"]] for row in rows)

    async def card(self, learner: LearnerId, card: CardId) -> Card | None:
        return next(iter(await self._cards(learner, tables.cards.c.id == card)), None)

    async def cards_of(self, learner: LearnerId, library: LibraryId) -> tuple[Card, ...]:
        held = tables.cards.c
        return await self._cards(learner, held.library == library, by=(held.id,), count=None)

    async def retire_cards(self, learner: LearnerId, cards: Collection[CardId]) -> None:
        held = tables.cards
        theirs = sa.update(held).where(held.c.learner == learner, held.c.id == sa.bindparam("card"))
        if not cards:
            return
        async with self._database.writing() as connection:
            rows = [{"card": card} for card in cards]
            await connection.execute(theirs.values(retired=True), rows)

    async def cards_behind(
        self, learner: LearnerId, generations: Mapping[LibraryId, int]
    ) -> frozenset[LibraryId]:
        held = tables.cards.c
        oldest = sa.select(held.library, sa.func.min(held.followed)).where(held.learner == learner)
        async with self._database.reading() as connection:
            found = (await connection.execute(oldest.group_by(held.library))).all()
        return frozenset(LibraryId(it) for it, least in found if least < generations.get(it, 0))

    async def rekey_cards(self, learner: LearnerId, texts: Mapping[CardId, CardText]) -> None:
        if not texts:
            return
        held = tables.cards
        one = sa.update(held).where(held.c.learner == learner, held.c.id == sa.bindparam("card"))
        async with self._database.writing() as connection:
            await _lock(connection, learner)
            known = await _digests(connection, learner)
            rows = _without_clashes([{"card": it, **_row(text)} for it, text in texts.items()], known)
            # By way of digests that no key has, so that two cards can change places.
            moving = [{"card": it["card"], "digest": f"moving {it['card']}"} for it in rows]
            if rows:
                await connection.execute(one, moving)
                await connection.execute(one.values(retired=False), rows)

    async def follow_cards(
        self, learner: LearnerId, library: LibraryId, generation: int, *, newest: CardId
    ) -> None:
        held = tables.cards
        theirs = (held.c.learner == learner, held.c.library == library, held.c.id <= newest)
        behind = sa.update(held).where(*theirs, held.c.followed < generation)
        async with self._database.writing() as connection:
            await connection.execute(behind.values(followed=generation))

    async def unlearn(self, learner: LearnerId, key: CardKey, since: datetime) -> bool:
        held = tables.cards
        theirs = (held.c.learner == learner, held.c.digest == _digest(key))
        untouched = sa.delete(held).where(*theirs, held.c.reviews == 0, held.c.at >= since)
        async with self._database.writing() as connection:
            return (await connection.execute(untouched)).rowcount == 1

    async def due_cards(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> tuple[DueCard, ...]:
        held = tables.cards.c
        theirs = sa.select(*_DUE).where(held.learner == learner, *_of(among), _due(day), _awake(day.now))
        async with self._database.reading() as connection:
            found = await in_turns(await connection.execute(theirs.order_by(held.due, held.id)))
        return await asyncio.to_thread(_told, found)

    async def new_cards(
        self, learner: LearnerId, now: datetime, *, count: int, among: Collection[LibraryId] | None = None
    ) -> tuple[Card, ...]:
        held = tables.cards.c
        those = (*_of(among), held.due.is_(None), _awake(now))
        return await self._cards(learner, *those, by=(held.id,), count=count)

    async def cards_aside(
        self, learner: LearnerId, *, among: Collection[LibraryId], skip: int, count: int
    ) -> tuple[Card, ...]:
        held = tables.cards.c
        those = (*_of(among), held.suspended, sa.not_(held.retired))
        return await self._cards(learner, *those, by=(held.id,), skip=skip, count=count)

    async def deck_count(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> DeckCount:
        held, given = tables.cards.c, tables.card_reviews.c
        deck = sa.select(
            _count_of(_due(day), _awake(day.now)),
            _count_of(held.due.is_(None), _awake(day.now)),
            _count_of(held.suspended, sa.not_(held.retired)),
        ).where(held.learner == learner, *_of(among))
        today = sa.select(sa.func.count(), _count_of(given.n == 1)).where(
            given.learner == learner, given.at >= day.began
        )
        async with self._database.reading() as connection:
            counted = [(await connection.execute(wanted)).one() for wanted in (deck, today)]
        return DeckCount(*counted[0], *counted[1])

    async def review_card(self, learner: LearnerId, review: CardReview) -> bool:
        held, given = tables.cards, tables.card_reviews
        before = _columns(review.before)
        row = {"card": review.card, "n": review.n, "learner": learner, "rating": review.rating}
        of_theirs = (held.c.learner == learner, held.c.id == review.card, held.c.reviews == review.n - 1)
        counted = {"reviews": review.n, "lapses": held.c.lapses + _lapses(review.rating, before)}
        async with self._database.writing() as connection:
            await _lock(connection, learner)
            won = await connection.execute(
                sa.update(held).where(*of_theirs).values({**_columns(review.after), **counted})
            )
            if won.rowcount == 1:
                where_and_when = {"space": review.space, "at": review.at}
                await connection.execute(sa.insert(given).values({**row, **before, **where_and_when}))
            return won.rowcount == 1

    async def undo_review(
        self, learner: LearnerId, *, since: datetime | None = None, which: tuple[CardId, int] | None = None
    ) -> Undone | None:
        async with self._database.writing() as connection:
            await _lock(connection, learner)
            review = (await connection.execute(_newest_review(learner))).mappings().one_or_none()
            if review is None or (since and review["at"] < since):
                return None
            if which is not None and (review["card"], review["n"]) != which:
                return None
            return Undone(await _take_back(connection, review), review["rating"])

    async def set_aside(
        self,
        learner: LearnerId,
        card: CardId,
        *,
        suspended: bool | None = None,
        buried_until: datetime | None = None,
    ) -> bool:
        held = tables.cards
        wanted = {"suspended": suspended, "buried_until": buried_until}
        values = {name: held.c[name] if value is None else value for name, value in wanted.items()}
        theirs = sa.update(held).where(held.c.learner == learner, held.c.id == card)
        async with self._database.writing() as connection:
            return (await connection.execute(theirs.values(values))).rowcount == 1

    async def take_up(self, learner: LearnerId, cards: Collection[CardId]) -> int:
        held = tables.cards
        theirs = sa.update(held).where(held.c.learner == learner, held.c.id.in_(cards), held.c.suspended)
        async with self._database.writing() as connection:
            return int((await connection.execute(theirs.values(suspended=False))).rowcount)

    async def next_due(
        self, learner: LearnerId, day: StudyDay, *, among: Collection[LibraryId] | None = None
    ) -> NextDue:
        held = tables.cards.c
        buried, in_step = held.buried_until > day.now, sa.func.coalesce(held.state, "review") != "review"
        comes = sa.case(
            (sa.or_(held.due.is_(None), held.buried_until > held.due), held.buried_until), else_=held.due
        )
        steps = sa.func.min(comes).filter(in_step, comes > day.now)
        reviews = sa.func.min(comes).filter(sa.not_(in_step), sa.or_(buried, comes >= day.ends))
        in_use = (held.suspended.is_(False), held.retired.is_(False))
        wanted = sa.select(steps, reviews).where(held.learner == learner, *_of(among), *in_use)
        async with self._database.reading() as connection:
            return NextDue(*(await connection.execute(wanted)).one())

    async def _cards(
        self,
        learner: LearnerId,
        *those: sa.ColumnElement[bool],
        by: Sequence[sa.ColumnElement[Any]] = (),
        skip: int = 0,
        count: int | None = 1,
    ) -> tuple[Card, ...]:
        """None where `count` is less than one: what is left of a day's share may be."""
        theirs = sa.select(*_CARD).where(tables.cards.c.learner == learner, *those).order_by(*by)
        wanted = theirs if count is None else theirs.limit(max(0, count)).offset(max(0, skip))
        async with self._database.reading() as connection:
            found = await connection.execute(wanted)
            return tuple([_card(row) for row in found.mappings()])


def _row(text: CardText) -> dict[str, Any]:
    row = {name: getattr(text.key, name) for name in _KEY} | {name: getattr(text, name) for name in _TEXT}
    return row | {"digest": _digest(text.key)}


def _digest(key: CardKey) -> str:
    return sha256(json.dumps([getattr(key, name) for name in _KEY]).encode()).hexdigest()


async def _digests(connection: AsyncConnection, learner: LearnerId) -> Mapping[CardId, str]:
    held = tables.cards.c
    found = await connection.execute(sa.select(held.id, held.digest).where(held.learner == learner))
    return {CardId(id): digest for id, digest in found}


def _without_clashes(
    rows: Sequence[Mapping[str, Any]], known: Mapping[CardId, str]
) -> Sequence[Mapping[str, Any]]:
    """Without those whose key a card has that keeps its own, and those of other learners."""
    left = [row for row in rows if row["card"] in known]
    while True:
        moving = {row["card"] for row in left}
        kept = {digest for id, digest in known.items() if id not in moving}
        if not any(row["digest"] in kept for row in left):
            return left
        left = [row for row in left if row["digest"] not in kept]


def _columns(memory: Memory | None) -> dict[str, Any]:
    return dict.fromkeys(_MEMORY) if memory is None else asdict(memory)


def _card(row: Mapping[Any, Any]) -> Card:
    key = CardKey(**{name: row[name] for name in _KEY})
    text = CardText(key, **{name: row[name] for name in _TEXT})
    memory = None if row["due"] is None else Memory(**{name: row[name] for name in _MEMORY})
    return Card(text=text, memory=memory, **{name: row[name] for name in _OWN})


def _lapses(rating: str, before: Mapping[Any, Any]) -> int:
    return int(rating == "again" and before["state"] == "review")


def _told(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[DueCard, ...]:
    return tuple([DueCard(*row) for row in rows])


def _of(among: Collection[LibraryId] | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if among is None else (tables.cards.c.library.in_(among),)


def _due(day: StudyDay) -> sa.ColumnElement[bool]:
    """In review by the day, in a step by the minute."""
    held = tables.cards.c
    return sa.and_(held.due < day.ends, sa.or_(held.state == "review", held.due <= day.now))


def _awake(now: datetime) -> sa.ColumnElement[bool]:
    held = tables.cards.c
    risen = sa.or_(held.buried_until.is_(None), held.buried_until <= now)
    return sa.and_(held.suspended.is_(False), held.retired.is_(False), risen)


def _count_of(*those: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(*those)


async def _lock(connection: AsyncConnection, learner: LearnerId) -> None:
    """One after the other for each learner, so that what is read within is not overtaken; SQLite does so of
    itself. What else hangs on the learner goes on."""
    whose = sa.select(tables.learners.c.id).where(tables.learners.c.id == learner)
    await connection.execute(whose.with_for_update(key_share=True))


async def _numbers(
    connection: AsyncConnection, learner: LearnerId, digests: set[str]
) -> Mapping[str, CardId]:
    held = tables.cards.c
    wanted = sa.select(held.digest, held.id).where(held.learner == learner, held.digest.in_(digests))
    return {row.digest: CardId(row.id) for row in await connection.execute(wanted)}


def _newest_review(learner: LearnerId) -> sa.Select[*tuple[Any, ...]]:
    """Of those that are their card's last: a clock that was set back lets none be taken from beneath."""
    held, given = tables.cards.c, tables.card_reviews.c
    last = sa.and_(held.id == given.card, held.reviews == given.n)
    theirs = sa.select(*given).join_from(tables.card_reviews, tables.cards, last)
    return theirs.where(given.learner == learner).order_by(given.at.desc(), given.id.desc()).limit(1)


async def _take_back(connection: AsyncConnection, review: Mapping[Any, Any]) -> Card:
    held, given = tables.cards, tables.card_reviews
    before = {name: review[name] for name in _MEMORY}
    counted = {
        "reviews": held.c.reviews - 1,
        "lapses": held.c.lapses - _lapses(review["rating"], before),
    }
    restored = sa.update(held).where(held.c.id == review["card"]).values({**before, **counted})
    await connection.execute(sa.delete(given).where(given.c.id == review["id"]))
    return _card((await connection.execute(restored.returning(*_CARD))).mappings().one())
