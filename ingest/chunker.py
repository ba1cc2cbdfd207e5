"""Lesson | Term -> chunks with heading paths"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate
from typing import Literal

from ingest.cutting import LIMIT, spans
from ingest.markdown import sections
from knowledge.models import Chunk, ChunkId, HeadingPath, Lesson, LibraryId, Section, Term
from knowledge.planted import blanked


def chunks_of_lesson(lesson: Lesson) -> tuple[Chunk, ...]:
    """In order; joint and text of all, joined, are the lesson's sections joined. Empty for a blank lesson.

    Heading lines and comments lie in the joints; a heading at the very end, with no text after it, in the
    last chunk's text."""
    pieces = _pieces(lesson.sections)
    return tuple(_chunks(pieces, _Origin(lesson.library, lesson.source, lesson.title, "lesson", lesson.url)))


def chunks_of_term(term: Term) -> tuple[Chunk, ...]:
    """One or more for each of the term's sections, in order; `title` is the term's name, `heading` the
    section's. Joined they are `term_text`."""
    pieces = _pieces(tuple(_parts(term)))
    return tuple(_chunks(pieces, _Origin(term.library, term.source, term.name, "term", term.url)))


def term_text(term: Term) -> str:
    """The whole card as one Markdown text."""
    return "".join(part.text for part in _parts(term))


def embedded_text(chunk: Chunk) -> str:
    """What is embedded of a chunk: title, heading path and text, but for what is planted in it, which would
    turn its vector away from what it teaches. Chunk.embedded is its SHA-256."""
    return "\n".join([" > ".join([chunk.title, *chunk.heading]), blanked(chunk.text)])


@dataclass(frozen=True, slots=True)
class _Origin:
    library: LibraryId
    source: str
    title: str
    kind: Literal["lesson", "term"]
    url: str


@dataclass(frozen=True, slots=True)
class _Piece:
    heading: HeadingPath
    joint: str
    text: str


def _parts(term: Term) -> Iterator[Section]:
    joint = ""
    for part in term.sections:
        path = (part.heading,) if part.heading else ()
        yield Section(path, joint + (f"## {part.heading}\n\n" if path else ""))
        for inner in sections(part.text.strip()):
            yield Section(path + inner.heading, inner.text)
        joint = "\n\n"


def _pieces(parts: Sequence[Section]) -> list[_Piece]:
    text = "".join(part.text for part in parts)
    starts = accumulate((len(part.text) for part in parts), initial=0)
    placed = [
        (part.heading, start + span.start, start + span.end)
        for part, start in zip(parts, starts, strict=False)
        for span in spans(part.text)
    ]
    return _joined(text, placed) if placed else _headings_alone(text, parts)


def _joined(text: str, placed: Sequence[tuple[HeadingPath, int, int]]) -> list[_Piece]:
    pieces: list[_Piece] = []
    done = 0
    for heading, start, end in placed:
        pieces.append(_Piece(heading, text[done:start], text[start:end]))
        done = end
    return _ended(pieces, text[done:])


def _ended(pieces: list[_Piece], tail: str) -> list[_Piece]:
    """What no chunk follows: blank space, a heading without text, link definitions."""
    *others, last = pieces
    if len(last.text) + len(tail) <= LIMIT or not tail.strip():
        return [*others, replace(last, text=last.text + tail)]
    blank = len(tail) - len(tail.lstrip())
    return [*pieces, _Piece(last.heading, tail[:blank], tail[blank:])]


def _headings_alone(text: str, parts: Sequence[Section]) -> list[_Piece]:
    stripped = text.lstrip()
    if not stripped:
        return []
    return [_Piece(parts[0].heading, text[: len(text) - len(stripped)], stripped)]


def _chunks(pieces: Sequence[_Piece], origin: _Origin) -> Iterator[Chunk]:
    seen: Counter[tuple[HeadingPath, str]] = Counter()
    for position, piece in enumerate(pieces):
        seen[piece.heading, piece.text] += 1
        chunk = Chunk(
            id=_id(piece, origin, seen[piece.heading, piece.text]),
            library=origin.library,
            source=origin.source,
            title=origin.title,
            heading=piece.heading,
            text=piece.text,
            position=position,
            embedded="",
            kind=origin.kind,
            url=origin.url,
            joint=piece.joint,
        )
        yield replace(chunk, embedded=_digest(embedded_text(chunk)))


def _id(piece: _Piece, origin: _Origin, occurrence: int) -> ChunkId:
    """Not of the position: a section put in before leaves the ids behind it as they are. Of all that is
    embedded: a vector that lies under an id is the right one, whoever wrote it and whenever."""
    heading = [origin.title, len(piece.heading), *piece.heading]
    parts = [origin.library, origin.source, *heading, occurrence, piece.text]
    return ChunkId(_digest("\x00".join(map(str, parts)))[:32])


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
