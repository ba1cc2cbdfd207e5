"""How databases are opened, shared, and complained about"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.models import SpaceId, UnansweredQuestion
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.columns import Moment
from knowledge.adapters.database import Database, open_database
from knowledge.errors import StoreUnavailable
from tests.conftest import HISTORIES
from tests.fakes.clock import FrozenClock

HERE = SpaceId("here")


def _write(url: str) -> None:
    async def write() -> None:
        async with open_database(url, HISTORIES) as database:
            record = SqlStudyRecord(database)
            for n in range(100):
                question = UnansweredQuestion(HERE, f"{n}?", (), FrozenClock().now())
                await asyncio.gather(record.settings(HERE), record.add_unanswered(question))

    asyncio.run(write())


def test_two_programs_write_at_once_and_none_is_locked_out(sqlite_url: str) -> None:
    """Each with connections, and a loop, of its own: what SQLite locks are connections."""
    with ThreadPoolExecutor(2) as programs:
        list(programs.map(_write, [sqlite_url] * 2))
    assert asyncio.run(_count(sqlite_url, "unanswered")) == 200


async def _count(url: str, table: str) -> int:
    async with open_database(url) as database, database.reading() as connection:
        return int((await connection.execute(sa.text(f"SELECT count(*) FROM {table}"))).scalar_one())


async def test_what_is_read_within_stands_still(database: Database) -> None:
    count = sa.text("SELECT count(*) FROM spaces")
    async with database.reading() as reader:
        assert (await reader.execute(count)).scalar_one() == 0
        async with database.writing() as writer:
            await writer.execute(sa.text("INSERT INTO spaces (id) VALUES ('here')"))
        assert (await reader.execute(count)).scalar_one() == 0
    async with database.reading() as reader:
        assert (await reader.execute(count)).scalar_one() == 1


async def test_what_was_written_before_a_failure_is_undone(database: Database) -> None:
    async def write_and_break() -> None:
        async with database.writing() as writer:
            await writer.execute(sa.text("INSERT INTO spaces (id) VALUES ('here')"))
            raise RuntimeError("it broke")

    with pytest.raises(RuntimeError, match="broke"):
        await write_and_break()
    async with database.reading() as reader:
        assert (await reader.execute(sa.text("SELECT count(*) FROM spaces"))).scalar_one() == 0


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        async with database.writing() as writer:
            await writer.execute(sa.text("INSERT INTO space_library VALUES ('nowhere', 'birds')"))


async def test_a_sqlite_file_makes_its_folder_and_stands_in_wal(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a/b/c.db"
    async with open_database(url) as database, database.reading() as connection:
        assert await connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"


async def _refusal(url: str) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as caught:
        async with open_database(url):
            pass
    return caught.value


@pytest.mark.parametrize("url", ["nonsense", "mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", ""])
async def test_a_url_of_no_known_database_is_refused_with_an_example(url: str) -> None:
    error = await _refusal(url)
    assert "postgresql://" in error.hint
    assert "secret" not in str(error) + error.hint


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("These are my notes. " * 100)
    assert str(await _refusal(f"sqlite:///{file}")) == f"The database {file} is no database."


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    error = await _refusal(f"sqlite:///{tmp_path}/taken/study.db")
    assert str(tmp_path / "taken") in str(error)
    assert "--data" in error.hint


async def test_a_file_that_cannot_be_opened_says_where_else_to_keep_it(tmp_path: Path) -> None:
    (tmp_path / "study.db").mkdir()
    error = await _refusal(f"sqlite:///{tmp_path}/study.db")
    assert "cannot be opened" in str(error)
    assert "--data" in error.hint


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
async def test_a_server_that_is_not_there_is_named_without_the_password(scheme: str) -> None:
    error = await _refusal(f"{scheme}://ana:secret@127.0.0.1:9/study?sslmode=disable&channel_binding=prefer")
    assert str(error) == "The database “study” on 127.0.0.1 does not answer."
    assert "STUDYHALL_DATABASE_URL" in error.hint


async def test_a_database_that_the_server_does_not_hold_is_named(postgresql_server: str) -> None:
    url = sa.make_url(postgresql_server).set(database="nowhere")
    error = await _refusal(url.render_as_string(hide_password=False))
    assert "“nowhere”" in str(error)
    assert "holds no database of that name" in str(error)


async def test_peoples_words_stand_in_no_error_of_the_database(sqlite_url: str) -> None:
    insert = sa.text("INSERT INTO space_library VALUES (:space, 'birds')")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        async with open_database(sqlite_url) as database, database.writing() as writer:
            await writer.execute(insert, {"space": "my deepest secret"})
    assert "secret" not in str(caught.value)


def test_a_time_without_a_zone_is_never_kept() -> None:
    dialect = sa.create_engine("sqlite://").dialect
    with pytest.raises(ValueError, match="zone"):
        Moment().process_bind_param(FrozenClock().now().replace(tzinfo=None), dialect)
