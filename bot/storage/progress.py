"""how far learners came, and what the library could not tell them"""

from dataclasses import asdict, fields
from datetime import datetime

import sqlalchemy as sa

from bot.models import LearnerId, LessonProgress, SpaceId, UnansweredQuestion
from bot.storage import tables
from bot.storage.rows import know_space, put
from knowledge.adapters.database import Database

_PROGRESS = [tables.lesson_progress.c[it.name] for it in fields(LessonProgress)]
_UNANSWERED = [tables.unanswered.c[it.name] for it in fields(UnansweredQuestion)]


class Progress:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]:
        held = tables.lesson_progress.c
        wanted = sa.select(*_PROGRESS).where(held.learner == learner).order_by(held.library, held.source)
        async with self._database.reading() as connection:
            return tuple([LessonProgress(*row) for row in await connection.execute(wanted)])

    async def set_progress(self, learner: LearnerId, progress: LessonProgress, at: datetime) -> None:
        async with self._database.writing() as connection:
            row = {**asdict(progress), "learner": learner, "at": at}
            await put(connection, tables.lesson_progress, row)

    async def add_unanswered(self, question: UnansweredQuestion) -> None:
        async with self._database.writing() as connection:
            await know_space(connection, question.space)
            await connection.execute(sa.insert(tables.unanswered), [asdict(question)])

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        held = tables.unanswered.c
        wanted = sa.select(*_UNANSWERED).where(held.space == space).order_by(held.at.desc(), held.id.desc())
        async with self._database.reading() as connection:
            return tuple([UnansweredQuestion(*row) for row in await connection.execute(wanted)])
