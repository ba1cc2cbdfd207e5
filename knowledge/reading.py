"""a passage -> its pieces with the stems of their words, read once  (pure)"""

from dataclasses import dataclass
from functools import lru_cache

from knowledge.models import Chunk
from knowledge.questioning import defines
from knowledge.sentences import Piece, pieces
from knowledge.vocabulary import content


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """`stems` in order, with repeats; `defined` are those of the subject that it says what it is; `telling`
    are its own without what only names a table's columns."""

    piece: Piece
    stems: tuple[str, ...]
    own: frozenset[str]
    defined: frozenset[str]
    telling: frozenset[str]


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


def _piece(piece: Piece) -> ReadPiece:
    stems = tuple(content(piece.text))
    own = frozenset(stems)
    if piece.kind == "row":
        return ReadPiece(piece, stems, own, frozenset(), frozenset(content(piece.cells)))
    return ReadPiece(piece, stems, own, frozenset(content(defines(piece.text))), own)
