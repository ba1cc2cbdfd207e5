"""Retriever -> a retriever of LangChain's, for chains of one's own; nothing that answers here imports it"""

import asyncio

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.models import Passage
from knowledge.retriever import Retriever


class StudyhallRetriever(BaseRetriever):
    """The best `k` passages of `libraries`, or of one lesson of theirs where `source` is given, as Documents:
    the text in `page_content`; `title`, `heading` (a list), `source`, `url`, `library`, `score` and the
    chunk's `id` in `metadata`.

    `ainvoke` is its own; `invoke` is for where no event loop runs, and raises RuntimeError inside of one.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    libraries: tuple[str, ...]
    k: int = 8
    source: str | None = None

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        return await self._documents(query)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(self._documents(query))
        raise RuntimeError("Inside an event loop use ainvoke: invoke would stop the loop.")

    async def _documents(self, query: str) -> list[Document]:
        found = await self.retriever.find(query, self.libraries, k=self.k, source=self.source)  # type: ignore[arg-type]
        return [_document(one) for one in found]


def _document(passage: Passage) -> Document:
    chunk = passage.chunk
    about = {
        "title": chunk.title,
        "heading": list(chunk.heading),
        "source": chunk.source,
        "url": chunk.url,
        "library": chunk.library,
        "score": passage.score,
    }
    return Document(id=chunk.id, page_content=chunk.text, metadata=about)
