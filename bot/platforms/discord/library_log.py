"""what discord.py has to say -> a line of our log, with an id and without a traceback"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.dispatcher import new_error_id
from bot.logs import logger


class _Ours(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        log = logger(record.name)
        tell = log.error if record.levelno >= logging.ERROR else log.warning
        why = {} if error is None else {"why": f"{type(error).__name__}: {error}"}
        tell(record.getMessage(), id=new_error_id(), **why)


@contextmanager
def told_by_us() -> Iterator[None]:
    """Its warnings and errors: a gateway that was lost, a pause that was asked for."""
    ours, theirs = _Ours(logging.WARNING), logging.getLogger("discord")
    theirs.addHandler(ours)
    try:
        yield
    finally:
        theirs.removeHandler(ours)
