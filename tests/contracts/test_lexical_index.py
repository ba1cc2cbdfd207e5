"""LexicalIndex: the promises that the fake and tantivy both keep"""

import asyncio
import math
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.adapters.lexical_index import TantivyIndex
from knowledge.models import Chunk, ChunkId, LibraryId
from knowledge.ports import LexicalIndex
from tests.fakes.indexes import MemoryLexicalIndex
from tests.fakes.memory_catalogue import MemoryCatalogue

COURSE, OTHER = LibraryId("course"), LibraryId("other")

TEXTS = (
    (
        "lessons/reuse.md",
        "Reusing models",
        "Transfer-learning carries what the early layers know to a new task.",
    ),
    ("lessons/reuse.md", "Reusing models", "The early layers hold edges and colours that many tasks share."),
    (
        "lessons/forget.md",
        "Forgetting",
        "Catastrophic forgetting wipes out the old task while the new one is learnt.",
    ),
    ("lessons/serve.md", "Serving", "A cache near the reader answers the same question twice as quickly."),
    ("lessons/serve.md", "Serving", "Balance requests over servers; a server that fails is left out."),
)


def chunk(number: int, source: str, title: str, text: str) -> Chunk:
    return Chunk(ChunkId(f"{number:032d}"), COURSE, source, title, ("Basics",), text, number, f"hash{number}")


CHUNKS = tuple(chunk(number, *row) for number, row in enumerate(TEXTS))


async def stream(chunks: Sequence[Chunk]) -> AsyncIterator[Chunk]:
    for each in chunks:
        yield each


class CountingCatalogue(MemoryCatalogue):
    """Holds CHUNKS in every library, and counts how often they were read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0

    async def every_chunk(self, library: LibraryId) -> AsyncIterator[Chunk]:
        self.reads += 1
        for each in CHUNKS:
            yield each


@pytest.fixture(params=["memory", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> LexicalIndex:
    if request.param == "memory":
        return MemoryLexicalIndex(CountingCatalogue())
    return TantivyIndex(folder=tmp_path / "lexical", catalogue=CountingCatalogue())


async def found(index: LexicalIndex, query: str, source: str | None = None) -> list[int]:
    return [int(hit.id) for hit in await index.search(COURSE, 1, query, 10, source)]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("catastrophic forgetting", 2),
        ("transfer learning", 0),
        ("transfer-learning", 0),
        ("TRANSFER LEARNING!", 0),
        ("caches", 3),
        ("colour", 1),
        ("what is a balanced request?", 4),
        ("catastrofic", 2),
        ("trasnfer", 0),
        ("cahce", 3),
    ],
)
async def test_words_are_found_however_they_are_typed(index: LexicalIndex, query: str, place: int) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    assert (await found(index, query))[0] == place


async def test_titles_and_headings_are_searched_too(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    assert set(await found(index, "serving")) == {3, 4}
    assert set(await found(index, "basics")) == {0, 1, 2, 3, 4}


async def test_scores_fall_and_are_positive(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    hits = await index.search(COURSE, 1, "early layers of a new task", 10)
    scores = [hit.score for hit in hits]
    assert len(hits) >= 3
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


async def test_at_most_k_are_given(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    assert len(await index.search(COURSE, 1, "basics", 2)) == 2
    assert await index.search(COURSE, 1, "basics", 0) == ()


async def test_a_lesson_alone_can_be_searched(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    assert await found(index, "task", "lessons/forget.md") == [2]
    assert await found(index, "task", "lessons/serve.md") == []


@pytest.mark.parametrize("query", ["", "   ", "the of and is", "zebra", "?!", "\x00"])
async def test_a_query_without_a_known_word_finds_nothing(index: LexicalIndex, query: str) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    assert await found(index, query) == []


async def test_a_short_unknown_word_is_no_typo_of_another(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    assert await found(index, "sam") == []


async def test_rarity_tells_the_rare_from_the_common_and_the_unknown(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    rarity = await index.rarity(COURSE, 1, "Is the Task a catastrophic zebra?")
    assert list(rarity) == ["task", "catastrophic", "zebra"]
    assert 0 <= rarity["task"] < rarity["catastrophic"] < rarity["zebra"] == math.inf


async def test_a_word_that_no_chunk_has_is_read_as_the_one_that_was_meant(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    query = "Does the earlylayers cahce catastrofic zebra tasks?"
    meant = {"earlylayers": "early layers", "cahce": "cache", "catastrofic": "catastrophic", "zebra": ""}
    assert await index.meant(COURSE, 1, query) == meant


async def test_a_plural_is_as_rare_as_its_singular(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    rarity = await index.rarity(COURSE, 1, "server servers")
    assert rarity["server"] == rarity["servers"] < math.inf


async def test_a_generation_that_was_never_built_is_made_from_the_catalogue(index: LexicalIndex) -> None:
    assert await found(index, "catastrophic") == [2]


async def test_an_empty_library_finds_nothing(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(()))
    assert await found(index, "layers") == []
    assert await index.rarity(COURSE, 1, "layers") == {"layers": math.inf}


async def test_a_dropped_library_is_made_from_the_catalogue_again_and_the_others_stay(
    index: LexicalIndex,
) -> None:
    await index.build(COURSE, 1, stream(CHUNKS[:1]))
    await index.build(OTHER, 1, stream(CHUNKS[:1]))
    assert await found(index, "catastrophic") == []
    await index.drop(COURSE)
    await index.drop(LibraryId("never"))
    assert await found(index, "catastrophic") == [2]
    assert await index.search(OTHER, 1, "catastrophic", 5) == ()


async def test_each_generation_and_library_has_its_own_words(index: LexicalIndex) -> None:
    await index.build(COURSE, 1, stream(CHUNKS))
    await index.build(COURSE, 2, stream(CHUNKS[:2]))
    await index.build(OTHER, 1, stream(CHUNKS[2:3]))
    assert [hit.id for hit in await index.search(COURSE, 1, "forgetting", 5)] == [CHUNKS[2].id]
    assert await index.search(COURSE, 2, "forgetting", 5) == ()
    assert [hit.id for hit in await index.search(OTHER, 1, "task", 5)] == [CHUNKS[2].id]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.text(max_size=60)
    | st.sampled_from(['"', "(", "a AND", "text:layers", "NOT x", "la[ye]rs~2^", "*"])
)
def test_no_query_is_a_command(index: LexicalIndex, query: str) -> None:
    async def ask() -> None:
        for hit in await index.search(COURSE, 1, query + " layers", 10):
            assert hit.score > 0
        assert "layers" in await index.rarity(COURSE, 1, query + " layers")

    asyncio.run(ask())


async def test_many_asks_at_once_make_a_missing_index_once(tmp_path: Path) -> None:
    catalogue = CountingCatalogue()
    index = TantivyIndex(folder=tmp_path, catalogue=catalogue)
    answers = await asyncio.gather(*(index.search(COURSE, 1, "layers", 5) for _ in range(20)))
    assert len(set(answers)) == 1
    assert catalogue.reads == 1


async def test_a_saved_index_is_opened_without_the_catalogue(tmp_path: Path) -> None:
    await TantivyIndex(folder=tmp_path, catalogue=CountingCatalogue()).build(COURSE, 1, stream(CHUNKS))
    catalogue = CountingCatalogue()
    assert await found(TantivyIndex(folder=tmp_path, catalogue=catalogue), "catastrophic") == [2]
    assert catalogue.reads == 0


@pytest.mark.parametrize("damage", ["meta", "gone", "half"])
async def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: str) -> None:
    await TantivyIndex(folder=tmp_path, catalogue=CountingCatalogue()).build(COURSE, 1, stream(CHUNKS))
    place = tmp_path / "course" / "1"
    if damage == "meta":
        (place / "meta.json").write_text("{")
    elif damage == "gone":
        shutil.rmtree(place)
    else:
        for part in place.glob("*.*"):
            if part.name != "meta.json":
                part.unlink()
    assert await found(TantivyIndex(folder=tmp_path, catalogue=CountingCatalogue()), "catastrophic") == [2]


async def test_two_that_build_at_once_leave_one_whole_index(tmp_path: Path) -> None:
    first, second = (TantivyIndex(folder=tmp_path, catalogue=CountingCatalogue()) for _ in range(2))
    await asyncio.gather(*(each.build(COURSE, 1, stream(CHUNKS)) for each in (first, second, first)))
    assert await found(first, "catastrophic") == await found(second, "catastrophic") == [2]
    assert sorted(place.name for place in (tmp_path / "course").iterdir()) == [".lock", "1"]


async def test_only_the_last_two_generations_are_kept(tmp_path: Path) -> None:
    index = TantivyIndex(folder=tmp_path, catalogue=CountingCatalogue())
    for generation in (1, 2, 3, 10):
        await index.build(COURSE, generation, stream(CHUNKS))
    assert sorted(place.name for place in (tmp_path / "course").glob("[0-9]*")) == ["10", "3"]
