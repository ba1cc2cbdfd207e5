"""What the knowledge needs of the outside: Catalogue, three indexes of it, Embedder, ChatModel

Every adapter and every fake passes the same contract in tests/contracts. All methods are coroutines;
an adapter of a blocking library hands the work to a thread itself. A port that cannot be reached
raises StoreUnavailable (ChatModel: ModelUnavailable).
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from knowledge.models import (
    Change,
    Chunk,
    ChunkId,
    ChunkState,
    Lesson,
    LessonHeading,
    Library,
    LibraryId,
    Question,
    SourceState,
    Term,
    TermHeading,
)

# For types alone: a definition needs no vector, and numpy takes as long to import as to answer with one.
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Vector: TypeAlias = "npt.NDArray[np.float32]"
"""Shape (dimension,), unit length."""

Vectors: TypeAlias = "npt.NDArray[np.float32]"
"""Shape (n, dimension), rows of unit length."""

Span: TypeAlias = tuple[int, int]
"""Characters of a text: the first, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk's id and how well it fits: cosine in [-1, 1] or BM25 >= 0; higher is better."""

    id: ChunkId
    score: float


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Used:
    """The tokens that a reply cost, prompt and words, as its provider counts them."""

    tokens: int


class Catalogue(Protocol):
    """The truth of what is taught. Reads see the last finished ingest, whole."""

    # Reading: for the bot

    async def libraries(self) -> tuple[Library, ...]:
        """All that were switched on (generation >= 1), by slug; empty before the first ingest."""

    async def generations(self, libraries: Sequence[LibraryId]) -> Mapping[LibraryId, int]:
        """Only the libraries that there are. Cheap: asked before every answer."""

    async def chunks(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, Chunk]:
        """Those of `ids` that the catalogue knows; the others are missing from the mapping."""

    async def chunks_of(self, library: LibraryId, source: str) -> tuple[Chunk, ...]:
        """One source's chunks by position; empty for an unknown source."""

    def every_chunk(self, library: LibraryId) -> AsyncIterator[Chunk]:
        """All chunks of a library, by source and position, without holding them in memory."""

    async def lessons(self, libraries: Sequence[LibraryId]) -> tuple[LessonHeading, ...]:
        """By library, then track in course order, then order, then source."""

    async def lesson(self, library: LibraryId, source: str) -> Lesson | None: ...

    async def terms(self, libraries: Sequence[LibraryId]) -> tuple[TermHeading, ...]:
        """By library, then name, ignoring case: the order of previous and next."""

    async def term(self, library: LibraryId, source: str) -> Term | None: ...

    async def terms_of(self, library: LibraryId, sources: Collection[str]) -> Mapping[str, Term]:
        """By source, those of `sources` that are terms; the others are missing from the mapping."""

    async def questions(
        self, libraries: Sequence[LibraryId], source: str | None = None
    ) -> tuple[Question, ...]:
        """Authored questions, of one lesson or of all, by source, as the author ordered them."""

    async def neighbours(self, library: LibraryId) -> Mapping[str, tuple[str, ...]]:
        """Term source -> sources of the terms nearest in meaning, nearest first; may be empty."""

    async def calibration(self, library: LibraryId) -> Mapping[str, float]:
        """Figures that the ingest measured on this library; empty where it measured none."""

    # Writing: for the ingest

    def lock(self, library: LibraryId) -> AbstractAsyncContextManager[None]:
        """Held while a library is ingested; freed when the holder dies. Raises LibraryBusy at once
        where another process, or another task of this one, holds it."""

    async def library(self, library: LibraryId) -> Library | None: ...

    async def source_states(self, library: LibraryId) -> tuple[SourceState, ...]: ...

    async def chunk_states(self, library: LibraryId) -> tuple[ChunkState, ...]: ...

    async def switch(self, change: Change) -> int:
        """Apply a change and move the generation, in one transaction; the new generation.

        `change.library.generation` and `.swept` are ignored."""

    async def mark_swept(self, library: LibraryId, swept: bool) -> None:
        """Set the library's `swept` and nothing else: False before an ingest writes its first vector,
        True once it has removed what the catalogue does not know. A library without a row gets one, of
        generation 0, with its slug for a title."""

    async def forget(self, library: LibraryId) -> None:
        """The library and all of it, index rows included; one that is not there is no error. Readers see it
        gone at once. One that comes again counts its generations on from here, so that no reader takes it
        for what it was. The caller holds the library's lock."""


class VectorIndex(Protocol):
    """Vectors by chunk id, one collection a library. An index of the catalogue: it may hold more than
    the catalogue knows, never the truth. Made for one embedder: another one's collection of the same
    library lies apart and is never read.

    `generation` names the catalogue's generation that the caller reads: a reader that holds an older
    one open opens the store anew, so that it sees what another process wrote.
    """

    async def nearest(self, library: LibraryId, generation: int, vector: Vector, k: int) -> tuple[Hit, ...]:
        """At most `k`, by cosine, best first; empty for a library without vectors."""

    async def among(
        self, library: LibraryId, generation: int, vector: Vector, ids: Sequence[ChunkId]
    ) -> tuple[Hit, ...]:
        """The cosine of each of `ids` that has a vector, best first."""

    async def vectors(self, library: LibraryId, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]:
        """Those of `ids` that have a vector."""

    async def add(self, library: LibraryId, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        """Put or replace. Safe beside a reader of the library."""

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]: ...

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        """Unknown ids are ignored."""

    async def drop(self, library: LibraryId) -> None:
        """All of a library: before another embedder fills it."""

    async def drop_others(self, library: LibraryId) -> None:
        """The library's collections of other embedders: after this one's was switched on."""


class SentenceIndex(Protocol):
    """The vectors of each chunk's pieces, packed by knowledge.nearness: one value a chunk. Like the vector
    index made for one embedder, and one that may hold more than the catalogue knows."""

    async def packed(
        self, libraries: Sequence[LibraryId], ids: Collection[ChunkId]
    ) -> Mapping[ChunkId, bytes]:
        """Those of `ids` that are known. On the road of every answer."""

    async def add(self, library: LibraryId, packed: Mapping[ChunkId, bytes]) -> None:
        """Put or replace. The catalogue holds the library's row: `mark_swept` makes it."""

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]: ...

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        """Unknown ids are ignored."""

    async def drop_others(self, library: LibraryId) -> None:
        """What the library holds of other embedders."""


class LexicalIndex(Protocol):
    """BM25 over title, heading path and text, per library and generation; can be rebuilt at any time
    from the catalogue's chunks."""

    async def search(
        self, library: LibraryId, generation: int, query: str, k: int, source: str | None = None
    ) -> tuple[Hit, ...]:
        """At most `k`, best first; `source` keeps to one lesson. Empty where no word is known.

        A plural, a hyphen or a space, and a typo in a rare word find what they mean."""

    async def rarity(self, library: LibraryId, generation: int, query: str) -> Mapping[str, float]:
        """Each word of the query that carries meaning (no stop words), lower case as typed -> its
        inverse document frequency: at least 0, higher is rarer, `inf` where no chunk has it."""

    async def meant(self, library: LibraryId, generation: int, query: str) -> Mapping[str, str]:
        """Each word of the query that carries meaning and that no chunk has, lower case -> the word or words
        of the library that it is a slip of, or empty."""

    async def build(
        self, library: LibraryId, generation: int, chunks: AsyncIterator[Chunk], language: str = "en"
    ) -> None:
        """Make and save the index of a generation, with the stems and stop words of the language; older
        generations' files are swept by it only when no longer needed."""

    async def drop(self, library: LibraryId) -> None:
        """All generations of a library, once the catalogue has forgotten it."""


class Embedder(Protocol):
    """Text -> vectors. `name` and `dimension` are kept with each library."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def unlike(self) -> float:
        """The cosine of texts that have nothing to do with each other: 0.0 to 0.1 with many embedders, 0.7
        with some."""

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """In the order of `texts`; an empty sequence gives shape (0, dimension). Loads the model on
        the first call that has a text. Raises EmbedderMissing where its weights were not exported."""

    async def whole_words(self, words: Sequence[str]) -> frozenset[str]:
        """Those that the embedder knows as words, not as pieces put together: what is one is no typo."""

    async def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, tuple[Vectors, ...]]:
        """The vectors that `embed` gives, and out of the same pass those of each text's parts, in their
        order: shape (parts, dimension). A part is known in its text: "it" means what stands before. One
        that holds no word, or lies behind what the embedder reads of a text, has the text's vector."""


class ChatModel(Protocol):
    """A language model, behind langchain's init_chat_model."""

    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[str | Used]:
        """Pieces of the reply as they come, at last what it cost, where the provider tells. Raises
        ModelUnavailable and its kin, never another library's error, also in the middle; gives up after the
        setting's seconds."""


class Reranker(Protocol):
    """Question and texts -> a score for each, higher is better, in the order of `texts`. Raises
    RerankerMissing where its weights are not there."""

    async def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]: ...
