"""database URL -> a database with two ways in: reading and writing

SQLite stands in WAL mode: readers and one writer go on beside each other. PostgreSQL is for several
processes that share one machine's data or none.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from knowledge.adapters.history import History, upgrade
from knowledge.adapters.migrations import CATALOGUE
from knowledge.adapters.sqlite_reads import SqliteReads
from knowledge.errors import StoreUnavailable

BUSY_S = 30
"""How long a write on SQLite waits for another process's: an ingest's switch takes seconds."""

CONNECT_S = 10

_KNOWN = "Give sqlite:///path/to/file.db or postgresql://user@host/database in STUDYHALL_DATABASE_URL."

_REASONS = {
    "locked": "is held by another program",
    "not a database": "is no database",
    "unable to open": "cannot be opened",
    "readonly": "cannot be written",
    "disk is full": "has no room left on its disk",
}
"""By what SQLite says."""

_WRITABLE = "Give another folder with --data or STUDYHALL_DATA, or the right to write there."
_REMEDIES = {
    "locked": "Wait a moment, then try again.",
    "unable to open": _WRITABLE,
    "readonly": _WRITABLE,
    "disk is full": "Make room there, then try again.",
}
"""By what SQLite says: what to do where its file is the trouble."""

_REFUSALS = {"28": "refuses the user or the password", "3D": "holds no database of that name"}
"""By the first two characters of PostgreSQL's SQLSTATE (appendix A of its manual)."""


class Database:
    """`histories` are those that it was brought up to date with."""

    def __init__(self, engine: AsyncEngine, histories: Sequence[History] = ()) -> None:
        self.dialect = engine.dialect.name
        self.name = _name(engine.url)
        self.histories = tuple(histories)
        options = _SQLITE_OPTIONS if self.dialect == "sqlite" else _POSTGRESQL_OPTIONS
        self._readers, self._writers, self._others = (engine.execution_options(**it) for it in options)
        self._outage: tuple[type[Exception], ...] = (*_outages(self.dialect), PoolTimeout, OSError)
        self._reads = SqliteReads(engine.url.database or "", busy_s=BUSY_S)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """All that is read within stands still: one snapshot."""
        with self.telling():
            async with self._readers.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """All or nothing. On SQLite the only writer from the start, so that no read within is overtaken."""
        with self.telling():
            async with self._writers.begin() as connection:
                yield connection

    async def at_once(self, select: str, asked: Mapping[str, str]) -> Iterable[Any]:
        """The rows of one SELECT in SQLite's own words, as SQLite holds them; on SQLite alone."""
        with self.telling():
            return await self._reads.rows(select, asked)

    def close(self) -> None:
        """Lets go of what `at_once` opened."""
        self._reads.close()

    async def outside(self) -> AsyncConnection:
        """A connection for locks, outside of any transaction; the caller closes it."""
        with self.telling():
            return await self._others.connect()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Failures to reach the database become StoreUnavailable; mistakes of ours fly on."""
        try:
            yield
        except (IntegrityError, ProgrammingError):
            raise
        except self._outage as error:
            hint = _remedy(error) if self.dialect == "sqlite" else ""
            raise StoreUnavailable(f"The database {self.name} {_reason(error)}.", hint=hint) from error


@asynccontextmanager
async def open_database(url: str, histories: Sequence[History] = (CATALOGUE,)) -> AsyncIterator[Database]:
    """Opened, and its tables brought up to date: whoever starts first does it, the others wait.

    Takes `sqlite:///…` and `postgresql://…`. Raises StoreUnavailable; no sentence holds a password."""
    engine = _engine(_understood(url))
    database = Database(engine, histories)
    try:
        await upgrade(database, engine.url)
        yield database
    finally:
        database.close()
        await engine.dispose()


def insert_into(connection: AsyncConnection, table: sa.Table) -> Any:
    """The database's own insert, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def _understood(url: str) -> URL:
    try:
        known = sa.make_url(url)
    except ArgumentError:
        raise StoreUnavailable("The database's URL cannot be read.", hint=_KNOWN) from None
    kind = known.drivername.partition("+")[0]
    if kind == "sqlite" and known.database not in (None, "", ":memory:"):
        return known.set(drivername="sqlite+aiosqlite")
    if kind in ("postgresql", "postgres"):
        return _for_asyncpg(known)
    raise StoreUnavailable(f"“{kind}” is no database that Studyhall can keep its record in.", hint=_KNOWN)


def _for_asyncpg(url: URL) -> URL:
    """asyncpg has other words than libpq, in which hosts of databases write their URLs."""
    query = {key: value for key, value in url.query.items() if key not in ("sslmode", "channel_binding")}
    if "sslmode" in url.query:
        query["ssl"] = url.query["sslmode"]
    return url.set(drivername="postgresql+asyncpg", query=query)


def _engine(url: URL) -> AsyncEngine:
    # Parameters are people's words: they belong in no message and no log.
    if url.get_backend_name() == "postgresql":
        timeout = {"timeout": CONNECT_S}
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=timeout)
    engine = create_async_engine(url, hide_parameters=True, connect_args=_SQLITE_ARGUMENTS)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


_POSTGRESQL_OPTIONS: tuple[dict[str, Any], ...] = (
    {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    {},
    {"isolation_level": "AUTOCOMMIT"},
)
_SQLITE_OPTIONS: tuple[dict[str, Any], ...] = (
    {"begin": "BEGIN"},
    {"begin": "BEGIN IMMEDIATE"},
    {"begin": ""},
)
"""To read, to write, and outside of any transaction; `begin` is for `_begin_sqlite`. A deferred transaction
that turns to writing while another process writes fails at once, whatever the busy timeout:
https://www.sqlite.org/lang_transaction.html"""

_SQLITE_ARGUMENTS = {"timeout": BUSY_S, "isolation_level": None}
"""Without an isolation level the driver begins no transaction of its own: `_begin_sqlite` does."""


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    if begin := connection.get_execution_options()["begin"]:
        connection.exec_driver_sql(begin)


def _outages(dialect: str) -> tuple[type[Exception], ...]:
    if dialect == "sqlite":
        return (DBAPIError, sqlite3.Error)
    import asyncpg

    # Raised bare while connecting; later ones come wrapped.
    return (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError)


def _reason(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    refusal = _REFUSALS.get(str(getattr(cause, "sqlstate", ""))[:2])
    told = (reason for words, reason in _REASONS.items() if words in str(cause))
    return refusal or next(told, "does not answer")


def _remedy(error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error)
    return next((remedy for words, remedy in _REMEDIES.items() if words in cause), "")


def _name(url: URL) -> str:
    """As a person may read it: never with user or password."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or ""))
    host = url.host or url.query.get("host") or "here"
    return f"“{url.database}” on {host if isinstance(host, str) else ', '.join(host)}"
