"""chunk ids <-> their sentences' packed vectors, in a table beside the catalogue's"""

import json
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from knowledge.adapters.catalogue_switch import batches
from knowledge.adapters.catalogue_tables import sentence_vectors
from knowledge.adapters.database import Database, insert_into
from knowledge.models import ChunkId, LibraryId

_HELD = sentence_vectors.c


class SqlSentenceIndex:
    def __init__(self, database: Database, *, embedder: str) -> None:
        self._database = database
        self._embedder = embedder

    async def packed(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, bytes]:
        if self._database.dialect == "sqlite":
            lists = {"slugs": json.dumps(libraries), "embedder": self._embedder, "ids": json.dumps(list(ids))}
            return dict(await self._database.at_once(_PACKED_AT_ONCE, lists))
        found: dict[ChunkId, bytes] = {}
        async with self._database.reading() as connection:
            for batch in batches(ids):
                named = _HELD.library.in_(libraries) & _HELD.chunk.in_(batch)
                rows = await connection.execute(_PACKED.where(named, _HELD.embedder == self._embedder))
                found.update((row.chunk, row.packed) for row in rows)
        return found

    async def add(self, library: LibraryId, packed: Mapping[ChunkId, bytes]) -> None:
        async with self._database.writing() as connection:
            put = insert_into(connection, sentence_vectors)
            keys = ["library", "embedder", "chunk"]
            put = put.on_conflict_do_update(index_elements=keys, set_={"packed": put.excluded.packed})
            own = {"library": library, "embedder": self._embedder}
            for batch in batches(packed):
                await connection.execute(put, [{**own, "chunk": id, "packed": packed[id]} for id in batch])

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]:
        known = sa.select(_HELD.chunk).where(*self._of(library))
        async with self._database.reading() as connection:
            return frozenset(map(ChunkId, await connection.scalars(known)))

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        if not ids:
            return
        async with self._database.writing() as connection:
            for batch in batches(ids):
                gone = sa.delete(sentence_vectors).where(*self._of(library), _HELD.chunk.in_(batch))
                await connection.execute(gone)

    async def drop_others(self, library: LibraryId) -> None:
        others = sa.delete(sentence_vectors).where(_HELD.library == library, _HELD.embedder != self._embedder)
        async with self._database.writing() as connection:
            await connection.execute(others)

    def _of(self, library: LibraryId) -> tuple[sa.ColumnElement[bool], ...]:
        return (_HELD.library == library, _HELD.embedder == self._embedder)


def _listed(column: sa.Column[str], name: str) -> sa.ColumnElement[bool]:
    """The list comes as one parameter, a JSON array, so that the statement's text is always the same."""
    values = sa.func.json_each(sa.bindparam(name)).table_valued("value")
    return column.in_(sa.select(values.c.value))


# Built once: this stands on the road of every answer.
_PACKED = sa.select(_HELD.chunk, _HELD.packed)
_PACKED_AT_ONCE = str(
    _PACKED.where(
        _listed(_HELD.library, "slugs"),
        _HELD.embedder == sa.bindparam("embedder"),
        _listed(_HELD.chunk, "ids"),
    ).compile(dialect=sqlite.dialect(paramstyle="named"))
)
