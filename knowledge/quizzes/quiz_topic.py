"""topic + libraries -> what a quiz on it is made from: authored questions, lessons, terms"""

import asyncio
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.contents import Contents
from knowledge.errors import UnknownLesson
from knowledge.glossary import Glossary
from knowledge.models import Lesson, LessonHeading, LibraryId, Question, Term, TermHeading
from knowledge.ports import Catalogue
from knowledge.quizzes.quiz_text import plain, stems
from knowledge.quizzes.subjects import mentions, names_of
from knowledge.words import spaced

TermKey = tuple[str, str]
_LESSONS_READ = 24
_LETTERS_READ = 250_000
"""How much is read for one quiz: enough for 50 questions, and quick in a large course."""
_SAME = re.compile(
    r"\b(same (as|thing)|synonym|another (name|word)|also (called|known)|abbreviat|alias)", re.I
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What was meant. `lesson` is set just where the topic is one lesson."""

    kind: Literal["all", "lesson", "lessons", "term", "category", "words", "nothing"]
    name: str = ""
    lesson: LessonHeading | None = None
    lessons: tuple[LessonHeading, ...] = ()
    terms: tuple[TermHeading, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """`terms` are asked about, in the order wanted; `glossary` are all that may be wrong options."""

    authored: tuple[Question, ...]
    lessons: tuple[Lesson, ...]
    terms: tuple[TermHeading, ...]
    glossary: tuple[TermHeading, ...]
    neighbours: Mapping[TermKey, tuple[TermKey, ...]]
    same: Mapping[TermKey, frozenset[str]]
    others: tuple[Lesson, ...] = ()
    """Where there is no glossary: lessons beside the topic's, whose terms may be wrong options."""


async def topic_of(topic: str, libraries: Sequence[LibraryId], *, catalogue: Catalogue) -> Topic:
    lessons = await catalogue.lessons(libraries)
    terms = await catalogue.terms(libraries)
    return await asyncio.to_thread(_meant, topic, lessons, terms)


async def material_for(
    topic: Topic, libraries: Sequence[LibraryId], *, catalogue: Catalogue, count: int, seed: int
) -> Material:
    dice = random.Random(f"material:{seed}")
    glossary = await catalogue.terms(libraries)
    wanted = dice.sample(topic.lessons, min(_LESSONS_READ, len(topic.lessons)))
    lessons = await _read(wanted, catalogue)
    terms = await asyncio.to_thread(_terms_for, topic, lessons, glossary, dice)
    terms = terms[: 4 * count + 8]
    neighbours = await _neighbours(libraries, catalogue)
    if topic.kind == "term":
        terms = _with_neighbours(terms, glossary, neighbours)
    full = [await catalogue.term(term.library, term.source) for term in terms]
    same: dict[TermKey, frozenset[str]] = {
        (term.library, term.source): _same_names(term) for term in full if term is not None
    }
    authored = await _authored(topic, libraries, catalogue)
    others: tuple[Lesson, ...] = ()
    if not glossary:
        beside = [it for it in await catalogue.lessons(libraries) if it not in wanted]
        few = max(0, _LESSONS_READ // 2 - len(lessons))
        others = await _read(dice.sample(beside, min(few, len(beside))), catalogue)
    return Material(authored, lessons, terms, glossary, neighbours, same, others)


async def _read(wanted: Sequence[LessonHeading], catalogue: Catalogue) -> tuple[Lesson, ...]:
    """In the order wanted, until there is enough."""
    read: list[Lesson] = []
    letters = 0
    for heading in wanted:
        lesson = await catalogue.lesson(heading.library, heading.source)
        if lesson is not None:
            read.append(lesson)
            letters += sum(len(section.text) for section in lesson.sections)
        if letters >= _LETTERS_READ:
            break
    return tuple(read)


def _meant(topic: str, lessons: tuple[LessonHeading, ...], terms: tuple[TermHeading, ...]) -> Topic:
    key = spaced(topic) if topic.strip() else ""
    if not key:
        return Topic("all", lessons=lessons, terms=terms)
    exact = (it for it in lessons if topic.strip() == it.source or key in (spaced(it.slug), spaced(it.title)))
    if lesson := next(exact, None):
        return Topic("lesson", lesson.title, lesson, (lesson,))
    if track := tuple(it for it in lessons if it.track and spaced(it.track) == key):
        return Topic("lessons", track[0].track, lessons=track)
    if category := tuple(it for it in terms if it.category and spaced(it.category) == key):
        return Topic("category", category[0].category, terms=category)
    match = Glossary(terms).find(topic)
    if match.term and match.kind in ("exact", "alias"):
        return Topic("term", match.term.name, terms=(match.term,))
    return _by_words(topic, lessons, terms) or _near(topic, lessons, match.term)


def _by_words(topic: str, lessons: tuple[LessonHeading, ...], terms: tuple[TermHeading, ...]) -> Topic | None:
    wanted = stems(topic)
    if not wanted:
        return None
    titled = tuple(it for it in lessons if wanted <= stems(f"{it.title} {it.track}"))
    named = tuple(it for it in terms if wanted <= stems(f"{it.name} {it.category} {' '.join(it.aliases)}"))
    if not named and not titled:
        named = tuple(it for it in terms if wanted <= stems(it.definition))
        titled = tuple(it for it in lessons if wanted <= stems(f"{it.title} {it.summary}"))
    return Topic("words", topic.strip(), lessons=titled, terms=named) if named or titled else None


def _near(topic: str, lessons: tuple[LessonHeading, ...], term: TermHeading | None) -> Topic:
    if term is not None:
        return Topic("term", term.name, terms=(term,))
    try:
        lesson = Contents(lessons).find(topic)
    except UnknownLesson:
        return Topic("nothing", topic.strip())
    return Topic("lesson", lesson.title, lesson, (lesson,))


def _terms_for(
    topic: Topic, lessons: tuple[Lesson, ...], glossary: tuple[TermHeading, ...], dice: random.Random
) -> tuple[TermHeading, ...]:
    """The topic's own terms, or those that its lessons declare and then those that they use."""
    if topic.kind not in ("lesson", "lessons", "words"):
        return tuple(dice.sample(topic.terms, len(topic.terms)))
    declared = {spaced(term) for lesson in lessons for term in lesson.terms}
    text = " ".join(
        f"{lesson.title}. {plain(section.text)}" for lesson in lessons for section in lesson.sections
    )
    first = [it for it in glossary if it in topic.terms or declared & set(map(spaced, names_of(it)))]
    used = [it for it in glossary if it not in first and lessons and mentions(text, names_of(it))]
    return (*dice.sample(first, len(first)), *dice.sample(used, len(used)))


def _with_neighbours(
    terms: tuple[TermHeading, ...],
    glossary: tuple[TermHeading, ...],
    neighbours: Mapping[TermKey, tuple[TermKey, ...]],
) -> tuple[TermHeading, ...]:
    by_key = {(term.library, term.source): term for term in glossary}
    near = [
        by_key[key]
        for term in terms
        for key in neighbours.get((term.library, term.source), ())
        if key in by_key
    ]
    return (*terms, *near[:6])


def _same_names(term: Term) -> frozenset[str]:
    return frozenset(spaced(related.term) for related in term.related if _SAME.search(related.why))


async def _neighbours(
    libraries: Sequence[LibraryId], catalogue: Catalogue
) -> dict[TermKey, tuple[TermKey, ...]]:
    found: dict[TermKey, tuple[TermKey, ...]] = {}
    for library in libraries:
        for source, near in (await catalogue.neighbours(library)).items():
            found[(library, source)] = tuple((library, other) for other in near)
    return found


async def _authored(
    topic: Topic, libraries: Sequence[LibraryId], catalogue: Catalogue
) -> tuple[Question, ...]:
    if topic.lesson is not None:
        return await catalogue.questions((topic.lesson.library,), topic.lesson.source)
    every = await catalogue.questions(libraries)
    if topic.kind == "all":
        return every
    sources = {(lesson.library, lesson.source) for lesson in topic.lessons}
    names = tuple(name for term in topic.terms for name in names_of(term)) if topic.kind != "words" else ()
    wanted = stems(topic.name) if topic.kind == "words" else frozenset()
    return tuple(it for it in every if (it.library, it.source) in sources or _touches(it, names, wanted))


def _touches(question: Question, names: tuple[str, ...], wanted: frozenset[str]) -> bool:
    text = f"{question.prompt} {' '.join(question.answer)} {question.term}"
    return mentions(text, names) or bool(wanted and wanted <= stems(text))
