"""Questions out of a lesson's own text, where there is no glossary to ask about"""

import random
import re

import pytest

from knowledge.models import Change, HeadingPath, Lesson, Library, LibraryId, Question, Section
from knowledge.questions import questions_for
from knowledge.quizzes.figure_questions import altered, figures
from knowledge.quizzes.gap_choices import gap_choices
from knowledge.quizzes.lesson_terms import terms_in
from knowledge.quizzes.question_origin import heading_of
from knowledge.quizzes.question_places import sound
from tests.fakes.memory_catalogue import MemoryCatalogue

HARBOUR = LibraryId("harbour")
NAMES = ("Elmsey", "Corlin", "Dorrow", "Tarrin", "Haskel")
TOWNS = " ".join(
    f"The guild of Saint Anne built a tall lighthouse in {town} with slate of the hills. "
    f"Barges carry salt and barley to {town} when the winds of March are gone. "
    f"The pilots of Captain Verhoef wait near {town} for ships that come with the flood."
    for town in NAMES
)
FIGURES = """In 1742 the Admiralty of Elmsey ordered the Great Mole of the builder Anton Verhoef.
The harbour of Elmsey sheltered 340 ships in the winter of the long frost. At least 60% of the sailors in
Elmsey came out of the Corlin valley.
The mole of Elmsey took 12 - 14 months to build with Corlin stone. He died there with 40 men."""
TERMS = """A **bollard** is a short post of iron to which the ropes of a ship are tied.

- **Fender**: a cushion of rope that keeps a hull from rubbing along the quay wall.
- **Dredging**. Removing mud from the floor of a harbour so that large ships can enter.
- **Install a crane**. Fixing the feet of a crane with bolts of the right size takes a day.
- **Tide**: if you look at the wall you can see it every day at noon.

A **mole** is a massive wall of stone that shelters the water behind it from waves."""


def lesson(*texts: str, heading: HeadingPath = ("About",), title: str = "Harbours") -> Lesson:
    sections = tuple(Section(heading, text) for text in texts)
    return Lesson(HARBOUR, f"{title}.md", title.lower(), title, sections)


def dice() -> random.Random:
    return random.Random(5)


def test_a_year_and_a_quantity_are_asked_for_among_others_like_them():
    asked = list(figures(lesson(FIGURES), dice()))
    assert [question.answer[0] for question in asked] == ["1742", "340", "60"]
    for question in asked:
        assert sound(question)
        assert len(question.options) == 4
        assert question.answer[0] not in question.prompt


def test_other_quantities_lie_a_fifth_away_and_shares_stay_below_a_hundred():
    for question in figures(lesson(FIGURES), dice()):
        right = float(question.answer[0])
        wrong = [float(option) for option in question.options[1:]]
        if right < 1000:
            assert all(abs(other - right) >= right / 5 for other in wrong)
        if "%" in question.prompt:
            assert all(other < 100 for other in wrong)


def test_a_bound_or_a_range_is_never_altered_into_a_statement_that_may_be_true():
    judged = list(altered(lesson(FIGURES), dice()))
    assert len(judged) == 2
    assert not any("least" in question.prompt or "months" in question.prompt for question in judged)


def test_a_sentence_about_him_or_her_is_not_asked_without_the_name():
    text = "In 1811 his company of pilots moved to the old Customs House of Elmsey."
    assert list(figures(lesson(text), dice())) == []
    named = "In 1811 Anton Verhoef moved with his pilots to the old Customs House."
    assert len(list(figures(lesson(named), dice()))) == 1


def test_a_year_within_a_time_in_office_is_not_asked_for():
    office = "Anna Verhoef was the director of the Pilots of Elmsey in 1811."
    assert list(figures(lesson(office), dice())) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_statement_is_false_just_where_its_figure_is_not_the_lessons(seed: int):
    for question in altered(lesson(FIGURES), random.Random(seed)):
        told, said = (re.findall(r"\d+", text) for text in (question.why, question.prompt))
        assert question.answer == (("True",) if told == said else ("False",))


def test_a_sentence_that_does_not_name_its_lesson_is_asked_under_the_lessons_name():
    (question, *_) = figures(lesson(FIGURES, title="Moorings"), dice())
    assert question.prompt.startswith("Moorings: ")


def test_a_lessons_own_definitions_are_terms_and_its_steps_and_asides_are_not():
    assert [it.term.name for it in terms_in(lesson(TERMS))] == ["bollard", "Fender", "Dredging", "mole"]


async def test_a_library_without_a_glossary_is_asked_what_its_lessons_define():
    catalogue = MemoryCatalogue()
    await catalogue.switch(Change(Library(HARBOUR, "Harbour"), lessons=(lesson(TERMS),)))
    asked = await questions_for("", (HARBOUR,), catalogue=catalogue, count=8, seed=2)
    assert {"bollard", "Fender", "Dredging", "mole"} >= {question.term for question in asked} != set()
    assert {(question.source, question.heading) for question in asked} == {("Harbours.md", ("About",))}


async def test_without_a_glossary_no_sentence_is_asked_for_twice():
    catalogue = MemoryCatalogue()
    lessons = (lesson(TERMS, FIGURES, TOWNS),)
    await catalogue.switch(Change(Library(HARBOUR, "Harbour"), lessons=lessons))
    asked = await questions_for("", (HARBOUR,), catalogue=catalogue, count=50, seed=2)
    assert len({question.why for question in asked}) == len(asked) > 5


def test_a_name_is_left_out_among_names_that_are_used_alike():
    for question in gap_choices([lesson(TOWNS, title="Trade")], dice()):
        assert set(question.options) <= set(NAMES)
        assert question.why.count(question.answer[0]) == 1


def test_a_lesson_of_names_has_gaps_to_choose_for():
    assert list(gap_choices([lesson(TOWNS, title="Trade")], dice()))


def test_a_question_stands_under_the_heading_whose_words_it_shares_and_else_under_none():
    parts = (Section(("Walls",), TERMS), Section(("Trade",), TOWNS))
    both = Lesson(HARBOUR, "h.md", "h", "Harbours", parts)
    salt = Question("q", "typed", "What do barges carry to Elmsey?", ("salt and barley",))
    assert heading_of(salt, both) == ("Trade",)
    assert heading_of(Question("q", "typed", "Who was the first pilot?", ("Anna",)), both) == ()
