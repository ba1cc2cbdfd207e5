"""how far learners came in each lesson"""

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime

import sqlalchemy as sa

from bot.models import LearnerId, LessonProgress
from bot.storage import tables
from bot.storage.rows import insert_once
from knowledge.adapters.database import Database
from knowledge.models import LibraryId

_PROGRESS = [tables.lesson_progress.c[it.name] for it in fields(LessonProgress)]


class Progress:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]:
        held = tables.lesson_progress.c
        wanted = sa.select(*_PROGRESS).where(held.learner == learner).order_by(held.library, held.source)
        async with self._database.reading() as connection:
            return tuple([LessonProgress(*row) for row in await connection.execute(wanted)])

    async def change_progress(
        self,
        learner: LearnerId,
        lesson: tuple[LibraryId, str],
        change: Callable[[LessonProgress], LessonProgress],
        at: datetime,
    ) -> LessonProgress:
        held = tables.lesson_progress
        library, source = lesson
        this = (held.c.learner == learner, held.c.library == library, held.c.source == source)
        async with self._database.writing() as connection:
            # So that there is a row to lock.
            new = {**asdict(LessonProgress(*lesson)), "learner": learner, "at": at}
            await insert_once(connection, held, new)
            stands = await connection.execute(sa.select(*_PROGRESS).where(*this).with_for_update())
            progress = change(LessonProgress(*stands.one()))
            changed = sa.update(held).where(*this).values({**asdict(progress), "at": at})
            await connection.execute(changed)
        return progress
