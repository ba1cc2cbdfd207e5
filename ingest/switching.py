"""a change -> vectors beside the old ones, words indexed, the generation moved, the rest swept"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, replace

from ingest.aliases import keys
from ingest.changing import Outcome, touches_terms
from ingest.embedding import Filler, need
from ingest.guarding import Guard, Ruling, Version
from ingest.holding import Holding
from ingest.progress import Progress
from ingest.trial import CatalogueAfter, OnlyThese
from knowledge.errors import GuardRefused
from knowledge.models import Change, Chunk, ChunkId
from knowledge.ports import Catalogue, Embedder, LexicalIndex, SentenceIndex, VectorIndex

_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Killed at any step: before the generation moves the old library is served, after it the new one; and
    the library is marked unswept, so that the next ingest clears what this one left."""

    before: Holding
    catalogue: Catalogue
    vectors: VectorIndex
    sentences: SentenceIndex
    lexical: LexicalIndex
    embedder: Embedder
    progress: Progress
    guard: Guard | None = None

    async def apply(self, outcome: Outcome, *, reembed: bool) -> Ruling | None:
        """What the guard said, where there is one. Raises GuardRefused: the library is then as it was."""
        await self.catalogue.mark_swept(self.before.slug, False)
        await self._fill(outcome, reembed)
        change = outcome.change
        if reembed or touches_terms(self.before, change):
            change = replace(change, neighbours=await self._neighbours(outcome))
        change = replace(change, calibration={**change.calibration, "unlike": self.embedder.unlike})
        self.progress.begin("Switching over", 1)
        coming, language = self.before.generation + 1, change.library.language
        await self.lexical.build(self.before.slug, coming, self._chunks(outcome), language)
        ruling = await self._ruled(outcome, change)
        await self.catalogue.switch(change)
        await self.sweep(frozenset(state.id for state in outcome.wanted))
        return ruling

    async def sweep(self, known: frozenset[ChunkId]) -> None:
        slug = self.before.slug
        for index in (self.vectors, self.sentences):
            surplus = await index.ids(slug) - known
            if surplus:
                await index.remove(slug, surplus)
            await index.drop_others(slug)
        await self.catalogue.mark_swept(slug, True)

    async def _ruled(self, outcome: Outcome, change: Change) -> Ruling | None:
        if self.guard is None:
            return None
        after = CatalogueAfter(served=self.catalogue, before=self.before, outcome=outcome, change=change)
        coming = Version(after, OnlyThese(self.vectors, frozenset(it.id for it in outcome.wanted)))
        ruling = await self.guard.compare(self.before.slug, self._former(), coming, self.progress)
        if not ruling.allowed:
            await self._undo()
            raise GuardRefused(self.before.slug, told=ruling.told, figures=ruling.figures)
        return ruling

    def _former(self) -> Version | None:
        if self.before.generation == 0 or not self._same_embedder():
            return None
        return Version(self.catalogue, OnlyThese(self.vectors, self._served()))

    async def _undo(self) -> None:
        """Sweeps what this ingest wrote. Another embedder's vectors, which are served, lie apart."""
        slug = self.before.slug
        known = self._served() if self._same_embedder() else frozenset()
        for index in (self.vectors, self.sentences):
            await index.remove(slug, await index.ids(slug) - known)
        library = self.before.library
        await self.catalogue.mark_swept(slug, library is None or library.swept)

    def _served(self) -> frozenset[ChunkId]:
        return frozenset(state.id for state in self.before.chunks)

    def _same_embedder(self) -> bool:
        library = self.before.library
        return library is not None and library.embedder == self.embedder.name

    async def _fill(self, outcome: Outcome, reembed: bool) -> None:
        """Another embedder's vectors lie apart: with a new one nothing is present. With the same one again,
        each vector is put in the place of the old."""
        slug = self.before.slug
        library = self.before.library
        anew = reembed and library is not None and library.embedder == self.embedder.name
        present = frozenset[ChunkId]() if anew else await self._present()
        filler = Filler(
            library=slug,
            vectors=self.vectors,
            sentences=self.sentences,
            embedder=self.embedder,
            progress=self.progress,
        )
        await filler.fill(need(outcome.wanted, self.before.chunks, present), self._chunks(outcome))

    async def _present(self) -> frozenset[ChunkId]:
        """Both a chunk's vector and its sentences'. The version before had none of the latter: a library of
        its making is embedded once more, whole, when anything in it changes."""
        slug = self.before.slug
        return await self.vectors.ids(slug) & await self.sentences.ids(slug)

    async def _chunks(self, outcome: Outcome) -> AsyncGenerator[Chunk, None]:
        """All that the library will hold: the new ones, then the kept ones as the catalogue has them."""
        for chunk in outcome.change.chunks:
            yield chunk
        kept = {state.id for state in outcome.kept}
        if kept:
            async for chunk in self.catalogue.every_chunk(self.before.slug):
                if chunk.id in kept:
                    yield chunk

    async def _neighbours(self, outcome: Outcome) -> Mapping[str, tuple[str, ...]]:
        names = self._names(outcome)
        if not names:
            return {}
        import numpy as np

        from ingest.neighbours import nearest_terms

        sources = sorted(names)
        row_of = {source: row for row, source in enumerate(sources)}
        rows = [(state.id, row_of[state.source]) for state in outcome.wanted if state.source in row_of]
        sums = np.zeros((len(sources), self.embedder.dimension), dtype=np.float32)
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            known = await self.vectors.vectors(self.before.slug, [id for id, _ in some])
            for id, row in some:
                sums[row] += known.get(id, 0)
        return await asyncio.to_thread(nearest_terms, sources, [names[it] for it in sources], sums)

    def _names(self, outcome: Outcome) -> dict[str, frozenset[str]]:
        """By source, what each term that the library will hold is called."""
        removed = set(outcome.change.removed)
        kept = [it for it in self.before.terms if self.before.file_of(it.source) not in removed]
        names = {it.source: keys(it.name, it.aliases) for it in kept}
        return names | {it.source: keys(it.name, it.aliases) for it in outcome.change.terms}
