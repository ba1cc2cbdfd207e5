"""a Markdown table's lines -> its rows, each as a sentence that names its columns  (pure)"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_ROW = re.compile(r"^\s*\|.*\|\s*$")
_DASHES = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-{3,}:?\s*\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST, _COLUMNS = 400, 6


@dataclass(frozen=True, slots=True)
class Row:
    """`text` is "Header: cell; header: cell.", the columns in order; `cells` what of it is the row's own."""

    text: str
    cells: str


def table_lines(lines: Sequence[str]) -> set[int]:
    """Where tables stand, with or without outer bars."""
    found = {at for at, line in enumerate(lines) if _ROW.match(line) or _is_dashes(lines, at)}
    for at in sorted(found):
        if _is_dashes(lines, at):
            found |= set(_barred(lines, at, -1)) | set(_barred(lines, at, 1))
    return found


def rows(lines: Sequence[str], plain: Callable[[str], str]) -> dict[int, Row]:
    """Line -> its row, of tables whose header is at hand: without it a row does not say what it tells of.
    `plain` resolves a cell's Markdown."""
    found: dict[int, Row] = {}
    for at in range(1, len(lines)):
        if _is_dashes(lines, at) and "|" in lines[at - 1]:
            header = [plain(cell).rstrip(":") for cell in _cells(lines[at - 1])]
            for below in _barred(lines, at, 1):
                row = _told(header, [plain(cell) for cell in _cells(lines[below])])
                if row:
                    found[below] = row
    return found


def _is_dashes(lines: Sequence[str], at: int) -> bool:
    return bool(_DASHES.match(lines[at]))


def _barred(lines: Sequence[str], at: int, step: int) -> Iterator[int]:
    at += step
    while 0 <= at < len(lines) and "|" in lines[at]:
        yield at
        at += step


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _BAR.split(inner)]


def _told(header: Sequence[str], cells: Sequence[str]) -> Row | None:
    """None where the row does not read as a sentence: data by the dozen, one cell, bare numbers."""
    if not 2 <= len(header) <= _COLUMNS or len(cells) != len(header):
        return None
    named = [(name, cell.rstrip(";")) for name, cell in zip(header, cells, strict=True) if _says(cell)]
    if len(named) < 2 or not any(_LETTER.search(name + cell) for name, cell in named[1:]):
        return None
    said = [_under(name, cell) for name, cell in named]
    text = "; ".join(said) if named[0][0] else f"{said[0]} — {'; '.join(said[1:])}"
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return Row(text, " ".join(cell for _, cell in named)) if len(text) <= _LONGEST else None


def _under(name: str, cell: str) -> str:
    return f"{name}{' ' if name.endswith('?') else ': '}{cell}" if name else cell


def _says(cell: str) -> bool:
    """Not empty, nor a dash that stands for nothing; "✅" and "+" do say something."""
    return bool(cell) and not set(cell) <= set("-–—.…_ ")
