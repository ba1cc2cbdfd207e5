"""where the bot is: places joined, left and forgotten, and what is lent to them"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.models import SpaceId
from bot.storage import tables
from bot.storage.rows import know_space
from knowledge.adapters.database import Database, insert_into
from knowledge.models import LibraryId


class Spaces:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def joined(self, space: SpaceId) -> bool:
        held = tables.spaces
        async with self._database.writing() as connection:
            insert = insert_into(connection, held).values({"id": space, "joined": True})
            back = insert.on_conflict_do_update(
                index_elements=["id"],
                set_={"joined": True, "left_at": None},
                where=sa.or_(held.c.joined.is_(False), held.c.left_at.is_not(None)),
            )
            return (await connection.execute(back)).rowcount == 1

    async def left(self, space: SpaceId, at: datetime) -> None:
        held = tables.spaces
        there = sa.update(held).where(held.c.id == space, held.c.left_at.is_(None))
        async with self._database.writing() as connection:
            await connection.execute(there.values(left_at=at))

    async def present(self, prefix: str) -> frozenset[SpaceId]:
        held = tables.spaces.c
        # LIKE would take capitals for small letters on SQLite.
        so_called = sa.func.substr(held.id, 1, len(prefix)) == prefix
        wanted = sa.select(held.id).where(so_called, held.joined, held.left_at.is_(None))
        async with self._database.reading() as connection:
            return frozenset((await connection.scalars(wanted)).all())

    async def forget_left(self, before: datetime) -> tuple[SpaceId, ...]:
        held = tables.spaces
        gone = sa.delete(held).where(held.c.left_at < before).returning(held.c.id)
        async with self._database.writing() as connection:
            return tuple(sorted((await connection.scalars(gone)).all()))

    async def private_spaces(self) -> frozenset[SpaceId]:
        kept = tables.settings.c
        wanted = sa.select(kept.space).where(kept.name == "private_answers", kept.value == json.dumps(True))
        async with self._database.reading() as connection:
            return frozenset((await connection.scalars(wanted)).all())

    async def lend(self, library: LibraryId, spaces: Collection[SpaceId]) -> None:
        lent, given = tables.lent_libraries, tables.lendings
        async with self._database.writing() as connection:
            if not spaces:
                await connection.execute(sa.delete(lent).where(lent.c.library == library))
                return
            # Setting it to itself holds the row until the end: of two at once, one's word stands whole.
            insert = insert_into(connection, lent).values(library=library)
            same = {"library": insert.excluded.library}
            await connection.execute(insert.on_conflict_do_update(index_elements=["library"], set_=same))
            await connection.execute(sa.delete(given).where(given.c.library == library))
            for space in sorted(set(spaces)):
                await know_space(connection, space)
                await connection.execute(sa.insert(given).values(library=library, space=space))

    async def lendings(self) -> Mapping[LibraryId, frozenset[SpaceId]]:
        lent, given = tables.lent_libraries, tables.lendings
        wanted = sa.select(lent.c.library, given.c.space).join_from(lent, given, isouter=True)
        found: dict[LibraryId, frozenset[SpaceId]] = {}
        async with self._database.reading() as connection:
            for library, space in await connection.execute(wanted.order_by(lent.c.library)):
                found[library] = found.get(library, frozenset()) | ({space} if space is not None else set())
        return found
