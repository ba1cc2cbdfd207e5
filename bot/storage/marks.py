"""what one process tells the next"""

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.rows import put
from knowledge.adapters.database import Database


class Marks:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark(self, name: str) -> str:
        held = tables.marks.c
        async with self._database.reading() as connection:
            return await connection.scalar(sa.select(held.value).where(held.name == name)) or ""

    async def set_mark(self, name: str, value: str) -> None:
        async with self._database.writing() as connection:
            await put(connection, tables.marks, {"name": name, "value": value})
