"""a level -> structlog on standard error, without locals and without colours in a file

Set up with the first line that is logged: structlog takes 0.2 s to import, and most commands log nothing.
"""

import logging
import sys
from contextvars import ContextVar
from typing import Any

_level = ContextVar("_level", default="warning")


def configure(level: str) -> None:
    """For all that is logged from here on."""
    _level.set(level)


def logger(name: str) -> Any:
    import structlog

    if not structlog.is_configured():
        _set_up(_level.get())
    return structlog.get_logger(name)


def _set_up(level: str) -> None:
    """Tracebacks show no variables: they hold what learners wrote."""
    import structlog

    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
