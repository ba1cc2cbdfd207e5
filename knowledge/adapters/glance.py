"""a database URL -> what the catalogue in it holds of a library, at a glance

Most runs of a nightly ingest find nothing new, and SQLAlchemy takes longer to import than such a run needs
for all else: this one question is asked of SQLite directly. Whatever is in doubt is left to the catalogue.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.models import Library, LibraryId, SourceState, Standing

_LIBRARY = (
    "SELECT title, language, embedder, dimension, generation, roots, tracks, hints_only, swept FROM libraries"
    " WHERE slug = ? AND generation > 0"
)
_STATES = "SELECT source, root, content_hash FROM sources WHERE library = ? ORDER BY source"
_COUNTS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {table} WHERE library = :slug)"
    for table in ("lessons", "terms", "questions", "chunks")
)


def glance(url: str, library: LibraryId) -> Standing | None:
    """None where the URL is not a SQLite file's, where there is no such file or no such library that was
    switched on, or where it cannot be read: then the catalogue itself is to be opened, which says why."""
    kind, _, path = url.partition(":///")
    if kind != "sqlite" or "?" in path:
        return None
    file = Path(path)
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _standing(connection, library)
    except (sqlite3.Error, ValueError):
        return None


def _standing(connection: sqlite3.Connection, slug: LibraryId) -> Standing | None:
    """All in one transaction: a switch beside it is seen whole or not at all."""
    connection.execute("BEGIN")
    row = connection.execute(_LIBRARY, (slug,)).fetchone()
    if row is None:
        return None
    title, language, embedder, dimension, generation, roots, tracks, hints_only, swept = row
    known = Library(
        slug,
        title,
        language,
        embedder,
        dimension,
        generation,
        tuple(json.loads(roots)),
        tuple(json.loads(tracks)),
        bool(hints_only),
        bool(swept),
    )
    states = tuple(SourceState(*found) for found in connection.execute(_STATES, (slug,)))
    return Standing(known, states, *connection.execute(_COUNTS, {"slug": slug}).fetchone())
