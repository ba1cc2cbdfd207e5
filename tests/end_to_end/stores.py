"""a data folder -> the real adapters over it, with an embedder that needs no weights"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from knowledge.adapters.catalogue import SqlCatalogue
from knowledge.adapters.chroma_index import ChromaIndex
from knowledge.adapters.database import open_database
from knowledge.adapters.lexical_index import TantivyIndex
from knowledge.adapters.sentence_index import SqlSentenceIndex
from knowledge.ports import Catalogue, Embedder, LexicalIndex, SentenceIndex, VectorIndex, Vectors
from tests.fakes.indexes import WordEmbedder


@dataclass(frozen=True, slots=True)
class Stores:
    catalogue: Catalogue
    vectors: VectorIndex
    sentences: SentenceIndex
    lexical: LexicalIndex
    embedder: Embedder


@asynccontextmanager
async def opened(data: Path, embedder: Embedder | None = None) -> AsyncIterator[Stores]:
    os.makedirs(data, exist_ok=True)
    embedder = embedder or WordEmbedder()
    async with open_database(f"sqlite:///{data / 'studyhall.db'}") as database:
        catalogue = SqlCatalogue(database, data)
        vectors = ChromaIndex(folder=data / "chroma", embedder=embedder.name)
        lexical = TantivyIndex(folder=data / "words", catalogue=catalogue)
        sentences = SqlSentenceIndex(database, embedder=embedder.name)
        yield Stores(catalogue, vectors, sentences, lexical, embedder)


class Steps:
    """Counts the calls on every port, and kills its process before the one numbered `die_at` (from 1)."""

    def __init__(self, die_at: int = 0) -> None:
        self.names: list[str] = []
        self._die_at = die_at

    def over(self, stores: Stores) -> Stores:
        ports = ("catalogue", "vectors", "sentences", "lexical", "embedder")
        return Stores(*(_Counted(name, getattr(stores, name), self.take) for name in ports))

    def take(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


class _Counted:
    """A port whose coroutines tell `take` their name before they run."""

    def __init__(self, name: str, port: object, take: Callable[[str], None]) -> None:
        self._name, self._port, self._take = name, port, take

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._port, method)
        if not iscoroutinefunction(found):
            return found

        async def counted(*given: Any, **named: Any) -> Any:
            self._take(f"{self._name}.{method}")
            return await found(*given, **named)

        return counted


class PatientEmbedder(WordEmbedder):
    """Embeds once the file `gate` lies there: so long the ingest is in its midst, as `gate`.waiting tells."""

    def __init__(self, gate: Path) -> None:
        super().__init__()
        self._gate = gate

    async def embed(self, texts: Sequence[str]) -> Vectors:
        await asyncio.to_thread(self._wait)
        return await super().embed(texts)

    def _wait(self) -> None:
        self._gate.with_suffix(".waiting").touch()
        while not self._gate.exists():
            time.sleep(0.01)
