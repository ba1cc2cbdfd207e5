"""change -> the catalogue's rows, whole or not at all: the caller's transaction decides"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.adapters import catalogue_rows as rows
from knowledge.adapters.catalogue_tables import chunks, lessons, libraries, sources, term_neighbours, terms
from knowledge.models import Change, Library, LibraryId

T = TypeVar("T")

BATCH = 500
"""Rows put in by one call, and keys named in one statement: SQLite takes 32,766 parameters, and each
batch gives the event loop a turn."""


async def apply(connection: AsyncConnection, change: Change) -> int:
    """The generation that the change makes."""
    generation = await _move_on(connection, change)
    await _drop(connection, change)
    for table, values in rows.rows_of(change):
        await _put(connection, table, values)
    if change.neighbours is not None:
        await _replace_neighbours(connection, change.library.slug, change.neighbours)
    return generation


async def mark(connection: AsyncConnection, library: LibraryId, *, swept: bool) -> None:
    marked = sa.update(libraries).where(libraries.c.slug == library).values(swept=swept)
    if not (await connection.execute(marked)).rowcount:
        await _add_library(connection, Library(library, title=library, swept=swept))


async def forget(connection: AsyncConnection, library: LibraryId) -> None:
    """What hangs on the library's row goes with it. A row of the negative generation stays, of which no
    reader knows: what comes under the same slug is told from what went."""
    gone = sa.delete(libraries).where(libraries.c.slug == library).returning(libraries.c.generation)
    generation = await connection.scalar(gone)
    if generation:
        await _add_library(connection, Library(library, title=library), generation=-abs(generation))


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch


async def _move_on(connection: AsyncConnection, change: Change) -> int:
    slug = change.library.slug
    values = {**rows.library_row(change.library), "generation": sa.func.abs(libraries.c.generation) + 1}
    if change.calibration:
        values["calibration"] = change.calibration
    moved = sa.update(libraries).where(libraries.c.slug == slug).values(values)
    generation = await connection.scalar(moved.returning(libraries.c.generation))
    if generation is not None:
        return int(generation)
    fresh = replace(change.library, swept=True)
    await _add_library(connection, fresh, generation=1, calibration=change.calibration)
    return 1


async def _add_library(
    connection: AsyncConnection,
    library: Library,
    *,
    generation: int = 0,
    calibration: Mapping[str, float] | None = None,
) -> None:
    state = {"slug": library.slug, "generation": generation, "swept": library.swept}
    values = {**rows.library_row(library), **state, "calibration": calibration or {}}
    await connection.execute(sa.insert(libraries), [values])


async def _drop(connection: AsyncConnection, change: Change) -> None:
    """What goes, and what is put in anew under a key that stands."""
    slug = change.library.slug
    await _delete(connection, (sources.c.source,), slug, change.removed)
    await _delete(connection, (lessons.c.source,), slug, change.removed)
    await _delete(connection, (terms.c.source, terms.c.file), slug, change.removed)
    await _delete(connection, (chunks.c.source, chunks.c.file), slug, change.removed)
    await _delete(connection, (sources.c.source,), slug, [it.source for it in change.sources])
    await _delete(connection, (lessons.c.source,), slug, [it.source for it in change.lessons])
    await _delete(connection, (terms.c.source,), slug, [it.source for it in change.terms])
    await _delete(connection, (chunks.c.id,), slug, [it.id for it in change.chunks])


async def _delete(
    connection: AsyncConnection, columns: Sequence[sa.Column[Any]], library: LibraryId, keys: Sequence[str]
) -> None:
    """Rows of which one of `columns` is one of `keys`."""
    table = columns[0].table
    assert isinstance(table, sa.Table)
    for batch in batches(keys):
        named = sa.or_(*(column.in_(batch) for column in columns))
        await connection.execute(sa.delete(table).where(table.c.library == library, named))


async def _put(connection: AsyncConnection, table: sa.Table, values: Iterable[rows.Row]) -> None:
    for batch in batches(values):
        await connection.execute(sa.insert(table), batch)


async def _replace_neighbours(
    connection: AsyncConnection, library: LibraryId, neighbours: Mapping[str, tuple[str, ...]]
) -> None:
    await connection.execute(sa.delete(term_neighbours).where(term_neighbours.c.library == library))
    await _put(connection, term_neighbours, rows.neighbour_rows(library, neighbours))
