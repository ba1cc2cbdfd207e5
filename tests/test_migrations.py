"""Histories -> the tables that the code knows, on both databases"""

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.models import ConversationId, LearnerId, RoundId, SpaceId
from bot.storage import tables as study_tables
from bot.storage.migrations import STUDY
from bot.storage.record import SqlStudyRecord
from knowledge.adapters import catalogue_tables
from knowledge.adapters.database import open_database
from knowledge.adapters.history import History
from knowledge.adapters.migrations import CATALOGUE
from knowledge.errors import StoreUnavailable
from tests.conftest import HISTORIES

METADATA = {CATALOGUE: catalogue_tables.metadata, STUDY: study_tables.metadata}


@pytest.mark.parametrize("history", HISTORIES, ids=lambda it: it.version_table)
def test_a_historys_head_is_its_newest_script(history: History) -> None:
    assert ScriptDirectory(str(history.folder)).get_current_head() == history.head


@pytest.mark.parametrize("history", HISTORIES, ids=lambda it: it.version_table)
async def test_the_migrated_tables_are_those_that_the_code_knows(history: History, bare_url: str) -> None:
    async with open_database(bare_url, (history,)) as database, database.reading() as connection:
        assert await connection.run_sync(_differences, history) == []


def _differences(connection: sa.Connection, history: History) -> list[object]:
    options = {"version_table": history.version_table, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, METADATA[history]))


async def test_both_histories_stand_beside_each_other(bare_url: str) -> None:
    async with open_database(bare_url, (CATALOGUE,)):
        pass
    async with open_database(bare_url, HISTORIES) as database, database.reading() as connection:
        found = set(await connection.run_sync(lambda it: sa.inspect(it).get_table_names()))
    versions = {"catalogue_version", "study_version"}
    known = {name for metadata in METADATA.values() for name in metadata.tables}
    assert found == known | versions


@pytest.mark.parametrize(
    "table", [it for metadata in METADATA.values() for it in metadata.sorted_tables], ids=str
)
def test_every_foreign_key_has_an_index(table: sa.Table) -> None:
    keys = [[column.name for column in table.primary_key]]
    keys += [[column.name for column in index.columns] for index in table.indexes]
    unique = (it for it in table.constraints if isinstance(it, sa.UniqueConstraint))
    keys += [[column.name for column in it.columns] for it in unique]
    for foreign in table.foreign_key_constraints:
        wanted = [column.name for column in foreign.columns]
        assert any(key[: len(wanted)] == wanted for key in keys), foreign


def test_no_foreign_key_leads_from_one_history_into_the_other() -> None:
    for metadata in METADATA.values():
        targets = {key.column.table.name for table in metadata.sorted_tables for key in table.foreign_keys}
        assert targets <= set(metadata.tables)


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = "2026-03-01 12:00:00+00:00"
ANSWER = '{"question": "Why?", "standalone": "Why?"}'
QUESTIONS = '[{"id": "a", "kind": "typed", "prompt": "Who?", "answer": ["Owl"]}]'
BEFORE_0003 = f"""
INSERT INTO spaces VALUES ('s');
INSERT INTO learners VALUES (1); INSERT INTO learners VALUES (2);
INSERT INTO conversations VALUES (1, 's', 'c', 1, 2, '{AT}');
INSERT INTO turns VALUES (1, 1, '{ANSWER}', '[]', '{AT}');
INSERT INTO turns VALUES (1, 2, '{ANSWER}', '[]', '{AT}');
INSERT INTO feedback VALUES (1, 1, 1, false, '{AT}'); INSERT INTO feedback VALUES (1, 1, 2, false, '{AT}');
INSERT INTO feedback VALUES (1, 2, 1, true, '{AT}');
INSERT INTO quiz_rounds VALUES (1, 's', 'c', 1, 't', 7, '{QUESTIONS}', false, '{AT}');
INSERT INTO quiz_responses VALUES (1, 1, 0, 1, 'Owl', 'right', false, NULL);
INSERT INTO unanswered VALUES (4, 's', 'Why?', '[]', '{AT}');
INSERT INTO unanswered VALUES (9, 's', 'Who?', '[]', '{AT}');
"""
"""Rows of a bot that had been in use before places could be left and concerns be dismissed."""
BEFORE_0010 = f"""
INSERT INTO learners VALUES (1);
INSERT INTO cards (id, learner, space, digest, library, source, heading, kind, name, front, back, made_from,
 accept, why, reviews, at)
 VALUES (1, 1, 's', 'd', 'l', 'a.md', '[]', 'term', 'n', 'f', 'b', 'h', '[]', '', 1, '{AT}');
INSERT INTO card_reviews (id, card, n, learner, rating, at) VALUES (1, 1, 1, 1, 'good', '{AT}');
"""


async def test_what_was_kept_before_is_there_with_what_is_new(bare_url: str, tmp_path: Path) -> None:
    async with (
        open_database(bare_url, (_study_until("0002", tmp_path),)) as database,
        database.writing() as connection,
    ):
        for insert in BEFORE_0003.strip().split(";")[:-1]:
            await connection.exec_driver_sql(insert)
    async with open_database(bare_url, (STUDY,)) as database:
        record, space = SqlStudyRecord(database), SpaceId("s")
        (unhelpful,) = await record.unhelpful(space)
        assert (unhelpful.question, unhelpful.votes) == ("Why?", 2)
        assert await record.dismiss(space, "unhelpful", unhelpful.id)
        assert [(it.id, it.question) for it in await record.unanswered(space)] == [(9, "Who?"), (4, "Why?")]
        round = await record.round(space, RoundId(1))
        assert round is not None
        assert [(it.given, it.points) for it in round.responses] == [("Owl", 0)]
        assert await record.present("") == frozenset()
        assert await record.joined(space)
        await record.left(space, NOW)
        assert await record.forget_left(NOW + timedelta(seconds=1)) == (space,)
        assert await record.round(space, RoundId(1)) is None


async def test_reviews_from_before_it_was_kept_were_given_nobody_knows_where(
    bare_url: str, tmp_path: Path
) -> None:
    async with (
        open_database(bare_url, (_study_until("0009", tmp_path),)) as database,
        database.writing() as connection,
    ):
        for insert in BEFORE_0010.strip().split(";")[:-1]:
            await connection.exec_driver_sql(insert)
    async with open_database(bare_url, (STUDY,)) as database:
        record, here = SqlStudyRecord(database), SpaceId("s")
        everything = await record.everything_of(LearnerId(1))
        assert [row["space"] for row in everything["card_reviews"]] == [""]
        days = NOW - timedelta(days=1), NOW + timedelta(days=1)
        (activity,) = await record.activity_here(here, days)
        assert activity.reviews == 1


async def test_a_turn_from_before_it_was_kept_is_theirs_who_opened_the_conversation(
    bare_url: str, tmp_path: Path
) -> None:
    async with (
        open_database(bare_url, (_study_until("0002", tmp_path),)) as database,
        database.writing() as connection,
    ):
        for insert in BEFORE_0003.strip().split(";")[:-1]:
            await connection.exec_driver_sql(insert)
    async with open_database(bare_url, (STUDY,)) as database:
        record = SqlStudyRecord(database)
        assert [row["n"] for row in (await record.everything_of(LearnerId(1)))["turns"]] == [1, 2]
        assert (await record.everything_of(LearnerId(2)))["turns"] == []
        await record.forget_learner(LearnerId(1), NOW)
        assert await record.turn(SpaceId("s"), ConversationId(1)) is None


def _study_until(head: str, folder: Path) -> History:
    """The study record's history as it was at that revision."""
    (folder / "versions").mkdir()
    for script in (STUDY.folder / "versions").glob("*.py"):
        if script.name[:4] <= head:
            shutil.copy(script, folder / "versions")
    return History(folder, STUDY.version_table, head)


async def test_programs_that_start_at_once_upgrade_once(bare_url: str) -> None:
    async def start() -> list[str]:
        async with open_database(bare_url, HISTORIES) as database, database.reading() as connection:
            versions = await connection.exec_driver_sql("SELECT version_num FROM study_version")
            return list(versions.scalars())

    assert await asyncio.gather(*(start() for _ in range(4))) == [[STUDY.head]] * 4


OPEN = """
import asyncio, sys
from bot.storage.migrations import STUDY
from knowledge.adapters.database import open_database
from knowledge.adapters.migrations import CATALOGUE
async def start():
    async with open_database(sys.argv[1], (CATALOGUE, STUDY)):
        print("alembic" in sys.modules)
asyncio.run(start())
"""


@pytest.mark.slow
def test_a_start_with_nothing_to_upgrade_imports_no_alembic(sqlite_url: str) -> None:
    command = [sys.executable, "-c", OPEN, sqlite_url]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


async def test_a_database_made_by_a_newer_program_is_left_as_it_is(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database, database.writing() as connection:
        await connection.exec_driver_sql("UPDATE catalogue_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="newer Studyhall"):
        async with open_database(sqlite_url):
            pass
