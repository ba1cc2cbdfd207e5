"""an Anki collection -> the names of its decks, and which fields each side of its note types shows

Schema 11 keeps both as JSON in its one row of `col`, schema 18 in tables of their own, a template's HTML in a
protobuf message. Both are a stranger's: what cannot be understood is left out.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_TYPED = re.compile(r"\{\{\s*type:[^{}]*\}\}")
_NO_FIELDS = {"FrontSide", "Tags", "Deck", "Subdeck", "Card", "CardFlag", "Type"}
_DEEPEST_DECK, _LONGEST_NAME = 50, 200
_MOST = 20_000
"""Rows of a table of names. Nobody has so many decks; a stranger's millions would fill the memory."""
_QUESTION, _ANSWER = 1, 2
"""The numbers of the two texts in a template's message."""


@dataclass(frozen=True, slots=True)
class Form:
    """A note type: places of the fields that each side shows, in order."""

    front: tuple[int, ...] = (0,)
    back: tuple[int, ...] = (1,)


def deck_names(stored: sqlite3.Connection, tables: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By the deck's id, as a text: the path of names, outermost first."""
    if "decks" in tables:
        told = stored.execute("SELECT id, name FROM decks LIMIT ?", (_MOST,))
        return {str(id): _path(str(name).split("\x1f")) for id, name in told}
    decks = _mapping(stored, "decks")
    found = {key: str(value.get("name", "")) for key, value in decks.items() if isinstance(value, dict)}
    return {key: _path(name.split("::")) for key, name in found.items()}


def forms(stored: sqlite3.Connection, tables: Collection[str]) -> Mapping[str, Form]:
    """By the note type's id, as a text; those that cannot be understood are not in it."""
    if {"fields", "templates"} <= set(tables):
        found = _of_tables(stored)
    else:
        models = _mapping(stored, "models")
        found = {key: _of_json(value) for key, value in models.items() if isinstance(value, dict)}
    return {key: form for key, form in found.items() if form}


def _path(parts: Sequence[str]) -> tuple[str, ...]:
    """JSON may hold half a letter, which no file and no database takes."""
    whole = (part.encode("utf-8", "replace").decode() for part in parts[:_DEEPEST_DECK])
    return tuple(" ".join(part.split())[:_LONGEST_NAME] for part in whole)


def _mapping(stored: sqlite3.Connection, column: str) -> Mapping[str, Any]:
    """A JSON object of the one row of col; empty where there is none, or a number of thousands of digits."""
    row = stored.execute(f"SELECT {column} FROM col LIMIT 1").fetchone()
    try:
        value = json.loads(row[0] if row and isinstance(row[0], str) else "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _of_json(model: Mapping[str, Any]) -> Form | None:
    try:
        places = {str(field["name"]): place for place, field in enumerate(model["flds"])}
        first = model["tmpls"][0]
        return _form(places, str(first["qfmt"]), str(first["afmt"]))
    except (KeyError, TypeError, IndexError, AttributeError):
        return None


def _of_tables(stored: sqlite3.Connection) -> dict[str, Form | None]:
    fields: dict[str, list[str]] = defaultdict(list)
    for form, name in stored.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord LIMIT ?", (_MOST,)):
        fields[str(form)].append(str(name))
    found: dict[str, Form | None] = {}
    configs = "SELECT ntid, config FROM templates ORDER BY ntid, ord LIMIT ?"
    for form, config in stored.execute(configs, (_MOST,)):
        if str(form) not in found and isinstance(config, bytes):
            told, places = dict(_texts(config)), {name: n for n, name in enumerate(fields[str(form)])}
            found[str(form)] = _form(places, told.get(_QUESTION, ""), told.get(_ANSWER, ""))
    return found


def _form(places: Mapping[str, int], question: str, answer: str) -> Form | None:
    """By the first card's templates: what the question shows, and what only the answer shows. What is to be
    typed is not shown yet."""
    front = _shown(_TYPED.sub("", question), places)
    shown = (place for place in _shown(answer, places) if place not in front)
    back = tuple(shown) or tuple(place for place in places.values() if place not in front)
    return Form(front, back) if front else None


def _shown(template: str, places: Mapping[str, int]) -> tuple[int, ...]:
    tags = (match[1].strip() for match in _FIELD.finditer(template))
    names = (tag.rpartition(":")[2].strip() for tag in tags if not tag.startswith(("#", "^", "/", "!")))
    return tuple(dict.fromkeys(places[name] for name in names if name in places and name not in _NO_FIELDS))


def _texts(message: bytes) -> Iterator[tuple[int, str]]:
    """The texts of a protobuf message with their fields' numbers, as far as it can be read."""
    place = 0
    while place < len(message):
        key, place = _number(message, place)
        match key & 7:
            case 0:
                _, place = _number(message, place)
            case 1:
                place += 8
            case 2:
                length, place = _number(message, place)
                yield key >> 3, message[place : place + length].decode("utf-8", "replace")
                place += length
            case 5:
                place += 4
            case _:
                return


def _number(message: bytes, place: int) -> tuple[int, int]:
    """Seven bits a byte, the least first, the last byte below 128; and where it ends. Ten bytes at most."""
    value = 0
    for n, byte in enumerate(message[place : place + 10]):
        value |= (byte & 0x7F) << 7 * n
        if byte < 0x80:
            return value, place + n + 1
    return value, len(message)
