"""an .apkg's bytes -> notes: two sides as Markdown, tags, the deck that they lie in

The file is a stranger's. Only its collection is unpacked, never its media, and no further than a limit; the
collection is opened read-only, its own views and triggers are not run, and a query that goes on and on is
stopped.
"""

import io
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import zstandard

from ingest.anki_forms import Form, deck_names, forms
from ingest.anki_markup import is_cloze, markdown_of
from knowledge.errors import UnreadableSource

MOST_NOTES = 20_000
MOST_UNPACKED = 60_000_000
"""Bytes of a collection."""
LONGEST_FIELD = 10_000
"""Characters of HTML. A longer one holds a picture, and takes the parser too long."""

_NEWEST = "collection.anki21b"
_COLLECTIONS = (_NEWEST, "collection.anki21", "collection.anki2")
"""The newer ones come with an older collection too, which only says that Anki is to be updated."""
_WIDEST_WINDOW = 32 * 1024 * 1024
"""Bytes that a packed collection may have looked back on. Anki's own takes 2 MB."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, zstandard.ZstdError)
_PIECE = 64 * 1024
_STEPS, _MOST_PAUSES = 100_000, 10_000
_WHOLE_COLUMN = 16_000_000
_TABLES = {"notes", "cards", "col"}

_NO_DECK = "It is no Anki deck that can be opened: export it from Anki as an .apkg, without media."
_TOO_LONG = f"It unpacks to more than {MOST_UNPACKED // 1_000_000} MB: export its decks one by one."
_TOO_MANY = f"It holds more than {MOST_NOTES} notes: export its decks one by one."
_NO_NOTES = "It holds no notes."


@dataclass(frozen=True, slots=True)
class Note:
    """`front` and `back` are Markdown, never empty but for the back of a cloze, whose front holds its
    {{c1::gaps::hint}} as they were written. `deck` is the path of names, outermost first; may be empty."""

    front: str
    back: str
    deck: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def cloze(self) -> bool:
        return is_cloze(self.front)


@dataclass(frozen=True, slots=True)
class Deck:
    """`notes` in the order in which they were made; `left_out` counts those without words on both sides, or
    too long."""

    notes: tuple[Note, ...]
    left_out: int = 0


def read_deck(data: bytes) -> Deck:
    """Raises UnreadableSource, with one sentence on what to do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        _unpack(data, path)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as stored:
                return _deck(stored)
        # Where a damaged schema is quoted in a message, that message itself cannot be decoded.
        except (sqlite3.Error, ValueError, OverflowError) as error:
            raise UnreadableSource(_NO_DECK) from error


def _unpack(data: bytes, path: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as within, path.open("wb") as into:
            _copy(within, _collection(within.namelist()), into)
    except (*_DAMAGED, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableSource(_NO_DECK) from error


def _collection(names: Sequence[str]) -> str:
    found = next((name for name in _COLLECTIONS if name in names), None)
    if found is None:
        raise UnreadableSource(_NO_DECK)
    return found


def _copy(within: zipfile.ZipFile, name: str, into: io.BufferedWriter) -> None:
    """Never more than the limit, whatever the zip says of itself."""
    written = 0
    with within.open(name) as packed, _unpacking(packed, name) as stream:
        while piece := stream.read(_PIECE):
            written += len(piece)
            if written > MOST_UNPACKED:
                raise UnreadableSource(_TOO_LONG)
            into.write(piece)


def _unpacking(packed: IO[bytes], name: str) -> IO[bytes] | zstandard.ZstdDecompressionReader:
    if name != _NEWEST:
        return packed
    return zstandard.ZstdDecompressor(max_window_size=_WIDEST_WINDOW).stream_reader(packed)


def _deck(stored: sqlite3.Connection) -> Deck:
    tables = _guard(stored)
    (count,) = stored.execute(
        "SELECT count(*) FROM (SELECT 1 FROM notes LIMIT ?)", (MOST_NOTES + 1,)
    ).fetchone()
    if count > MOST_NOTES:
        raise UnreadableSource(_TOO_MANY)
    if not count:
        raise UnreadableSource(_NO_NOTES)
    names, shapes = deck_names(stored, tables), forms(stored, tables)
    notes = [_note(row, names, shapes) for row in _rows(stored)]
    kept = tuple(note for note in notes if note is not None)
    return Deck(kept, len(notes) - len(kept))


def _guard(stored: sqlite3.Connection) -> set[str]:
    """The plain tables, which alone are read: a view, or a column that is computed, could compute for ever,
    within one step that no handler ends. Raises sqlite3.Error."""
    pauses = iter(range(_MOST_PAUSES))
    stored.set_progress_handler(lambda: next(pauses, None) is None, _STEPS)
    stored.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _WHOLE_COLUMN)
    stored.text_factory = lambda told: told.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        stored.execute(f"PRAGMA {pragma}")
    found = stored.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    plain = {str(name) for name, sql in found if str(sql).upper().startswith("CREATE TABLE")}
    computed = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden IN (2, 3)"
    plain -= {name for name in plain if stored.execute(computed, (name,)).fetchone()}
    if not plain >= _TABLES:
        raise sqlite3.DatabaseError("a table is missing")
    # Schema 18 sorts names by it. Nothing here asks for that order.
    stored.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    return plain


def _rows(stored: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """(note type, fields, tags, deck) of each note, by its id; its deck is that of its first card."""
    decks: dict[object, object] = {}
    of_notes = (
        "SELECT nid, CASE WHEN odid THEN odid ELSE did END FROM cards WHERE nid IN (SELECT id FROM notes)"
    )
    for note, deck in stored.execute(f"{of_notes} ORDER BY ord, id"):
        decks.setdefault(note, deck)
    for id, form, fields, tags in stored.execute("SELECT id, mid, flds, tags FROM notes ORDER BY id"):
        yield form, fields, tags, decks.get(id)


def _note(
    row: tuple[object, ...], names: Mapping[str, tuple[str, ...]], forms: Mapping[str, Form]
) -> Note | None:
    form, fields, tags, deck = row
    sides = _sides(str(fields or "").split("\x1f"), forms.get(str(form), Form()))
    if sides is None:
        return None
    front, back = sides
    if not front or not (back or is_cloze(front)):
        return None
    return Note(front, back, names.get(str(deck), ()), tuple(str(tags or "").split()))


def _sides(fields: Sequence[str], form: Form) -> tuple[str, str] | None:
    """Front and back, either maybe empty; None where one is too long."""
    chosen = [
        [fields[place] for place in places if place < len(fields)] for places in (form.front, form.back)
    ]
    if any(len(html) > LONGEST_FIELD for side in chosen for html in side):
        return None
    front, back = ("\n\n".join(filter(None, map(markdown_of, side))) for side in chosen)
    return front, back
