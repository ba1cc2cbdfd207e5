"""quiz rounds and what was answered in them"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StaleButton
from bot.models import LearnerId, QuizRound, Response, RoundId, SpaceId
from bot.storage import tables
from bot.storage.rows import insert_once, know_space, number_of_new, require
from knowledge.adapters.database import Database, insert_into
from knowledge.models import Question

_ROUND = [tables.quiz_rounds.c[it.name] for it in fields(QuizRound) if it.name != "responses"]
_RESPONSE = [tables.quiz_responses.c[it.name] for it in fields(Response)]


class Quizzes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_round(
        self,
        space: SpaceId,
        channel: str,
        learner: LearnerId,
        topic: str,
        seed: int,
        questions: Sequence[Question],
        at: datetime,
    ) -> RoundId:
        place = {"space": space, "channel": channel, "learner": learner, "opened_at": at, "ended": False}
        quiz = {"topic": topic, "seed": seed, "questions": tuple(questions)}
        async with self._database.writing() as connection:
            await know_space(connection, space)
            return RoundId(await number_of_new(connection, tables.quiz_rounds, {**place, **quiz}))

    async def round(self, space: SpaceId, round: RoundId) -> QuizRound | None:
        held = tables.quiz_rounds.c
        return await self._round(sa.select(*_ROUND).where(held.id == round, held.space == space))

    async def open_round_of(self, space: SpaceId, channel: str, learner: LearnerId) -> QuizRound | None:
        held = tables.quiz_rounds.c
        theirs = (held.space == space, held.channel == channel, held.learner == learner)
        newest = sa.select(*_ROUND).where(*theirs, held.ended.is_(False)).order_by(held.id.desc()).limit(1)
        return await self._round(newest)

    async def _round(self, wanted: sa.Select[*tuple[Any, ...]]) -> QuizRound | None:
        given = tables.quiz_responses.c
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
            if row is None:
                return None
            responses = await connection.execute(
                sa.select(*_RESPONSE).where(given.round == row.id).order_by(given.id)
            )
            return QuizRound(**row._mapping, responses=tuple([Response(*it) for it in responses]))

    async def add_response(self, round: RoundId, response: Response) -> bool:
        held = tables.quiz_rounds.c
        row = {column.name: getattr(response, column.name) for column in _RESPONSE}
        async with self._database.writing() as connection:
            await require(connection, sa.select(held.id).where(held.id == round), "That quiz has passed.")
            return await insert_once(connection, tables.quiz_responses, {**row, "round": round})

    async def override(self, round: RoundId, number: int, learner: LearnerId) -> bool:
        given = tables.quiz_responses
        theirs = (given.c.round == round, given.c.number == number, given.c.learner == learner)
        async with self._database.writing() as connection:
            counted = await connection.execute(sa.update(given).where(*theirs).values(overridden=True))
            return counted.rowcount == 1

    async def add_report(self, round: RoundId, number: int, learner: LearnerId, at: datetime) -> bool:
        async with self._database.writing() as connection:
            space, question = await _question(connection, round, number)
            row = {"round": round, "number": number, "learner": learner, "at": at}
            row["question"] = await _number_of(connection, space, question)
            return await insert_once(connection, tables.reports, row)

    async def add_card_report(
        self, space: SpaceId, learner: LearnerId, question: Question, made_from: str, at: datetime
    ) -> bool:
        row: dict[str, Any] = {"learner": learner, "made_from": made_from, "at": at}
        async with self._database.writing() as connection:
            await know_space(connection, space)
            row["question"] = await _number_of(connection, space, question)
            return await insert_once(connection, tables.card_reports, row)

    async def end_round(self, round: RoundId) -> None:
        held = tables.quiz_rounds
        async with self._database.writing() as connection:
            await connection.execute(sa.update(held).where(held.c.id == round).values(ended=True))


async def _question(connection: AsyncConnection, round: RoundId, number: int) -> tuple[SpaceId, Question]:
    held = tables.quiz_rounds.c
    row = (
        await connection.execute(sa.select(held.space, held.questions).where(held.id == round))
    ).one_or_none()
    if row is None or not 0 <= number < len(row.questions):
        raise StaleButton("That quiz has passed.")
    return row.space, row.questions[number]


async def _number_of(connection: AsyncConnection, space: SpaceId, question: Question) -> int:
    """The question as it was asked last."""
    insert = insert_into(connection, tables.reported_questions)
    row = insert.values(space=space, name=question.id, question=question)
    latest = row.on_conflict_do_update(
        index_elements=["space", "name"], set_={"question": insert.excluded.question}
    )
    found = await connection.execute(latest.returning(tables.reported_questions.c.id))
    return int(found.scalar_one())
