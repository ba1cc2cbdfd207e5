"""Retriever: what is found, and in what order"""

import pytest

from knowledge.errors import EmbedderMismatch
from knowledge.models import Change, Library, LibraryId
from knowledge.sentences import pieces
from tests.fakes.rerankers import MissingReranker, WordReranker
from tests.knowledge.answering_material import COURSE, GARDEN, Shelves, chunk, garden


async def found(shelves: Shelves, question: str, **how: object) -> list[str]:
    libraries = how.pop("libraries", (GARDEN,))
    passages = await shelves.retriever.find(question, libraries, **how)  # type: ignore[arg-type]
    return [one.chunk.text for one in passages]


async def test_the_passage_that_speaks_of_it_comes_first() -> None:
    assert (await found(await garden(), "what eats aphids?"))[0].startswith("Aphids are")


async def test_scores_fall_from_first_to_last() -> None:
    passages = await (await garden()).retriever.find("watering the soil", (GARDEN,))
    assert [one.score for one in passages] == sorted((one.score for one in passages), reverse=True)


async def test_no_more_than_k_are_found() -> None:
    assert len(await found(await garden(), "tomatoes", k=2)) == 2


async def test_what_only_the_index_knows_is_never_shown_and_does_not_take_a_place() -> None:
    shelves = Shelves()
    leftovers = [chunk(f"Old words on tomatoes, {n}.", source=f"gone{n}.md") for n in range(200)]
    await shelves.index(leftovers)
    await shelves.put(COURSE)
    texts = await found(shelves, "Old words on tomatoes", k=6)
    assert sorted(texts) == sorted(one.text for one in COURSE)


async def test_a_source_keeps_to_one_lesson() -> None:
    passages = await (await garden()).retriever.find("mulch on the soil", (GARDEN,), source="troubles.md")
    assert {one.chunk.source for one in passages} == {"troubles.md"}


async def test_several_libraries_are_merged_best_first() -> None:
    shelves, kitchen = await garden(), LibraryId("kitchen")
    await shelves.put([chunk("Tomato soup is cooked for an hour.", library=kitchen)], kitchen)
    texts = await found(shelves, "how long is tomato soup cooked?", libraries=(GARDEN, kitchen))
    assert texts[0] == "Tomato soup is cooked for an hour."
    assert len(texts) > 1


async def test_a_library_that_was_not_asked_stays_silent() -> None:
    shelves, kitchen = await garden(), LibraryId("kitchen")
    await shelves.put([chunk("Aphids in the salad.", library=kitchen)], kitchen)
    assert "Aphids in the salad." not in await found(shelves, "aphids")


async def test_nothing_is_found_before_the_first_ingest_or_for_a_blank_question() -> None:
    assert await found(Shelves(), "aphids") == []
    assert await found(await garden(), "  ") == []


async def test_the_same_text_in_two_places_is_shown_once() -> None:
    shelves = Shelves()
    twice = "Ladybirds eat about fifty aphids a day in a warm garden."
    await shelves.put([chunk(twice, source="a.md"), chunk(twice, source="b.md"), *COURSE])
    assert (await found(shelves, "ladybirds and aphids")).count(twice) == 1


@pytest.mark.parametrize(("said", "against"), [("fifty", "50"), ("do eat", "do not eat")])
async def test_passages_a_number_or_a_not_apart_are_both_kept(said: str, against: str) -> None:
    shelves = Shelves()
    text = (
        "Ladybirds do eat about fifty aphids a day in a warm garden, more of them in June than in May, and "
        "they sleep through the winter under bark or dry leaves, where one had better leave them alone."
    )
    other = text.replace(said, against)
    await shelves.put([chunk(text, source="a.md"), chunk(other, source="b.md"), *COURSE])
    assert {text, other} <= set(await found(shelves, "ladybirds and aphids"))


async def test_one_long_lesson_does_not_fill_every_place() -> None:
    shelves = Shelves()
    long = [chunk(f"Watering tomatoes, part {n}: water in the morning.", source="long.md") for n in range(9)]
    other = chunk("Water tomatoes early in the morning.", source="other.md", title="Watering in July")
    await shelves.put([*long, other])
    assert other.text in (await found(shelves, "watering tomatoes in the morning", k=5))


async def test_the_sentence_that_speaks_of_it_is_the_nearest_one() -> None:
    shelves = await garden()
    await shelves.index_sentences(COURSE)
    for one in await shelves.retriever.find("how many aphids does a ladybird eat?", (GARDEN,)):
        assert len(one.nearness) == len(pieces(one.chunk.text))
    (aphids,) = await shelves.retriever.find("how many aphids does a ladybird eat?", (GARDEN,), k=1)
    assert aphids.nearness[1] > aphids.nearness[0] > 0


async def test_what_has_no_sentence_vectors_is_found_all_the_same() -> None:
    passages = await (await garden()).retriever.find("what eats aphids?", (GARDEN,))
    assert {one.nearness for one in passages} == {()}


async def test_a_new_generation_is_read_at_once() -> None:
    shelves = await garden()
    await found(shelves, "aphids")
    fresh = chunk("Slugs come out at night.", source="slugs.md")
    await shelves.index([fresh])
    await shelves.catalogue.switch(Change(Library(GARDEN, GARDEN), chunks=(fresh,)))
    assert "Slugs come out at night." in await found(shelves, "when do slugs come out?")


async def test_a_library_of_another_embedder_is_refused_with_what_to_do() -> None:
    shelves = Shelves()
    await shelves.catalogue.switch(Change(Library(GARDEN, GARDEN, embedder="another"), chunks=COURSE))
    with pytest.raises(EmbedderMismatch, match="another") as raised:
        await found(shelves, "aphids")
    assert raised.value.hint


@pytest.mark.parametrize(
    "question", ["what eats aphidds?", "what eats aphdis?", "greeninsects", "where do ladibirds live?"]
)
async def test_a_slip_in_a_word_does_not_lose_the_passage(question: str) -> None:
    assert (await found(await garden(), question, k=1))[0].startswith("Aphids are")


async def test_a_word_that_the_embedder_knows_is_no_slip_of_another() -> None:
    shelves = Shelves()
    await shelves.put([chunk("Slide the pot into the shade.")])
    (slip,) = await shelves.retriever.find("slite", (GARDEN,))
    (word,) = await shelves.retriever.find("slice", (GARDEN,))
    assert (slip.cosine or 0.0) > 0.3
    assert (word.cosine or 0.0) < 0.1


async def test_what_one_library_lacks_and_another_has_is_no_slip() -> None:
    shelves, kitchen = await garden(), LibraryId("kitchen")
    await shelves.put([chunk("Malch is an old word for a soft day.", library=kitchen)], kitchen)
    assert (await found(shelves, "malch", libraries=(GARDEN, kitchen)))[0].startswith("Malch")


async def test_the_passage_that_says_it_in_one_sentence_comes_before_one_that_scatters_the_words() -> None:
    shelves = Shelves()
    filler = "Nobody knows why this is so, but it has been so for as long as gardens were kept. " * 4
    scattered = chunk(
        f"Copper is dear. {filler} Slugs are slow. {filler} A barrier is a fence.", source="a.md"
    )
    said = chunk(f"{filler} A copper barrier stops slugs. {filler}", source="b.md")
    await shelves.put([scattered, said])
    assert (await found(shelves, "does a copper barrier stop slugs?"))[0] == said.text


async def test_a_term_comes_before_passages_that_only_use_it() -> None:
    shelves = Shelves()
    term = chunk("A layer of straw that keeps water in.", source="terms/mulch.md", title="Mulch")
    uses = [chunk(f"Spread mulch over bed {n} before the heat.", source=f"{n}.md") for n in range(3)]
    await shelves.put([*uses, term])
    assert (await found(shelves, "what is mulch?"))[0] == term.text


async def test_a_reranker_orders_the_best_passages_anew() -> None:
    shelves = await garden()
    reranker = WordReranker()
    reranked = shelves.retrieving(reranker)
    question = "how do aphids and soil and mulch and frost and water go together?"
    before = await shelves.retriever.find(question, (GARDEN,), k=6)
    after = await reranked.find(question, (GARDEN,), k=6)
    assert {one.chunk.id for one in after} == {one.chunk.id for one in before}
    assert [one.chunk.id for one in after] != [one.chunk.id for one in before]
    assert len(reranker.texts) == 6
    assert [one.score for one in after] == sorted((one.score for one in after), reverse=True)


async def test_an_answer_comes_without_the_reranker_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelves = await garden()
    reranker = MissingReranker()
    reranked = shelves.retrieving(reranker)
    for _ in range(3):
        own = await shelves.retriever.find("what eats aphids?", (GARDEN,))
        assert await reranked.find("what eats aphids?", (GARDEN,)) == own
    assert reranker.asked == 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "STUDYHALL_RERANKER" in caplog.text
