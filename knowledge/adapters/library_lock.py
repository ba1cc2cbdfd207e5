"""library -> held by one ingest at a time, wherever the database lies"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import quote
from zlib import crc32

import filelock
import sqlalchemy as sa

from knowledge.adapters.database import Database
from knowledge.errors import LibraryBusy
from knowledge.models import LibraryId

INGEST_LOCK = 0x496E67
"""The first key of PostgreSQL's advisory locks for ingests ("Ing"); the second is made from the slug."""


def library_lock(database: Database, folder: Path, library: LibraryId) -> AbstractAsyncContextManager[None]:
    """Raises LibraryBusy at once. `folder` holds the locks of a SQLite database."""
    if database.dialect == "sqlite":
        return _file_lock(folder / f"{quote(library, safe='')}.lock", library)
    return _advisory_lock(database, library)


@asynccontextmanager
async def _file_lock(file: Path, library: LibraryId) -> AsyncIterator[None]:
    """The system frees it when the process ends, however it ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(file, timeout=0, thread_local=False)
    try:
        await asyncio.to_thread(lock.acquire)
    except filelock.Timeout:
        raise _busy(library) from None
    try:
        yield
    finally:
        await asyncio.to_thread(lock.release)


@asynccontextmanager
async def _advisory_lock(database: Database, library: LibraryId) -> AsyncIterator[None]:
    """The server frees it when the connection ends, however it ends."""
    connection = await database.outside()
    try:
        # Signed, as PostgreSQL's integer is.
        key = crc32(library.encode()) - 2**31
        with database.telling():
            taken = await connection.scalar(sa.select(sa.func.pg_try_advisory_lock(INGEST_LOCK, key)))
        if not taken:
            raise _busy(library)
        yield
    finally:
        # Closing the connection for good frees the lock, also where the holder was cancelled.
        await connection.invalidate()
        await connection.close()


def _busy(library: LibraryId) -> LibraryBusy:
    return LibraryBusy(f"Another ingest is at work on “{library}”.")
