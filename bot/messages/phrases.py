"""numbers, lists and long texts -> the words for them  (pure)"""

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """ "1 lesson", "3 lessons"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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
