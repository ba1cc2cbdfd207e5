"""a learner's cards: what is due, what is new, and each review, which can be taken back"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
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
    NextDue,
    SpaceId,
    StudyDay,
    Undone,
)
from bot.storage import tables
from bot.storage.card_rows import CARD, MEMORY, TEXT, card_from, columns_of, digest_of, lock, row_of
from bot.storage.rows import in_turns
from bot.study.leeches import is_lapse
from knowledge.adapters.database import Database, insert_into
from knowledge.models import LibraryId

_DUE = [tables.cards.c[it.name] for it in fields(DueCard)]


class Cards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_cards(
        self, learner: LearnerId, space: SpaceId, texts: Sequence[CardText], at: datetime
    ) -> tuple[CardId, ...]:
        if not texts:
            return ()
        theirs = {"learner": learner, "space": space, "at": at}
        rows = await asyncio.to_thread(lambda: [{**theirs, **row_of(text)} for text in texts])
        async with self._database.writing() as connection:
            await lock(connection, learner)
            insert = insert_into(connection, tables.cards)
            latest = {name: insert.excluded[name] for name in TEXT} | {"retired": sa.false(), "followed": 0}
            renewing = insert.on_conflict_do_update(index_elements=["learner", "digest"], set_=latest)
            await connection.execute(renewing, rows)
            numbers = await _numbers(connection, learner, {row["digest"] for row in rows})
        return tuple(numbers[row["digest"]] for row in rows)

    async def card(self, learner: LearnerId, card: CardId) -> Card | None:
        return next(iter(await self._cards(learner, tables.cards.c.id == card)), None)

    async def unlearn(self, learner: LearnerId, key: CardKey, since: datetime) -> bool:
        held = tables.cards
        theirs = (held.c.learner == learner, held.c.digest == digest_of(key))
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
            _count_of(_due(day), _awake(day.now), held.state != "review"),
        ).where(held.learner == learner, *_of(among))
        today = sa.select(sa.func.count(), _count_of(given.n == 1)).where(
            given.learner == learner, given.at >= day.began
        )
        async with self._database.reading() as connection:
            due, new, aside, steps = (await connection.execute(deck)).one()
            reviewed, introduced = (await connection.execute(today)).one()
        return DeckCount(due, new, aside, reviewed, introduced, steps)

    async def review_card(self, learner: LearnerId, review: CardReview) -> bool:
        held, given = tables.cards, tables.card_reviews
        before = columns_of(review.before)
        row = {"card": review.card, "n": review.n, "learner": learner, "rating": review.rating}
        of_theirs = (held.c.learner == learner, held.c.id == review.card, held.c.reviews == review.n - 1)
        counted = {
            "reviews": review.n,
            "lapses": held.c.lapses + int(is_lapse(before["state"], review.rating)),
        }
        async with self._database.writing() as connection:
            await lock(connection, learner)
            won = await connection.execute(
                sa.update(held).where(*of_theirs).values({**columns_of(review.after), **counted})
            )
            if won.rowcount == 1:
                where_and_when = {"space": review.space, "at": review.at}
                await connection.execute(sa.insert(given).values({**row, **before, **where_and_when}))
            return won.rowcount == 1

    async def undo_review(
        self, learner: LearnerId, *, since: datetime | None = None, which: tuple[CardId, int] | None = None
    ) -> Undone | None:
        async with self._database.writing() as connection:
            await lock(connection, learner)
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
        count: int = 1,
    ) -> tuple[Card, ...]:
        """None where `count` is less than one: what is left of a day's share may be."""
        theirs = sa.select(*CARD).where(tables.cards.c.learner == learner, *those).order_by(*by)
        wanted = theirs.limit(max(0, count)).offset(max(0, skip))
        async with self._database.reading() as connection:
            found = await connection.execute(wanted)
            return tuple([card_from(row) for row in found.mappings()])


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
    before = {name: review[name] for name in MEMORY}
    counted = {
        "reviews": held.c.reviews - 1,
        "lapses": held.c.lapses - int(is_lapse(before["state"], review["rating"])),
    }
    restored = sa.update(held).where(held.c.id == review["card"]).values({**before, **counted})
    await connection.execute(sa.delete(given).where(given.c.id == review["id"]))
    return card_from((await connection.execute(restored.returning(*CARD))).mappings().one())
