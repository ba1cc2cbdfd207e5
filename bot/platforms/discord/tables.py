"""a table -> lines of aligned text, or the rows as fields where it is too wide for a phone  (pure)"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from bot.messages.phrases import columns
from bot.platforms.discord.words import code_text, settled
from bot.replies import Span, Table, Text

WIDEST = 56
"""Columns that a code block shows on a phone held upright before it wraps."""
_GAP = "  "
_NUMBER = re.compile(r"[<>≤≥≈~±+−-]*\d[\d.,]*(?:e[+-]?\d+)?\s?(?:%|[A-Za-zµ]{1,2})?")


def aligned(table: Table) -> tuple[str, tuple[str, ...]] | None:
    """The header with its underline, and the rows, as text of one width; None where that is too wide."""
    rows = [tuple(_cell(cell) for cell in row) for row in (table.header, *table.rows)]
    cells = list(zip_longest(*rows, fillvalue=""))
    widths = [max(map(columns, column)) for column in cells]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > WIDEST:
        return None
    numbers = [_are_numbers(column[1:]) for column in cells]
    header, *lines = (_line(row, widths, numbers) for row in rows)
    return f"{header}\n{_GAP.join('─' * width for width in widths)}", tuple(lines)


def fields(table: Table) -> Iterator[tuple[Text, ...]]:
    """For each row a line for each of its cells, led by its column's header; the first of them is bold."""
    for row in table.rows:
        cells = zip_longest(row, table.header, fillvalue=())
        first, *others = [_led(cell, header) for cell, header in cells if columns(_cell(cell))] or [()]
        yield (tuple(replace(span, style="bold") for span in settled(first)), *others)


def _led(cell: Text, header: Text) -> Text:
    return (*header, Span(": "), *cell) if columns(_cell(header)) else cell


def _cell(text: Text) -> str:
    """Without links: nobody can tap them in a code block."""
    bare = settled(tuple(replace(span, link="") for span in text))
    return code_text(" ".join("".join(span.text for span in bare).split()))


def _are_numbers(cells: tuple[str, ...]) -> bool:
    told = [cell for cell in cells if cell not in ("", "-", "–", "—")]
    return bool(told) and all(map(_NUMBER.fullmatch, told))


def _line(row: tuple[str, ...], widths: list[int], numbers: list[bool]) -> str:
    """Numbers stand at the right, so that they can be compared."""
    shown: list[str] = []
    for cell, width, number in zip_longest(row, widths, numbers, fillvalue=""):
        space = " " * (int(width) - columns(str(cell)))
        shown.append(f"{space}{cell}" if number else f"{cell}{space}")
    return _GAP.join(shown).rstrip()
