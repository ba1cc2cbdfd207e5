"""a folder of lessons and a glossary, and a pipeline over fakes that ingests it"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from ingest.pipeline import Order, Pipeline
from ingest.progress import SilentProgress
from ingest.report import Report
from knowledge.models import Chunk, LibraryId
from tests.fakes.indexes import MemoryLexicalIndex, MemorySentenceIndex, MemoryVectorIndex, WordEmbedder
from tests.fakes.memory_catalogue import MemoryCatalogue

AI = LibraryId("ai")

FREEZING = "Freezing keeps the early layers of a network as they were when a new task is learnt.\n"
PROMPTING = "A prompt is the text that a model is given before it writes anything of its own.\n"
PRUNING = "Pruning removes weights that hardly matter, so that a network is smaller and quicker.\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def course(folder: Path) -> Path:
    """Two lessons, of which one has a quiz, and a glossary of three terms and a stub."""
    return write(
        folder,
        {
            "course.yaml": "title: AI Foundations\ntracks: [Foundations, Adapting]\n",
            "lessons/freezing.md": "---\ntrack: Adapting\nquiz:\n  - ask: What is kept?\n"
            f"    answer: The early layers\n---\n# Freezing\n\n{FREEZING}",
            "lessons/prompting.md": f"---\ntrack: Foundations\n---\n# Prompting\n\n{PROMPTING}",
            "glossary/fine-tuning.md": "---\nterm: Fine-tuning\n---\nTraining a network further.\n",
            "glossary/pre-training.md": "---\nterm: Pre-training\n---\nTraining a network on much text.\n",
            "glossary/overfitting.md": "---\nterm: Overfitting\n---\nLearning the noise of the examples.\n",
            "glossary/ft.md": "---\nterm: FT\n---\nSee [Fine-tuning](fine-tuning.md).\n",
        },
    )


@dataclass
class Schoolroom:
    """Fakes that outlive a run: every `ingest` is one run of the command on them."""

    catalogue: MemoryCatalogue = field(default_factory=MemoryCatalogue)
    vectors: MemoryVectorIndex = field(default_factory=MemoryVectorIndex)
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    sentences: MemorySentenceIndex = field(default_factory=MemorySentenceIndex)
    ticks: Iterator[int] = field(default_factory=count)

    @property
    def lexical(self) -> MemoryLexicalIndex:
        return MemoryLexicalIndex(self.catalogue)

    def pipeline(self) -> Pipeline:
        return Pipeline(
            catalogue=self.catalogue,
            vectors=self.vectors,
            sentences=self.sentences,
            lexical=self.lexical,
            embedder=self.embedder,
            progress=SilentProgress(),
            seconds=lambda: float(next(self.ticks)),
        )

    async def ingest(self, *paths: Path, reembed: bool = False) -> Report:
        return await self.pipeline().run(Order(AI, paths, reembed=reembed))

    async def embedded_by(self, *paths: Path) -> int:
        """How many texts the model was given in one run."""
        before = self.embedder.embedded
        await self.ingest(*paths)
        return self.embedder.embedded - before

    async def chunks(self) -> Sequence[Chunk]:
        return [chunk async for chunk in self.catalogue.every_chunk(AI)]

    async def texts(self) -> str:
        return "\n".join(chunk.text for chunk in await self.chunks())

    async def aliases(self, term: str) -> tuple[str, ...]:
        return next(it.aliases for it in await self.catalogue.terms((AI,)) if it.name == term)

    async def is_consistent(self) -> bool:
        """Each chunk has its vector and its sentences', and there is no other."""
        known = {chunk.id for chunk in await self.chunks()}
        return await self.vectors.ids(AI) == known == await self.sentences.ids(AI)
