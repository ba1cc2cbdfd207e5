"""KnowledgeSettings -> the real adapters, opened, for bot and ingest alike"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.adapters.catalogue import SqlCatalogue
from knowledge.adapters.chroma_index import ChromaIndex
from knowledge.adapters.database import Database, open_database
from knowledge.adapters.embedder import DEFAULT_EMBEDDER, OnnxEmbedder, Precision
from knowledge.adapters.history import History
from knowledge.adapters.lexical_index import TantivyIndex
from knowledge.adapters.migrations import CATALOGUE
from knowledge.adapters.sentence_index import SqlSentenceIndex
from knowledge.ports import Catalogue, ChatModel, Embedder, LexicalIndex, Reranker, SentenceIndex, VectorIndex

if TYPE_CHECKING:
    from knowledge.answerer import Answerer
    from knowledge.retriever import Retriever
    from knowledge.shelf import Shelf


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """Empty URLs mean the data folder; `models` None means the installation; an empty `chat_model` none.

    `threads` are the embedder's; 0 means as many as this process may use, at most four.
    """

    data: Path
    database_url: str = ""
    chroma_url: str = ""
    models: Path | None = None
    embedder: str = DEFAULT_EMBEDDER
    precision: Precision = "auto"
    threads: int = 0
    chat_model: str = ""
    chat_timeout_s: float = 30.0
    reranker: str = ""


@dataclass(frozen=True)
class Knowledge:
    """What answers is made, and imported, when it is first asked for: a definition needs none of it."""

    catalogue: Catalogue
    vectors: VectorIndex
    sentences: SentenceIndex
    lexical: LexicalIndex
    embedder: Embedder
    chat: ChatModel | None
    database: Database
    reranker: Reranker | None = None

    @cached_property
    def shelf(self) -> "Shelf":
        from knowledge.shelf import Shelf

        return Shelf(catalogue=self.catalogue)

    @cached_property
    def retriever(self) -> "Retriever":
        from knowledge.retriever import Retriever

        return Retriever(
            catalogue=self.catalogue,
            vectors=self.vectors,
            sentences=self.sentences,
            lexical=self.lexical,
            embedder=self.embedder,
            reranker=self.reranker,
        )

    @cached_property
    def answerer(self) -> "Answerer":
        from knowledge.answerer import Answerer

        return Answerer(
            catalogue=self.catalogue,
            retriever=self.retriever,
            lexical=self.lexical,
            shelf=self.shelf,
            chat=self.chat,
        )


@asynccontextmanager
async def open_knowledge(
    settings: KnowledgeSettings, *, histories: Sequence[History] = ()
) -> AsyncIterator[Knowledge]:
    """`histories` are those of whoever shares the database, beside the catalogue's own.

    Loads no model and opens no index before it is needed. Raises StoreUnavailable.
    """
    async with open_database(_database_url(settings), (CATALOGUE, *histories)) as database:
        vectors = ChromaIndex(
            folder=settings.data / "chroma", url=settings.chroma_url, embedder=settings.embedder
        )
        try:
            yield _knowledge(settings, database, vectors)
        finally:
            await vectors.close()


def _knowledge(settings: KnowledgeSettings, database: Database, vectors: VectorIndex) -> Knowledge:
    catalogue = SqlCatalogue(database, settings.data)
    lexical = TantivyIndex(folder=settings.data / "lexical", catalogue=catalogue)
    embedder = OnnxEmbedder(
        settings.embedder, models=settings.models, precision=settings.precision, threads=settings.threads
    )
    sentences = SqlSentenceIndex(database, embedder=settings.embedder)
    return Knowledge(
        catalogue, vectors, sentences, lexical, embedder, _chat(settings), database, _reranker(settings)
    )


def _database_url(settings: KnowledgeSettings) -> str:
    return settings.database_url or f"sqlite:///{settings.data.absolute() / 'studyhall.db'}"


def _chat(settings: KnowledgeSettings) -> ChatModel | None:
    if not settings.chat_model:
        return None
    from knowledge.adapters.chat_model import LangchainChat

    return LangchainChat(settings.chat_model, timeout_s=settings.chat_timeout_s)


def _reranker(settings: KnowledgeSettings) -> Reranker | None:
    if not settings.reranker:
        return None
    from knowledge.adapters.reranker import CrossEncoderReranker

    return CrossEncoderReranker(settings.reranker)
