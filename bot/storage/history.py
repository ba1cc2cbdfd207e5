"""what a learner reviewed and still remembers; who of a space reviewed how much, of those who agreed"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.models import Habits, LearnerId, Memory, Reviewed, SpaceId
from bot.storage import tables
from bot.storage.rows import in_turns
from knowledge.adapters.database import Database, insert_into

_CARDS, _REVIEWS = tables.cards.c, tables.card_reviews.c
_MEMORY = [_CARDS[it.name] for it in fields(Memory)]


class History:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def reviews_since(self, learner: LearnerId, since: datetime) -> tuple[Reviewed, ...]:
        state = sa.func.coalesce(_REVIEWS.state, "new")
        theirs = sa.select(_REVIEWS.at, _REVIEWS.rating, state)
        theirs = theirs.where(_REVIEWS.learner == learner, _REVIEWS.at >= since)
        async with self._database.reading() as connection:
            found = await in_turns(await connection.execute(theirs.order_by(_REVIEWS.at, _REVIEWS.id)))
        return await asyncio.to_thread(_told, found)

    async def memories(self, learner: LearnerId) -> tuple[Memory | None, ...]:
        in_use = (_CARDS.suspended.is_(False), _CARDS.retired.is_(False))
        theirs = sa.select(*_MEMORY).where(_CARDS.learner == learner, *in_use).order_by(_CARDS.id)
        async with self._database.reading() as connection:
            return tuple(
                [None if row.due is None else Memory(*row) for row in await connection.execute(theirs)]
            )

    async def reviews_here(self, space: SpaceId, since: datetime) -> Mapping[LearnerId, int]:
        count, habits = sa.func.count(), tables.habits
        counted = (
            sa.select(_REVIEWS.learner, count)
            .join_from(tables.card_reviews, tables.cards, _CARDS.id == _REVIEWS.card)
            .join(habits, habits.c.learner == _REVIEWS.learner)
            .where(habits.c.listed, _CARDS.space == space, _REVIEWS.at >= since)
            .group_by(_REVIEWS.learner)
        )
        async with self._database.reading() as connection:
            return {LearnerId(who): reviews for who, reviews in await connection.execute(counted)}

    async def set_listed(self, learner: LearnerId, listed: bool) -> None:
        row = {"learner": learner, **asdict(Habits(listed=listed))}
        async with self._database.writing() as connection:
            insert = insert_into(connection, tables.habits).values(row)
            agreed = insert.on_conflict_do_update(index_elements=["learner"], set_={"listed": listed})
            await connection.execute(agreed)


def _told(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[Reviewed, ...]:
    return tuple([Reviewed(*row) for row in rows])
