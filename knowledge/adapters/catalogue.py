"""the truth of what is taught, in SQL: a change goes in whole, reads see the last one whole"""

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from knowledge.adapters import catalogue_rows as rows
from knowledge.adapters import catalogue_tables as tables
from knowledge.adapters.catalogue_switch import apply, batches, forget, mark
from knowledge.adapters.database import Database
from knowledge.adapters.library_lock import library_lock
from knowledge.models import (
    Change,
    Chunk,
    ChunkId,
    ChunkState,
    Lesson,
    LessonHeading,
    Library,
    LibraryId,
    Question,
    Section,
    SourceState,
    Term,
    TermHeading,
)

Query = sa.Select[*tuple[Any, ...]]


class SqlCatalogue:
    """`data_folder` holds the files that lock libraries where the database is SQLite."""

    def __init__(self, database: Database, data_folder: Path) -> None:
        self._database = database
        self._locks = data_folder / "locks"

    async def libraries(self) -> tuple[Library, ...]:
        if self._database.dialect == "sqlite":
            return tuple(
                [rows.library_from(row) for row in await self._database.at_once(_LIBRARIES_AT_ONCE, {})]
            )
        return tuple([Library(*row) for row in await self._all(_LIBRARIES)])

    async def generations(self, libraries: Sequence[LibraryId]) -> Mapping[LibraryId, int]:
        if self._database.dialect == "sqlite":
            asked = {"slugs": json.dumps(libraries)}
            return dict(await self._database.at_once(_GENERATIONS_AT_ONCE, asked))
        found = await self._all(_GENERATIONS, {"slugs": libraries})
        return {row.slug: row.generation for row in found}

    async def chunks(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, Chunk]:
        if self._database.dialect == "sqlite":
            lists = {"slugs": json.dumps(libraries), "ids": json.dumps(list(ids))}
            held = await self._database.at_once(_CHUNKS_AT_ONCE, lists)
            return {row[0]: rows.chunk_from(row) for row in held}
        found: dict[ChunkId, Chunk] = {}
        async with self._database.reading() as connection:
            for batch in batches(ids):
                asked = {"slugs": libraries, "ids": batch}
                found.update((row[0], Chunk(*row)) for row in await connection.execute(_CHUNKS, asked))
        return found

    async def chunks_of(self, library: LibraryId, source: str) -> tuple[Chunk, ...]:
        found = await self._all(_CHUNKS_OF_SOURCE, {"slug": library, "source": source})
        return tuple([Chunk(*row) for row in found])

    async def every_chunk(self, library: LibraryId) -> AsyncIterator[Chunk]:
        async with self._database.reading() as connection:
            async for row in await connection.stream(_EVERY_CHUNK, {"slug": library}):
                yield Chunk(*row)

    async def lessons(self, libraries: Sequence[LibraryId]) -> tuple[LessonHeading, ...]:
        courses, lessons = tables.libraries.c, tables.lessons.c
        tracks = sa.select(courses.slug, courses.tracks).where(courses.slug.in_(libraries))
        headings = sa.select(*rows.LESSON_HEADING).where(lessons.library.in_(libraries))
        async with self._database.reading() as connection:
            order = {row.slug: row.tracks for row in await connection.execute(tracks)}
            found = [LessonHeading(*row) for row in await connection.execute(headings)]
        return tuple(sorted(found, key=lambda it: (it.library, *rows.lesson_key(it, order[it.library]))))

    async def lesson(self, library: LibraryId, source: str) -> Lesson | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_of(tables.lessons, rows.LESSON, library, source))).one_or_none()
            if row is None:
                return None
            parts = await connection.execute(_of(tables.sections, rows.SECTION, library, source))
            asked = await connection.scalars(_of(tables.questions, rows.QUESTION, library, source))
            return rows.lesson_from(row, [Section(*it) for it in parts], asked.all())

    async def terms(self, libraries: Sequence[LibraryId]) -> tuple[TermHeading, ...]:
        found = await self._all(sa.select(*rows.TERM_HEADING).where(tables.terms.c.library.in_(libraries)))
        return tuple(sorted((TermHeading(*row) for row in found), key=rows.term_key))

    async def term(self, library: LibraryId, source: str) -> Term | None:
        found = await self._all(_of(tables.terms, rows.TERM, library, source))
        return next((Term(*row) for row in found), None)

    async def terms_of(self, library: LibraryId, sources: Collection[str]) -> Mapping[str, Term]:
        held, found = tables.terms.c, dict[str, Term]()
        of_library = sa.select(*rows.TERM).where(held.library == library)
        async with self._database.reading() as connection:
            for batch in batches(sources):
                some = await connection.execute(of_library.where(held.source.in_(batch)))
                found.update((term.source, term) for term in (Term(*row) for row in some))
        return found

    async def questions(
        self, libraries: Sequence[LibraryId], source: str | None = None
    ) -> tuple[Question, ...]:
        asked = tables.questions.c
        wanted = sa.select(asked.question).where(asked.library.in_(libraries))
        if source is not None:
            wanted = wanted.where(asked.source == source)
        ordered = wanted.order_by(asked.library, asked.source, asked.position)
        return tuple([row.question for row in await self._all(ordered)])

    async def neighbours(self, library: LibraryId) -> Mapping[str, tuple[str, ...]]:
        terms, near = tables.terms.c, tables.term_neighbours.c
        async with self._database.reading() as connection:
            held = await connection.scalars(sa.select(terms.source).where(terms.library == library))
            known = frozenset(held)
            found = await connection.execute(
                sa.select(near.source, near.nearest).where(near.library == library)
            )
            return {row.source: _only(known, row.nearest) for row in found if row.source in known}

    async def calibration(self, library: LibraryId) -> Mapping[str, float]:
        known = tables.libraries.c
        found = await self._all(sa.select(known.calibration).where(known.slug == library))
        return found[0].calibration if found else {}

    async def library(self, library: LibraryId) -> Library | None:
        known = tables.libraries.c
        asked = sa.select(*rows.LIBRARY).where(known.slug == library, known.generation >= 0)
        found = await self._all(asked)
        return next((Library(*row) for row in found), None)

    async def source_states(self, library: LibraryId) -> tuple[SourceState, ...]:
        held = tables.sources.c
        states = sa.select(*rows.SOURCE_STATE).where(held.library == library).order_by(held.source)
        return tuple([SourceState(*row) for row in await self._all(states)])

    async def chunk_states(self, library: LibraryId) -> tuple[ChunkState, ...]:
        held = tables.chunks.c
        states = sa.select(*rows.CHUNK_STATE).where(held.library == library)
        ordered = states.order_by(held.source, held.position)
        return tuple([ChunkState(*row) for row in await self._all(ordered)])

    def lock(self, library: LibraryId) -> AbstractAsyncContextManager[None]:
        return library_lock(self._database, self._locks, library)

    async def switch(self, change: Change) -> int:
        async with self._database.writing() as connection:
            return await apply(connection, change)

    async def mark_swept(self, library: LibraryId, swept: bool) -> None:
        async with self._database.writing() as connection:
            await mark(connection, library, swept=swept)

    async def forget(self, library: LibraryId) -> None:
        async with self._database.writing() as connection:
            await forget(connection, library)

    async def _all(
        self, statement: Query, asked: Mapping[str, object] | None = None
    ) -> Sequence[sa.Row[*tuple[Any, ...]]]:
        async with self._database.reading() as connection:
            return (await connection.execute(statement, asked)).all()


def _any_of(column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam(name, expanding=True))


def _listed(column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    """The list comes as one parameter, a JSON array, so that the statement's text is always the same."""
    values = sa.func.json_each(sa.bindparam(name)).table_valued("value")
    return column.in_(sa.select(values.c.value))


def _in_sqlites_words(select: Query) -> str:
    return str(select.compile(dialect=sqlite.dialect(paramstyle="named")))


# Built once: these stand on the road of every answer.
_SWITCHED_ON = sa.select(tables.libraries.c.slug, tables.libraries.c.generation).where(
    tables.libraries.c.generation >= sa.text("1")
)
_LIBRARIES = (
    sa.select(*rows.LIBRARY)
    .where(tables.libraries.c.generation >= sa.text("1"))
    .order_by(tables.libraries.c.slug)
)
_LIBRARIES_AT_ONCE = _in_sqlites_words(_LIBRARIES)
_GENERATIONS = _SWITCHED_ON.where(_any_of(tables.libraries.c.slug, "slugs"))
_GENERATIONS_AT_ONCE = _in_sqlites_words(_SWITCHED_ON.where(_listed(tables.libraries.c.slug, "slugs")))
_CHUNKS = sa.select(*rows.CHUNK).where(
    _any_of(tables.chunks.c.library, "slugs"), _any_of(tables.chunks.c.id, "ids")
)
_CHUNKS_AT_ONCE = _in_sqlites_words(
    sa.select(*rows.CHUNK).where(
        _listed(tables.chunks.c.library, "slugs"), _listed(tables.chunks.c.id, "ids")
    )
)
_EVERY_CHUNK = (
    sa.select(*rows.CHUNK)
    .where(tables.chunks.c.library == sa.bindparam("slug"))
    .order_by(tables.chunks.c.source, tables.chunks.c.position)
    .execution_options(yield_per=500)
)
_CHUNKS_OF_SOURCE = (
    sa.select(*rows.CHUNK)
    .where(tables.chunks.c.library == sa.bindparam("slug"), tables.chunks.c.source == sa.bindparam("source"))
    .order_by(tables.chunks.c.position)
)


def _of(table: sa.Table, columns: Sequence[sa.Column[Any]], library: LibraryId, source: str) -> Query:
    """What one source has in a table, in the source's order."""
    found = sa.select(*columns).where(table.c.library == library, table.c.source == source)
    return found.order_by(table.c.position) if "position" in table.c else found


def _only(known: frozenset[str], nearest: Iterable[str]) -> tuple[str, ...]:
    return tuple(source for source in nearest if source in known)
