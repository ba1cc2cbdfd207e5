"""A small course on growing tomatoes, on shelves that live in memory"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from knowledge.answerer import Answerer
from knowledge.models import Answer, Change, Chunk, ChunkId, Library, LibraryId, Passage
from knowledge.nearness import pack
from knowledge.places import places
from knowledge.ports import ChatModel, Reranker
from knowledge.retriever import Retriever
from knowledge.sentences import pieces
from knowledge.shelf import Shelf
from tests.fakes.indexes import MemoryLexicalIndex, MemorySentenceIndex, MemoryVectorIndex, WordEmbedder
from tests.fakes.memory_catalogue import MemoryCatalogue

GARDEN = LibraryId("garden")


def chunk(
    text: str,
    *,
    source: str = "lesson.md",
    title: str = "Growing tomatoes",
    heading: tuple[str, ...] = (),
    library: LibraryId = GARDEN,
) -> Chunk:
    key = f"{library}/{source}/{heading}/{text}"
    id = ChunkId(sha256(key.encode()).hexdigest()[:32])
    kind: Literal["lesson", "term"] = "term" if source.startswith("terms/") else "lesson"
    return Chunk(id, library, source, title, heading, text, 0, "", kind)


def passage(text: str, score: float = 1.0, **about: str) -> Passage:
    return Passage(chunk(text, **about), score, cosine=score / 2, lexical=score)  # type: ignore[arg-type]


COURSE = (
    chunk(
        "Tomatoes are planted out after the last frost. They want six hours of sun a day, "
        "and the soil should be warm.",
        source="planting.md",
        title="Planting tomatoes",
    ),
    chunk(
        "To plant a seedling:\n\n1. Dig a hole as deep as your hand.\n2. Pinch off the lowest leaves.\n"
        "3. Bury the stem up to the next leaves.\n4. Water it well.\n",
        source="planting.md",
        title="Planting tomatoes",
        heading=("Step by step",),
    ),
    chunk(
        "Blossom end rot is a dark patch on the bottom of the fruit. It comes from uneven watering, because "
        "the plant cannot move calcium when the soil dries out. Mulch keeps the soil evenly moist.",
        source="troubles.md",
        title="Troubles",
        heading=("Blossom end rot",),
    ),
    chunk(
        "Aphids are small green insects that suck sap. Ladybirds eat about 50 aphids a day.",
        source="troubles.md",
        title="Troubles",
        heading=("Aphids",),
    ),
    chunk(
        "Mulch is a layer of straw or bark on the soil. It keeps water in and weeds down.",
        source="terms/mulch.md",
        title="Mulch",
    ),
    chunk(
        "Determinate tomatoes stop growing at a set height. Indeterminate ones climb until the frost and "
        "want a stake of two metres.",
        source="kinds.md",
        title="Kinds of tomato",
    ),
)


@dataclass
class Shelves:
    catalogue: MemoryCatalogue = field(default_factory=MemoryCatalogue)
    vectors: MemoryVectorIndex = field(default_factory=MemoryVectorIndex)
    sentences: MemorySentenceIndex = field(default_factory=MemorySentenceIndex)
    embedder: WordEmbedder = field(default_factory=WordEmbedder)

    def __post_init__(self) -> None:
        self.lexical = MemoryLexicalIndex(self.catalogue)
        self.retriever = self.retrieving()

    def retrieving(self, reranker: Reranker | None = None) -> Retriever:
        return Retriever(
            catalogue=self.catalogue,
            vectors=self.vectors,
            sentences=self.sentences,
            lexical=self.lexical,
            embedder=self.embedder,
            reranker=reranker,
        )

    async def put(self, chunks: Sequence[Chunk], library: LibraryId = GARDEN) -> None:
        await self.index(chunks, library)
        await self.catalogue.switch(Change(Library(library, library), chunks=tuple(chunks)))

    async def index(self, chunks: Sequence[Chunk], library: LibraryId = GARDEN) -> None:
        """Vectors alone: what an ingest that was killed has left."""
        texts = [" ".join((one.title, *one.heading, one.text)) for one in chunks]
        await self.vectors.add(library, [one.id for one in chunks], await self.embedder.embed(texts))

    async def index_sentences(self, chunks: Sequence[Chunk], library: LibraryId = GARDEN) -> None:
        cut = [pieces(one.text) for one in chunks]
        spans = [places(one.text, [it.text for it in own]) for one, own in zip(chunks, cut, strict=True)]
        _, parts = await self.embedder.embed_parts([one.text for one in chunks], spans)
        rows = zip(chunks, cut, parts, strict=True)
        await self.sentences.add(library, {one.id: pack(own, part) for one, own, part in rows})

    def answerer(self, chat: ChatModel | None = None) -> Answerer:
        return Answerer(
            catalogue=self.catalogue,
            retriever=self.retriever,
            lexical=self.lexical,
            shelf=Shelf(catalogue=self.catalogue),
            chat=chat,
        )


async def garden() -> Shelves:
    shelves = Shelves()
    await shelves.put(COURSE)
    return shelves


async def whole(
    answerer: Answerer,
    question: str,
    *,
    previous: Answer | None = None,
    source: str | None = None,
    libraries: tuple[LibraryId, ...] = (GARDEN,),
) -> Answer:
    growing = [one async for one in answerer.answer(question, libraries, previous=previous, source=source)]
    assert growing[-1].complete
    assert not any(one.complete for one in growing[:-1])
    return growing[-1]
