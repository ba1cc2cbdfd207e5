"""question -> passages, best first"""

from knowledge.models import LibraryId, Passage
from knowledge.ports import Catalogue, Embedder, LexicalIndex, VectorIndex


class Retriever:
    """Dense and lexical retrieval, fused; nothing but what the catalogue's generation of now knows."""

    def __init__(
        self, *, catalogue: Catalogue, vectors: VectorIndex, lexical: LexicalIndex, embedder: Embedder
    ) -> None:
        self._catalogue, self._vectors = catalogue, vectors
        self._lexical, self._embedder = lexical, embedder

    async def find(
        self, question: str, libraries: tuple[LibraryId, ...], *, k: int = 8, source: str | None = None
    ) -> tuple[Passage, ...]:
        """At most `k`; `source` keeps to one lesson. Empty where no library was ingested or nothing fits."""
        raise NotImplementedError
