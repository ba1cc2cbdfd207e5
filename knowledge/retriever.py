"""question -> passages, best first"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.errors import EmbedderMismatch
from knowledge.models import Chunk, ChunkId, LibraryId, Passage
from knowledge.nearness import nearness, trusted
from knowledge.ports import Catalogue, Embedder, Hit, LexicalIndex, SentenceIndex, Vector, VectorIndex

# Measured on encyclopedic articles and on a course, and flat around these: from 0.3 to 1 for the share
# of the words, from 0.04 to 0.1 for what each better passage of the same source costs.
_WORDS_SHARE = 0.5
_SAME_SOURCE = 0.08
_SAME_SOURCE_COUNTED = 3
_HITS = 32
_NEAR_DUPLICATE = 0.9


@dataclass(frozen=True, slots=True)
class _Query:
    """`hits` are asked of each ranking."""

    text: str
    vector: Vector
    source: str | None
    hits: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the rankings say of one chunk; None where a ranking does not hold it. `score` is the fused one."""

    id: ChunkId
    cosine: float | None
    lexical: float | None
    score: float = 0.0


class Retriever:
    """Dense and lexical retrieval, fused; nothing but what the catalogue knows now."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        vectors: VectorIndex,
        sentences: SentenceIndex,
        lexical: LexicalIndex,
        embedder: Embedder,
    ) -> None:
        self._catalogue, self._vectors, self._sentences = catalogue, vectors, sentences
        self._lexical, self._embedder = lexical, embedder
        self._checked: dict[LibraryId, int] = {}

    async def find(
        self, question: str, libraries: tuple[LibraryId, ...], *, k: int = 8, source: str | None = None
    ) -> tuple[Passage, ...]:
        """At most `k`; `source` keeps to one lesson. Empty where no library was ingested or nothing fits.
        Raises EmbedderMismatch where a library was embedded with another embedder.

        A score is the cosine plus half of the share of the best BM25 score, less a little for each better
        passage of the same source: a learner's lesson should be among the first five passages, and one
        long lesson should not fill them all.
        """
        generations = await self._catalogue.generations(libraries)
        if not generations or not question.strip() or k < 1:
            return ()
        await self._check(generations)
        vector = (await self._embedder.embed([question]))[0]
        query = _Query(question, vector, source, max(_HITS, 3 * k))
        while True:
            found, more = await self._found(query, generations)
            passages = await self._known(query, found, libraries, k)
            if len(passages) == k or not more:
                return passages
            query = replace(query, hits=query.hits * 4)

    async def _check(self, generations: Mapping[LibraryId, int]) -> None:
        """Once a generation. Raises EmbedderMismatch: another embedder's vectors would find nothing, or
        worse, anything."""
        if all(self._checked.get(library) == number for library, number in generations.items()):
            return
        for library in await self._catalogue.libraries():
            if library.slug in generations and library.embedder not in ("", self._embedder.name):
                now = self._embedder.name
                raise EmbedderMismatch(library.slug, library.roots, was=library.embedder, now=now)
        self._checked.update(generations)

    async def _found(
        self, query: _Query, generations: Mapping[LibraryId, int]
    ) -> tuple[tuple[Found, ...], bool]:
        """Best first, and whether asking for more hits could bring more."""
        rankings = await asyncio.gather(*(self._rankings(query, *one) for one in generations.items()))
        full = any(len(hits) >= query.hits for ranking in rankings for hits in ranking)
        return fused(rankings), full and query.source is None

    async def _rankings(
        self, query: _Query, library: LibraryId, generation: int
    ) -> tuple[Sequence[Hit], Sequence[Hit]]:
        dense = (
            self._vectors.nearest(library, generation, query.vector, query.hits)
            if query.source is None
            else self._within(query, library, generation, query.source)
        )
        lexical = self._lexical.search(library, generation, query.text, query.hits, query.source)
        return await asyncio.gather(dense, lexical)

    async def _within(
        self, query: _Query, library: LibraryId, generation: int, source: str
    ) -> tuple[Hit, ...]:
        chunks = await self._catalogue.chunks_of(library, source)
        return await self._vectors.among(library, generation, query.vector, [chunk.id for chunk in chunks])

    async def _known(
        self, query: _Query, found: Sequence[Found], libraries: Sequence[LibraryId], k: int
    ) -> tuple[Passage, ...]:
        """The best k of those that the catalogue knows; it is asked for no more than it takes."""
        taken: list[Passage] = []
        sentences: dict[ChunkId, bytes] = {}
        step = max(24, 3 * k)
        for start in range(0, len(found), step):
            some = found[start : start + step]
            ids = [one.id for one in some]
            chunks, packed = await asyncio.gather(
                self._catalogue.chunks(libraries, ids), self._sentences.packed(libraries, ids)
            )
            near = nearness(query.vector, packed)
            taken += [
                Passage(chunks[one.id], one.score, one.cosine, one.lexical, near.get(one.id, ()))
                for one in some
                if one.id in chunks
            ]
            sentences.update(packed)
            passages = spread(taken, k)
            if len(passages) == k:
                break
        return trusted(spread(taken, k), sentences)


def fused(rankings: Iterable[tuple[Sequence[Hit], Sequence[Hit]]]) -> tuple[Found, ...]:
    """(dense, lexical) of each library -> one ranking. A chunk that only its words found is taken for as
    near as the farthest one that its meaning found."""
    pairs = list(rankings)
    best = max((hit.score for _, lexical in pairs for hit in lexical), default=0.0) or 1.0
    found: list[Found] = []
    for dense, lexical in pairs:
        cosines = {hit.id: hit.score for hit in dense}
        scores = {hit.id: hit.score for hit in lexical}
        farthest = min(cosines.values(), default=0.0)
        found += [
            Found(
                id,
                cosines.get(id),
                scores.get(id),
                cosines.get(id, farthest) + _WORDS_SHARE * scores.get(id, 0.0) / best,
            )
            for id in dict.fromkeys((*cosines, *scores))
        ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.id)))


def spread(passages: Sequence[Passage], k: int) -> tuple[Passage, ...]:
    """The best k, where each better one of a source costs a little and a near-duplicate is left out."""
    rest = list(passages)
    taken: list[Passage] = []
    kept: list[frozenset[str]] = []
    sources: Counter[tuple[LibraryId, str]] = Counter()
    while rest and len(taken) < k:
        best = max(rest, key=lambda one: _lowered(one, sources))
        rest.remove(best)
        own = frozenset(best.chunk.text.casefold().split())
        if not any(_alike(own, other) for other in kept):
            taken.append(replace(best, score=_lowered(best, sources)))
            kept.append(own)
            sources[_source(best.chunk)] += 1
    return tuple(taken)


def _source(chunk: Chunk) -> tuple[LibraryId, str]:
    return chunk.library, chunk.source


def _lowered(passage: Passage, sources: Counter[tuple[LibraryId, str]]) -> float:
    return passage.score - _SAME_SOURCE * min(sources[_source(passage.chunk)], _SAME_SOURCE_COUNTED)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return bool(shared) and shared >= _NEAR_DUPLICATE * len(one | other)
