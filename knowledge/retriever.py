"""question -> passages, best first"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.errors import EmbedderMismatch, RerankerMissing
from knowledge.gist import gist
from knowledge.languages import speaks
from knowledge.models import Chunk, ChunkId, LibraryId, Passage
from knowledge.nearness import nearness, trusted
from knowledge.ports import (
    Catalogue,
    Embedder,
    Hit,
    LexicalIndex,
    Reranker,
    SentenceIndex,
    Vector,
    VectorIndex,
)
from knowledge.ranking import Found, fused, reordered, spread, weighed
from knowledge.spelling import put_right, slips, without

_HITS = 32
_RERANKED = 20
_WEIGHED = 24
"""Candidates of which sentences and words are compared with the question."""


@dataclass(frozen=True, slots=True)
class _Query:
    """`hits` are asked of each ranking. `vector` None: the embedder knows no language of the libraries."""

    text: str
    vector: "Vector | None"
    source: str | None
    hits: int


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
        reranker: Reranker | None = None,
    ) -> None:
        self._catalogue, self._vectors, self._sentences = catalogue, vectors, sentences
        self._lexical, self._embedder, self._reranker = lexical, embedder, reranker
        self._checked: dict[LibraryId, int] = {}
        self._spoken: dict[LibraryId, bool] = {}

    async def find(
        self,
        question: str,
        libraries: tuple[LibraryId, ...],
        *,
        k: int = 8,
        source: str | None = None,
        generations: Mapping[LibraryId, int] | None = None,
    ) -> tuple[Passage, ...]:
        """At most `k`; `source` keeps to one lesson. Empty where no library was ingested or nothing fits.
        Raises EmbedderMismatch where a library was embedded with another embedder.

        `generations` are the catalogue's, where the caller has just asked. What a score is made of stands in
        knowledge.ranking.
        """
        if generations is None:
            generations = await self._catalogue.generations(libraries)
        if not generations or not question.strip() or k < 1:
            return ()
        await self._check(generations)
        text, vector = await self._read(gist(question), generations)
        query = _Query(text, vector, source, max(_HITS, 3 * k))
        while True:
            found, more = await self._found(query, generations)
            passages = await self._known(query, found, libraries, k)
            if len(passages) == k or not more:
                return passages
            query = replace(query, hits=query.hits * 4)

    async def _check(self, generations: Mapping[LibraryId, int]) -> None:
        """Once a generation. Raises EmbedderMismatch: another embedder's vectors would find nothing, or
        worse, anything. Of a library whose language the embedder does not know the words alone count."""
        if all(self._checked.get(library) == number for library, number in generations.items()):
            return
        now = self._embedder.name
        for library in await self._catalogue.libraries():
            if library.slug in generations:
                self._spoken[library.slug] = spoken = speaks(now, library.language)
                if spoken and library.embedder not in ("", now):
                    raise EmbedderMismatch(library.slug, library.roots, was=library.embedder, now=now)
        self._checked.update(generations)

    async def _read(self, question: str, generations: Mapping[LibraryId, int]) -> "tuple[str, Vector | None]":
        """A slip in a word is read as the word that was meant, but another word is none."""
        spoken = any(self._spoken.get(library, True) for library in generations)
        vectors, meant = await asyncio.gather(
            self._embedder.embed([question] if spoken else []),
            asyncio.gather(*(self._lexical.meant(*one, question) for one in generations.items())),
        )
        right = slips(meant)
        if right and spoken:
            right = without(right, await self._embedder.whole_words(tuple(right)))
        if right:
            question = put_right(question, right)
            vectors = await self._embedder.embed([question] if spoken else [])
        return question, vectors[0] if spoken else None

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
        return await asyncio.gather(
            self._near(query, library, generation),
            self._lexical.search(library, generation, query.text, query.hits, query.source),
        )

    async def _near(self, query: _Query, library: LibraryId, generation: int) -> tuple[Hit, ...]:
        if query.vector is None or not self._spoken.get(library, True):
            return ()
        if query.source is None:
            return await self._vectors.nearest(library, generation, query.vector, query.hits)
        ids = [chunk.id for chunk in await self._catalogue.chunks_of(library, query.source)]
        return await self._vectors.among(library, generation, query.vector, ids)

    async def _known(
        self, query: _Query, found: Sequence[Found], libraries: Sequence[LibraryId], k: int
    ) -> tuple[Passage, ...]:
        """The best k of those that the catalogue knows; it is asked for no more than it takes."""
        taken: list[Passage] = []
        sentences: dict[ChunkId, bytes] = {}
        passages: tuple[Passage, ...] = ()
        spoken = tuple(library for library in libraries if self._spoken.get(library, True))
        step = max(_WEIGHED, 3 * k)
        for start in range(0, len(found), step):
            some = found[start : start + step]
            ids = [one.id for one in some]
            chunks, packed = await asyncio.gather(
                self._catalogue.chunks(libraries, ids), self._sentences.packed(spoken, ids)
            )
            sentences.update(packed)
            taken, passages = await asyncio.to_thread(_best, query, taken, some, chunks, sentences, k=k)
            if len(passages) == k:
                break
        if self._reranker and taken:
            order = await self._reranked(query.text, taken, self._reranker)
            passages = await asyncio.to_thread(lambda: trusted(spread(order, k), sentences))
        return passages

    async def _reranked(
        self, question: str, passages: Sequence[Passage], reranker: Reranker
    ) -> Sequence[Passage]:
        """The best ones in the reranker's order. An answer must still come where it cannot be loaded: the
        order stays as it was, and the log says so once."""
        ordered = sorted(passages, key=lambda one: -one.score)
        best, rest = ordered[:_RERANKED], ordered[_RERANKED:]
        texts = ["\n".join((" > ".join((it.chunk.title, *it.chunk.heading)), it.chunk.text)) for it in best]
        try:
            return [*reordered(best, await reranker.scores(question, texts)), *rest]
        except RerankerMissing as error:
            self._reranker = None
            logging.getLogger(__name__).warning("%s %s", error, error.hint)
            return passages


def _best(
    query: _Query,
    taken: Sequence[Passage],
    found: Sequence[Found],
    chunks: Mapping[ChunkId, Chunk],
    sentences: Mapping[ChunkId, bytes],
    *,
    k: int,
) -> tuple[list[Passage], tuple[Passage, ...]]:
    """All candidates so far, `found` among them, and the best k of them."""
    packed = {one.id: sentences[one.id] for one in found if one.id in sentences}
    near = {} if query.vector is None else nearness(query.vector, packed)
    every = [*taken, *weighed(query.text, found, chunks, near)]
    return every, trusted(spread(every, k), sentences)
