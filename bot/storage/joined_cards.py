"""two learners' cards with one key -> one card each, with both logs in the order of time"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Habits, LearnerId, Memory
from bot.storage import tables
from bot.storage.rows import in_turns
from bot.study.joining import Replayed, card_rank, replayed

Log = Sequence[sa.Row[Any]]
"""Of one card, in the order of time: id, card, rating, at."""

Replays = Mapping[object, Replayed]
"""By `_asked`."""

_MEMORY = [it.name for it in fields(Memory)]
_CARDS, _REVIEWS = tables.cards.c, tables.card_reviews.c
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is to be known of a card that both have."""

    id: int
    reviews: int
    last_review: datetime | None
    retired: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    stays: _Held
    goes: _Held

    @property
    def reviewed_in_both(self) -> bool:
        return bool(self.stays.reviews and self.goes.reviews)


async def join_cards(
    connection: AsyncConnection, gone: LearnerId, kept: LearnerId, habits: Habits, ahead: Replays
) -> int:
    """How many both had. The others are left to whoever moves what is the learner's. What was given since
    `ahead` was made is reckoned here."""
    pairs = await _pairs(connection, gone, kept)
    if logs := await _logs(connection, pairs, gone, kept):
        told = await asyncio.to_thread(_told, logs, habits, ahead)
        await _put_logs(connection, kept, *told)
    if pairs:
        await _drop_doubles(connection, pairs)
    return len(pairs)


async def logs_of_both(connection: AsyncConnection, gone: LearnerId, kept: LearnerId) -> Mapping[int, Log]:
    """By the card that stays, of those that both reviewed."""
    return await _logs(connection, await _pairs(connection, gone, kept), gone, kept)


def replays(logs: Mapping[int, Log], habits: Habits) -> Replays:
    """A thousand cards take seconds, for which nobody else should have to wait."""
    return {_asked(card, log, habits): _replayed(card, log, habits) for card, log in logs.items()}


async def _pairs(connection: AsyncConnection, gone: LearnerId, kept: LearnerId) -> Sequence[_Pair]:
    own, other = tables.cards.alias(), tables.cards.alias()
    same = sa.and_(own.c.digest == other.c.digest, own.c.learner == kept, other.c.learner == gone)
    names = [it.name for it in fields(_Held)]
    wanted = sa.select(*(it.c[name] for it in (own, other) for name in names)).join_from(own, other, same)
    rows = await in_turns(await connection.execute(wanted))
    return [_pair(_Held(*row[: len(names)]), _Held(*row[len(names) :])) for row in rows]


def _pair(own: _Held, other: _Held) -> _Pair:
    stays, goes = sorted((own, other), key=lambda it: card_rank(it.reviews, it.last_review), reverse=True)
    return _Pair(stays, goes)


async def _logs(
    connection: AsyncConnection, pairs: Sequence[_Pair], gone: LearnerId, kept: LearnerId
) -> Mapping[int, Log]:
    """A card that one of them alone reviewed stays as it is."""
    joined = {
        it.id: pair.stays.id for pair in pairs if pair.reviewed_in_both for it in (pair.stays, pair.goes)
    }
    if not joined:
        return {}
    other = tables.cards.alias()
    twins = sa.and_(other.c.digest == _CARDS.digest, other.c.learner != _CARDS.learner)
    theirs = (_CARDS.learner.in_((gone, kept)), other.c.learner.in_((gone, kept)))
    wanted = (
        sa.select(_REVIEWS.id, _REVIEWS.card, _REVIEWS.rating, _REVIEWS.at)
        .join_from(tables.card_reviews, tables.cards, _REVIEWS.card == _CARDS.id)
        .join(other, twins)
        .where(*theirs)
        .order_by(_REVIEWS.at, _REVIEWS.id)
    )
    logs: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in await in_turns(await connection.execute(wanted)):
        if row.card in joined:
            logs[joined[row.card]].append(row)
    return logs


async def _put_logs(
    connection: AsyncConnection, kept: LearnerId, reviews: Sequence[Row], cards: Sequence[Row]
) -> None:
    await _put_each(connection, tables.card_reviews, [{**row, "new_learner": kept} for row in reviews])
    # By way of numbers below nought, so that no two are ever the same.
    turned = sa.update(tables.card_reviews).where(_REVIEWS.learner == kept, _REVIEWS.n < 0)
    await connection.execute(turned.values(n=-_REVIEWS.n))
    await _put_each(connection, tables.cards, cards)


def _asked(card: int, log: Log, habits: Habits) -> object:
    return card, habits, tuple((row.rating, row.at) for row in log)


def _replayed(card: int, log: Log, habits: Habits) -> Replayed:
    return replayed(card, [(row.rating, row.at) for row in log], habits)


def _told(logs: Mapping[int, Log], habits: Habits, ahead: Replays) -> tuple[Sequence[Row], Sequence[Row]]:
    """What is to be written into the reviews and into their cards, by the card that stays: with the memories
    that this order gives."""
    reviews, cards = [], []
    for card, log in logs.items():
        told = ahead.get(_asked(card, log, habits)) or _replayed(card, log, habits)
        for n, (row, before) in enumerate(zip(log, told.before, strict=True), 1):
            reviews.append({"which": row.id, "new_card": card, "new_n": -n, **_memory(before)})
        counted = {"new_reviews": len(log), "new_lapses": told.lapses}
        cards.append({"which": card, **counted, **_memory(told.after)})
    return reviews, cards


def _memory(memory: Memory | None) -> Row:
    held = dict.fromkeys(_MEMORY) if memory is None else asdict(memory)
    return {f"new_{name}": value for name, value in held.items()}


async def _put_each(connection: AsyncConnection, table: sa.Table, rows: Sequence[Row]) -> None:
    """`new_` before the columns' names: bound ones may not be called like the table's own."""
    values: Row = {name.removeprefix("new_"): sa.bindparam(name) for name in rows[0] if name != "which"}
    one = sa.update(table).where(table.c.id == sa.bindparam("which")).values(values)
    await connection.execute(one, list(rows))


async def _drop_doubles(connection: AsyncConnection, pairs: Sequence[_Pair]) -> None:
    """Of two of which one is still there, one is."""
    rows = [{"which": it.stays.id, "new_retired": it.stays.retired and it.goes.retired} for it in pairs]
    await _put_each(connection, tables.cards, rows)
    gone = sa.delete(tables.cards).where(_CARDS.id == sa.bindparam("which"))
    await connection.execute(gone, [{"which": it.goes.id} for it in pairs])
