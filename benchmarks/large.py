"""a course -> two stores as large as a community's, ours and the usual one, with the same passages

    python -m benchmarks.large FOLDER DATA CHUNKS

The course's paragraphs, and then its sentences drawn anew into passages, seeded. A drawn passage's vector
is that of a paragraph with noise: embedding a hundred thousand would take the usual pipeline over an hour,
and what is measured on such a store is how long a question takes, not how well it is answered.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.models import Change, Chunk, ChunkId, Lesson, Library, LibraryId, Section, SourceState
from knowledge.nearness import pack
from knowledge.ports import Embedder
from knowledge.sentences import pieces
from knowledge.wiring import Knowledge, KnowledgeSettings, open_knowledge

_SENTENCES = 5
_A_LESSON = 100
_AT_ONCE = 2000
_NOISE = 0.04
_LIBRARY = LibraryId("bench")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`vectors` has a row a text."""

    texts: tuple[str, ...]
    vectors: Floats


async def drawn(embedder: Embedder, texts: Sequence[str], chunks: int) -> Drawn:
    """The same for the same texts and number."""
    paragraphs = [part.strip()[:1000] for text in texts for part in text.split("\n\n") if len(part) > 80]
    sentences = [piece.text for part in paragraphs for piece in pieces(part)]
    rng, noise = random.Random(0), np.random.default_rng(0)
    rest = max(0, chunks - len(paragraphs))
    passages = tuple(" ".join(rng.sample(sentences, _SENTENCES)) for _ in range(rest))
    real = await embedder.embed(paragraphs)
    rows = real[noise.integers(len(real), size=rest)]
    rows = rows + noise.standard_normal(rows.shape, dtype=np.float32) * _NOISE
    rows = np.concatenate([real, rows / np.linalg.norm(rows, axis=1, keepdims=True)])
    return Drawn((*paragraphs, *passages), rows)


async def fill_ours(knowledge: Knowledge, made: Drawn) -> None:
    chunks = tuple(_chunk(number, text) for number, text in enumerate(made.texts))
    await knowledge.catalogue.mark_swept(_LIBRARY, False)
    for start in range(0, len(chunks), _AT_ONCE):
        some, rows = chunks[start : start + _AT_ONCE], made.vectors[start : start + _AT_ONCE]
        await knowledge.vectors.add(_LIBRARY, [chunk.id for chunk in some], rows)
        await knowledge.sentences.add(
            _LIBRARY, {chunk.id: _packed(chunk, row) for chunk, row in zip(some, rows, strict=True)}
        )
    await knowledge.lexical.build(_LIBRARY, 1, _each(chunks))
    await knowledge.catalogue.switch(_change(knowledge, chunks))
    await knowledge.catalogue.mark_swept(_LIBRARY, True)


def _packed(chunk: Chunk, row: Floats) -> bytes:
    """Each sentence is as near as its passage: what matters here is that they are read and compared."""
    cut = pieces(chunk.text)
    return pack(cut, np.repeat(row[None], len(cut), axis=0))


def _chunk(number: int, text: str) -> Chunk:
    digest = sha256(f"{number} {text}".encode()).hexdigest()
    lesson = number // _A_LESSON
    return Chunk(
        ChunkId(digest[:32]),
        _LIBRARY,
        f"lesson-{lesson}.md",
        f"Lesson {lesson}",
        (f"Part {number % _A_LESSON}",),
        text,
        number % _A_LESSON,
        digest,
    )


def _change(knowledge: Knowledge, chunks: Sequence[Chunk]) -> Change:
    sources = tuple(dict.fromkeys(chunk.source for chunk in chunks))
    library = Library(
        _LIBRARY,
        "Large",
        embedder=knowledge.embedder.name,
        dimension=knowledge.embedder.dimension,
    )
    return Change(
        library,
        sources=tuple(SourceState(source, "/large", source) for source in sources),
        lessons=tuple(
            Lesson(_LIBRARY, source, source.removesuffix(".md"), source, (Section((), "…\n"),))
            for source in sources
        ),
        chunks=tuple(chunks),
        calibration={"chunks": float(len(chunks))},
    )


async def _each(chunks: Sequence[Chunk]) -> AsyncIterator[Chunk]:
    for chunk in chunks:
        yield chunk


def fill_usual(store: Path, made: Drawn) -> None:
    from benchmarks.usual import store_at

    index = store_at(str(store))
    for start in range(0, len(made.texts), _AT_ONCE):
        some = made.texts[start : start + _AT_ONCE]
        index._collection.add(
            ids=[str(start + number) for number in range(len(some))],
            embeddings=made.vectors[start : start + _AT_ONCE],
            documents=list(some),
            metadatas=[
                {"source": f"lesson-{(start + number) // _A_LESSON}.md"} for number in range(len(some))
            ],
        )


async def main(texts: Sequence[str], data: Path, chunks: int) -> None:
    async with open_knowledge(KnowledgeSettings(data=data / "ours")) as knowledge:
        made = await drawn(knowledge.embedder, texts, chunks)
        await fill_ours(knowledge, made)
    fill_usual(data / "usual", made)


if __name__ == "__main__":
    pages = [file.read_text("utf-8") for file in sorted(Path(sys.argv[1]).rglob("*.md"))]
    asyncio.run(main(pages, Path(sys.argv[2]), int(sys.argv[3])))
