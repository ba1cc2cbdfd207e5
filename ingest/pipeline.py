"""paths -> a library switched on: find, compare, load, chunk, embed, switch, report"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.changing import Outcome, decide, is_change
from ingest.guarding import Guard, Ruling
from ingest.holding import Holding, described, held
from ingest.loaders import Course, read_course
from ingest.progress import Progress
from ingest.reading import Reader, Reading
from ingest.report import ChunkCounts, Report, nothing_readable
from ingest.settled import difference_of, is_settled, told
from ingest.sources import Difference, Found, Skipped, find
from ingest.switching import Switch
from knowledge.errors import EmbedderMismatch, LibraryBusy
from knowledge.models import Library, LibraryId
from knowledge.ports import Catalogue, Embedder, LexicalIndex, SentenceIndex, VectorIndex

_ASK_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be ingested. `wait` for another ingest of the library, instead of raising LibraryBusy."""

    library: LibraryId
    paths: tuple[Path, ...]
    reembed: bool = False
    wait: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Killed anywhere, it leaves the old library whole. `seconds` is a clock that never goes back."""

    catalogue: Catalogue
    vectors: VectorIndex
    sentences: SentenceIndex
    lexical: LexicalIndex
    embedder: Embedder
    progress: Progress
    seconds: Callable[[], float]
    guard: Guard | None = None

    async def run(self, order: Order) -> Report:
        """Raises LibraryBusy, EmbedderMismatch, NothingReadable or GuardRefused: the library is then as it
        was."""
        began = self.seconds()
        async with self._lock(order):
            before = await held(self.catalogue, order.library)
            if not order.reembed:
                _refuse_another(self.embedder, before)
            report = await self._ingest(order, before)
        return replace(report, seconds=self.seconds() - began)

    @asynccontextmanager
    async def _lock(self, order: Order) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            while not await self._locked(stack, order):
                self.progress.begin("Waiting for another ingest", 1)
                await asyncio.sleep(_ASK_AGAIN_S)
            yield

    async def _locked(self, stack: AsyncExitStack, order: Order) -> bool:
        try:
            await stack.enter_async_context(self.catalogue.lock(order.library))
        except LibraryBusy:
            if not order.wait:
                raise
            return False
        return True

    async def _ingest(self, order: Order, before: Holding) -> Report:
        found = await asyncio.to_thread(find, order.paths, before.states)
        skipped = told(found.skipped, before.files)
        if not found.files:
            raise nothing_readable(order.paths, skipped)
        difference = difference_of(found, before.states)
        if not order.reembed and is_settled(before.library, difference, found):
            unchanged = ChunkCounts(unchanged=len(before.chunks))
            return await self._report(Report(before.slug, unchanged, skipped))
        return await self._change(order, before, difference, replace(found, skipped=skipped))

    async def _change(self, order: Order, before: Holding, difference: Difference, found: Found) -> Report:
        reading, library = await self._read(before, difference, found.roots)
        skipped = (*found.skipped, *reading.skipped)
        outcome = await asyncio.to_thread(decide, before, reading, difference.gone, library)
        if not (reading.items or difference.unchanged) or not outcome.wanted:
            raise nothing_readable(order.paths, skipped)
        ruling = await self._apply(order, before, outcome)
        report = Report(before.slug, outcome.counts, skipped, reading.read, guard=ruling)
        return await self._report(report)

    async def _read(
        self, before: Holding, difference: Difference, given: Sequence[str]
    ) -> tuple[Reading, Library]:
        roots = tuple(dict.fromkeys((*before.roots, *given)))
        courses, notes = await asyncio.to_thread(_courses, roots)
        reader = Reader(
            before=before,
            given=frozenset(given),
            courses=courses,
            catalogue=self.catalogue,
            progress=self.progress,
        )
        reading = await reader.read(difference)
        library = described(before, courses, roots)
        library = replace(library, embedder=self.embedder.name, dimension=self.embedder.dimension)
        return replace(reading, skipped=(*notes, *reading.skipped)), library

    async def _apply(self, order: Order, before: Holding, outcome: Outcome) -> Ruling | None:
        switch = Switch(
            before=before,
            catalogue=self.catalogue,
            vectors=self.vectors,
            sentences=self.sentences,
            lexical=self.lexical,
            embedder=self.embedder,
            progress=self.progress,
            guard=self.guard,
        )
        if order.reembed or is_change(before, outcome):
            return await switch.apply(outcome, reembed=order.reembed)
        if before.library and not before.library.swept:
            await switch.sweep(frozenset(state.id for state in outcome.wanted))
        return None

    async def _report(self, report: Report) -> Report:
        libraries = (report.library,)
        return replace(
            report,
            lessons=len(await self.catalogue.lessons(libraries)),
            terms=len(await self.catalogue.terms(libraries)),
            questions=len(await self.catalogue.questions(libraries)),
        )


def _refuse_another(embedder: Embedder, before: Holding) -> None:
    library = before.library
    if library is None or before.generation == 0:
        return
    if (library.embedder, library.dimension) != (embedder.name, embedder.dimension):
        raise EmbedderMismatch(library.slug, library.roots, was=library.embedder, now=embedder.name)


def _courses(roots: Sequence[str]) -> tuple[dict[str, Course], tuple[Skipped, ...]]:
    """Of the roots that there are; and what in them could not be used."""
    read = {root: read_course(Path(root)) for root in roots if Path(root).exists()}
    notes = [Skipped("course.yaml", note) for _, course_notes in read.values() for note in course_notes]
    return {root: course for root, (course, _) in read.items()}, tuple(notes)
