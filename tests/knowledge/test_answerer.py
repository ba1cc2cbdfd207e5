"""From a question to an Answer, through retriever, evidence and composer"""

import pytest

from knowledge.errors import ModelQuotaSpent, ModelRejected, ModelTimedOut, ModelUnavailable
from knowledge.models import Change, Library, LibraryId, Term, TermSection
from knowledge.near_miss import NEAR
from knowledge.small_talk import ABLE, GREETED, NO_TOPIC, PARTED, THANKED
from tests.fakes.scripted_chat import ScriptedChat
from tests.knowledge.answering_material import COURSE, GARDEN, Shelves, garden, whole

ROT = "why does blossom end rot come from uneven watering?"


async def test_an_answer_is_the_lessons_own_words_with_their_citation() -> None:
    answer = await whole((await garden()).answerer(), ROT)
    assert "the plant cannot move calcium when the soil dries out. [1]" in answer.text
    assert answer.citations[0].title == "Troubles"
    assert answer.composer == "extractive"


async def test_what_the_library_does_not_hold_is_not_answered_and_the_model_is_never_called() -> None:
    chat = ScriptedChat()
    answer = await whole((await garden()).answerer(chat), "who won the 2010 world cup?")
    assert answer.abstained
    assert answer.reasons
    assert chat.asked == []


async def test_an_abstention_suggests_up_to_three_near_titles_once_each() -> None:
    answer = await whole(
        (await garden()).answerer(), "do aphids like mulch made of Gruyere cheese from Zermatt?"
    )
    titles = [suggestion.title for suggestion in answer.suggestions]
    assert answer.abstained
    assert len(titles) == len(set(titles)) <= 3
    assert {"Troubles", "Mulch"} <= set(titles)
    assert {one.kind for one in answer.suggestions if one.title == "Mulch"} == {"term"}


async def test_an_abbreviation_that_only_the_glossary_explains_is_answered() -> None:
    shelves = await garden()
    assert (await whole(shelves.answerer(), "what is BER?")).abstained
    rot = Term(
        GARDEN, "terms/rot.md", "Blossom end rot", (TermSection("", "A dark patch."),), aliases=("BER",)
    )
    chunks = tuple((await shelves.catalogue.chunks([GARDEN], [one.id for one in COURSE])).values())
    await shelves.catalogue.switch(Change(Library(GARDEN, GARDEN), terms=(rot,), chunks=chunks))
    answer = await whole(shelves.answerer(), "what is BER?")
    assert "dark patch" in answer.text
    assert answer.standalone == "what is BER?"


async def test_nothing_ingested_is_an_abstention() -> None:
    assert (await whole(Shelves().answerer(), "what is mulch?")).abstained


async def test_a_follow_up_is_understood_in_its_conversation() -> None:
    answerer = (await garden()).answerer()
    first = await whole(answerer, "what is blossom end rot?")
    second = await whole(answerer, "and why is that?", previous=first)
    assert second.question == "and why is that?"
    assert "blossom" in second.standalone
    assert "because the plant cannot move calcium" in second.text


async def test_a_lesson_of_ones_choice_is_the_only_source() -> None:
    answer = await whole((await garden()).answerer(), "what is mulch for the soil?", source="troubles.md")
    assert {citation.source for citation in answer.citations} <= {"troubles.md"}


async def test_two_libraries_are_asked_as_one() -> None:
    answer = await whole((await garden()).answerer(), ROT, libraries=(GARDEN, LibraryId("nowhere")))
    assert not answer.abstained


async def test_a_models_sentences_are_shown_as_they_are_found_to_stand() -> None:
    chat = ScriptedChat(
        ("Blossom end rot comes from uneven ", "watering [1]. Mulch keeps the soil evenly", " moist [1].")
    )
    growing = [one async for one in (await garden()).answerer(chat).answer(ROT, (GARDEN,))]
    assert [len(one.sentences) for one in growing] == [1, 2, 2]
    assert [one.complete for one in growing] == [False, False, True]
    assert growing[-1].composer == "model"
    assert growing[-1].text == (
        "Blossom end rot comes from uneven watering. [1] Mulch keeps the soil evenly moist. [1]"
    )


async def test_a_sentence_that_no_passage_supports_is_never_shown() -> None:
    chat = ScriptedChat(
        ("Blossom end rot comes from uneven watering [1]. ", "It was discovered by Pasteur in 1871 [1].")
    )
    answer = await whole((await garden()).answerer(chat), ROT)
    assert "Pasteur" not in answer.text
    assert answer.composer == "model"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (ModelTimedOut("slow"), "too long"),
        (ModelQuotaSpent("spent"), "quota"),
        (ModelRejected("key"), "could not be reached"),
        (ModelUnavailable("down"), "could not be reached"),
    ],
)
async def test_a_model_that_fails_leaves_the_lessons_own_words_and_a_word_about_it(
    error: ModelUnavailable, word: str
) -> None:
    answer = await whole((await garden()).answerer(ScriptedChat((error,))), ROT)
    assert answer.composer == "fallback"
    assert word in answer.remark
    assert "calcium" in answer.text


@pytest.mark.parametrize(
    "rubbish",
    [
        "NOT IN THE PASSAGES",
        "I'm sorry, as an AI I cannot answer this.",
        "asdf qwer zxcv asdf qwer zxcv.",
        "Das kommt von ungleichmäßigem Gießen [1].",
        "   ",
    ],
)
async def test_words_that_stand_on_nothing_are_replaced_by_the_lessons_own(rubbish: str) -> None:
    answer = await whole((await garden()).answerer(ScriptedChat((rubbish,))), ROT)
    assert answer.composer == "fallback"
    assert answer.remark
    assert "calcium" in answer.text


async def test_a_stream_that_breaks_keeps_what_was_already_shown() -> None:
    chat = ScriptedChat(("Blossom end rot comes from uneven watering [1]. And", ModelUnavailable("cut")))
    answer = await whole((await garden()).answerer(chat), ROT)
    assert answer.text == "Blossom end rot comes from uneven watering. [1]"
    assert answer.composer == "model"


async def test_a_models_citation_quotes_the_passages_own_sentence() -> None:
    chat = ScriptedChat(("Blossom end rot comes from uneven watering [1].",))
    answer = await whole((await garden()).answerer(chat), ROT)
    assert answer.citations[0].quote.startswith("It comes from uneven watering")


async def test_what_the_ingest_measured_is_weighed_and_read_anew_after_the_next_one() -> None:
    shelves = await garden()
    answerer = shelves.answerer()
    # Near enough where unlike passages are far apart, not where all passages are near each other.
    question = "do insects rot?"
    verdicts = []
    for unlike in (0.4, 0.0, 0.4):
        measured = {"chunks": 6.0, "unlike": unlike}
        await shelves.catalogue.switch(Change(Library(GARDEN, GARDEN), calibration=measured))
        verdicts.append((await whole(answerer, question)).abstained)
    assert verdicts == [True, False, True]


async def test_what_comes_near_is_told_with_a_word_about_it() -> None:
    answerer = (await garden()).answerer()
    asked = await whole(answerer, "where do small green aphids suck sap?")
    opposite = await whole(answerer, "do aphids not suck sap of large insects?")
    assert not asked.abstained
    assert not opposite.abstained
    assert (asked.remark, opposite.remark) == ("", NEAR)


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("hi", GREETED),
        ("Hello there!", GREETED),
        ("thanks a lot", THANKED),
        ("bye", PARTED),
        ("what can you do?", ABLE),
        ("what is it?", NO_TOPIC),
        ("who are they and why?", NO_TOPIC),
    ],
)
async def test_what_is_no_question_of_the_course_is_not_looked_up(said: str, reply: str) -> None:
    answer = await whole((await garden()).answerer(), said)
    assert answer.abstained
    assert answer.remark == reply
    assert answer.suggestions == ()


@pytest.mark.parametrize("asked", ["hi, what is mulch?", "Hello! what is mulch? Thanks a lot!"])
async def test_a_greeting_does_not_hide_the_question_behind_it(asked: str) -> None:
    plain = await whole((await garden()).answerer(), "what is mulch?")
    assert (await whole((await garden()).answerer(), asked)).text == plain.text != ""
