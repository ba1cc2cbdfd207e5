"""how learners want to study, and whose daily DM is due: each is claimed by one sender"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Claim, Habits, Identity, LearnerId
from bot.storage import tables
from bot.storage.rows import Row, insert_once
from knowledge.adapters.database import Database

FARTHEST = timedelta(minutes=5)
"""More than that, no senders that live take moments in advance."""

_HABITS = [tables.habits.c[it.name] for it in fields(Habits)]


class HabitsKept:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def habits(self, learner: LearnerId) -> Habits:
        wanted = sa.select(*_HABITS).where(tables.habits.c.learner == learner)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return Habits() if row is None else Habits(*row)

    async def change_habits(
        self,
        learner: LearnerId,
        change: Callable[[Habits], Habits],
        next_at: Callable[[Habits], datetime | None] | None = None,
    ) -> Habits:
        kept = tables.habits
        this = kept.c.learner == learner
        async with self._database.writing() as connection:
            # As who joins two records does: in another order, each could wait for the other.
            await connection.execute(_held(learner))
            # So that there is a row to lock.
            await insert_once(connection, kept, {"learner": learner, **habits_row(Habits())})
            stands = await connection.execute(sa.select(*_HABITS).where(this).with_for_update())
            habits = change(Habits(*stands.one()))
            due = {"next_at": next_at(habits), "tried": None, "leased_until": None} if next_at else {}
            await connection.execute(sa.update(kept).where(this).values({**habits_row(habits), **due}))
        return habits

    async def refused(self, identity: Identity) -> LearnerId | None:
        """On the road of every reply that one learner alone reads."""
        if self._database.dialect == "sqlite":
            who = {"platform": identity.platform, "user": identity.user}
            found = [learner for (learner,) in await self._database.at_once(_REFUSED_AT_ONCE, who)]
        else:
            async with self._database.reading() as connection:
                found = list(await connection.scalars(_refused(identity)))
        return next(map(LearnerId, found), None)

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int, a_second: int
    ) -> tuple[Claim, ...]:
        """Rows that another sender is just claiming are passed over; SQLite has one writer at a time."""
        kept = tables.habits.c
        free = sa.or_(kept.leased_until.is_(None), kept.leased_until <= now)
        those = (kept.platform == platform, kept.next_at <= now, free)
        due = sa.select(kept.learner).where(*those).order_by(kept.next_at, kept.learner)
        async with self._database.writing() as connection:
            found = await connection.scalars(due.limit(count).with_for_update(skip_locked=True))
            learners = found.all()
            if not learners:
                return ()
            moments = await _moments(connection, platform, now, len(learners), a_second)
            until = moments[-1] + lease
            taken = sa.update(tables.habits).where(kept.learner.in_(learners)).values(leased_until=until)
            rows = await connection.execute(taken.returning(kept.learner, kept.next_at, kept.tried))
            ranked = sorted(rows, key=lambda it: (it.next_at, it.learner))
        return tuple(
            Claim(LearnerId(row.learner), row.next_at, at, until, row.tried)
            for row, at in zip(ranked, moments, strict=True)
        )

    async def try_daily(self, claim: Claim, at: datetime) -> bool:
        kept = tables.habits.c
        theirs = (kept.leased_until == claim.until, kept.leased_until > at)
        return await self._update(claim, *theirs, tried=sa.func.coalesce(kept.tried, at))

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        return await self._update(claim, next_at=next_at, tried=None, leased_until=None)

    async def release_daily(self, claim: Claim, until: datetime) -> bool:
        """By another sender's claim it may have come since."""
        theirs = tables.habits.c.leased_until == claim.until
        return await self._update(claim, theirs, tried=claim.tried, leased_until=until)

    async def close_daily(self, claim: Claim) -> bool:
        return await self._update(claim, closed=True, next_at=None, tried=None, leased_until=None)

    async def _update(self, claim: Claim, *those: sa.ColumnElement[bool], **values: object) -> bool:
        """False where what is due next is another one by now."""
        kept = tables.habits.c
        this = sa.update(tables.habits).where(
            kept.learner == claim.learner, kept.next_at == claim.due, *those
        )
        async with self._database.writing() as connection:
            return (await connection.execute(this.values(**values))).rowcount == 1


_REFUSED_AT_ONCE = (
    "SELECT habits.learner FROM identities JOIN habits ON habits.learner = identities.learner"
    " WHERE identities.platform = :platform AND identities.user = :user AND habits.closed"
)


def _refused(identity: Identity) -> sa.Select[tuple[int]]:
    """The same, for every database."""
    known, kept = tables.identities.c, tables.habits.c
    wanted = sa.select(kept.learner).join(tables.identities, known.learner == kept.learner)
    return wanted.where(known.platform == identity.platform, known.user == identity.user, kept.closed)


def _held(learner: LearnerId) -> sa.Select[tuple[int]]:
    whose = sa.select(tables.learners.c.id).where(tables.learners.c.id == learner)
    return whose.with_for_update(read=True, key_share=True)


async def _moments(
    connection: AsyncConnection, platform: str, now: datetime, count: int, a_second: int
) -> Sequence[datetime]:
    """Where the last sender's end, the next one's begin: who sends what is agreed under a lock on one row."""
    held, name = tables.marks, f"dailies {platform}"
    await insert_once(connection, held, {"name": name, "value": now.isoformat()})
    this = held.c.name == name
    free = (await connection.scalars(sa.select(held.c.value).where(this).with_for_update())).one()
    taken = datetime.fromisoformat(free)
    # A clock that was set back would have all wait until it says so again.
    begins = max(now, taken) if taken <= now + FARTHEST else now
    apart = timedelta(seconds=1) / a_second
    ends = begins + count * apart
    await connection.execute(sa.update(held).where(this).values(value=ends.isoformat()))
    return [begins + n * apart for n in range(count)]


def habits_row(habits: Habits) -> Row:
    return {it.name: getattr(habits, it.name) for it in fields(Habits)}
