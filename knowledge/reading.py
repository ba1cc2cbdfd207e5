"""a passage -> its pieces with the stems of their words, read once  (pure)"""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.models import Chunk
from knowledge.questioning import defines
from knowledge.sentences import Piece, pieces
from knowledge.vocabulary import content


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """`stems` in order, with repeats; `defined` are those of the subject that it says what it is; `telling`
    are its own without what only names a table's columns; `of_itself` where the lesson speaks of itself,
    or repeats somebody's question."""

    piece: Piece
    stems: tuple[str, ...]
    own: frozenset[str]
    defined: frozenset[str]
    telling: frozenset[str]
    of_itself: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What of a chunk does not depend on the question. `named`: the stems of its title and headings;
    `every`: those of its text."""

    pieces: tuple[ReadPiece, ...]
    named: frozenset[str]
    every: frozenset[str]


def read(chunk: Chunk) -> Read:
    return _read(chunk.title, chunk.heading, chunk.text)


# The best passages of the questions of an evening: about 10 KB each.
@lru_cache(maxsize=2048)
def _read(title: str, heading: tuple[str, ...], text: str) -> Read:
    found = tuple(_piece(piece) for piece in pieces(text))
    return Read(found, frozenset(content(" ".join((title, *heading)))), frozenset(content(text)))


# What a lesson says of itself, or asks its reader to do, is seldom what a learner wants to know.
_LESSON = re.compile(
    r"\b(?:this|these|our|your|last|previous|next|following) (?:lessons?|sections?|chapters?|modules?|"
    r"assignments?|exercises?)\b|\bthe (?:lessons?|assignments?|exercises?)\b|\bin your own words\b|"
    r"\byou(?:'ll|’ll| will)? (?:have )?learn(?:ed|t)?\b|"
    r"\b(?:asks?|asked|wonders?|wondered) (?:[\w’'-]+ ){0,4}(?:why|how|what|whether)\b|"
    r"^\W*(?:think (?:about|of|a bit)|dig deeper|read more|take a look|try this)\b",
    re.IGNORECASE,
)


def _piece(piece: Piece) -> ReadPiece:
    stems = tuple(content(piece.text))
    own = frozenset(stems)
    if piece.kind == "row":
        return ReadPiece(piece, stems, own, frozenset(), frozenset(content(piece.cells)), of_itself=False)
    defined = frozenset(content(defines(piece.text)))
    return ReadPiece(piece, stems, own, defined, own, of_itself=bool(_LESSON.search(piece.text)))
