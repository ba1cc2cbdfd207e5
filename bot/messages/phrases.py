"""numbers, lists and long texts -> the words for them  (pure)"""

import unicodedata
from collections.abc import Iterator, Sequence
from math import floor

_WIDEST_NAME = 24
_MARKS = 3
"""For each column, characters that take none."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that nothing is seen of."""


def counted(number: int, noun: str) -> str:
    """ "1 lesson", "3 lessons", "1,200 lessons"."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """ "87%", rounded down: "100%" are all."""
    return f"{floor(share * 100 + 1e-9)}%"


def either(names: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def shortened(text: str, longest: int) -> str:
    """One line of at most `longest` characters, ending in "…" after a whole word where there is more."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    kept = line[:longest]
    # A text without spaces, or one with a word as long as half of it, is cut within the word.
    end = kept.rfind(" ", longest // 2)
    return f"{kept[: end if end > 0 else longest - 1].rstrip(' ,;:–-')}…"


def named(name: str) -> str:
    """Whatever a platform took for somebody's name: one line, no wider than a table has room for; "Somebody"
    where nothing can be seen of it."""
    line = " ".join(name.split())
    if not any(columns(it) and it != " " and it not in _BLANK for it in line):
        return "Somebody"
    kept = "".join(_within(line, _WIDEST_NAME))
    return line if kept == line else f"{''.join(_within(line, _WIDEST_NAME - 1)).rstrip()}…"


def columns(text: str) -> int:
    """How many columns of a fixed-width font the text takes: wide characters two, combining ones none."""
    return sum(map(_width, text))


def _within(line: str, widest: int) -> Iterator[str]:
    taken = 0
    for n, character in enumerate(line):
        taken += _width(character)
        if taken > widest or n >= widest * (1 + _MARKS):
            return
        yield character


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
