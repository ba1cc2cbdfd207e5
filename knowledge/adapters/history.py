"""database -> the same database with the newest tables, under a lock

A history is a folder of hand-written Alembic revisions and the table that says how far a database came.
Alembic is imported only where there is something to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import sqlalchemy as sa
from sqlalchemy.engine import URL

from knowledge.errors import StoreUnavailable

if TYPE_CHECKING:
    from knowledge.adapters.database import Database

UPGRADE_LOCK = 0x5374756479
"""The key of PostgreSQL's advisory lock for upgrades: "Study" in ASCII."""

WAIT_S = 120


@dataclass(frozen=True, slots=True)
class History:
    """`head` is the newest revision in `folder`/versions."""

    folder: Path
    version_table: str
    head: str


async def upgrade(database: Database, url: URL) -> None:
    """Bring each of the database's histories to its head, unless it stands there."""
    if url.get_backend_name() == "sqlite":
        await asyncio.to_thread(_make_folder, Path(url.database or ""))
    if not await _behind(database):
        return
    async with _alone(database, url):
        for history in await _behind(database):
            await _upgrade(database, history)


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {file.parent} cannot be made: {error.strerror}.",
            hint="Give another folder with --data or STUDYHALL_DATA, or the right to write there.",
        ) from error


async def _behind(database: Database) -> list[History]:
    async with database.reading() as connection:
        known = await connection.run_sync(lambda sync: set(sa.inspect(sync).get_table_names()))
        behind = []
        for history in database.histories:
            found = None
            if history.version_table in known:
                version = sa.table(history.version_table, sa.column("version_num"))
                found = await connection.scalar(sa.select(version))
            if found != history.head:
                behind.append(history)
    return behind


@asynccontextmanager
async def _alone(database: Database, url: URL) -> AsyncIterator[None]:
    if url.get_backend_name() != "sqlite":
        async with _advisory(database):
            yield
        return
    lock = filelock.FileLock(f"{url.database}.lock", timeout=WAIT_S, thread_local=False)
    try:
        await asyncio.to_thread(lock.acquire)
    except filelock.Timeout as error:
        raise StoreUnavailable(f"Another program has held {lock.lock_file} for {WAIT_S} s.") from error
    try:
        await _set_wal(database)
        yield
    finally:
        await asyncio.to_thread(lock.release)


@asynccontextmanager
async def _advisory(database: Database) -> AsyncIterator[None]:
    connection = await database.outside()
    try:
        with database.telling():
            await connection.execute(sa.select(sa.func.pg_advisory_lock(UPGRADE_LOCK)))
        yield
        await connection.execute(sa.select(sa.func.pg_advisory_unlock(UPGRADE_LOCK)))
    except BaseException:
        # The lock goes with the connection.
        await connection.invalidate()
        raise
    finally:
        await connection.close()


async def _set_wal(database: Database) -> None:
    """Kept in the file. Two programs that set it at once lock each other out: hence under the lock."""
    connection = await database.outside()
    try:
        with database.telling():
            await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    finally:
        await connection.close()


async def _upgrade(database: Database, history: History) -> None:
    async with database.writing() as connection:
        await connection.run_sync(_run_scripts, history, database.name)


def _run_scripts(connection: sa.Connection, history: History, name: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    scripts = ScriptDirectory(str(history.folder))
    with EnvironmentContext(Config(), scripts) as environment:
        environment.configure(
            connection=connection,
            version_table=history.version_table,
            fn=lambda revision, _: scripts._upgrade_revs("head", revision),
        )
        try:
            environment.run_migrations()
        except CommandError as error:
            message = f"The database {name} was made by a newer Studyhall than this one."
            raise StoreUnavailable(message, hint="Upgrade Studyhall, or give it another database.") from error
