"""conversations, their turns, and how helpful those were"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StaleButton
from bot.models import ConversationId, LearnerId, SpaceId, Turn
from bot.storage import tables
from bot.storage.rows import Row, insert_once, know_space, number_of_new, require
from knowledge.adapters.database import Database, insert_into
from knowledge.models import Answer, LibraryId


class Conversations:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_conversation(
        self, space: SpaceId, channel: str, learner: LearnerId, at: datetime, *, private: bool = False
    ) -> ConversationId:
        opened = {"turns": 0, "last_at": at, "private": private}
        values = {"space": space, "channel": channel, "learner": learner, **opened}
        async with self._database.writing() as connection:
            await know_space(connection, space)
            return ConversationId(await number_of_new(connection, tables.conversations, values))

    async def add_turn(
        self,
        conversation: ConversationId,
        answer: Answer,
        libraries: Sequence[LibraryId],
        at: datetime,
        *,
        asker: LearnerId | None = None,
    ) -> Turn:
        held = tables.conversations
        later = sa.case((held.c.last_at < at, sa.literal(at, held.c.last_at.type)), else_=held.c.last_at)
        counted = (
            sa.update(held).where(held.c.id == conversation).values(turns=held.c.turns + 1, last_at=later)
        )
        async with self._database.writing() as connection:
            found = await connection.execute(counted.returning(held.c.turns, held.c.learner))
            n, opener = next(((row.turns, row.learner) for row in found), (None, None))
            if n is None:
                raise StaleButton("That conversation has passed.")
            turn = Turn(conversation, n, replace(answer, turn=n), tuple(libraries))
            row = {"conversation": conversation, "n": n, "answer": turn.answer, "at": at}
            whose = {"learner": asker or opener, "libraries": turn.libraries}
            await connection.execute(sa.insert(tables.turns), [{**row, **whose}])
            return turn

    async def turn(self, space: SpaceId, conversation: ConversationId, n: int | None = None) -> Turn | None:
        held, turns = tables.conversations.c, tables.turns.c
        wanted = (
            sa.select(turns.conversation, turns.n, turns.answer, turns.libraries)
            .join_from(tables.turns, tables.conversations, turns.conversation == held.id)
            .where(held.id == conversation, held.space == space)
            .order_by(turns.n.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            found = await connection.execute(wanted if n is None else wanted.where(turns.n == n))
            return next((Turn(*row) for row in found), None)

    async def conversation_in(
        self, space: SpaceId, channel: str, learner: LearnerId | None = None
    ) -> ConversationId | None:
        held = tables.conversations.c
        there = (held.space == space, held.channel == channel, held.turns > 0)
        newest = sa.select(held.id).where(*there).order_by(held.last_at.desc(), held.id.desc()).limit(1)
        async with self._database.reading() as connection:
            whose = held.private.is_(False) if learner is None else held.learner == learner
            return await connection.scalar(newest.where(whose))

    async def forget_conversations(self, before: datetime) -> int:
        old = sa.delete(tables.conversations).where(tables.conversations.c.last_at < before)
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount

    async def add_feedback(
        self,
        conversation: ConversationId,
        turn: int,
        learner: LearnerId,
        helpful: bool,
        at: datetime,
    ) -> None:
        turns, where = tables.turns.c, {"conversation": conversation, "turn": turn}
        known = sa.select(turns.n).where(turns.conversation == conversation, turns.n == turn)
        async with self._database.writing() as connection:
            await require(connection, known, "That answer has passed.")
            await _vote(connection, {**where, "learner": learner, "helpful": helpful, "at": at})
            if not helpful:
                await insert_once(connection, tables.unhelpful_turns, where)

    async def feedback(self, conversation: ConversationId, turn: int) -> tuple[int, int]:
        given = tables.feedback.c
        wanted = sa.select(given.helpful).where(given.conversation == conversation, given.turn == turn)
        async with self._database.reading() as connection:
            votes = (await connection.scalars(wanted)).all()
        return sum(votes), len(votes) - sum(votes)


async def _vote(connection: AsyncConnection, row: Row) -> None:
    """In place of the learner's other one; the same one again changes nothing, so that no redelivery brings
    back what a teacher dismissed."""
    held = tables.feedback
    insert = insert_into(connection, held).values({**row, "dismissed": False})
    changed = {name: insert.excluded[name] for name in ("helpful", "at", "dismissed")}
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["conversation", "turn", "learner"],
            set_=changed,
            where=held.c.helpful != insert.excluded.helpful,
        )
    )
