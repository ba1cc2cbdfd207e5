"""a change that was not switched on -> the library as it would be, to be asked and not to be written to

An ingest writes beside what is served: before it moves the generation all is there but the catalogue's rows.
Read through these, the new library answers as it will, and no learner meets it.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import NoReturn

from ingest.changing import Outcome
from ingest.holding import Holding
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
from knowledge.ports import Catalogue, Hit, Vector, VectorIndex, Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueAfter:
    """The one library that `change` is of, after it. `served` is the catalogue before."""

    served: Catalogue
    before: Holding
    outcome: Outcome
    change: Change

    async def libraries(self) -> tuple[Library, ...]:
        return (replace(self.change.library, generation=self.before.generation + 1),)

    async def generations(self, libraries: Sequence[LibraryId]) -> Mapping[LibraryId, int]:
        return {it.slug: it.generation for it in await self.libraries() if it.slug in libraries}

    async def chunks(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, Chunk]:
        asked, kept = set(ids), self._kept()
        known = await self.served.chunks((self.before.slug,), [id for id in ids if id in kept])
        return dict(known) | {it.id: it for it in self.change.chunks if it.id in asked}

    async def chunks_of(self, library: LibraryId, source: str) -> tuple[Chunk, ...]:
        fresh = [chunk for chunk in self.change.chunks if chunk.source == source]
        kept = self._kept()
        held = [chunk for chunk in await self.served.chunks_of(library, source) if chunk.id in kept]
        return tuple(sorted((*held, *fresh), key=lambda chunk: chunk.position))

    async def every_chunk(self, library: LibraryId) -> AsyncIterator[Chunk]:
        kept = self._kept()
        held = [chunk async for chunk in self.served.every_chunk(library) if chunk.id in kept]
        for chunk in sorted((*held, *self.change.chunks), key=lambda it: (it.source, it.position)):
            yield chunk

    async def lessons(self, libraries: Sequence[LibraryId]) -> tuple[LessonHeading, ...]:
        held = [it for it in await self.served.lessons((self.before.slug,)) if self._stays(it.source)]
        return tuple(sorted((*held, *(it.listed for it in self.change.lessons)), key=self._place))

    async def lesson(self, library: LibraryId, source: str) -> Lesson | None:
        fresh = next((it for it in self.change.lessons if it.source == source), None)
        return fresh or (await self.served.lesson(library, source) if self._stays(source) else None)

    async def terms(self, libraries: Sequence[LibraryId]) -> tuple[TermHeading, ...]:
        held = [it for it in await self.served.terms((self.before.slug,)) if self._stays(it.source)]
        return tuple(
            sorted((*held, *(it.listed for it in self.change.terms)), key=lambda it: it.name.casefold())
        )

    async def term(self, library: LibraryId, source: str) -> Term | None:
        fresh = next((it for it in self.change.terms if it.source == source), None)
        return fresh or (await self.served.term(library, source) if self._stays(source) else None)

    async def terms_of(self, library: LibraryId, sources: Collection[str]) -> Mapping[str, Term]:
        held = await self.served.terms_of(library, [it for it in sources if self._stays(it)])
        fresh = {it.source: it for it in self.change.terms if it.source in sources}
        return {**held, **fresh}

    async def questions(
        self, libraries: Sequence[LibraryId], source: str | None = None
    ) -> tuple[Question, ...]:
        held = await self.served.questions((self.before.slug,), source)
        fresh = [
            it for lesson in self.change.lessons if source in (None, lesson.source) for it in lesson.questions
        ]
        return (*(it for it in held if self._stays(it.source)), *fresh)

    async def neighbours(self, library: LibraryId) -> Mapping[str, tuple[str, ...]]:
        if self.change.neighbours is not None:
            return self.change.neighbours
        return await self.served.neighbours(library)

    async def calibration(self, library: LibraryId) -> Mapping[str, float]:
        return self.change.calibration or await self.served.calibration(library)

    def lock(self, library: LibraryId) -> AbstractAsyncContextManager[None]:
        _refuse()

    async def library(self, library: LibraryId) -> Library | None:
        return next((it for it in await self.libraries() if it.slug == library), None)

    async def source_states(self, library: LibraryId) -> tuple[SourceState, ...]:
        _refuse()

    async def chunk_states(self, library: LibraryId) -> tuple[ChunkState, ...]:
        return self.outcome.wanted

    async def switch(self, change: Change) -> int:
        _refuse()

    async def mark_swept(self, library: LibraryId, swept: bool) -> None:
        _refuse()

    async def forget(self, library: LibraryId) -> None:
        _refuse()

    def _kept(self) -> frozenset[ChunkId]:
        return frozenset(state.id for state in self.outcome.kept)

    def _stays(self, source: str) -> bool:
        return self.before.file_of(source) not in self.change.removed

    def _place(self, lesson: LessonHeading) -> tuple[object, ...]:
        tracks = self.change.library.tracks
        known = tracks.index(lesson.track) if lesson.track in tracks else len(tracks)
        order = float("inf") if lesson.order is None else lesson.order
        return (not lesson.track, known, lesson.track, order, lesson.source)


@dataclass(frozen=True, slots=True)
class OnlyThese:
    """A vector index that holds `known` and nothing else: what an ingest put beside them, or has not swept
    yet, takes no place among the nearest."""

    stored: VectorIndex
    known: frozenset[ChunkId]

    async def nearest(self, library: LibraryId, generation: int, vector: Vector, k: int) -> tuple[Hit, ...]:
        asked = k
        while True:
            found = await self.stored.nearest(library, generation, vector, asked)
            hits = tuple(hit for hit in found if hit.id in self.known)[:k]
            if len(hits) == k or len(found) < asked:
                return hits
            asked *= 2

    async def among(
        self, library: LibraryId, generation: int, vector: Vector, ids: Sequence[ChunkId]
    ) -> tuple[Hit, ...]:
        return await self.stored.among(library, generation, vector, [id for id in ids if id in self.known])

    async def vectors(self, library: LibraryId, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]:
        return await self.stored.vectors(library, [id for id in ids if id in self.known])

    async def add(self, library: LibraryId, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        _refuse()

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]:
        return self.known

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        _refuse()

    async def drop(self, library: LibraryId) -> None:
        _refuse()

    async def drop_others(self, library: LibraryId) -> None:
        _refuse()


def _refuse() -> NoReturn:
    raise AssertionError("a library on trial is asked and never written to")
