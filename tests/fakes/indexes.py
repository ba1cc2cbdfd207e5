"""Indexes that live in memory, and an embedder that only counts words

The same contracts as the real ones: tests/contracts/test_vector_index.py, test_lexical_index.py and
test_embedder.py.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA

from knowledge.models import Chunk, ChunkId, LibraryId
from knowledge.ports import Catalogue, Hit, Span, Vector, Vectors
from knowledge.spelling import Spelling


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


STOP_WORDS = frozenset(
    words(
        "a an and are as at be been but by can did do does for from had has have how i if in into is it its "
        "me my no not of on or our s should so t than that the their them then there these they this to "
        "was we were what when where which who why will with would you your"
    )
)


def stem(word: str) -> str:
    """Plurals and the commonest endings off: "layers" and "layer" are one word."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: len(word) - len(ending)] + instead
    return word


class MemoryVectorIndex:
    """Sees every write at once, so that `generation` means nothing to it.

    `beside` is another embedder's index in the same store.
    """

    def __init__(self, embedder: str = "words", *, beside: "MemoryVectorIndex | None" = None) -> None:
        self._embedder = embedder
        self._vectors: dict[tuple[LibraryId, str], dict[ChunkId, Vector]] = beside._vectors if beside else {}

    async def nearest(self, library: LibraryId, generation: int, vector: Vector, k: int) -> tuple[Hit, ...]:
        return (await self.among(library, generation, vector, tuple(self._of(library))))[:k]

    async def among(
        self, library: LibraryId, generation: int, vector: Vector, ids: Sequence[ChunkId]
    ) -> tuple[Hit, ...]:
        known = await self.vectors(library, ids)
        hits = (Hit(id, float(np.dot(own, vector))) for id, own in known.items())
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id)))

    async def vectors(self, library: LibraryId, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]:
        return {id: self._of(library)[id] for id in ids if id in self._of(library)}

    async def add(self, library: LibraryId, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        self._vectors.setdefault((library, self._embedder), {}).update(zip(ids, vectors, strict=True))

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]:
        return frozenset(self._of(library))

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        for id in ids:
            self._of(library).pop(id, None)

    async def drop(self, library: LibraryId) -> None:
        self._vectors.pop((library, self._embedder), None)

    async def drop_others(self, library: LibraryId) -> None:
        for key in [key for key in self._vectors if key[0] == library and key[1] != self._embedder]:
            del self._vectors[key]

    def _of(self, library: LibraryId) -> dict[ChunkId, Vector]:
        return self._vectors.get((library, self._embedder), {})


class MemorySentenceIndex:
    """`beside` is another embedder's index in the same store."""

    def __init__(self, embedder: str = "words", *, beside: "MemorySentenceIndex | None" = None) -> None:
        self._embedder = embedder
        self._packed: dict[tuple[LibraryId, str], dict[ChunkId, bytes]] = beside._packed if beside else {}

    async def packed(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, bytes]:
        return {id: self._of(slug)[id] for slug in libraries for id in ids if id in self._of(slug)}

    async def add(self, library: LibraryId, packed: Mapping[ChunkId, bytes]) -> None:
        self._packed.setdefault((library, self._embedder), {}).update(packed)

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]:
        return frozenset(self._of(library))

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        for id in ids:
            self._of(library).pop(id, None)

    async def drop_others(self, library: LibraryId) -> None:
        for key in [key for key in self._packed if key[0] == library and key[1] != self._embedder]:
            del self._packed[key]

    def _of(self, library: LibraryId) -> dict[ChunkId, bytes]:
        return self._packed.get((library, self._embedder), {})


class _Words:
    """One generation: BM25 (k1 1.2, b 0.75) over title twice, heading twice and text."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.sources = {chunk.id: chunk.source for chunk in chunks}
        self.counts = {chunk.id: self._count(chunk) for chunk in chunks}
        self.containing = Counter(word for count in self.counts.values() for word in count)
        texts = [" ".join((chunk.title, *chunk.heading, chunk.text)) for chunk in chunks]
        self.spelling = Spelling(Counter(word for text in texts for word in words(text)))
        lengths = [count.total() for count in self.counts.values()]
        self.mean_length = sum(lengths) / len(lengths) if lengths else 1.0

    @staticmethod
    def _count(chunk: Chunk) -> Counter[str]:
        named = words(chunk.title) + words(" ".join(chunk.heading))
        return Counter(stem(word) for word in named * 2 + words(chunk.text) if word not in STOP_WORDS)

    def rarity(self, word: str) -> float:
        n = self.containing[stem(word)]
        return math.log(1 + (len(self.counts) - n + 0.5) / (n + 0.5)) if n else math.inf

    def known(self, word: str) -> str:
        """The word's stem, or that of the known word it is a typo of; empty where there is none."""
        if stem(word) in self.containing:
            return stem(word)
        allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        near = ((OSA.distance(stem(word), known), known) for known in self.containing)
        distance, nearest = min(near, default=(99, ""))
        return nearest if distance <= allowed else ""

    def score(self, id: ChunkId, asked: Sequence[str]) -> float:
        length = 0.25 + 0.75 * self.counts[id].total() / self.mean_length
        return sum(
            self.rarity(word) * 2.2 * count / (count + 1.2 * length)
            for word in asked
            if (count := self.counts[id][word])
        )


class MemoryLexicalIndex:
    """Keeps every generation it was given; makes a missing one from the catalogue, where it has one."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue
        self._built: dict[tuple[LibraryId, int], _Words] = {}

    async def search(
        self, library: LibraryId, generation: int, query: str, k: int, source: str | None = None
    ) -> tuple[Hit, ...]:
        index = await self._at(library, generation)
        asked = [known for word in _asked(query) if (known := index.known(word))]
        hits = [
            Hit(id, score)
            for id, own in index.sources.items()
            if (source is None or own == source) and (score := index.score(id, asked)) > 0
        ]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k])

    async def rarity(self, library: LibraryId, generation: int, query: str) -> Mapping[str, float]:
        index = await self._at(library, generation)
        return {word: index.rarity(word) for word in _asked(query)}

    async def meant(self, library: LibraryId, generation: int, query: str) -> Mapping[str, str]:
        index = await self._at(library, generation)
        unknown = [word for word in _asked(query) if index.rarity(word) == math.inf]
        return {word: " ".join(index.spelling.meant(word)) for word in unknown}

    async def build(
        self, library: LibraryId, generation: int, chunks: AsyncIterator[Chunk], language: str = "en"
    ) -> None:
        self._built[library, generation] = _Words([chunk async for chunk in chunks])

    async def drop(self, library: LibraryId) -> None:
        self._built = {key: built for key, built in self._built.items() if key[0] != library}

    async def _at(self, library: LibraryId, generation: int) -> _Words:
        if (library, generation) not in self._built:
            every = [chunk async for chunk in self._catalogue.every_chunk(library)] if self._catalogue else []
            self._built[library, generation] = _Words(every)
        return self._built[library, generation]


def _asked(query: str) -> list[str]:
    return [word for word in dict.fromkeys(words(query)) if word not in STOP_WORDS]


WHOLE_WORDS = frozenset({"task", "vector", "power", "garden", "slice"})


class WordEmbedder:
    """A text is the bag of its stems, hashed into `dimension` places: texts that share words are near.

    `embedded` counts the texts that it was ever given.
    """

    def __init__(self, name: str = "words", dimension: int = 256) -> None:
        self._name, self._dimension = name, dimension
        self.embedded = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def unlike(self) -> float:
        return 0.0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return self._counted(texts)

    async def whole_words(self, words: Sequence[str]) -> frozenset[str]:
        return WHOLE_WORDS.intersection(words)

    async def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, tuple[Vectors, ...]]:
        wholes = await self.embed(texts)
        others = []
        for text, spans, whole in zip(texts, parts, wholes, strict=True):
            own = [text[start:end] for start, end in spans]
            rows = zip(own, self._counted(own), strict=True)
            pooled = [row if words(part) else whole for part, row in rows]
            others.append(np.array(pooled, dtype=np.float32).reshape(len(own), self._dimension))
        return wholes, tuple(others)

    def _counted(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in words(text):
                if word not in STOP_WORDS:
                    vector[zlib.crc32(stem(word).encode()) % self._dimension] += 1
            vector[0] += 0 if vector.any() else 1
            vector /= np.linalg.norm(vector)
        return vectors
