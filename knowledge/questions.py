"""lessons and terms -> quiz questions: authored first, then generated"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING

from knowledge.models import LibraryId, Question
from knowledge.ports import Catalogue
from knowledge.quizzes import question_forms as forms
from knowledge.quizzes.distractors import Distractors
from knowledge.quizzes.figure_questions import altered, figures
from knowledge.quizzes.gap_choices import gap_choices
from knowledge.quizzes.lesson_questions import gaps, orders
from knowledge.quizzes.lesson_terms import LessonTerm, terms_in
from knowledge.quizzes.question_places import in_their_places, sound
from knowledge.quizzes.quiz_topic import Material, material_for, topic_of
from knowledge.quizzes.subjects import Subject, mentions, names_of
from knowledge.words import spaced

if TYPE_CHECKING:
    from knowledge.quizzes.question_writer import QuestionWriter

MOST = 50
_ROUND = (
    "which_term", "gap", "which_description", "judged", "typed", "order", "which_term", "figure",
    "which_description", "gap", "judged", "which_term", "typed", "which_description",
)  # fmt: skip
_ROUND_WITHOUT_GLOSSARY = (
    "which_term", "figure", "gap_choice", "altered", "which_description", "gap", "figure", "order", "typed",
)  # fmt: skip


async def questions_for(
    topic: str,
    libraries: tuple[LibraryId, ...],
    *,
    catalogue: Catalogue,
    count: int,
    seed: int,
    writer: "QuestionWriter | None" = None,
) -> tuple[Question, ...]:
    """At most `count` questions on a topic, the same ones for the same seed and material.

    `topic` is a lesson's slug, title or source, a term, a category, a track, or words; empty is
    everything. Empty where nothing fits the topic. Where there are too few, `writer` has a language model
    write more, which may differ from time to time.
    """
    meant = await topic_of(topic, libraries, catalogue=catalogue)
    if meant.kind == "nothing":
        return ()
    count = max(1, min(count, MOST))
    material = await material_for(meant, libraries, catalogue=catalogue, count=count, seed=seed)
    made = await asyncio.to_thread(questions_from, material, count, seed)
    if writer is None or len(made) >= count:
        return made
    more = await writer.more(material.lessons, made, count - len(made), seed)
    return (*made, *in_their_places(more, random.Random(f"written:{seed}")))


def questions_from(material: Material, count: int, seed: int) -> tuple[Question, ...]:
    """The pure part: authored ones in their order (a sample where there are too many), then generated."""
    dice = random.Random(f"questions:{seed}")
    authored = _distinct([question for question in material.authored if sound(question)])
    if len(authored) > count:
        authored = [authored[n] for n in sorted(dice.sample(range(len(authored)), count))]
    generated = (
        Generator(material, dice, authored).take(count - len(authored)) if len(authored) < count else []
    )
    return in_their_places([*authored, *generated], dice)


class Generator:
    """Makes questions one by one, in changing forms, each term once while others remain."""

    def __init__(self, material: Material, dice: random.Random, authored: Sequence[Question]) -> None:
        self._dice = dice
        self._salt = dice.random()
        explained = () if material.glossary else _explained(material)
        self._homes = {it.term.source: it for it in explained}
        own = {lesson.source for lesson in material.lessons}
        told = tuple(it.term for it in explained if it.source in own)
        glossary = material.glossary or tuple(it.term for it in explained)
        self._distractors = Distractors(glossary, material.neighbours, material.same)
        self._terms = material.terms or tuple(dice.sample(told, len(told)))
        self._spent: set[tuple[str, str, str]] = set()
        lessons, keys = material.lessons, self._keys_of(material)
        pools = {
            "gap": [it for lesson in lessons for it in gaps(lesson, keys)],
            "figure": [it for lesson in lessons for it in figures(lesson, dice)],
            "altered": [it for lesson in lessons for it in altered(lesson, dice)],
            "order": [it for lesson in lessons for it in orders(lesson)],
            "gap_choice": list(gap_choices(lessons, dice)),
        }
        self._pools = {form: dice.sample(pool, len(pool)) for form, pool in pools.items()}
        turns = _ROUND if material.terms else _ROUND_WITHOUT_GLOSSARY
        self._forms = [form for form in turns if self._pools.get(form, self._terms)]
        self._asked = {_prompt_key(question) for question in authored}
        self._told: set[str] = set()
        self._used = {spaced(name) for it in authored for name in (it.term, *it.answer) if name.strip()}
        self._truths = cycle(dice.sample(("true_statement", "false_statement"), 2))

    def take(self, count: int) -> list[Question]:
        found: list[Question] = []
        start = self._dice.randrange(max(1, len(self._forms)))
        turns = cycle((*self._forms[start:], *self._forms[:start]))
        while len(found) < count and self._forms:
            question = self._next(next(turns))
            if question is None:
                break
            found.append(question)
            self._distractors.count(question.options)
            self._asked.add(_prompt_key(question))
            self._told.add(spaced(question.why) or question.id)
            self._used.add(spaced(question.term) if question.term else "")
        return found

    def _next(self, wanted: str) -> Question | None:
        """A question in the form wanted, else in any other; of a fresh term, else of any."""
        place = self._forms.index(wanted)
        others = [form for form in (*self._forms[place:], *self._forms[:place]) if form != "judged"]
        every = list(dict.fromkeys((wanted, *others, *self._forms, "gap_choice")))
        for fresh in (True, False):
            for form in every:
                candidates = self._from_pool(form) if form in self._pools else self._from_terms(form, fresh)
                question = next((it for it in candidates if self._is_new(it, fresh)), None)
                if question is not None:
                    return question
        return None

    def _is_new(self, question: Question, fresh: bool) -> bool:
        used = fresh and bool(question.term) and spaced(question.term) in self._used
        # Without a glossary a round would rather be short than ask for one sentence twice.
        told = (fresh or bool(self._homes)) and spaced(question.why) in self._told
        return not (used or told) and _prompt_key(question) not in self._asked

    def _from_pool(self, form: str) -> Iterator[Question]:
        yield from self._pools[form]

    def _from_terms(self, form: str, fresh: bool) -> Iterator[Question]:
        name = next(self._truths) if form == "judged" else form
        for term in self._terms:
            tried = (name, term.library, term.source)
            if tried in self._spent or (fresh and spaced(term.name) in self._used):
                continue
            subject = self._distractors.subject(term)
            question = _FORMS[name](subject, self._distractors, self._for(subject, name))
            if question is None or not sound(question) or _prompt_key(question) in self._asked:
                self._spent.add(tried)
            else:
                yield self._at_home(question)

    def _at_home(self, question: Question) -> Question:
        """A term that a lesson explains is asked about in that lesson's name."""
        home = self._homes.get(question.source)
        return replace(question, source=home.source, heading=home.heading) if home else question

    def _for(self, subject: Subject, form: str) -> random.Random:
        """Dice of a term's own, so that a question is the same whatever was asked before it."""
        return random.Random(f"{form}:{subject.term.source}:{self._salt}")

    def _keys_of(self, material: Material) -> list[Subject]:
        """The glossary's terms that the lessons use: they may be left out of a sentence."""
        text = " ".join(section.text for lesson in material.lessons for section in lesson.sections)
        return [self._distractors.subject(it) for it in material.glossary if mentions(text, names_of(it))]


_FORMS: dict[str, forms.Form] = {
    "which_term": forms.which_term,
    "which_description": forms.which_description,
    "typed": forms.typed_term,
    "true_statement": forms.true_statement,
    "false_statement": forms.false_statement,
}


def _explained(material: Material) -> tuple[LessonTerm, ...]:
    """Of two lessons that explain the same word, the first one's."""
    found = {
        (it.term.library, spaced(it.term.name)): it
        for lesson in reversed((*material.lessons, *material.others))
        for it in terms_in(lesson)
    }
    return tuple(found.values())


def _distinct(questions: Sequence[Question]) -> list[Question]:
    return list({_prompt_key(question): question for question in reversed(questions)}.values())[::-1]


def _prompt_key(question: Question) -> str:
    return spaced(question.prompt)
