"""a lesson, the glossary -> its key sentences as cards, the term left out of each  (pure)"""

from collections.abc import Sequence
from hashlib import sha256

from bot.models import CardKey, CardText
from bot.study.cards import card_text, escaped
from knowledge.models import Lesson, Question, TermHeading
from knowledge.quizzes.lesson_questions import gaps
from knowledge.quizzes.subjects import mentions, names_of, subject_of

A_LESSON = 5
"""Gaps that are learned of one lesson: a sentence for each of its first terms, and no wall of cards."""


def learned_gaps(lesson: Lesson, glossary: Sequence[TermHeading]) -> tuple[CardText, ...]:
    """Of as many terms, one sentence each, in the lesson's order."""
    first: dict[str, Question] = {}
    for gap in _gaps(lesson, glossary):
        first.setdefault(gap.term, gap)
    return tuple(map(_card, list(first.values())[:A_LESSON]))


def every_gap(lesson: Lesson, glossary: Sequence[TermHeading]) -> tuple[CardText, ...]:
    """All that a lesson could ask so: a card that was learned once stays while its sentence does."""
    return tuple(map(_card, _gaps(lesson, glossary)))


def _gaps(lesson: Lesson, glossary: Sequence[TermHeading]) -> list[Question]:
    """Only the glossary's terms: what a lesson stresses may be anything."""
    text = " ".join(section.text for section in lesson.sections)
    subjects = [subject_of(term) for term in glossary if mentions(text, names_of(term))]
    names = {subject.names[0] for subject in subjects if subject.names}
    return [it for it in gaps(lesson, subjects) if it.term in names]


def _card(gap: Question) -> CardText:
    """Known by its sentence, under whatever heading that stands."""
    name = sha256(gap.why.encode()).hexdigest()
    key = CardKey(gap.library, gap.source, (), "cloze", name)
    return card_text(
        key, escaped(gap.prompt), escaped(gap.answer[0]), accept=gap.accept, why=escaped(gap.why)
    )
