"""a card, its text, its memory <-> the columns of its row; one writer at a time for each learner"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Card, CardKey, CardText, LearnerId, Memory
from bot.storage import tables

_KEY = [it.name for it in fields(CardKey)]
_OWN = [it.name for it in fields(Card) if it.name not in ("text", "memory")]
TEXT = [it.name for it in fields(CardText) if it.name != "key"]
MEMORY = [it.name for it in fields(Memory)]
CARD = [tables.cards.c[name] for name in (*_OWN, *_KEY, *TEXT, *MEMORY)]


def row_of(text: CardText) -> dict[str, Any]:
    row = {name: getattr(text.key, name) for name in _KEY} | {name: getattr(text, name) for name in TEXT}
    return row | {"digest": digest_of(text.key)}


def digest_of(key: CardKey) -> str:
    return sha256(json.dumps([getattr(key, name) for name in _KEY]).encode()).hexdigest()


def columns_of(memory: Memory | None) -> dict[str, Any]:
    return dict.fromkeys(MEMORY) if memory is None else asdict(memory)


def card_from(row: Mapping[Any, Any]) -> Card:
    """Of a row with the columns of CARD."""
    key = CardKey(**{name: row[name] for name in _KEY})
    text = CardText(key, **{name: row[name] for name in TEXT})
    memory = None if row["due"] is None else Memory(**{name: row[name] for name in MEMORY})
    return Card(text=text, memory=memory, **{name: row[name] for name in _OWN})


async def lock(connection: AsyncConnection, learner: LearnerId) -> None:
    """One after the other for each learner, so that what is read within is not overtaken; SQLite does so of
    itself. What else hangs on the learner goes on."""
    whose = sa.select(tables.learners.c.id).where(tables.learners.c.id == learner)
    await connection.execute(whose.with_for_update(key_share=True))
