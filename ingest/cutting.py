"""Markdown -> the spans of it that become chunks

A run of blocks between two headings is packed into spans of at most LIMIT characters; a block that fits is
never cut. What does not fit is cut where it hurts least: a list between its items, a table between its rows,
code between its lines, a paragraph between its sentences.

langchain-text-splitters would do the last of these, but importing it takes a second and brings langchain_core
and requests along; the sentence cutting here is a dozen lines.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil

from ingest.markdown import Block, blocks, comment_alone, lines

LIMIT = 1000
ENOUGH = 300
"""Characters from which on a span is not filled further: a passage on one matter is found more easily."""

_BREAKS = {"heading", "hr"}
_SENTENCE_END = re.compile(r"(?:[.!?…][\"'”’)\]*_]*|[。！？])(\s+|(?<=[。！？]))(?=\S)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Za-z]|e\.g|i\.e|etc|vs|cf|al|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Eq|Jr|Sr))\.$"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (excluded). `leads`: it ends in a colon and belongs to what follows."""

    start: int
    end: int
    leads: bool = False

    def __len__(self) -> int:
        return self.end - self.start


def spans(text: str) -> list[Span]:
    """In order, without overlap; what lies in none is headings, rules, comments and blank space."""
    page = _Page(text)
    found: list[Span] = []
    run: list[Span] = []
    for block in blocks(text):
        if block.kind in _BREAKS or comment_alone(block):
            found += _packed(run, ENOUGH)
            run = []
        else:
            run += _cut(page, block)
    return found + _packed(run, ENOUGH)


class _Page:
    """A text with the places of its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = list(accumulate(map(len, lines(text)), initial=0))

    def span(self, start_line: int, end_line: int) -> Span:
        start, end = self._starts[start_line], self._starts[min(end_line, len(self._starts) - 1)]
        return self.trimmed(start, end)

    def trimmed(self, start: int, end: int) -> Span:
        """Without blank lines before and blank space behind; the first line keeps its indent."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        indent = len(text[:lead]) - max(text.rfind("\n", 0, lead), text.rfind("\r", 0, lead)) - 1
        return Span(start + lead - indent, max(start + lead - indent, start + len(text.rstrip())))


def _packed(run: Iterable[Span], enough: int) -> list[Span]:
    packed: list[Span] = []
    for span in run:
        last = packed[-1] if packed else None
        if last and span.end - last.start <= LIMIT and (len(last) < enough or last.leads):
            packed[-1] = Span(last.start, span.end, span.leads)
        else:
            packed.append(span)
    return packed


def _cut(page: _Page, block: Block) -> list[Span]:
    span = page.span(block.start, block.end)
    if not len(span):
        return []
    if len(span) <= LIMIT:
        return [_leading(page, block, span)]
    if block.kind == "table":
        return _packed(_rows(page, block), LIMIT)
    if block.children:
        return _packed([piece for child in block.children for piece in _cut(page, child)], LIMIT)
    if block.kind == "paragraph":
        return _even(page, _sentences(page, span))
    return _packed(_code_lines(page, block), LIMIT)


def _leading(page: _Page, block: Block, span: Span) -> Span:
    leads = block.kind == "paragraph" and page.text[span.start : span.end].rstrip("*_ ").endswith(":")
    return Span(span.start, span.end, leads)


def _rows(page: _Page, table: Block) -> Iterator[Span]:
    """The header row together with the line of dashes, then each row."""
    head, *rows = table.children
    first = page.span(head.start, head.end + 1)
    for span in [first, *(page.span(row.start, row.end) for row in rows)]:
        yield from _even(page, [span])


def _code_lines(page: _Page, block: Block) -> Iterator[Span]:
    for line in range(block.start, block.end):
        span = page.span(line, line + 1)
        if len(span):
            yield from _even(page, [span])


def _sentences(page: _Page, span: Span) -> list[Span]:
    matches = _SENTENCE_END.finditer(page.text, span.start, span.end)
    ends = [match.end() for match in matches if not _abbreviated(page.text, match.start() + 1)]
    return [page.trimmed(start, end) for start, end in pairwise([span.start, *ends, span.end])]


def _abbreviated(text: str, end: int) -> bool:
    return _ABBREVIATED.search(text, max(0, end - 8), end) is not None


def _even(page: _Page, sentences: list[Span]) -> list[Span]:
    """Packed into as few spans as can be, of about the same length."""
    short = [piece for sentence in sentences for piece in _at_spaces(page, sentence)]
    if not short:
        return []
    whole = short[-1].end - short[0].start
    return _packed(short, whole // ceil(whole / LIMIT))


def _at_spaces(page: _Page, span: Span) -> Iterator[Span]:
    """A sentence, row or line longer than LIMIT, cut between words, or anywhere where it has no spaces."""
    start = span.start
    while span.end - start > LIMIT:
        gaps = [gap for gap in _SPACE.finditer(page.text, start + 1, start + LIMIT) if gap.start() > start]
        end, following = (gaps[-1].start(), gaps[-1].end()) if gaps else (start + LIMIT, start + LIMIT)
        yield Span(start, end)
        start = following
    if span.end > start:
        yield Span(start, span.end)
