"""A deck that was made to keep the reader busy, or to have it do what the file says"""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from ingest import anki
from ingest.anki import read_deck
from knowledge.errors import UnreadableSource
from tests.fakes.anki_decks import collection, zipped

MANY_CARDS = """INSERT INTO notes VALUES (1, 'g', 1, 0, 0, '', 'a' || char(31) || 'b', 0, 0, 0, '');
  INSERT INTO cards SELECT value, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ''
  FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 3000)
  SELECT value FROM n);"""


def made_by(script: str) -> bytes:
    return zipped({"collection.anki2": collection(script=script)})


def test_a_column_that_is_computed_is_never_asked_for():
    """One row of such a column can compute for minutes, within a step that nothing breaks off: none is
    looked at, whatever it computes."""
    deck = made_by(
        "DROP TABLE notes; CREATE TABLE notes (id integer primary key, mid integer, x text, tags text, "
        "flds text AS (upper(x))); INSERT INTO notes (id, mid, x, tags) VALUES (1, 1, 'a\x1fb', '')"
    )
    with pytest.raises(UnreadableSource) as told:
        read_deck(deck)
    assert str(told.value) == anki._NO_DECK


def test_a_query_that_goes_on_and_on_is_stopped(monkeypatch: pytest.MonkeyPatch):
    deck = made_by(MANY_CARDS)
    assert len(read_deck(deck).notes) == 1
    monkeypatch.setattr(anki, "_STEPS", 100)
    monkeypatch.setattr(anki, "_MOST_PAUSES", 100)
    with pytest.raises(UnreadableSource) as told:
        read_deck(deck)
    assert str(told.value) == anki._NO_DECK


def test_nothing_that_a_file_brings_is_trusted_and_nothing_is_written(tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(made_by(MANY_CARDS))) as within:
        within.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as stored:
        anki._guard(stored)
        guarded = {
            name: stored.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("trusted_schema", "query_only", "cell_size_check")
        }
        assert guarded == {"trusted_schema": 0, "query_only": 1, "cell_size_check": 1}
        with pytest.raises(sqlite3.OperationalError):
            stored.execute("DELETE FROM notes")


@pytest.mark.parametrize("table", ["notes", "cards", "col"])
def test_a_virtual_table_in_the_place_of_one_is_not_read(table: str):
    deck = made_by(f"DROP TABLE {table}; CREATE VIRTUAL TABLE {table} USING fts5(id, mid, flds, tags);")
    with pytest.raises(UnreadableSource) as told:
        read_deck(deck)
    assert str(told.value) == anki._NO_DECK
