"""all that is held of a learner, by table -> their cards and reviews; JSON; a log in CSV  (pure)"""

import csv
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from bot.models import Card, CardKey, CardReview, CardText, Memory, SpaceId
from bot.study.foresight.review_log import COLUMNS
from bot.study.scheduler import RATINGS, reviewed

Row = Mapping[str, Any]
Everything = Mapping[str, Sequence[Row]]
"""By table the rows, each by its columns; moments in ISO 8601."""

_MORE = ("state", "stability", "difficulty", "kind", "library", "lesson", "front")
"""The memory is the one before the review; empty at a card's first."""

LARGE = 4 * 1024 * 1024
"""Bytes: about a year of a hundred reviews a day."""

_BEGINS = "\ufeff"
"""By which table programs know UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a table program would reckon with."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A learner's cards, in the order of their numbers, and reviews in the order of time."""

    cards: tuple[Card, ...] = ()
    reviews: tuple[CardReview, ...] = ()


def owned(everything: Everything) -> Owned:
    cards = {row["id"]: _card(row) for row in everything["cards"]}
    logs: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(everything["card_reviews"], key=lambda it: it["n"]):
        logs[row["card"]].append(row)
    reviews = (it for card, log in logs.items() for it in _reviews(log, cards[card].memory))
    return Owned(tuple(cards.values()), tuple(sorted(reviews, key=lambda it: (it.at, it.card, it.n))))


def as_json(everything: Everything) -> bytes:
    return json.dumps(everything, ensure_ascii=True, indent=1).encode()


def as_csv(found: Owned) -> bytes:
    """`bot.study.foresight.review_log` reads it."""
    cards = {card.id: card for card in found.cards}
    text = StringIO(newline="")
    text.write(_BEGINS)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*COLUMNS, *_MORE))
    writer.writerows(_line(review, cards[review.card]) for review in found.reviews)
    return text.getvalue().encode("utf-8", "replace")


def sized(name: str, data: bytes) -> tuple[str, bytes]:
    """The file as it is, or, where it is large, zipped: platforms take files up to a limit."""
    if len(data) <= LARGE:
        return name, data
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return f"{name}.zip", held.getvalue()


def _line(review: CardReview, card: Card) -> Iterator[object]:
    before, key = review.before, card.text.key
    yield from (review.card, RATINGS.index(review.rating) + 1, review.at.isoformat())
    yield from (before.state, before.stability, before.difficulty) if before else ("new", "", "")
    yield from (key.kind, *map(_cell, (key.library, key.source, card.text.front)))


def _cell(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words


def _card(row: Row) -> Card:
    key = CardKey(**{**_of(CardKey, row), "heading": tuple(row["heading"])})
    text = CardText(**{**_of(CardText, row), "key": key, "accept": tuple(row["accept"])})
    own = {**_of(Card, row), "text": text, "memory": _memory(row), "buried_until": _at(row["buried_until"])}
    return Card(**own)


def _reviews(log: Sequence[Row], now: Memory | None) -> Iterator[CardReview]:
    """A card's, in their order: the memory after each is the one before the next. Where none is kept it is
    what FSRS would say of it: no review is left out."""
    before = [_memory(row) for row in log]
    for row, memory, after in zip(log, before, (*before[1:], now), strict=True):
        rating, at = row["rating"], _moment(row["at"])
        after = after or reviewed(memory, rating, at)
        yield CardReview(row["card"], row["n"], rating, at, memory, after, SpaceId(row["space"]))


def _memory(row: Row) -> Memory | None:
    if row["due"] is None:
        return None
    return Memory(**{**_of(Memory, row), "due": _moment(row["due"]), "last_review": _at(row["last_review"])})


def _of(form: type[Any], row: Row) -> dict[str, Any]:
    return {it.name: row[it.name] for it in fields(form) if it.name in row}


def _at(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
