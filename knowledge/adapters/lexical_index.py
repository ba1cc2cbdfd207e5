"""words -> chunks by BM25, on tantivy: an index a library and generation, made from the catalogue

`<folder>/<library>/<generation>/` is made beside its place and renamed into it, so that it is whole or
not there. Where it is not there, it is made from the catalogue, once; others wait.
"""

import asyncio
import math
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import tantivy
from filelock import FileLock

from knowledge.adapters.stemming import Stemming
from knowledge.errors import StoreUnavailable
from knowledge.languages import ENGLISH
from knowledge.models import Chunk, ChunkId, LibraryId
from knowledge.ports import Catalogue, Hit
from knowledge.spelling import Spelling

# What a word counts in each: it stands above all chunks of its title or heading, so that there it says
# little of which one answers. Measured: with three times as much, a course's right lesson is lost more often.
_WEIGHTS = {"title": 0.5, "heading": 0.5, "text": 1.0}
_KEPT_GENERATIONS = 2
_CHUNKS_AT_ONCE = 500
# tantivy takes no writer with less.
_WRITER_BYTES = 15_000_000
# Typos are forgiven from these lengths on; a short word has too many neighbours.
_ONE_TYPO, _TWO_TYPOS = 4, 8
_VOCABULARY, _LANGUAGE = "words.txt", "language.txt"
_SCRATCH = ".making-"
_PATIENCE_S = 600.0

_Key = tuple[LibraryId, int]


class TantivyIndex:
    """`folder` is made when needed. Safe for many tasks, and for many processes on one folder."""

    def __init__(self, *, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._opened: dict[_Key, _Generation] = {}
        self._opening = asyncio.Lock()

    async def search(
        self, library: LibraryId, generation: int, query: str, k: int, source: str | None = None
    ) -> tuple[Hit, ...]:
        index = await self._at(library, generation)
        return await asyncio.to_thread(index.search, query, k, source)

    async def rarity(self, library: LibraryId, generation: int, query: str) -> Mapping[str, float]:
        index = await self._at(library, generation)
        return await asyncio.to_thread(index.rarity, query)

    async def meant(self, library: LibraryId, generation: int, query: str) -> Mapping[str, str]:
        index = await self._at(library, generation)
        return await asyncio.to_thread(index.meant, query)

    async def build(
        self, library: LibraryId, generation: int, chunks: AsyncIterator[Chunk], language: str = ENGLISH
    ) -> None:
        place = self._place(library, generation)
        try:
            async with _turn(place.parent):
                scratch = Path(tempfile.mkdtemp(dir=place.parent, prefix=_SCRATCH))
                await _write(scratch / "new", chunks, Stemming(language))
                await asyncio.to_thread(_put_in_place, scratch, place)
                await asyncio.to_thread(_sweep, place.parent)
            self._opened.pop((library, generation), None)
        except OSError as error:
            raise StoreUnavailable(
                f"The index of words in {self._folder} cannot be written.",
                hint="Make room on the disk, or correct the folder's rights, then try again.",
            ) from error

    async def drop(self, library: LibraryId) -> None:
        for key in [key for key in self._opened if key[0] == library]:
            del self._opened[key]
        folder = self._folder / library
        if folder.is_dir():
            async with _turn(folder):
                await asyncio.to_thread(_clear, folder)

    async def _at(self, library: LibraryId, generation: int) -> "_Generation":
        if found := self._opened.get((library, generation)):
            return found
        async with self._opening:
            if found := self._opened.get((library, generation)):
                return found
            opened = await asyncio.to_thread(_open, self._place(library, generation))
            if opened is None:
                known = await self._catalogue.library(library)
                language = known.language if known else ENGLISH
                await self.build(library, generation, self._catalogue.every_chunk(library), language)
                opened = await asyncio.to_thread(_open, self._place(library, generation))
            if opened is None:
                raise StoreUnavailable(f"The index of words in {self._folder} cannot be read.")
            self._keep(library, generation, opened)
            return opened

    def _keep(self, library: LibraryId, generation: int, opened: "_Generation") -> None:
        self._opened[library, generation] = opened
        older = sorted(number for slug, number in self._opened if slug == library)[:-_KEPT_GENERATIONS]
        for number in older:
            del self._opened[library, number]

    def _place(self, library: LibraryId, generation: int) -> Path:
        return self._folder / library / str(generation)


class _Generation:
    def __init__(self, index: tantivy.Index, place: Path) -> None:
        self._vocabulary = place / _VOCABULARY
        language = place / _LANGUAGE
        self._reading = Stemming(language.read_text("utf-8") if language.is_file() else ENGLISH)
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(self, query: str, k: int, source: str | None) -> tuple[Hit, ...]:
        words = self._reading.carrying(query)
        matches = [match for word in (*words, *self._as_one(words)) for match in self._matches(word)]
        if not matches or k < 1:
            return ()
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, match) for match in matches])
        if source is not None:
            own = tantivy.Query.term_query(self._schema, "source", source)
            only = tantivy.Query.const_score_query(own, 0.0)
            asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, only)])
        found = self._searcher.search(asked, limit=k, count=False).hits
        hits = (Hit(ChunkId(self._searcher.doc(at)["id"][0]), float(score)) for score, at in found)
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id)))

    def rarity(self, query: str) -> Mapping[str, float]:
        return {word: self._idf(self._reading.stems(word)) for word in self._reading.carrying(query)}

    def meant(self, query: str) -> Mapping[str, str]:
        unknown = [word for word in self._reading.carrying(query) if not self._knows(word)]
        return {word: " ".join(self._spelling.meant(word)) for word in unknown}

    @cached_property
    def _spelling(self) -> Spelling:
        """Read when the first word is not known; none in an index of before there was one."""
        if not self._vocabulary.is_file():
            return Spelling({})
        lines = self._vocabulary.read_text(encoding="utf-8").splitlines()
        return Spelling({word: int(count) for word, count in (line.split(" ") for line in lines)})

    def _knows(self, word: str) -> bool:
        return bool(self._searcher.doc_freq("every", self._reading.stems(word)))

    def _as_one(self, words: Sequence[str]) -> list[str]:
        """What is written as one word here and as two in the query: "data base"."""
        return [one + other for one, other in pairwise(words) if self._knows(one + other)]

    def _idf(self, stem: str) -> float:
        having = self._searcher.doc_freq("every", stem)
        return math.log(1 + (self._searcher.num_docs - having + 0.5) / (having + 0.5)) if having else math.inf

    def _matches(self, word: str) -> Sequence[Any]:
        stem = self._reading.stems(word)
        if self._searcher.doc_freq("every", stem):
            return [self._weighed(field, stem) for field in _WEIGHTS]
        typos = 0 if len(word) < _ONE_TYPO else 1 if len(word) < _TWO_TYPOS else 2
        return [self._fuzzy(stem, typos)] if typos else []

    def _weighed(self, field: str, stem: str) -> Any:
        term = tantivy.Query.term_query(self._schema, field, stem, "freq")
        return tantivy.Query.boost_query(term, _WEIGHTS[field])

    def _fuzzy(self, stem: str, typos: int) -> Any:
        return tantivy.Query.fuzzy_term_query(self._schema, "every", stem, distance=typos)


def _schema() -> Any:
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("source", tokenizer_name="raw", index_option="basic")
    for field in (*_WEIGHTS, "every"):
        made.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return made.build()


async def _write(folder: Path, chunks: AsyncIterator[Chunk], reading: Stemming) -> None:
    writer = await asyncio.to_thread(_begin, folder)
    batch: list[Chunk] = []
    counts: Counter[str] = Counter()
    (folder / _LANGUAGE).write_text(reading.language, encoding="utf-8")
    async for chunk in chunks:
        batch.append(chunk)
        if len(batch) == _CHUNKS_AT_ONCE:
            await asyncio.to_thread(_add, writer, tuple(batch), counts, reading)
            batch.clear()
    await asyncio.to_thread(_add, writer, tuple(batch), counts, reading)
    await asyncio.to_thread(_finish, writer, folder / _VOCABULARY, counts)


def _begin(folder: Path) -> Any:
    folder.mkdir()
    return tantivy.Index(_schema(), str(folder)).writer(_WRITER_BYTES, 1)


def _add(writer: Any, chunks: Sequence[Chunk], counts: Counter[str], reading: Stemming) -> None:
    for chunk in chunks:
        texts = {"title": chunk.title, "heading": " ".join(chunk.heading), "text": chunk.text}
        words = {field: reading.words(text) for field, text in texts.items()}
        fields = {field: reading.stemmed(own) for field, own in words.items()}
        writer.add_document(
            tantivy.Document(id=chunk.id, source=chunk.source, every=" ".join(fields.values()), **fields)
        )
        for own in words.values():
            counts.update(own)


def _finish(writer: Any, vocabulary: Path, counts: Mapping[str, int]) -> None:
    writer.commit()
    writer.wait_merging_threads()
    lines = (f"{word} {count}\n" for word, count in counts.items() if word.isalpha())
    vocabulary.write_text("".join(lines), encoding="utf-8")


@asynccontextmanager
async def _turn(library: Path) -> AsyncIterator[None]:
    """One build of a library at a time, over all processes; freed when the holder dies."""
    await asyncio.to_thread(library.mkdir, parents=True, exist_ok=True)
    # With a limit, since a wait without one is refused as a deadlock between tasks of one thread.
    lock = FileLock(library / ".lock", thread_local=False, timeout=_PATIENCE_S)
    await asyncio.to_thread(lock.acquire)
    try:
        yield
    finally:
        lock.release()


def _put_in_place(scratch: Path, place: Path) -> None:
    if place.exists():
        place.rename(scratch / "old")
    (scratch / "new").rename(place)


def _sweep(library: Path) -> None:
    """The last two stay: a reader may be on the one before. Scratch folders are of builds that ended or
    were killed, since only one runs at a time."""
    generations = sorted((int(place.name), place) for place in library.iterdir() if place.name.isdigit())
    for _, place in generations[:-_KEPT_GENERATIONS]:
        shutil.rmtree(place, ignore_errors=True)
    for scratch in library.glob(f"{_SCRATCH}*"):
        shutil.rmtree(scratch, ignore_errors=True)


def _clear(library: Path) -> None:
    """All but the lock, which another process may wait for."""
    for place in library.iterdir():
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)


def _open(place: Path) -> _Generation | None:
    """None where there is none, or none that can be read: it is made anew."""
    if not (place / "meta.json").is_file():
        return None
    try:
        return _Generation(tantivy.Index(_schema(), str(place)), place)
    except (ValueError, OSError):
        shutil.rmtree(place, ignore_errors=True)
        return None
