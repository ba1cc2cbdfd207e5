"""A catalogue in memory, which switches as whole as the real one"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from knowledge.errors import LibraryBusy
from knowledge.models import (
    Change,
    Chunk,
    ChunkId,
    ChunkState,
    Lesson,
    LessonHeading,
    Library,
    LibraryId,
    Question,
    SourceState,
    Term,
    TermHeading,
)


@dataclass
class _Shelf:
    library: Library
    sources: dict[str, SourceState] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    chunks: dict[ChunkId, Chunk] = field(default_factory=dict)
    neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    calibration: dict[str, float] = field(default_factory=dict)


class MemoryCatalogue:
    def __init__(self) -> None:
        self._shelves: dict[LibraryId, _Shelf] = {}
        self._held: set[LibraryId] = set()
        self._forgotten: dict[LibraryId, int] = {}

    async def libraries(self) -> tuple[Library, ...]:
        return tuple(shelf.library for shelf in self._of(list(self._shelves)))

    async def generations(self, libraries: Sequence[LibraryId]) -> Mapping[LibraryId, int]:
        return {shelf.library.slug: shelf.library.generation for shelf in self._of(libraries)}

    async def chunks(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, Chunk]:
        return {id: shelf.chunks[id] for shelf in self._of(libraries) for id in ids if id in shelf.chunks}

    async def chunks_of(self, library: LibraryId, source: str) -> tuple[Chunk, ...]:
        found = [chunk for chunk in self._ordered_chunks(library) if chunk.source == source]
        return tuple(found)

    async def every_chunk(self, library: LibraryId) -> AsyncIterator[Chunk]:
        for chunk in self._ordered_chunks(library):
            yield chunk

    async def lessons(self, libraries: Sequence[LibraryId]) -> tuple[LessonHeading, ...]:
        return tuple(
            lesson.listed
            for shelf in self._of(libraries)
            for lesson in sorted(shelf.lessons.values(), key=lambda it: _lesson_key(it, shelf.library.tracks))
        )

    async def lesson(self, library: LibraryId, source: str) -> Lesson | None:
        shelf = self._shelves.get(library)
        return shelf.lessons.get(source) if shelf else None

    async def terms(self, libraries: Sequence[LibraryId]) -> tuple[TermHeading, ...]:
        return tuple(
            term.listed
            for shelf in self._of(libraries)
            for term in sorted(shelf.terms.values(), key=lambda it: (it.name.casefold(), it.source))
        )

    async def term(self, library: LibraryId, source: str) -> Term | None:
        shelf = self._shelves.get(library)
        return shelf.terms.get(source) if shelf else None

    async def terms_of(self, library: LibraryId, sources: Collection[str]) -> Mapping[str, Term]:
        shelf = self._shelves.get(library)
        return {source: shelf.terms[source] for source in sources if source in shelf.terms} if shelf else {}

    async def questions(
        self, libraries: Sequence[LibraryId], source: str | None = None
    ) -> tuple[Question, ...]:
        return tuple(
            question
            for shelf in self._of(libraries)
            for name, lesson in sorted(shelf.lessons.items())
            if source in (None, name)
            for question in lesson.questions
        )

    async def neighbours(self, library: LibraryId) -> Mapping[str, tuple[str, ...]]:
        shelf = self._shelves.get(library)
        if shelf is None:
            return {}
        return {
            source: tuple(near for near in nearest if near in shelf.terms)
            for source, nearest in shelf.neighbours.items()
            if source in shelf.terms
        }

    async def calibration(self, library: LibraryId) -> Mapping[str, float]:
        shelf = self._shelves.get(library)
        return dict(shelf.calibration) if shelf else {}

    @asynccontextmanager
    async def lock(self, library: LibraryId) -> AsyncIterator[None]:
        if library in self._held:
            raise LibraryBusy(f"Another ingest is at work on “{library}”.")
        self._held.add(library)
        try:
            yield
        finally:
            self._held.discard(library)

    async def library(self, library: LibraryId) -> Library | None:
        shelf = self._shelves.get(library)
        return shelf.library if shelf else None

    async def source_states(self, library: LibraryId) -> tuple[SourceState, ...]:
        shelf = self._shelves.get(library)
        return tuple(state for _, state in sorted(shelf.sources.items())) if shelf else ()

    async def chunk_states(self, library: LibraryId) -> tuple[ChunkState, ...]:
        chunks = self._ordered_chunks(library)
        return tuple(ChunkState(chunk.id, chunk.source, chunk.embedded) for chunk in chunks)

    async def switch(self, change: Change) -> int:
        slug = change.library.slug
        shelf = self._shelves.setdefault(slug, _Shelf(replace(change.library, generation=0, swept=True)))
        generation = (shelf.library.generation or self._forgotten.get(slug, 0)) + 1
        shelf.library = replace(change.library, generation=generation, swept=shelf.library.swept)
        _drop(shelf, frozenset(change.removed))
        _put(shelf, change)
        return shelf.library.generation

    async def mark_swept(self, library: LibraryId, swept: bool) -> None:
        shelf = self._shelves.setdefault(library, _Shelf(Library(library, title=library)))
        shelf.library = replace(shelf.library, swept=swept)

    async def forget(self, library: LibraryId) -> None:
        shelf = self._shelves.pop(library, None)
        if shelf and shelf.library.generation:
            self._forgotten[library] = shelf.library.generation

    def _of(self, libraries: Sequence[LibraryId]) -> list[_Shelf]:
        known = [self._shelves[slug] for slug in sorted(set(libraries)) if slug in self._shelves]
        return [shelf for shelf in known if shelf.library.generation >= 1]

    def _ordered_chunks(self, library: LibraryId) -> list[Chunk]:
        shelf = self._shelves.get(library)
        chunks = shelf.chunks.values() if shelf else ()
        return sorted(chunks, key=lambda chunk: (chunk.source, chunk.position))


def _drop(shelf: _Shelf, gone: frozenset[str]) -> None:
    def stays(source: str, *, many: bool) -> bool:
        file = source.rpartition("#")[0] if many else source
        return source not in gone and file not in gone

    shelf.sources = {key: it for key, it in shelf.sources.items() if stays(key, many=False)}
    shelf.lessons = {key: it for key, it in shelf.lessons.items() if stays(key, many=False)}
    shelf.terms = {key: it for key, it in shelf.terms.items() if stays(key, many=True)}
    shelf.chunks = {key: it for key, it in shelf.chunks.items() if stays(it.source, many=it.kind == "term")}


def _put(shelf: _Shelf, change: Change) -> None:
    shelf.sources |= {state.source: state for state in change.sources}
    shelf.lessons |= {lesson.source: _with_known_questions(lesson) for lesson in change.lessons}
    shelf.terms |= {term.source: term for term in change.terms}
    shelf.chunks |= {chunk.id: chunk for chunk in change.chunks}
    if change.neighbours is not None:
        shelf.neighbours = dict(change.neighbours)
    if change.calibration:
        shelf.calibration = dict(change.calibration)


def _with_known_questions(lesson: Lesson) -> Lesson:
    questions = (replace(it, library=lesson.library, source=lesson.source) for it in lesson.questions)
    return replace(lesson, questions=tuple(questions))


def _lesson_key(lesson: Lesson, tracks: Sequence[str]) -> tuple[object, ...]:
    known = tracks.index(lesson.track) if lesson.track in tracks else len(tracks)
    order = float("inf") if lesson.order is None else lesson.order
    return (not lesson.track, known, lesson.track, order, lesson.source)
