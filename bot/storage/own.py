"""a learner -> all that the record holds of them, to be taken along; and then nothing of it"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import LearnerId
from bot.storage import tables
from bot.storage.rows import in_turns
from knowledge.adapters.database import Database
from knowledge.adapters.frozen_json import to_json


class Own:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def everything_of(self, learner: LearnerId) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """In one snapshot. Off the event loop, as far as can be: a year of reviews takes a second."""
        async with self._database.reading() as connection:
            held = {
                table.name: await in_turns(await connection.execute(rows))
                for table, rows in theirs(learner).items()
            }
        return await asyncio.to_thread(_told, held)

    async def forget_learner(self, learner: LearnerId) -> None:
        own = tables.learners
        async with self._database.writing() as connection:
            # Against everything that would hang itself on them meanwhile.
            await connection.execute(sa.select(own.c.id).where(own.c.id == learner).with_for_update())
            places, questions = await _places(connection, learner), await _reported(connection, learner)
            await connection.execute(sa.delete(own).where(own.c.id == learner))
            await connection.execute(sa.delete(tables.spaces).where(tables.spaces.c.id.in_(places)))
            await connection.execute(_of_nobody(questions))


def theirs(learner: LearnerId) -> Mapping[sa.Table, sa.Select[Any]]:
    """By table, the rows that name the learner; and those that name nobody and hang on such rows."""
    found: dict[sa.Table, sa.ColumnElement[bool]] = {}
    for table in tables.metadata.sorted_tables:
        columns = [key.parent for key in table.foreign_keys if key.column is tables.learners.c.id]
        wanted = sa.or_(*(it == learner for it in columns)) if columns else _hanging(table, found)
        if wanted is not None:
            found[table] = wanted
    return {
        table: sa.select(table).where(wanted).order_by(*table.primary_key) for table, wanted in found.items()
    }


def _hanging(
    table: sa.Table, found: Mapping[sa.Table, sa.ColumnElement[bool]]
) -> sa.ColumnElement[bool] | None:
    for key in table.foreign_key_constraints:
        above = found.get(key.referred_table)
        if above is not None:
            known = sa.select(*(it.column for it in key.elements)).where(above)
            return sa.tuple_(*key.columns).in_(known)
    return None


def _told(
    held: Mapping[str, Sequence[sa.Row[*tuple[Any, ...]]]],
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {
        name: [{column: _plain(value) for column, value in row._mapping.items()} for row in rows]
        for name, rows in held.items()
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if isinstance(value, date) else json.loads(to_json(value))


async def _places(connection: AsyncConnection, learner: LearnerId) -> Sequence[str]:
    """Where they alone were: their direct messages, on each platform."""
    known = tables.identities.c
    wanted = sa.select(known.platform, known.user).where(known.learner == learner)
    return [f"{row.platform}:user:{row.user}" for row in await connection.execute(wanted)]


async def _reported(connection: AsyncConnection, learner: LearnerId) -> Sequence[int]:
    given: Iterator[Any] = iter((tables.reports.c, tables.card_reports.c))
    wanted = sa.union(*(sa.select(it.question).where(it.learner == learner) for it in given))
    return list(await connection.scalars(wanted))


def _of_nobody(questions: Sequence[int]) -> sa.Delete:
    """A question that nobody else reported was kept for their report alone, and may hold their words."""
    held, of_rounds, of_cards = tables.reported_questions, tables.reports.c, tables.card_reports.c
    still = (sa.exists().where(it.question == held.c.id).correlate(held) for it in (of_rounds, of_cards))
    return sa.delete(held).where(held.c.id.in_(questions), *(~it for it in still))
