"""rounds that are played together: one a channel, whoever else calls for one"""

from dataclasses import asdict, fields
from typing import Any

import sqlalchemy as sa

from bot.models import LiveRound, RoundId, SpaceId
from bot.storage import tables
from bot.storage.rows import insert_once, require
from knowledge.adapters.database import Database

_LIVE = [tables.live_rounds.c[it.name] for it in fields(LiveRound)]
_MOVING = ("thread", "number", "asked_at", "message")


class Live:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_live(self, live: LiveRound) -> bool:
        held, rounds = tables.live_rounds, tables.quiz_rounds.c
        its = sa.select(rounds.id).where(rounds.id == live.round, rounds.space == live.space)
        played = sa.select(held.c.round).where(held.c.space == live.space, held.c.thread == live.channel)
        async with self._database.writing() as connection:
            await require(connection, its, "That quiz has passed.")
            if (await connection.execute(played)).first() is not None:
                return False
            return await insert_once(connection, held, asdict(live))

    async def live(self, round: RoundId) -> LiveRound | None:
        return await self._one(sa.select(*_LIVE).where(tables.live_rounds.c.round == round))

    async def live_in(self, space: SpaceId, channel: str) -> LiveRound | None:
        held = tables.live_rounds.c
        there = (held.space == space, sa.or_(held.channel == channel, held.thread == channel))
        return await self._one(sa.select(*_LIVE).where(*there).order_by(held.round).limit(1))

    async def all_live(self) -> tuple[LiveRound, ...]:
        async with self._database.reading() as connection:
            found = await connection.execute(sa.select(*_LIVE).order_by(tables.live_rounds.c.round))
            return tuple([LiveRound(*row) for row in found])

    async def move_live(self, live: LiveRound) -> None:
        held = tables.live_rounds
        moved = sa.update(held).where(held.c.round == live.round)
        async with self._database.writing() as connection:
            await connection.execute(moved.values({name: getattr(live, name) for name in _MOVING}))

    async def close_live(self, round: RoundId) -> None:
        held = tables.live_rounds
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(held).where(held.c.round == round))

    async def _one(self, wanted: sa.Select[*tuple[Any, ...]]) -> LiveRound | None:
        async with self._database.reading() as connection:
            return next((LiveRound(*row) for row in await connection.execute(wanted)), None)
