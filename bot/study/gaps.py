"""a lesson, the glossary -> its key sentences as cards, the term left out of each  (pure)"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.models import CardKey, CardText
from bot.study.cards import card_text, escaped, of_question
from knowledge.models import Lesson, Question, TermHeading
from knowledge.quizzes.lesson_questions import gaps
from knowledge.quizzes.subjects import Subject, names_of

A_LESSON = 5
"""Gaps that are learned of one lesson: a sentence for each of its first terms, and no wall of cards."""

_BETWEEN = re.compile(r"[\s\-–]+")


@dataclass(frozen=True, slots=True)
class Nameable:
    """A term of which a text may speak. `runs` are its names in small letters, without what stands between
    their words: where none of them is in a text, no name is."""

    term: TermHeading
    names: tuple[str, ...]
    runs: tuple[str, ...]


def nameable(glossary: Iterable[TermHeading]) -> tuple[Nameable, ...]:
    """Made once for as many lessons as there are: a large glossary takes long to look for in each."""
    named = ((term, names_of(term)) for term in glossary)
    return tuple(Nameable(term, names, tuple(map(_run, names))) for term, names in named)


def learned_gaps(lesson: Lesson, glossary: Sequence[Nameable]) -> tuple[CardText, ...]:
    """Of as many terms, one sentence each, in the lesson's order."""
    first: dict[str, Question] = {}
    for gap in _gaps(lesson, glossary):
        first.setdefault(gap.term, gap)
    return tuple(map(of_gap, list(first.values())[:A_LESSON]))


def every_gap(lesson: Lesson, glossary: Sequence[Nameable]) -> tuple[CardText, ...]:
    """All that a lesson could ask so: a card that was learned once stays while its sentence does."""
    return tuple(map(of_gap, _gaps(lesson, glossary)))


def of_missed(question: Question) -> CardText:
    """A gap that a quiz left in a lesson's sentence is the card that /learn makes of it."""
    return of_gap(question) if question.kind == "cloze" and not question.authored else of_question(question)


def of_gap(gap: Question) -> CardText:
    """Known by its sentence and what is left out, under whatever heading that stands."""
    name = sha256(gap.prompt.encode()).hexdigest()
    key = CardKey(gap.library, gap.source, (), "cloze", name)
    return card_text(
        key, escaped(gap.prompt), escaped(gap.answer[0]), accept=gap.accept, why=escaped(gap.why)
    )


def _gaps(lesson: Lesson, glossary: Sequence[Nameable]) -> list[Question]:
    """Only the glossary's terms: what a lesson stresses may be anything."""
    text = " ".join(section.text for section in lesson.sections)
    subjects = [_subject(it) for it in _spoken_of(text, glossary)]
    names = {subject.names[0] for subject in subjects}
    return [it for it in gaps(lesson, subjects) if it.term in names]


def _spoken_of(text: str, glossary: Sequence[Nameable]) -> Iterator[Nameable]:
    whole = _run(text)
    return (it for it in glossary if any(run in whole for run in it.runs))


def _subject(it: Nameable) -> Subject:
    """A gap needs its names and not what it means."""
    return Subject(it.term, it.names, body="", told="", stems=frozenset())


def _run(text: str) -> str:
    return _BETWEEN.sub("", text.casefold())
