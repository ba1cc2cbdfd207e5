"""a learner's cards of a library -> the same as its material is today, all of them at once"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Card, CardId, CardText, LearnerId
from bot.storage import tables
from bot.storage.card_rows import CARD, card_from, lock, row_of
from bot.storage.rows import in_turns
from knowledge.adapters.database import Database
from knowledge.models import LibraryId

_HELD = tables.cards.c
_AT_ONCE = 200
"""Whole cards are read into Python in a few milliseconds."""


class FollowedCards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def cards_of(self, learner: LearnerId, library: LibraryId) -> tuple[Card, ...]:
        theirs = sa.select(*CARD).where(_HELD.learner == learner, _HELD.library == library)
        async with self._database.reading() as connection:
            found = await in_turns(await connection.execute(theirs.order_by(_HELD.id)), _AT_ONCE)
        return await asyncio.to_thread(_cards, found)

    async def cards_behind(
        self, learner: LearnerId, generations: Mapping[LibraryId, int]
    ) -> frozenset[LibraryId]:
        oldest = sa.select(_HELD.library, sa.func.min(_HELD.followed)).where(_HELD.learner == learner)
        async with self._database.reading() as connection:
            found = (await connection.execute(oldest.group_by(_HELD.library))).all()
        return frozenset(LibraryId(it) for it, least in found if least < generations.get(it, 0))

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
        rows = await asyncio.to_thread(_rows, renewed)
        theirs = (_HELD.learner == learner, _HELD.library == library, _HELD.id <= newest)
        followed = sa.update(tables.cards).where(*theirs, _HELD.followed < generation)
        async with self._database.writing() as connection:
            await lock(connection, learner)
            latest = await connection.scalar(sa.select(sa.func.max(_HELD.followed)).where(*theirs))
            if (latest or 0) > generation:
                return
            await _renew(connection, learner, library, rows)
            await _retire(connection, learner, retired)
            await connection.execute(followed.values(followed=generation))


async def _renew(
    connection: AsyncConnection, learner: LearnerId, library: LibraryId, rows: Sequence[Mapping[str, Any]]
) -> None:
    if not rows:
        return
    left = _without_clashes(rows, await _digests(connection, learner, library))
    if not left:
        return
    one = _one(learner)
    # By way of digests that no key has, so that two cards can change places.
    await connection.execute(one, [{"card": it["card"], "digest": f"moving {it['card']}"} for it in left])
    await connection.execute(one.values(retired=False), left)


async def _retire(connection: AsyncConnection, learner: LearnerId, cards: Collection[CardId]) -> None:
    if cards:
        await connection.execute(_one(learner).values(retired=True), [{"card": card} for card in cards])


def _one(learner: LearnerId) -> sa.Update:
    return sa.update(tables.cards).where(_HELD.learner == learner, _HELD.id == sa.bindparam("card"))


async def _digests(
    connection: AsyncConnection, learner: LearnerId, library: LibraryId
) -> Mapping[CardId, str]:
    """A digest is of a key with its library: no card of another one has it."""
    theirs = sa.select(_HELD.id, _HELD.digest).where(_HELD.learner == learner, _HELD.library == library)
    return {CardId(row.id): row.digest for row in await in_turns(await connection.execute(theirs))}


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


def _rows(texts: Mapping[CardId, CardText]) -> Sequence[Mapping[str, Any]]:
    return [{"card": card, **row_of(text)} for card, text in texts.items()]


def _cards(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[Card, ...]:
    return tuple([card_from(row._mapping) for row in rows])
