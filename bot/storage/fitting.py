"""who reviewed enough -> the log of their reviews"""

import asyncio
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.models import LearnerId, LoggedReview
from bot.storage import tables
from bot.storage.rows import in_turns
from knowledge.adapters.database import Database

_GIVEN = tables.card_reviews.c


class ToFit:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def with_reviews(self, least: int) -> tuple[LearnerId, ...]:
        many = sa.select(_GIVEN.learner).group_by(_GIVEN.learner).having(sa.func.count() >= least)
        async with self._database.reading() as connection:
            return tuple(map(LearnerId, await connection.scalars(many.order_by(_GIVEN.learner))))

    async def log_of(self, learner: LearnerId) -> tuple[LoggedReview, ...]:
        theirs = sa.select(_GIVEN.card, _GIVEN.rating, _GIVEN.at).where(_GIVEN.learner == learner)
        async with self._database.reading() as connection:
            found = await in_turns(await connection.execute(theirs.order_by(_GIVEN.at, _GIVEN.id)))
        return await asyncio.to_thread(_log, found)


def _log(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[LoggedReview, ...]:
    return tuple([LoggedReview(str(row.card), row.rating, row.at) for row in rows])
