"""For contracts: a study record of each kind"""

from collections.abc import AsyncIterator

import pytest

from bot.ports import StudyRecord
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.database import open_database
from tests.conftest import HISTORIES
from tests.fakes.memory_record import MemoryStudyRecord


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def record(request: pytest.FixtureRequest) -> AsyncIterator[StudyRecord]:
    if request.param == "memory":
        yield MemoryStudyRecord()
        return
    async with open_database(request.getfixturevalue(f"{request.param}_url"), HISTORIES) as database:
        yield SqlStudyRecord(database)
