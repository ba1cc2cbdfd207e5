"""values <-> rows of the catalogue's tables"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, fields, replace
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa

from knowledge.adapters import catalogue_tables as tables
from knowledge.models import (
    Change,
    Chunk,
    ChunkState,
    Lesson,
    LessonHeading,
    Library,
    LibraryId,
    Question,
    Section,
    SourceState,
    Term,
    TermHeading,
)

Row = Mapping[str, object]


class Value(Protocol):
    """Any frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def columns_for(kind: type[Value], table: sa.Table, *, without: Sequence[str] = ()) -> list[sa.Column[Any]]:
    """The columns that make a `kind`, in the order of its fields."""
    return [table.c[field.name] for field in fields(kind) if field.name not in without]


LIBRARY = columns_for(Library, tables.libraries)
SOURCE_STATE = columns_for(SourceState, tables.sources)
CHUNK = columns_for(Chunk, tables.chunks)
CHUNK_STATE = columns_for(ChunkState, tables.chunks)
LESSON_HEADING = columns_for(LessonHeading, tables.lessons)
LESSON = columns_for(Lesson, tables.lessons, without=["sections", "questions"])
SECTION = columns_for(Section, tables.sections)
QUESTION = [tables.questions.c.question]
TERM = columns_for(Term, tables.terms)
TERM_HEADING = columns_for(TermHeading, tables.terms)


def library_row(library: Library) -> Row:
    """Without what a change does not set: slug, generation and swept."""
    kept = (column.name for column in LIBRARY if column.name not in ("slug", "generation", "swept"))
    return {name: getattr(library, name) for name in kept}


def rows_of(change: Change) -> Iterator[tuple[sa.Table, Iterator[Row]]]:
    """Tables and what is put into them, those that others refer to first."""
    slug = change.library.slug
    yield tables.sources, ({"library": slug, **_row(SOURCE_STATE, state)} for state in change.sources)
    yield tables.lessons, (_row(LESSON, lesson) for lesson in change.lessons)
    yield tables.sections, (row for lesson in change.lessons for row in _section_rows(lesson))
    yield tables.questions, (row for lesson in change.lessons for row in _question_rows(lesson))
    yield tables.terms, map(_term_row, change.terms)
    yield tables.chunks, map(_chunk_row, change.chunks)


def neighbour_rows(library: LibraryId, neighbours: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    for source, nearest in neighbours.items():
        yield {"library": library, "source": source, "nearest": nearest}


def library_from(row: Iterable[Any]) -> Library:
    """From a row as SQLite holds it: lists are JSON still, and truth is a number."""
    named = dict(zip((column.name for column in LIBRARY), row, strict=True))
    lists = {name: tuple(json.loads(named[name])) for name in ("roots", "tracks")}
    return Library(**(named | lists | {name: bool(named[name]) for name in ("hints_only", "swept")}))


def chunk_from(row: Iterable[Any]) -> Chunk:
    """From a row as the database holds it: the heading is JSON still."""
    id, library, source, title, heading, *others = row
    return Chunk(id, library, source, title, tuple(json.loads(heading)), *others)


def lesson_from(row: Sequence[Any], sections: Sequence[Section], questions: Sequence[Question]) -> Lesson:
    named: dict[str, Any] = dict(zip((column.name for column in LESSON), row, strict=True))
    return Lesson(sections=tuple(sections), questions=tuple(questions), **named)


def lesson_key(lesson: LessonHeading, tracks: Sequence[str]) -> tuple[object, ...]:
    """Sorts the lessons of one library. A track that the course does not name follows those it does."""
    place = tracks.index(lesson.track) if lesson.track in tracks else len(tracks)
    order = float("inf") if lesson.order is None else lesson.order
    return (lesson.track == "", place, lesson.track, order, lesson.source)


def term_key(term: TermHeading) -> tuple[str, ...]:
    return (term.library, term.name.casefold(), term.source)


def _row(columns: Sequence[sa.Column[Any]], value: object) -> Row:
    return {column.name: getattr(value, column.name) for column in columns}


def _section_rows(lesson: Lesson) -> Iterator[Row]:
    for position, section in enumerate(lesson.sections):
        place = {"library": lesson.library, "source": lesson.source, "position": position}
        yield place | {"heading": section.heading, "text": section.text}


def _question_rows(lesson: Lesson) -> Iterator[Row]:
    for position, question in enumerate(lesson.questions):
        place = {"library": lesson.library, "source": lesson.source, "position": position}
        known = replace(question, library=lesson.library, source=lesson.source)
        yield place | {"question": known}


def _term_row(term: Term) -> Row:
    definition = term.sections[0].text if term.sections else ""
    return {**_row(TERM, term), "definition": definition, "file": _file(term.source)}


def _chunk_row(chunk: Chunk) -> Row:
    file = _file(chunk.source) if chunk.kind == "term" else chunk.source
    return {**_row(CHUNK, chunk), "file": file}


def _file(source: str) -> str:
    """`glossary.csv#lora` lies in `glossary.csv`, and goes when that goes."""
    return source.rpartition("#")[0] or source
