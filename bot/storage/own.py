"""a learner -> all that the record holds of them, to be taken along; and then nothing of it"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.models import LearnerId
from bot.storage import tables
from bot.storage.departed import keep_pace
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

    async def count_of(self, learner: LearnerId) -> Mapping[str, int]:
        counted = [
            sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery().label(table.name)
            for table, rows in theirs(learner).items()
        ]
        async with self._database.reading() as connection:
            return dict((await connection.execute(sa.select(*counted))).mappings().one())

    async def forget_learner(self, learner: LearnerId, at: datetime) -> None:
        own = tables.learners
        async with self._database.writing() as connection:
            # Against everything that would hang itself on them meanwhile.
            await connection.execute(sa.select(own.c.id).where(own.c.id == learner).with_for_update())
            places = list(await connection.scalars(_places(learner)))
            questions = list(await connection.scalars(_reported(learner)))
            await keep_pace(connection, learner, at)
            await connection.execute(_handed_over(learner))
            await connection.execute(sa.delete(own).where(own.c.id == learner))
            await connection.execute(sa.delete(tables.spaces).where(tables.spaces.c.id.in_(places)))
            await connection.execute(_of_nobody(questions))

    async def forget_departed(self, before: date) -> int:
        held = tables.departed
        async with self._database.writing() as connection:
            return (await connection.execute(sa.delete(held).where(held.c.day < before))).rowcount


def theirs(learner: LearnerId) -> Mapping[sa.Table, sa.Select[Any]]:
    """By table, the rows that name the learner, and those of places that are theirs alone; what names nobody
    and hangs on such rows; and the questions that they reported."""
    found: dict[sa.Table, sa.ColumnElement[bool]] = {}
    for table in tables.metadata.sorted_tables:
        named, hanging = _of_theirs(table, learner), _hanging(table, found)
        wanted = hanging if named is None else named
        if named is not None and hanging is not None and (nobody := _of_nobody_named(table)) is not None:
            wanted = sa.or_(named, sa.and_(nobody, hanging))
        if wanted is not None:
            found[table] = wanted
    return {
        table: sa.select(table).where(wanted).order_by(*table.primary_key) for table, wanted in found.items()
    }


def _of_theirs(table: sa.Table, learner: LearnerId) -> sa.ColumnElement[bool] | None:
    """Who is named counts, not where."""
    if table is tables.spaces:
        return tables.spaces.c.id.in_(_places(learner))
    if of_learner := _named_in(table):
        return sa.or_(*(it == learner for it in of_learner))
    if table is tables.reported_questions:
        return table.c.id.in_(_reported(learner))
    return None


def _of_nobody_named(table: sa.Table) -> sa.ColumnElement[bool] | None:
    """Rows of a time when it was not kept whose they are. In a place of one's own nobody else was."""
    named = _named_in(table)
    if not named or not all(it.nullable for it in named):
        return None
    return sa.and_(*(it.is_(None) for it in named))


def _named_in(table: sa.Table) -> list[sa.Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column is tables.learners.c.id]


def _hanging(
    table: sa.Table, found: Mapping[sa.Table, sa.ColumnElement[bool]]
) -> sa.ColumnElement[bool] | None:
    above = [key for key in table.foreign_key_constraints if key.referred_table in found]
    parts = [
        sa.tuple_(*key.columns).in_(
            sa.select(*(it.column for it in key.elements)).where(found[key.referred_table])
        )
        for key in above
    ]
    return sa.or_(*parts) if parts else None


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


def _places(learner: LearnerId) -> sa.CompoundSelect[Any]:
    """Where they alone are: their direct messages, on each platform, and the terminal."""
    known = tables.identities.c
    names = (known.platform + between + known.user for between in (":user:", ":"))
    return sa.union_all(*(sa.select(name).where(known.learner == learner) for name in names))


def _reported(learner: LearnerId) -> sa.CompoundSelect[Any]:
    given: Iterator[Any] = iter((tables.reports.c, tables.card_reports.c))
    return sa.union(*(sa.select(it.question).where(it.learner == learner) for it in given))


def _handed_over(learner: LearnerId) -> sa.Update:
    """A conversation in which others asked too goes on as that of the first of them."""
    held, turns = tables.conversations, tables.turns.c
    of_others = sa.and_(turns.conversation == held.c.id, turns.learner != learner)
    first = sa.select(turns.learner).where(of_others).order_by(turns.n).limit(1).correlate(held)
    theirs = (held.c.learner == learner, sa.exists().where(of_others).correlate(held))
    return sa.update(held).where(*theirs).values(learner=first.scalar_subquery())


def _of_nobody(questions: Sequence[int]) -> sa.Delete:
    """A question that nobody else reported was kept for their report alone, and may hold their words."""
    held, of_rounds, of_cards = tables.reported_questions, tables.reports.c, tables.card_reports.c
    still = (sa.exists().where(it.question == held.c.id).correlate(held) for it in (of_rounds, of_cards))
    return sa.delete(held).where(held.c.id.in_(questions), *(~it for it in still))
