"""how learners want to study, and whose daily DM is due: each is claimed by one sender"""

from dataclasses import asdict, fields
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.models import Claim, Habits, LearnerId
from bot.storage import tables
from bot.storage.rows import put
from knowledge.adapters.database import Database

_HABITS = [tables.habits.c[it.name] for it in fields(Habits)]


class HabitsKept:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def habits(self, learner: LearnerId) -> Habits:
        wanted = sa.select(*_HABITS).where(tables.habits.c.learner == learner)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return Habits() if row is None else Habits(*row)

    async def set_habits(self, learner: LearnerId, habits: Habits, next_at: datetime | None) -> None:
        due = {"next_at": next_at, "claimed": None, "leased_until": None}
        async with self._database.writing() as connection:
            await put(connection, tables.habits, {"learner": learner, **asdict(habits), **due})

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int
    ) -> tuple[Claim, ...]:
        """Rows that another sender is just claiming are passed over; SQLite has one writer at a time."""
        kept = tables.habits.c
        free = sa.or_(kept.leased_until.is_(None), kept.leased_until <= now)
        those = (kept.next_at <= now, kept.platform == platform, free)
        due = sa.select(kept.learner).where(*those).order_by(kept.next_at, kept.learner)
        async with self._database.writing() as connection:
            found = await connection.scalars(due.limit(count).with_for_update(skip_locked=True))
            taken = sa.update(tables.habits).where(kept.learner.in_(found.all()))
            taken = taken.values(claimed=sa.func.coalesce(kept.claimed, now), leased_until=now + lease)
            rows = await connection.execute(taken.returning(kept.learner, kept.next_at, kept.claimed))
            claims = [Claim(LearnerId(row.learner), row.next_at, row.claimed) for row in rows]
        return tuple(sorted(claims, key=lambda it: (it.due, it.learner)))

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        kept = tables.habits
        this = sa.update(kept).where(kept.c.learner == claim.learner, kept.c.next_at == claim.due)
        done = this.values(next_at=next_at, claimed=None, leased_until=None)
        async with self._database.writing() as connection:
            return (await connection.execute(done)).rowcount == 1
