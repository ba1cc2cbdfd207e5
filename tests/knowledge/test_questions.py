"""Questions made without a model: sound, varied, and nothing in them gives the answer away"""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.grading import grade, option_key, right_options
from knowledge.models import Change, Library, Question, Term, TermHeading, TermSection
from knowledge.questions import questions_for, questions_from
from knowledge.quizzes.question_places import in_their_places, sound
from knowledge.quizzes.quiz_topic import Material
from knowledge.quizzes.subjects import mentions, names_of, subject_of
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.knowledge.quiz_material import BAKING, authored, baking, bread, terms

LIBRARIES = (BAKING,)


async def ask(
    topic: str = "", count: int = 12, seed: int = 1, catalogue: MemoryCatalogue | None = None
) -> tuple[Question, ...]:
    held = catalogue or await baking()
    return await questions_for(topic, LIBRARIES, catalogue=held, count=count, seed=seed)


async def test_authored_questions_come_first_and_generated_ones_fill_up() -> None:
    questions = await ask("bread", 4, catalogue=await baking(authored(1), authored(2)))
    assert [question.authored for question in questions] == [True, True, False, False]


async def test_forms_vary_within_a_round() -> None:
    assert {"choice", "typed", "true_false"} <= {question.kind for question in await ask()}


async def test_no_term_comes_twice_while_others_remain() -> None:
    asked = Counter(question.term for question in await ask(count=8) if question.term)
    assert max(asked.values()) == 1


async def test_steps_that_the_lesson_numbers_are_put_in_order() -> None:
    ordered = [question for question in await ask("bread", 20) if question.kind == "order"]
    assert [question.answer[0] for question in ordered] == ["Weigh the flour and the water"]
    assert ordered[0].options != ordered[0].answer
    assert set(ordered[0].options) == set(ordered[0].answer)
    assert ordered[0].heading == ("How it works, step by step",)


async def test_a_key_sentence_of_a_lesson_loses_the_word_that_it_explains() -> None:
    gaps = [question for question in await ask("bread", 20) if question.kind == "cloze"]
    assert [question.answer for question in gaps] == [("Lamination",)]
    assert "Lamination" not in gaps[0].prompt
    assert "Lamination is the folding of butter" in gaps[0].why


async def test_another_name_for_the_same_thing_is_never_a_wrong_option() -> None:
    for seed in range(12):
        for question in await ask("Mother dough", 6, seed):
            if question.term == "Mother dough":
                assert "Levain" not in question.options


async def test_a_term_that_holds_another_is_never_a_wrong_option_for_it() -> None:
    full = Term(
        BAKING,
        "x#full",
        "Full kneading",
        (TermSection("", "The long working of dough by hand, until it shines."),),
    )
    catalogue = MemoryCatalogue()
    await catalogue.switch(Change(Library(BAKING, "Baking"), terms=(*terms(), full)))
    for seed in range(8):
        for question in await ask("", 10, seed, catalogue):
            if question.term == "Kneading":
                assert "Full kneading" not in question.options


@pytest.mark.parametrize(
    "topic", ["bread", "Bread at home", "lessons/bread.md", "Basics", "Bread", "levain", "Chef", "gluten"]
)
async def test_a_topic_is_a_lesson_a_track_a_category_a_term_an_alias_or_words(topic: str) -> None:
    assert await ask(topic, 3)


async def test_a_topic_that_nothing_fits_has_no_questions() -> None:
    assert await ask("plate tectonics") == ()


async def test_an_unsound_authored_question_is_left_out() -> None:
    twice = replace(authored(1), options=("rye 1", "Rye 1", "oat 1"))
    lost = replace(authored(2), answer=("barley",))
    questions = await ask("bread", 3, catalogue=await baking(twice, lost, authored(3)))
    assert [question.id for question in questions if question.authored] == ["authored-3"]


async def test_an_option_like_all_of_the_above_stays_last() -> None:
    question = replace(authored(1), options=("rye 1", "spelt 1", "All of the above"))
    for seed in range(6):
        (asked,) = await ask("bread", 1, seed, await baking(question))
        assert asked.options[-1] == "All of the above"


def test_a_definition_loses_the_name_that_it_defines() -> None:
    for term in terms():
        heading = _heading(term)
        body = subject_of(heading).body
        assert body
        assert not mentions(body, names_of(heading))


@pytest.mark.parametrize(
    "text",
    [
        "See levain.",
        "Short for ordinary yeast in a small paper packet.",
        "A bun.",
        "https://example.org is where this is told in full.",
    ],
)
def test_a_text_that_defines_nothing_is_never_asked(text: str) -> None:
    term = Term(BAKING, "x", "Yeast", (TermSection("", text),))
    assert subject_of(_heading(term)).body == ""


async def test_the_same_seed_asks_the_same_in_another_process() -> None:
    here = [question.id for question in await ask(count=8, seed=5)]
    code = (
        "import asyncio; from tests.knowledge.test_questions import ask; "
        "print(*[q.id for q in asyncio.run(ask(count=8, seed=5))])"
    )
    there = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    said, _ = await there.communicate()
    assert said.decode().split() == here


async def test_another_seed_asks_otherwise() -> None:
    assert len({tuple(question.id for question in await ask(count=6, seed=seed)) for seed in range(5)}) > 1


async def test_the_right_ones_place_is_even_over_a_round() -> None:
    questions = await ask("bread", 12, catalogue=await baking(*(authored(n) for n in range(12))))
    places = Counter(right_options(question)[0] for question in questions)
    assert sorted(places.values()) == [4, 4, 4]


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 2**31 - 1), count=st.integers(1, 50))
def test_every_question_is_sound_and_answerable(seed: int, count: int) -> None:
    questions = questions_from(_MATERIAL, count, seed)
    assert len(questions) <= count
    assert len({question.prompt for question in questions}) == len(questions)
    for question in questions:
        assert sound(question)
        assert question.why
        assert question.source
        assert grade(question, _right_response(question)).verdict == "right"
        if question.term and question.kind in ("typed", "cloze"):
            assert not mentions(question.prompt, (question.term,))


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 2**31 - 1))
def test_length_does_not_tell_the_right_description(seed: int) -> None:
    for question in questions_from(_MATERIAL, 30, seed):
        if question.prompt.startswith("Which description"):
            wrong = [len(option) for option in question.options if option not in question.answer]
            assert 0.8 * min(wrong) <= len(question.answer[0]) <= 1.2 * max(wrong)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 1000))
def test_places_are_shared_out_evenly_whatever_the_seed(seed: int) -> None:
    placed = in_their_places([authored(n) for n in range(9)], random.Random(seed))
    assert set(Counter(right_options(question)[0] for question in placed).values()) == {3}


def _right_response(question: Question) -> str:
    if question.options:
        return "; ".join(option_key(question, place) for place in right_options(question))
    return question.answer[0]


def _heading(term: Term) -> TermHeading:
    return TermHeading(
        term.library, term.source, term.name, term.aliases, term.category, term.sections[0].text
    )


def _material() -> Material:
    headings = tuple(_heading(term) for term in terms())
    return Material((), (bread(),), headings, headings, {}, {})


_MATERIAL = _material()
