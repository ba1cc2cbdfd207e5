"""a learner's two records -> one: codes, tries, and all that hangs on the learner moved over"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Habits, LearnerId, LessonProgress, Linked
from bot.storage import tables
from bot.storage.habits import habits_row
from bot.storage.joined_cards import Replays, join_cards, logs_of_both, replays
from bot.storage.rows import put
from bot.study.calendar.reminding import next_daily
from bot.study.joining import joined_habits, joined_progress
from knowledge.adapters.database import Database, insert_into

TWICE: Mapping[sa.Table, tuple[str, ...]] = {
    tables.feedback: ("conversation", "turn"),
    tables.quiz_responses: ("round", "number"),
    tables.reports: ("round", "number"),
    tables.card_reports: ("question", "made_from"),
}
"""What a learner can have once each, by which columns: where both had it, what was there stands."""

MERGED = (
    tables.cards,
    tables.lesson_progress,
    tables.learner_spending,
    tables.paces,
    tables.habits,
    tables.link_codes,
    tables.link_tries,
)
"""What a learner can have once as well, and is put together row by row."""

_HABITS = [tables.habits.c[it.name] for it in fields(Habits)]
_PROGRESS = [it.name for it in fields(LessonProgress)]


class Linking:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_link_code(self, learner: LearnerId, digest: str, expires: datetime, at: datetime) -> None:
        held = tables.link_codes
        over = sa.or_(held.c.learner == learner, held.c.digest == digest, held.c.expires <= at)
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(held).where(over))
            row = {"learner": learner, "digest": digest, "expires": expires}
            # Asked for twice at once, the last one stands.
            insert = insert_into(connection, held).values(row)
            await connection.execute(insert.on_conflict_do_update(index_elements=["learner"], set_=row))

    async def count_link_try(self, learner: LearnerId, at: datetime, *, most: int, within: timedelta) -> bool:
        held = tables.link_tries.c
        over = held.since <= at - within
        again = {
            "count": sa.case((over, 1), else_=held.count + 1),
            "since": sa.case((over, at), else_=held.since),
        }
        async with self._database.writing() as connection:
            first = {"learner": learner, "since": at, "count": 1}
            insert = insert_into(connection, tables.link_tries).values(first)
            counted = insert.on_conflict_do_update(index_elements=["learner"], set_=again)
            tries = (await connection.execute(counted.returning(held.count))).scalar_one()
        return int(tries) <= most

    async def link_code(self, digest: str, at: datetime) -> LearnerId | None:
        async with self._database.reading() as connection:
            return await _made_by(connection, digest, at)

    async def link(self, learner: LearnerId, digest: str, at: datetime) -> Linked | None:
        ahead = await self._replayed_ahead(learner, digest, at)
        async with self._database.writing() as connection:
            kept = await _made_by(connection, digest, at)
            if kept is None or kept == learner or not await _both_held(connection, kept, learner):
                return None
            used = await connection.execute(
                sa.delete(tables.link_codes).where(tables.link_codes.c.digest == digest)
            )
            return None if used.rowcount != 1 else await _joined(connection, learner, kept, at, ahead)

    async def _replayed_ahead(self, learner: LearnerId, digest: str, at: datetime) -> Replays:
        """As both stand now, and before anything is held that others wait for."""
        async with self._database.reading() as connection:
            kept = await _made_by(connection, digest, at)
            if kept is None or kept == learner:
                return {}
            habits = await _habits_of_both(connection, learner, kept) or Habits()
            logs = await logs_of_both(connection, learner, kept)
        return await asyncio.to_thread(replays, logs, habits)


async def _made_by(connection: AsyncConnection, digest: str, at: datetime) -> LearnerId | None:
    held = tables.link_codes.c
    wanted = sa.select(held.learner).where(held.digest == digest, held.expires > at)
    return next(map(LearnerId, await connection.scalars(wanted)), None)


async def _both_held(connection: AsyncConnection, *learners: LearnerId) -> bool:
    """Always in this order, and against everything that would hang itself on them meanwhile."""
    known = tables.learners.c.id
    both = sa.select(known).where(known.in_(learners)).order_by(known).with_for_update()
    return len((await connection.scalars(both)).all()) == len(learners)


async def _joined(
    connection: AsyncConnection, gone: LearnerId, kept: LearnerId, at: datetime, ahead: Replays
) -> Linked:
    moved = [await _count(connection, table, gone) for table in (tables.cards, tables.card_reviews)]
    habits = await _join_habits(connection, gone, kept, at)
    met = await join_cards(connection, gone, kept, habits, ahead)
    await _join_progress(connection, gone, kept)
    await _join_spending(connection, gone, kept)
    for table in (tables.link_codes, tables.link_tries):
        await connection.execute(sa.delete(table).where(table.c.learner == gone))
    for table, key in TWICE.items():
        await _drop_twice(connection, table, key, gone, kept)
    for column in of_learners():
        await connection.execute(sa.update(column.table).where(column == gone).values({column.name: kept}))
    await connection.execute(sa.delete(tables.learners).where(tables.learners.c.id == gone))
    return Linked(cards=moved[0], met=met, reviews=moved[1])


def of_learners() -> Iterable[sa.Column[Any]]:
    """Every column that names a learner, of every table."""
    for table in tables.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is tables.learners.c.id:
                yield key.parent


async def _count(connection: AsyncConnection, table: sa.Table, learner: LearnerId) -> int:
    counted = sa.select(sa.func.count()).where(table.c.learner == learner)
    return int((await connection.execute(counted)).scalar_one())


async def _join_progress(connection: AsyncConnection, gone: LearnerId, kept: LearnerId) -> None:
    held = tables.lesson_progress
    columns = [held.c[name] for name in (*_PROGRESS, "learner", "at")]
    both = sa.select(*columns).where(held.c.learner.in_((gone, kept)))
    found = (await connection.execute(both.order_by(held.c.library, held.c.source, held.c.at))).all()
    for _, group in groupby(found, key=lambda row: (row.library, row.source)):
        rows = list(group)
        if len(rows) == 2:
            one, other = (LessonProgress(*row[: len(_PROGRESS)]) for row in rows)
            row = {**asdict(joined_progress(other, one)), "learner": kept, "at": rows[-1].at}
            await put(connection, held, row)
            its = (held.c.library == row["library"], held.c.source == row["source"])
            await connection.execute(sa.delete(held).where(held.c.learner == gone, *its))


async def _join_spending(connection: AsyncConnection, gone: LearnerId, kept: LearnerId) -> None:
    """What was asked and spent adds up: two records joined are not asked for free."""
    spent, paced = tables.learner_spending, tables.paces
    days = await connection.execute(sa.delete(spent).where(spent.c.learner == gone).returning(*spent.c))
    for row in days.mappings().all():
        insert = insert_into(connection, spent).values({**row, "learner": kept})
        more = {name: spent.c[name] + row[name] for name in ("requests", "tokens")}
        await connection.execute(insert.on_conflict_do_update(index_elements=["learner", "day"], set_=more))
    both = sa.delete(paced).where(paced.c.learner.in_((gone, kept))).returning(paced.c.busy_until)
    until = max((await connection.scalars(both)).all(), default=None)
    if until is not None:
        await put(connection, paced, {"learner": kept, "busy_until": until})


async def _join_habits(connection: AsyncConnection, gone: LearnerId, kept: LearnerId, at: datetime) -> Habits:
    held = tables.habits
    if joined := await _habits_of_both(connection, gone, kept):
        await connection.execute(sa.delete(held).where(held.c.learner.in_((gone, kept))))
        # A DM of either that is under way just now is the day's.
        row = {"learner": kept, **habits_row(joined), "next_at": next_daily(joined, kept, at)}
        await connection.execute(sa.insert(held).values(row))
    return joined or Habits()


async def _habits_of_both(connection: AsyncConnection, gone: LearnerId, kept: LearnerId) -> Habits | None:
    held = tables.habits.c
    wanted = sa.select(held.learner, *_HABITS).where(held.learner.in_((gone, kept)))
    found = {row.learner: Habits(*row[1:]) for row in await connection.execute(wanted)}
    return joined_habits(found.get(kept), found.get(gone))


async def _drop_twice(
    connection: AsyncConnection, table: sa.Table, key: Sequence[str], gone: LearnerId, kept: LearnerId
) -> None:
    other = table.alias()
    same = (other.c[name] == table.c[name] for name in key)
    had = sa.exists().where(other.c.learner == kept, *same).correlate(table)
    await connection.execute(sa.delete(table).where(table.c.learner == gone, had))
