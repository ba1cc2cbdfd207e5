"""a chunk -> its paragraphs and lists, each told whole or up to the end of a sentence  (pure)"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal, Optional

from knowledge.models import Chunk
from knowledge.sentences import Piece, pieces
from knowledge.weighing import Spot

_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_ELSEWHERE = re.compile(
    r"\b(?:the|this|that|our|next|previous|earlier|following) "
    r"(?:table|figure|picture|diagram|chart|listing|lesson|chapter|curriculum)\b|^lesson\b|"
    r"^(?:here|where) \$|\b(?:you will|you'll|you’ll) (?:learn|discover|explore)\b|"
    r"\b(?:see|shown|image|picture|video|linked?|code|page|listed) (?:above|below)\b|^\W*(?:click|watch)\b|"
    r"\b(?:in|of|throughout) this (?:section|course|module|series|notebook)\b|^congratulations\b|"
    r"^\W*(?:also,? )?(?:read|visit|check out)\b[^.]*:?$|\b(?:pre|post)-lecture\b",
    re.IGNORECASE,
)
"""Words about what an answer does not show: a table, a picture, a formula above, another lesson."""
_LEADS = (":", "：")
_MISTAKES = re.compile(r"\b(?:mistakes?|pitfalls?|myths?|misconceptions?)\b", re.IGNORECASE)
_ARROW = re.compile(r"\s(?:->|→|=>|⇒)\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece where it stands: the `at`th of its chunk, from 0; `before` is the one ahead of it."""

    chunk: Chunk
    piece: Piece
    at: int
    before: Optional["Line"] = field(default=None, repr=False, compare=False)

    @property
    def kind(self) -> Literal["prose", "item", "step"]:
        return "prose" if self.piece.kind == "row" else self.piece.kind

    @property
    def whole(self) -> bool:
        """A sentence that needs nothing that is not told; an item or a step may end without a stop."""
        if self.piece.kind == "prose" and _ELSEWHERE.search(self.piece.text):
            return False
        if self.piece.kind == "prose":
            return (bool(_END.search(self.piece.text)) or self.leads) and not self.piece.text[0].islower()
        return len(self.piece.text.split()) > 1

    @property
    def leads(self) -> bool:
        return self.piece.text.endswith(_LEADS)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that run on, or a list with the sentence that announces it."""

    kind: Literal["prose", "item", "step", "row"]
    lines: tuple[Line, ...]

    def without(self, told: Callable[[Line], bool]) -> tuple[Line, ...]:
        """What was not told: in prose with its gaps closed; a list as a whole or without what was told."""
        if self.kind == "step":
            return () if all(map(told, self.lines)) else self.lines
        fresh = tuple(line for line in self.lines if line.leads or not told(line))
        return () if all(line.leads for line in fresh) else fresh

    def cut(self, lines: Sequence[Line], room: int, cost: Callable[[Sequence[Line]], int]) -> list[Line]:
        """The beginning of `lines` that fits: whole sentences; steps all or none; of a list at least two."""
        if self.kind == "row" or (self.kind == "step" and cost(lines) > room):
            return []
        taken: list[Line] = []
        for line in lines:
            if cost([*taken, line]) > room:
                break
            taken.append(line)
        items = [line for line in taken if not line.leads]
        return taken if items and len(items) >= min(2, len(lines)) else []


def said(line: Line) -> str:
    """As an answer says it: a mistake with what to do instead."""
    mistake = bool(_ARROW.search(line.piece.text)) and any(map(_MISTAKES.search, line.chunk.heading))
    return Spot(line.piece, 0, 0, frozenset(), mistake=mistake).said


@lru_cache(maxsize=512)
def paragraphs(chunk: Chunk) -> tuple[Paragraph, ...]:
    """In order; without captions, bare links and what else is no sentence."""
    runs: list[list[Line]] = []
    line: Line | None = None
    for at, piece in enumerate(_items_whole(pieces(chunk.text))):
        line = Line(chunk, piece, at, line)
        if runs and _same_run(runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    # A list whose announcement cannot stand would hang in the air.
    runs = [run for run in runs if run[0].whole or not run[0].leads]
    made = (Paragraph(_kind(run), tuple(filter(_can_stand(_kind(run)), run))) for run in runs)
    return tuple(part for part in made if any(not one.leads for one in part.lines))


def _can_stand(kind: str) -> Callable[[Line], bool]:
    """What announces a list stands before its list alone."""
    return lambda line: line.whole and not (line.leads and kind == "prose")


def _items_whole(found: Sequence[Piece]) -> Iterator[Piece]:
    """The sentences of an item, or of a step, as one."""
    for _, group in groupby(found, key=lambda piece: piece.block):
        first, *rest = group
        if first.kind == "prose" or not rest:
            yield from (first, *rest)
        else:
            yield replace(first, text=" ".join(piece.text for piece in (first, *rest)))


def _same_run(run: Sequence[Line], line: Line) -> bool:
    last, kind = run[-1].piece, _kind(run)
    if last.block == line.piece.block:
        return True
    if line.piece.kind in ("item", "step"):
        return run[-1].leads or (kind == line.piece.kind and line.piece.block == last.block + 1)
    return False


def _kind(run: Sequence[Line]) -> Literal["prose", "item", "step", "row"]:
    """A list's is that of its items, though a sentence announces it."""
    return next((line.piece.kind for line in run if line.piece.kind != "prose"), "prose")
