"""a table -> lines of aligned text, or the rows as fields where it is too wide for a phone  (pure)"""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from bot.platforms.discord.words import APART, code_text, settled
from bot.replies import Span, Table, Text

WIDEST = 56
"""Columns that a code block shows on a phone held upright before it wraps."""
_GAP = "  "


def aligned(table: Table) -> tuple[str, tuple[str, ...]] | None:
    """The header with its underline, and the rows, as text of one width; None where that is too wide."""
    rows = [tuple(_cell(cell) for cell in row) for row in (table.header, *table.rows)]
    widths = [max(map(columns, column)) for column in zip_longest(*rows, fillvalue="")]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > WIDEST:
        return None
    header, *lines = (_line(row, widths) for row in rows)
    return f"{header}\n{_GAP.join('─' * width for width in widths)}", tuple(lines)


def fields(table: Table) -> Iterator[Text]:
    """A line for each cell: the first of its row in bold, the others led by their column's header."""
    for row in table.rows:
        for number, (cell, header) in enumerate(zip_longest(row, table.header, fillvalue=())):
            if number == 0:
                yield tuple(replace(span, style="bold") for span in settled(cell))
            elif cell:
                yield (*header, Span(": "), *cell) if header else cell


def columns(text: str) -> int:
    """How many columns of a fixed-width font the text takes: wide characters two, combining ones none."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if character == APART or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cell(text: Text) -> str:
    """Without links: nobody can tap them in a code block."""
    bare = settled(tuple(replace(span, link="") for span in text))
    return code_text(" ".join("".join(span.text for span in bare).split()))


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = zip_longest(row, widths, fillvalue="")
    return _GAP.join(f"{cell}{' ' * (int(width) - columns(str(cell)))}" for cell, width in cells).rstrip()
