"""a learner who is forgotten -> what of today's limits waits for whoever comes back under that name

Without it, deleting one's data would be a way to ask without end. Nothing is kept but numbers, under a digest
of the platform's name for them, and no longer than the day.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import LearnerId
from bot.storage import tables
from bot.storage.rows import put
from bot.study.joining import VALID

_NOTHING: Mapping[str, Any] = {"requests": 0, "tokens": 0, "busy_until": None, "since": None, "tries": 0}


async def keep_pace(connection: AsyncConnection, learner: LearnerId, at: datetime) -> None:
    """Nothing where nothing was spent today, and nothing was asked or tried a moment ago."""
    kept = {**_NOTHING, **await _used(connection, learner, at)}
    if kept == _NOTHING:
        return
    known = tables.identities.c
    those = sa.select(known.platform, known.user).where(known.learner == learner)
    for platform, user in (await connection.execute(those)).all():
        row = {"digest": _digest(platform, user), "day": at.date(), **kept}
        await put(connection, tables.departed, row)


async def take_up_pace(connection: AsyncConnection, learner: LearnerId, platform: str, user: str) -> None:
    """By a learner of whom nothing is kept yet."""
    held = tables.departed
    gone = sa.delete(held).where(held.c.digest == _digest(platform, user)).returning(*held.c)
    for row in (await connection.execute(gone)).all():
        spent = {"day": row.day, "requests": row.requests, "tokens": row.tokens}
        await put(connection, tables.learner_spending, {"learner": learner, **spent})
        if row.busy_until:
            await put(connection, tables.paces, {"learner": learner, "busy_until": row.busy_until})
        if row.since:
            tried = {"learner": learner, "since": row.since, "count": row.tries}
            await put(connection, tables.link_tries, tried)


async def _used(connection: AsyncConnection, learner: LearnerId, at: datetime) -> Mapping[str, Any]:
    spent, paced, tried = tables.learner_spending.c, tables.paces.c, tables.link_tries.c
    found: dict[str, Any] = {}
    for wanted in (
        sa.select(spent.requests, spent.tokens).where(spent.learner == learner, spent.day == at.date()),
        sa.select(paced.busy_until).where(paced.learner == learner, paced.busy_until > at),
        sa.select(tried.since, tried.count.label("tries")).where(
            tried.learner == learner, tried.since > at - VALID
        ),
    ):
        found |= dict(next(iter((await connection.execute(wanted)).mappings()), {}))
    return found


def _digest(platform: str, user: str) -> str:
    return sha256(f"{platform}:{user}".encode("utf-8", "replace")).hexdigest()
