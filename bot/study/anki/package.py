"""a learner's cards and reviews -> an Anki package with scheduling and review log  (pure)

A zip with a SQLite database of Anki's schema 11, which every Anki reads; memories stand where Anki's own FSRS
keeps them. A note is known again by its guid, so that importing twice makes no card twice.
"""

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1, sha256
from io import BytesIO

from bot.models import Card, CardId, CardReview, Habits, Memory, MemoryState
from bot.study.anki.collection import DECK, NOTE_TYPE, SCHEMA, TABLES, collection
from bot.study.anki.fields import html, tag
from bot.study.calendar.days import STARTS, study_day
from bot.study.scheduler import DEFAULTS, RATINGS

_TYPES: Mapping[MemoryState, int] = {"new": 0, "learning": 1, "review": 2, "relearning": 3}
_LOGGED: Mapping[MemoryState, int] = {"new": 0, "learning": 0, "review": 1, "relearning": 2}
_SUSPENDED, _BURIED = -1, -3
_EASE = 2500
"""Of Anki's older scheduler, in a thousandth: what a card has that never met it."""

_FIELDS = "\x1f"
"""Between the fields of a note."""

_MILLISECOND, _DAY = timedelta(milliseconds=1), timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = tuple[object, ...]


def apkg(cards: Sequence[Card], reviews: Sequence[CardReview], *, habits: Habits, now: datetime) -> bytes:
    """`reviews` are of these cards, in the order of time. A day is the learner's, by their zone."""
    first = study_day(min((it.at for it in reviews), default=now), habits.zone)
    ids = _ids(cards, reviews, now)
    collected = _Collected(ids, first, habits, now)
    rows: dict[str, Iterable[Row]] = {
        "col": [collection(_crt(first), _milliseconds(now))],
        "notes": (collected.note(card) for card in cards),
        "cards": (collected.card(card, n) for n, card in enumerate(cards, start=1)),
        "revlog": collected.log(reviews),
    }
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in (("collection.anki2", _database(rows)), ("media", b"{}")):
            # As old as a zip can say: the same cards give the same bytes.
            into.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _database(rows: Mapping[str, Iterable[Row]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        for table, columns in TABLES.items():
            places = ", ".join("?" * columns)
            database.executemany(f"INSERT INTO {table} VALUES ({places})", rows.get(table, ()))
        database.commit()
        return database.serialize()


def _ids(cards: Sequence[Card], reviews: Sequence[CardReview], now: datetime) -> Mapping[CardId, int]:
    """For a card and its note: Anki takes it for the moment when they were made."""
    begun: dict[CardId, datetime] = {}
    for review in reviews:
        begun.setdefault(review.card, review.at)
    moments = sorted(((begun.get(card.id, now), card.id) for card in cards), key=lambda it: (it[0], it[1]))
    numbers = _apart(_milliseconds(at) for at, _ in moments)
    return {card: number for (_, card), number in zip(moments, numbers, strict=True)}


def _apart(moments: Iterable[int]) -> Iterator[int]:
    """In their order, each of them once: as near to its moment as can be."""
    last = 0
    for moment in moments:
        last = max(moment, last + 1)
        yield last


class _Collected:
    """`first` is the day that Anki counts from."""

    def __init__(self, ids: Mapping[CardId, int], first: date, habits: Habits, now: datetime) -> None:
        self._ids, self._first, self._habits, self._now = ids, first, habits, now

    def note(self, card: Card) -> Row:
        fields = _fields(card)
        id, at = self._ids[card.id], _seconds(self._now)
        about = (card.retired, "retired"), (card.suspended, "suspended"), (True, tag(card.text.key.library))
        tags = " ".join(f"studyhall::{name}" for true, name in about if true)
        sum = int(sha1(card.text.front.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:8], 16)
        said = _FIELDS.join(fields)
        return (id, _guid(card), NOTE_TYPE, at, -1, f" {tags} ", said, fields[0], sum, 0, "")

    def card(self, card: Card, position: int) -> Row:
        memory = card.memory
        kind = _TYPES[memory.state] if memory else 0
        days = _days(memory) if memory and memory.state in ("review", "relearning") else 0
        left = _left(memory) if memory else 0
        ids = (self._ids[card.id], self._ids[card.id], DECK, 0, _seconds(self._now), -1)
        when = (kind, self._queue(card, kind), self._due(memory, position), days, _EASE if memory else 0)
        return (*ids, *when, card.reviews, card.lapses, left, 0, 0, 0, self._memory(memory, position))

    def log(self, reviews: Sequence[CardReview]) -> Iterator[Row]:
        numbers = _apart(_milliseconds(it.at) for it in reviews)
        for id, it in zip(numbers, reviews, strict=True):
            kind = _LOGGED[it.before.state] if it.before else 0
            was, comes = _interval(it.before), _interval(it.after)
            ease = RATINGS.index(it.rating) + 1
            yield (id, self._ids[it.card], -1, ease, comes, was, _factor(it.after), 0, kind)

    def _queue(self, card: Card, kind: int) -> int:
        if card.suspended or card.retired:
            return _SUSPENDED
        if card.buried_until and card.buried_until > self._now:
            return _BURIED
        return 1 if kind == _TYPES["relearning"] else kind

    def _due(self, memory: Memory | None, position: int) -> int:
        """A place among the new ones; the moment of a step in seconds; a day, counted from the first."""
        if memory is None:
            return position
        if memory.state != "review":
            return _seconds(memory.due)
        return (study_day(memory.due, self._habits.zone) - self._first).days

    def _memory(self, memory: Memory | None, position: int) -> str:
        if memory is None or memory.last_review is None:
            return "{}"
        kept = {
            "pos": position,
            "s": round(memory.stability, 4),
            "d": round(memory.difficulty, 3),
            "dr": self._habits.retention,
            "lrt": _seconds(memory.last_review),
        }
        return json.dumps(kept, separators=(",", ":"))


def _fields(card: Card) -> tuple[str, ...]:
    text = card.text
    lesson = " › ".join((text.key.source, *text.key.heading))
    said = (html(text.front), html(text.back), html(text.why), html(lesson))
    return tuple(field.replace(_FIELDS, " ") for field in said)


def _guid(card: Card) -> str:
    return sha256(repr(astuple(card.text.key)).encode("utf-8", "replace")).hexdigest()[:20]


def _left(memory: Memory) -> int:
    """How many steps are to come."""
    steps = DEFAULTS.relearning_steps if memory.state == "relearning" else DEFAULTS.learning_steps
    return 0 if memory.step is None else max(1, len(steps) - memory.step)


def _days(memory: Memory) -> int:
    since = memory.last_review or memory.due
    return max(1, round((memory.due - since) / _DAY))


def _interval(memory: Memory | None) -> int:
    """In days, or in seconds below nought for a step; 0 where there was none."""
    if memory is None or memory.last_review is None:
        return 0
    return (
        _days(memory)
        if memory.state == "review"
        else -round((memory.due - memory.last_review).total_seconds())
    )


def _factor(memory: Memory) -> int:
    """The difficulty as Anki logs it: from 100 to 1100."""
    return round(((memory.difficulty - 1) / 9 + 0.1) * 1000)


def _crt(first: date) -> int:
    return _seconds(datetime.combine(first, STARTS, tzinfo=UTC))


def _seconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(seconds=1)


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MILLISECOND
