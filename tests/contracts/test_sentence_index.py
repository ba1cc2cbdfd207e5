"""SentenceIndex: what the one in memory and the table on SQLite and PostgreSQL promise"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from knowledge.adapters.catalogue import SqlCatalogue
from knowledge.adapters.database import open_database
from knowledge.adapters.sentence_index import SqlSentenceIndex
from knowledge.models import ChunkId, LibraryId
from knowledge.ports import SentenceIndex
from tests.conftest import HISTORIES
from tests.fakes.indexes import MemorySentenceIndex

BIRDS, FISH = LibraryId("birds"), LibraryId("fish")
OWL, WREN, COD = (ChunkId(letter * 32) for letter in "abc")

Open = Callable[[str], SentenceIndex]
"""The embedder's name -> its index, all in one store."""


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def index_of(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Open]:
    if request.param == "memory":
        first = MemorySentenceIndex("first")
        yield lambda embedder: MemorySentenceIndex(embedder, beside=first)
        return
    async with open_database(request.getfixturevalue(f"{request.param}_url"), HISTORIES) as database:
        for library in (BIRDS, FISH):
            await SqlCatalogue(database, tmp_path).mark_swept(library, False)
        yield lambda embedder: SqlSentenceIndex(database, embedder=embedder)


@pytest.fixture
def index(index_of: Open) -> SentenceIndex:
    return index_of("small")


async def test_what_was_put_comes_back_byte_for_byte(index: SentenceIndex) -> None:
    kept = {OWL: bytes(range(256)), WREN: b"", COD: b"\0\0"}
    await index.add(BIRDS, kept)
    assert await index.packed((BIRDS,), list(kept)) == kept
    assert await index.ids(BIRDS) == frozenset(kept)


async def test_what_is_not_known_is_missing(index: SentenceIndex) -> None:
    await index.add(BIRDS, {OWL: b"hoo"})
    assert await index.packed((BIRDS,), (OWL, WREN)) == {OWL: b"hoo"}
    assert await index.packed((BIRDS,), ()) == await index.packed((), (OWL,)) == {}
    assert await index.ids(FISH) == frozenset()


async def test_what_is_put_again_replaces(index: SentenceIndex) -> None:
    await index.add(BIRDS, {OWL: b"hoo", WREN: b"trill"})
    await index.add(BIRDS, {OWL: b"hoo hoo"})
    await index.add(BIRDS, {})
    assert await index.packed((BIRDS,), (OWL, WREN)) == {OWL: b"hoo hoo", WREN: b"trill"}


async def test_many_are_put_read_and_removed_at_once(index: SentenceIndex) -> None:
    many = {ChunkId(f"{n:032x}"): bytes([n % 256]) * 40 for n in range(1200)}
    await index.add(BIRDS, many)
    assert await index.packed((BIRDS,), list(many)) == many
    await index.remove(BIRDS, list(many)[:1100])
    assert await index.ids(BIRDS) == frozenset(list(many)[1100:])


async def test_libraries_lie_apart_and_are_read_together(index: SentenceIndex) -> None:
    await index.add(BIRDS, {OWL: b"hoo"})
    await index.add(FISH, {COD: b"blub"})
    assert await index.packed((BIRDS, FISH), (OWL, COD)) == {OWL: b"hoo", COD: b"blub"}
    assert await index.packed((FISH,), (OWL, COD)) == {COD: b"blub"}
    await index.remove(FISH, (OWL, COD))
    assert await index.ids(BIRDS) == {OWL}


async def test_what_is_not_there_is_removed_without_a_word(index: SentenceIndex) -> None:
    await index.remove(BIRDS, (OWL,))
    await index.remove(BIRDS, ())
    assert await index.ids(BIRDS) == frozenset()


async def test_another_embedders_are_never_read_and_dropped_when_asked(index_of: Open) -> None:
    small, large = index_of("small"), index_of("large")
    await small.add(BIRDS, {OWL: b"hoo"})
    await small.add(FISH, {COD: b"blub"})
    await large.add(BIRDS, {OWL: b"HOO"})
    assert await small.packed((BIRDS,), (OWL,)) == {OWL: b"hoo"}
    await large.drop_others(BIRDS)
    assert await small.ids(BIRDS) == frozenset()
    assert await small.ids(FISH) == {COD}
    assert await large.packed((BIRDS,), (OWL,)) == {OWL: b"HOO"}
