"""chunks -> vectors: what the one who waits sees of it"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from ingest.embedding import Filler, Need
from knowledge.models import Chunk, ChunkId, LibraryId
from knowledge.ports import Vectors
from tests.fakes.indexes import WordEmbedder
from tests.ingest.schoolroom import Schoolroom

AI = LibraryId("ai")
CHUNKS = [
    Chunk(ChunkId(f"{n:032x}"), AI, "a.md", "A", (), "word " * (n % 40 + 1), n, embedded=str(n))
    for n in range(300)
]


@dataclass
class Watched:
    """A bar that keeps its moves."""

    total: int = 0
    moves: list[int] = field(default_factory=list)

    def begin(self, stage: str, total: int) -> None:
        self.total = total

    def advance(self, steps: int = 1) -> None:
        self.moves.append(steps)


class Listening(WordEmbedder):
    """Keeps the texts in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return await super().embed(texts)


def filler_of(room: Schoolroom, progress: Watched) -> Filler:
    return Filler(
        library=AI,
        vectors=room.vectors,
        sentences=room.sentences,
        embedder=room.embedder,
        progress=progress,
    )


async def all_of_them() -> AsyncGenerator[Chunk, None]:
    for chunk in CHUNKS:
        yield chunk


async def test_the_bar_moves_often_and_to_its_end() -> None:
    bar, room = Watched(), Schoolroom()
    filler = filler_of(room, bar)
    ids = frozenset(chunk.id for chunk in CHUNKS)
    await filler.fill(Need(embed=ids), all_of_them())
    assert max(bar.moves) <= 32
    assert sum(bar.moves) == bar.total == len(CHUNKS)
    assert await room.vectors.ids(AI) == ids == await room.sentences.ids(AI)


async def test_the_longest_come_first_so_that_the_time_left_is_not_promised_too_short() -> None:
    embedder = Listening()
    filler = filler_of(Schoolroom(embedder=embedder), Watched())
    await filler.fill(Need(embed=frozenset(chunk.id for chunk in CHUNKS)), all_of_them())
    lengths = [len(text) for text in embedder.texts]
    assert len(lengths) == len(CHUNKS)
    assert lengths == sorted(lengths, reverse=True)
