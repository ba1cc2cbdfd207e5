"""notes -> the bytes of an .apkg, as Anki writes it for older versions (schema 11) and for newer ones (18)"""

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import zstandard

SCHEMA = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_csum on notes (csum);
"""
BASIC, CLOZE, WORDS = 1, 2, 3
MODELS = {
    "1": {
        "name": "Basic",
        "type": 0,
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
    },
    "2": {
        "name": "Cloze",
        "type": 1,
        "flds": [{"name": "Text"}, {"name": "Back Extra"}],
        "tmpls": [{"qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Back Extra}}"}],
    },
    "3": {
        "name": "Vocabulary",
        "type": 0,
        "flds": [{"name": "Sort"}, {"name": "Meaning"}, {"name": "Word"}, {"name": "Audio"}],
        "tmpls": [
            {"qfmt": "{{text:Word}}{{#Audio}}{{Audio}}{{/Audio}}", "afmt": "{{FrontSide}} {{Meaning}}"}
        ],
    },
}

Fields = tuple[int, str, Sequence[str]]
"""A note type, the name of the deck, the fields' HTML."""


def apkg(
    notes: Sequence[Fields], *, name: str = "collection.anki2", media: Mapping[str, bytes] = {}
) -> bytes:
    return zipped({name: collection(notes), "media": b"{}", **media})


def zipped(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
    return held.getvalue()


def collection(notes: Sequence[Fields] = (), *, script: str = "") -> bytes:
    """`script` is run at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        with closing(sqlite3.connect(path)) as into:
            into.executescript(SCHEMA)
            _fill(into, notes)
            into.commit()
            into.executescript(script)
        return path.read_bytes()


NEWEST = """
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase, kind blob NOT NULL);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
  config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE templates (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
  config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
"""


def newest(
    notes: Sequence[Fields], *, packed: Callable[[bytes], bytes] = zstandard.compress, script: str = ""
) -> bytes:
    """As Anki writes it today, with the collection that tells older ones to update. `script` is run at the
    end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        with closing(sqlite3.connect(path)) as into:
            into.create_collation("unicase", lambda one, other: (one > other) - (one < other))
            into.executescript(SCHEMA + NEWEST)
            _fill(into, notes)
            _move(into)
            into.commit()
            into.executescript(script)
        files = {"collection.anki21b": packed(path.read_bytes()), "collection.anki2": collection(notes[:1])}
    return zipped({"meta": b"\x08\x03", **files, "media": packed(b"")})


def _move(into: sqlite3.Connection) -> None:
    """From the JSON of schema 11 into the tables of schema 18."""
    models, decks = into.execute("SELECT models, decks FROM col").fetchone()
    into.execute("UPDATE col SET models = '', decks = '', ver = 18")
    for id, deck in json.loads(decks).items():
        into.execute("INSERT INTO decks VALUES (?, ?, x'')", (id, deck["name"].replace("::", "\x1f")))
    for id, model in json.loads(models).items():
        for ord, field in enumerate(model["flds"]):
            into.execute("INSERT INTO fields VALUES (?, ?, ?, x'')", (id, ord, field["name"]))
        for ord, template in enumerate(model["tmpls"]):
            config = _message(template["qfmt"], template["afmt"])
            into.execute("INSERT INTO templates VALUES (?, ?, 'Card', ?)", (id, ord, config))


def _message(question: str, answer: str) -> bytes:
    """A template's, with a number of each width between its two texts."""
    return b"".join(
        (_text(1, question), b"\x50\x96\x01", b"\x59" + bytes(8), b"\x65" + bytes(4), _text(2, answer))
    )


def _text(number: int, text: str) -> bytes:
    length = len(data := text.encode())
    return bytes((number << 3 | 2, length & 0x7F | 0x80, length >> 7)) + data


def _fill(into: sqlite3.Connection, notes: Sequence[Fields]) -> None:
    decks = {name: 1 + place for place, name in enumerate(dict.fromkeys(deck for _, deck, _ in notes))}
    told = {str(id): {"id": id, "name": name} for name, id in decks.items()}
    into.execute(
        "INSERT INTO col VALUES (1, 0, 0, 0, 11, 0, 0, 0, '{}', ?, ?, '{}', '{}')",
        (json.dumps(MODELS), json.dumps(told)),
    )
    into.executemany(
        "INSERT INTO notes VALUES (?, ?, ?, 0, -1, ' moss wet ', ?, 0, 0, 0, '')",
        [(n, f"g{n}", form, "\x1f".join(fields)) for n, (form, _, fields) in enumerate(notes, start=1)],
    )
    into.executemany(
        "INSERT INTO cards VALUES (?, ?, ?, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')",
        [(1000 + n, n, decks[deck]) for n, (_, deck, _) in enumerate(notes, start=1)],
    )
