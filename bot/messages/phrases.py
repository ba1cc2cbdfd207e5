"""numbers and lists -> the words for them  (pure)"""

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """ "1 lesson", "3 lessons"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def either(names: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
