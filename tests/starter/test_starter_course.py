"""The course that ships is whole: sizes, quizzes that give nothing away, no loose ends"""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import knowledge
from ingest.loaders import Course, load, read_course
from ingest.markdown import blocks
from ingest.sources import find
from knowledge.glossary import Glossary
from knowledge.models import Lesson, LibraryId, Question, Term, TermHeading
from knowledge.words import spaced

STARTER = Path(knowledge.__file__).parent / "starter"
LIBRARY = LibraryId("starter")
SECTIONS = [
    "In short",
    "Everyday example",
    "Why it matters",
    "How it works",
    "Example",
    "Common mistakes",
    "Career",
]

_found = find([STARTER])
_course, _course_notes = read_course(STARTER)
_loaded = [load(file, LIBRARY, _course) for file in _found.files if file.path.suffix == ".md"]
LESSONS = [lesson for loaded in _loaded for lesson in loaded.lessons]
TERMS = [term for loaded in _loaded for term in loaded.terms]
QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
CHOICES = [question for question in QUESTIONS if question.kind == "choice"]


def _heading(term: Term) -> TermHeading:
    return TermHeading(LIBRARY, term.source, term.name, term.aliases, term.category, term.sections[0].text)


GLOSSARY = Glossary([_heading(term) for term in TERMS])
lessons = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
terms = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
questions = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.prompt[:40])


def _body(lesson: Lesson) -> str:
    return "".join(section.text for section in lesson.sections)


def test_the_course_is_read_whole_without_a_remark() -> None:
    assert (len(LESSONS), len(TERMS)) == (3, 20)
    assert not _found.skipped
    assert not _course_notes
    assert not [note for loaded in _loaded for note in loaded.notes]


def test_the_course_names_its_tracks_and_every_lesson_stands_in_one() -> None:
    assert _course == Course(title=_course.title, tracks=_course.tracks)
    assert _course.title
    assert [lesson.track for lesson in LESSONS if lesson.track not in _course.tracks] == []
    assert {lesson.track for lesson in LESSONS} == set(_course.tracks)


@lessons
def test_a_lesson_has_between_600_and_1200_words_and_says_how_long_it_takes(lesson: Lesson) -> None:
    words = len(_body(lesson).split())
    assert 600 <= words <= 1200
    assert words / 200 <= lesson.minutes <= words / 60


@lessons
def test_a_lesson_has_a_table_and_numbered_steps(lesson: Lesson) -> None:
    kinds = {block.kind for block in blocks(_body(lesson))}
    assert {"table", "ordered_list", "heading", "paragraph", "fence"} <= kinds


@lessons
def test_a_lesson_has_a_formula(lesson: Lesson) -> None:
    assert re.search(r"^\$\$.+\$\$$", _body(lesson), re.MULTILINE)


@lessons
def test_a_lesson_ends_in_eight_authored_questions_of_mixed_kinds(lesson: Lesson) -> None:
    assert len(lesson.questions) == 8
    assert all(question.authored and question.why for question in lesson.questions)
    assert {question.kind for question in lesson.questions} == {"choice", "several", "typed", "order"}


@questions
def test_the_right_answers_are_among_the_options(question: Question) -> None:
    if question.kind == "typed":
        assert not question.options
    else:
        assert set(question.answer) <= set(question.options)
        assert len(set(question.options)) == len(question.options) >= 4


@questions
def test_no_question_gives_itself_away(question: Question) -> None:
    prompt = f" {spaced(question.prompt)} "
    if question.kind != "order":
        assert [answer for answer in question.answer if f" {spaced(answer)} " in prompt] == []


@pytest.mark.parametrize("question", CHOICES, ids=lambda question: question.prompt[:40])
def test_the_right_option_does_not_stand_out_by_its_length(question: Question) -> None:
    by_length = sorted(question.options, key=len)
    assert len(by_length[-1]) <= 1.6 * len(by_length[0]) + 4


def test_the_right_option_is_the_longest_no_oftener_than_chance_would_have_it() -> None:
    longest = [question for question in CHOICES if max(question.options, key=len) in question.answer]
    assert len(longest) <= len(CHOICES) // 3


def test_the_right_options_are_spread_evenly_over_the_places() -> None:
    places = Counter(question.options.index(question.answer[0]) for question in CHOICES)
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) - min(places.values()) <= 1


def test_no_order_question_shows_its_options_in_the_right_order() -> None:
    orders = [question for question in QUESTIONS if question.kind == "order"]
    assert orders
    assert [question for question in orders if question.options == question.answer] == []


def test_some_question_of_several_has_a_wrong_option() -> None:
    several = [question for question in QUESTIONS if question.kind == "several"]
    assert all(1 < len(question.answer) < len(question.options) for question in several)


@terms
def test_a_card_has_its_sections_in_order(term: Term) -> None:
    headings = [section.heading for section in term.sections]
    assert headings == [heading for heading in SECTIONS if heading in headings]
    assert set(SECTIONS[:-1]) <= set(headings)
    assert all(section.text.strip() for section in term.sections)
    assert term.category


@terms
def test_a_card_begins_with_a_definition_that_stands_alone(term: Term) -> None:
    definition = term.sections[0].text
    assert re.match(rf"(An? )?{re.escape(term.name)} is ", definition, re.IGNORECASE)
    assert len(definition.split()) <= 40


@terms
def test_every_common_mistake_says_what_to_do_instead(term: Term) -> None:
    mistakes = next(section.text for section in term.sections if section.heading == "Common mistakes")
    items = [" ".join(item.split()) for item in re.split(r"^- ", mistakes, flags=re.MULTILINE)[1:]]
    assert len(items) >= 3
    assert [item for item in items if not re.fullmatch(r"[^>]+ -> [A-Z].+", item)] == []


@terms
def test_every_related_term_has_a_reason_and_a_card(term: Term) -> None:
    assert term.related
    found = [GLOSSARY.find(related.term) for related in term.related]
    assert [match.kind for match in found if match.kind not in ("exact", "alias")] == []
    assert all(related.why for related in term.related)
    assert term.name not in [match.term.name for match in found if match.term]


@lessons
def test_every_key_term_of_a_lesson_has_a_card(lesson: Lesson) -> None:
    assert lesson.terms
    assert [name for name in lesson.terms if GLOSSARY.find(name).kind not in ("exact", "alias")] == []


@lessons
def test_every_lesson_named_by_another_is_there(lesson: Lesson) -> None:
    slugs = {lesson.slug for lesson in LESSONS}
    assert set(lesson.requires) | set(lesson.related) <= slugs - {lesson.slug}


def test_no_two_terms_answer_to_one_name() -> None:
    names = sorted(spaced(name) for term in TERMS for name in {term.name, *term.aliases})
    assert [(one, other) for one, other in pairwise(names) if one == other] == []


@pytest.mark.parametrize("word", ["transfer-learning", "Transfer Learning", "TL", "transfer lerning"])
def test_transfer_learning_is_found_however_it_is_typed(word: str) -> None:
    found = GLOSSARY.find(word).term
    assert found is not None
    assert found.name == "Transfer learning"
