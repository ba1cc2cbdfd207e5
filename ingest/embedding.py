"""chunks without vectors -> their own and their sentences' in the indexes, each text embedded once"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from ingest.chunker import embedded_text
from ingest.progress import Progress
from knowledge.models import Chunk, ChunkId, ChunkState, LibraryId
from knowledge.nearness import pack
from knowledge.places import places
from knowledge.ports import Embedder, SentenceIndex, Span, VectorIndex, Vectors
from knowledge.sentences import Piece, pieces

Value = TypeVar("Value")

_WINDOW = 4096
"""Chunks sorted by length together: texts of one length share a batch without padding, and no more than
a window of texts is held beside the catalogue's."""

_BATCH = 256
"""Chunks written to the index together."""

_STEP = 32
"""Chunks embedded between two moves of the bar."""


@dataclass(frozen=True, slots=True)
class Need:
    """`embed` need the model; `copy` gives a chunk's id and that of one with the same vector."""

    embed: frozenset[ChunkId] = frozenset()
    copy: tuple[tuple[ChunkId, ChunkId], ...] = ()


def need(wanted: Iterable[ChunkState], former: Iterable[ChunkState], present: Collection[ChunkId]) -> Need:
    """What is missing in the index of `wanted`. Equal hashes have equal vectors: a renamed file's chunks
    take those of `former`, and of two equal texts one is embedded."""
    wanted = tuple(wanted)
    holders = {it.embedded: it.id for it in (*former, *wanted) if it.id in present}
    embed: set[ChunkId] = set()
    copy: list[tuple[ChunkId, ChunkId]] = []
    for state in wanted:
        if state.id in present:
            continue
        holder = holders.setdefault(state.embedded, state.id)
        if holder == state.id:
            embed.add(state.id)
        else:
            copy.append((state.id, holder))
    return Need(frozenset(embed), tuple(copy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Writes batch by batch: what a killed ingest has written, the next one finds."""

    library: LibraryId
    vectors: VectorIndex
    sentences: SentenceIndex
    embedder: Embedder
    progress: Progress

    async def fill(self, missing: Need, chunks: AsyncGenerator[Chunk, None]) -> None:
        """`chunks` holds each of `missing.embed`; it is read no further than the last of them."""
        if missing.embed:
            self.progress.begin("Embedding", len(missing.embed))
            async with aclosing(chunks):
                await self._embed(missing.embed, chunks)
        for some in _batches(missing.copy):
            await self._copy(some)

    async def _embed(self, ids: frozenset[ChunkId], chunks: AsyncIterator[Chunk]) -> None:
        window: list[Chunk] = []
        missing = set(ids)
        async for chunk in chunks:
            if chunk.id in missing:
                missing.remove(chunk.id)
                window.append(chunk)
            if len(window) == _WINDOW or not missing:
                await self._embed_window(window)
                window = []
            if not missing:
                return

    async def _embed_window(self, window: list[Chunk]) -> None:
        """Longest first: the time left is then never longer than it was said to be."""
        import numpy as np

        window.sort(key=lambda chunk: len(chunk.text), reverse=True)
        for some in _batches(window):
            # All at once: while one step is cut into pieces, or pooled, the model works on another.
            steps = await asyncio.gather(*(self._embedded(step) for step in _batches(some, _STEP)))
            await self.sentences.add(
                self.library, {id: own for _, known in steps for id, own in known.items()}
            )
            vectors = np.concatenate([vectors for vectors, _ in steps])
            await self.vectors.add(self.library, [chunk.id for chunk in some], vectors)

    async def _embedded(self, chunks: Sequence[Chunk]) -> tuple[Vectors, dict[ChunkId, bytes]]:
        texts = [embedded_text(chunk) for chunk in chunks]
        cut = [pieces(chunk.text) for chunk in chunks]
        spans = [_spans(*one) for one in zip(texts, chunks, cut, strict=True)]
        vectors, parts = await self.embedder.embed_parts(texts, spans)
        self.progress.advance(len(chunks))
        rows = zip(chunks, cut, parts, strict=True)
        return vectors, {chunk.id: pack(own, part) for chunk, own, part in rows}

    async def _copy(self, pairs: Sequence[tuple[ChunkId, ChunkId]]) -> None:
        import numpy as np

        holders = [holder for _, holder in pairs]
        sentences = await self.sentences.packed((self.library,), holders)
        await self.sentences.add(self.library, {id: sentences[holder] for id, holder in pairs})
        known = await self.vectors.vectors(self.library, holders)
        rows = [known[holder] for holder in holders]
        await self.vectors.add(self.library, [id for id, _ in pairs], np.stack(rows))


def _spans(text: str, chunk: Chunk, cut: Sequence[Piece]) -> list[Span]:
    """Where a chunk's pieces stand in what is embedded of it, which ends with the chunk's own text."""
    ahead = len(text) - len(chunk.text)
    found = places(chunk.text, [piece.text for piece in cut])
    return [(ahead + start, ahead + end) for start, end in found]


def _batches(values: Sequence[Value], size: int = _BATCH) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
