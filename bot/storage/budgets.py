"""what a language model cost, and how fast each learner asks: counted once, whoever else counts"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.budgets import Limits, Spent, Whose, admitted
from bot.models import LearnerId, SpaceId
from bot.storage import tables
from bot.storage.rows import Row, know_space, put
from knowledge.adapters.database import Database, insert_into


class Budgets:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve_request(
        self, learner: LearnerId, space: SpaceId, day: date, limits: Limits
    ) -> Whose | None:
        own, shared = _keys(learner, space, day)
        async with self._database.writing() as connection:
            await know_space(connection, space)
            # Adding nothing holds both rows until the end, always in this order.
            refused = limits.refused(
                learner=await _added(connection, tables.learner_spending, own),
                space=await _added(connection, tables.space_spending, shared),
            )
            if refused is None:
                await _added(connection, tables.learner_spending, own, requests=1)
                await _added(connection, tables.space_spending, shared, requests=1)
            return refused

    async def settle_request(
        self, learner: LearnerId, space: SpaceId, day: date, *, tokens: int, asked: bool
    ) -> None:
        own, shared = _keys(learner, space, day)
        back = 0 if asked else -1
        async with self._database.writing() as connection:
            await know_space(connection, space)
            await _added(connection, tables.learner_spending, own, requests=back, tokens=tokens)
            await _added(connection, tables.space_spending, shared, requests=back, tokens=tokens)

    async def spent(self, day: date, *, learner: LearnerId, space: SpaceId) -> tuple[Spent, Spent]:
        own, shared = _keys(learner, space, day)
        async with self._database.reading() as connection:
            return (
                await _spent(connection, tables.learner_spending, own),
                await _spent(connection, tables.space_spending, shared),
            )

    async def forget_spending(self, before: date) -> int:
        async with self._database.writing() as connection:
            gone = [
                await connection.execute(sa.delete(table).where(table.c.day < before))
                for table in (tables.learner_spending, tables.space_spending)
            ]
        return sum(one.rowcount for one in gone)

    async def admit(self, learner: LearnerId, at: datetime, per_minute: int) -> float:
        held = tables.paces
        async with self._database.writing() as connection:
            insert = insert_into(connection, held).values({"learner": learner, "busy_until": at})
            # Setting it to itself holds the row until the end.
            same = insert.on_conflict_do_update(
                index_elements=["learner"], set_={"busy_until": held.c.busy_until}
            )
            until = (await connection.execute(same.returning(held.c.busy_until))).scalar_one()
            found = admitted(until, at, per_minute=per_minute)
            if isinstance(found, float):
                return found
            await put(connection, held, {"learner": learner, "busy_until": found})
            return 0.0


def _keys(learner: LearnerId, space: SpaceId, day: date) -> tuple[Row, Row]:
    return {"learner": learner, "day": day}, {"space": space, "day": day}


async def _added(
    connection: AsyncConnection, table: sa.Table, key: Row, *, requests: int = 0, tokens: int = 0
) -> Spent:
    """What is spent with this."""
    row = {**key, "requests": max(0, requests), "tokens": tokens}
    more = {"requests": table.c.requests + requests, "tokens": table.c.tokens + tokens}
    insert = insert_into(connection, table).values(row)
    added = insert.on_conflict_do_update(index_elements=list(key), set_=more)
    found = await connection.execute(added.returning(table.c.requests, table.c.tokens))
    return Spent(*found.one())


async def _spent(connection: AsyncConnection, table: sa.Table, key: Row) -> Spent:
    own = (table.c[name] == value for name, value in key.items())
    found = await connection.execute(sa.select(table.c.requests, table.c.tokens).where(*own))
    return next((Spent(*row) for row in found), Spent())
