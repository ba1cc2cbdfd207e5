"""how a space's learners get on: what they forget most, and how much they review"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa

from bot.models import Activity, MissedCard, SpaceId
from bot.storage import tables
from bot.storage.history import given_here
from knowledge.adapters.database import Database

_CARDS, _REVIEWS = tables.cards.c, tables.card_reviews.c


class Classes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def missed_here(self, space: SpaceId, *, least: int, count: int) -> tuple[MissedCard, ...]:
        reviews = sa.func.count()
        again = reviews.filter(_REVIEWS.rating == "again")
        what = (_CARDS.kind, _CARDS.library, _CARDS.source)
        front = sa.func.min(_CARDS.front)
        wanted = (
            sa.select(front, *what, reviews, again, sa.func.count(_CARDS.learner.distinct()))
            .join_from(tables.cards, tables.card_reviews, _REVIEWS.card == _CARDS.id)
            .where(_CARDS.space == space, _CARDS.retired.is_(False), _CARDS.kind != "answer")
            .group_by(_CARDS.digest, *what)
            .having(reviews >= least, again > 0)
            .order_by((again * 1.0 / reviews).desc(), again.desc(), front)
            .limit(count)
        )
        async with self._database.reading() as connection:
            return tuple([MissedCard(*row) for row in await connection.execute(wanted)])

    async def activity_here(self, space: SpaceId, moments: Sequence[datetime]) -> tuple[Activity, ...]:
        spans = list(pairwise(moments))
        if not spans:
            return ()
        given = given_here(space, spans[0][0])
        asked: list[sa.ColumnElement[int]] = []
        for start, end in spans:
            within = sa.and_(given.c.at >= start, given.c.at < end)
            asked += [
                sa.func.count().filter(within),
                sa.func.count(given.c.learner.distinct()).filter(within),
            ]
        here = sa.select(*asked).select_from(given)
        async with self._database.reading() as connection:
            row = (await connection.execute(here)).one()
        return tuple(Activity(start, *row[2 * n : 2 * n + 2]) for n, (start, _) in enumerate(spans))
