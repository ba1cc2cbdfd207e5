"""what was read -> the change that the catalogue is to make, whole  (pure)"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from ingest.chunker import chunks_of_lesson, chunks_of_term
from ingest.holding import Holding
from ingest.reading import Item, Reading
from ingest.report import ChunkCounts
from knowledge.models import Change, Chunk, ChunkId, ChunkState, Library


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change without its neighbours, and the chunks that it leaves as they are."""

    change: Change
    kept: tuple[ChunkState, ...]
    counts: ChunkCounts

    @property
    def wanted(self) -> tuple[ChunkState, ...]:
        """All chunks that the library will hold."""
        return self.kept + tuple(ChunkState(it.id, it.source, it.embedded) for it in self.change.chunks)


def decide(before: Holding, reading: Reading, gone: Collection[str], library: Library) -> Outcome:
    read_again = {item.state.source for item in reading.items} & before.files
    removed = frozenset(gone) | read_again
    kept = tuple(state for state in before.chunks if before.file_of(state.source) not in removed)
    chunks = tuple(chunk for item in reading.items for chunk in _chunks(item))
    after = {it.id for it in kept} | {it.id for it in chunks}
    change = Change(
        library=library,
        sources=tuple(item.state for item in reading.items),
        lessons=tuple(lesson for item in reading.items for lesson in item.loaded.lessons),
        terms=tuple(term for item in reading.items for term in item.loaded.terms),
        chunks=chunks,
        removed=tuple(sorted(removed)),
        calibration={"chunks": float(len(after))},
    )
    return Outcome(change, kept, _counts(before, after))


def is_change(before: Holding, outcome: Outcome) -> bool:
    change = outcome.change
    return bool(change.sources or change.removed) or not _same(before.library, change.library)


def touches_terms(before: Holding, change: Change) -> bool:
    removed = set(change.removed)
    return bool(change.terms) or any(before.file_of(term.source) in removed for term in before.terms)


def _same(former: Library | None, library: Library) -> bool:
    return (
        former is not None and replace(former, generation=library.generation, swept=library.swept) == library
    )


def _chunks(item: Item) -> Iterator[Chunk]:
    for lesson in item.loaded.lessons:
        yield from chunks_of_lesson(lesson)
    for term in item.loaded.terms:
        yield from chunks_of_term(term)


def _counts(before: Holding, after: Collection[ChunkId]) -> ChunkCounts:
    former = {state.id for state in before.chunks}
    unchanged = len(former.intersection(after))
    return ChunkCounts(len(after) - unchanged, unchanged, len(former) - unchanged)
