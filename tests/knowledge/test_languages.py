"""Which embedder fits which language, and how a language without one is searched"""

import pytest

from knowledge.errors import EmbedderMismatch
from knowledge.languages import ADVISED, code, speaks
from knowledge.models import Change, Library
from tests.fakes.indexes import WordEmbedder
from tests.knowledge.answering_material import COURSE, GARDEN, Shelves


@pytest.mark.parametrize(
    "embedder", ["all-MiniLM-L6-v2", "BAAI/bge-small-en-v1.5", "multi-qa-MiniLM-L6-cos-v1"]
)
def test_an_english_embedder_knows_english_alone(embedder: str) -> None:
    assert speaks(embedder, "en")
    assert speaks(embedder, "en-GB")
    assert speaks(embedder, "")
    assert not speaks(embedder, "de")


@pytest.mark.parametrize(
    "embedder",
    [ADVISED, "intfloat/multilingual-e5-small", "BAAI/bge-m3", "sentence-transformers/LaBSE", "ours"],
)
def test_one_of_many_languages_or_of_none_that_it_names_is_trusted(embedder: str) -> None:
    assert speaks(embedder, "de")
    assert speaks(embedder, "zh")


def test_a_language_is_told_by_its_first_letters() -> None:
    assert [code(it) for it in ("de-AT", "pt_BR", " ZH ", "")] == ["de", "pt", "zh", "en"]


async def shelves_of(language: str, *, embedder: str = "all-MiniLM-L6-v2", by: str | None = None) -> Shelves:
    shelves = Shelves(embedder=WordEmbedder(embedder))
    await shelves.index(COURSE)
    await shelves.index_sentences(COURSE)
    library = Library(GARDEN, GARDEN, language=language, embedder=by or embedder)
    await shelves.catalogue.switch(Change(library, chunks=COURSE))
    shelves.embedder.embedded = 0
    return shelves


async def test_a_language_that_the_embedder_does_not_know_is_searched_by_words_alone() -> None:
    shelves = await shelves_of("de")
    passages = await shelves.retriever.find("aphids", (GARDEN,))
    assert [one.chunk.heading for one in passages] == [("Aphids",)]
    assert passages[0].cosine is None
    assert passages[0].nearness == ()
    assert shelves.embedder.embedded == 0


async def test_a_typo_is_put_right_without_an_embedder_too() -> None:
    (aphids,) = await (await shelves_of("de")).retriever.find("aphidds", (GARDEN,))
    assert aphids.chunk.heading == ("Aphids",)


async def test_a_language_that_it_knows_is_searched_by_meaning_too() -> None:
    passages = await (await shelves_of("en")).retriever.find("aphids", (GARDEN,))
    assert passages[0].cosine is not None


async def test_words_alone_need_no_embedder_that_matches() -> None:
    assert await (await shelves_of("de", by="another")).retriever.find("aphids", (GARDEN,))
    with pytest.raises(EmbedderMismatch):
        await (await shelves_of("en", by="another")).retriever.find("aphids", (GARDEN,))
