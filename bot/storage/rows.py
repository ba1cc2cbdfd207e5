"""a row and its transaction -> put in, once"""

import asyncio
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StaleButton
from bot.models import SpaceId
from bot.storage import tables
from knowledge.adapters.database import insert_into

Row = Mapping[str, object]
_AT_ONCE = 1000


async def put(connection: AsyncConnection, table: sa.Table, row: Row) -> None:
    """In place of the row with the same primary key, where there is one."""
    key = [column.name for column in table.primary_key]
    insert = insert_into(connection, table).values(row)
    others = {name: insert.excluded[name] for name in row if name not in key}
    await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=others))


async def insert_once(connection: AsyncConnection, table: sa.Table, row: Row) -> bool:
    """False where a row with one of its keys stands already."""
    insert = insert_into(connection, table).values(row).on_conflict_do_nothing()
    return (await connection.execute(insert)).rowcount == 1


async def number_of_new(connection: AsyncConnection, table: sa.Table, row: Row) -> int:
    """The number that the database gives to a new row."""
    return int((await connection.execute(sa.insert(table).values(row).returning(table.c.id))).scalar_one())


async def in_turns(found: sa.CursorResult[Any], at_once: int = _AT_ONCE) -> list[sa.Row[Any]]:
    """All rows. A year of reviews is read into Python a piece at a time, so that the event loop goes on."""
    rows: list[sa.Row[Any]] = []
    for some in found.partitions(at_once):
        rows += some
        await asyncio.sleep(0)
    return rows


async def know_space(connection: AsyncConnection, space: SpaceId) -> None:
    await insert_once(connection, tables.spaces, {"id": space})


async def require(connection: AsyncConnection, found: sa.Select[Any], otherwise: str) -> None:
    """Raises StaleButton with `otherwise` where nothing is found."""
    if (await connection.execute(found)).first() is None:
        raise StaleButton(otherwise)
