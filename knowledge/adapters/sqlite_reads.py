"""a SELECT in SQLite's own words -> its rows, in one hop to a thread

For the road of every answer: through SQLAlchemy and its pool such a read takes ten times as long as the read.
"""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any


class SqliteReads:
    """Connections of its own, opened when first needed and kept: as many as ever read at once."""

    def __init__(self, file: str, *, busy_s: float) -> None:
        self._file, self._busy_s = file, busy_s
        # Threads take from it and put back: a list's pop and append are whole by themselves.
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    async def rows(self, select: str, asked: Mapping[str, str]) -> Sequence[Any]:
        """Each read sees what was last committed. Raises sqlite3.Error."""
        return await asyncio.to_thread(self._rows, select, asked)

    def close(self) -> None:
        """A read that is under way closes its own connection when it is done."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _rows(self, select: str, asked: Mapping[str, str]) -> Sequence[Any]:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            found = connection.execute(select, asked).fetchall()
        except BaseException:
            connection.close()
            raise
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)
        return found

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._file, timeout=self._busy_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA query_only = ON")
        return connection
