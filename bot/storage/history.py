"""what a learner reviewed and still remembers; who of a space reviewed how much, of those who agreed"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.models import LearnerId, Memory, Reviewed, SpaceId
from bot.storage import tables
from bot.storage.rows import in_turns
from knowledge.adapters.database import Database

_CARDS, _REVIEWS = tables.cards.c, tables.card_reviews.c
_COMES = sa.case((_CARDS.buried_until > _CARDS.due, _CARDS.buried_until), else_=_CARDS.due)
_MEMORY = [_COMES if it.name == "due" else _CARDS[it.name] for it in fields(Memory)]


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
            found = await in_turns(await connection.execute(theirs))
        return await asyncio.to_thread(_remembered, found)

    async def reviews_here(self, space: SpaceId, since: datetime) -> Mapping[LearnerId, int]:
        given, habits = given_here(space, since), tables.habits
        counted = (
            sa.select(given.c.learner, sa.func.count().label("reviews"))
            .join_from(given, habits, habits.c.learner == given.c.learner)
            .where(habits.c.listed)
            .group_by(given.c.learner)
        )
        async with self._database.reading() as connection:
            found = await in_turns(await connection.execute(counted))
        return {LearnerId(row.learner): row.reviews for row in found}


def given_here(space: SpaceId, since: datetime) -> sa.Subquery:
    """`id`, `learner` and `at` of the reviews that were given in that space, or of cards that began there,
    each once. A database finds the one kind and the other by an index, but not either of them at once."""
    review = sa.select(_REVIEWS.id, _REVIEWS.learner, _REVIEWS.at).where(_REVIEWS.at >= since)
    began_here = review.join_from(tables.card_reviews, tables.cards, _CARDS.id == _REVIEWS.card)
    return sa.union(review.where(_REVIEWS.space == space), began_here.where(_CARDS.space == space)).subquery()


def _remembered(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[Memory | None, ...]:
    return tuple([None if row[0] is None else Memory(*row) for row in rows])


def _told(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[Reviewed, ...]:
    return tuple([Reviewed(*row) for row in rows])
