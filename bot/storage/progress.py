"""how far learners came in each lesson"""

from dataclasses import asdict, fields
from datetime import datetime

import sqlalchemy as sa

from bot.models import LearnerId, LessonProgress
from bot.storage import tables
from bot.storage.rows import put
from knowledge.adapters.database import Database

_PROGRESS = [tables.lesson_progress.c[it.name] for it in fields(LessonProgress)]


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
