"""What two processes do to one learner at the same moment, on PostgreSQL: who waits for whom"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
import sqlalchemy as sa

from bot.budgets import Budget, Limits
from bot.storage import card_rows, tables
from bot.storage.record import SqlStudyRecord
from bot.storage.rows import know_space, number_of_new
from knowledge.adapters.database import Database, open_database
from tests.conftest import HISTORIES
from tests.contracts.schoolyard import ANA, BIRDS, HERE, NOW, QUESTIONS
from tests.contracts.test_record_habits import asked_for_dailies, claimed
from tests.contracts.test_record_own import studied

LIMITS = Limits(learner=Budget(requests=1))
LONG_S = 10
"""Far longer than anything here takes, unless it waits for another."""


@pytest.fixture
async def postgresql(postgresql_url: str) -> AsyncIterator[Database]:
    async with open_database(postgresql_url, HISTORIES) as opened:
        yield opened


async def waits(database: Database, made: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
    """What was begun, once it waits for a lock; or is done without waiting."""
    making = asyncio.ensure_future(made)
    held = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with asyncio.timeout(LONG_S):
        while not making.done():
            async with database.reading() as connection:
                if (await connection.execute(held)).scalar_one():
                    return making
    return making


async def test_a_sender_passes_over_whom_another_is_just_claiming_and_waits_for_nobody(
    postgresql: Database,
) -> None:
    record = SqlStudyRecord(postgresql)
    first, *others = await asked_for_dailies(record, 3)
    held = tables.habits.c
    async with postgresql.writing() as elsewhere:
        await elsewhere.execute(sa.select(held.learner).where(held.learner == first).with_for_update())
        async with asyncio.timeout(LONG_S):
            found = await claimed(record)
    assert [it.learner for it in found] == others


async def test_what_is_spent_while_a_learner_is_forgotten_is_not_forgotten(postgresql: Database) -> None:
    record = SqlStudyRecord(postgresql)
    ana = await studied(record, ANA)
    async with postgresql.writing() as elsewhere:
        spent = {"learner": ana, "day": NOW.date(), "requests": 1, "tokens": 9}
        await elsewhere.execute(sa.insert(tables.learner_spending).values(spent))
        forgetting = await waits(postgresql, record.forget_learner(ana, NOW))
        assert not forgetting.done()
    await forgetting
    again = await record.learner(ANA)
    assert await record.reserve_request(again, HERE, NOW.date(), LIMITS) == "learner"


async def test_a_question_reported_while_a_learner_is_forgotten_goes_with_them(postgresql: Database) -> None:
    record = SqlStudyRecord(postgresql)
    ana = await studied(record, ANA)
    async with postgresql.writing() as elsewhere:
        await know_space(elsewhere, HERE)
        question = {"space": HERE, "name": "b", "question": QUESTIONS[1]}
        number = await number_of_new(elsewhere, tables.reported_questions, question)
        report = {"learner": ana, "question": number, "made_from": "h1", "at": NOW}
        await elsewhere.execute(sa.insert(tables.card_reports).values(report))
        forgetting = await waits(postgresql, record.forget_learner(ana, NOW))
        assert not forgetting.done()
    await forgetting
    async with postgresql.reading() as connection:
        assert (await connection.execute(sa.select(tables.reported_questions))).all() == []


async def test_while_a_card_is_reviewed_whatever_else_hangs_on_its_learner_goes_on(
    postgresql: Database,
) -> None:
    record = SqlStudyRecord(postgresql)
    ana = await studied(record, ANA)
    async with postgresql.writing() as elsewhere:
        await card_rows.lock(elsewhere, ana)
        async with asyncio.timeout(LONG_S):
            assert await record.reserve_request(ana, HERE, NOW.date(), LIMITS) is None
            assert await record.learner(ANA) == ana
            assert len(await record.cards_of(ana, BIRDS)) == 1
