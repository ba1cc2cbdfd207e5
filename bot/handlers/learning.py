"""a word, a lesson, a track, an answer, a missed question -> cards of its learner"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import LearnLesson, LearnTerm, SaveAnswer
from bot.errors import BadCommand, StaleButton
from bot.messages import learning as words
from bot.models import CardText, LearnerId, Origin, SpaceId
from bot.ports import Clock, StudyRecord
from bot.recalling import recalled
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study import cards
from bot.study.gaps import learned_gaps
from knowledge.contents import Contents
from knowledge.glossary import Glossary
from knowledge.models import LessonHeading, Match, Question, Term
from knowledge.ports import Catalogue
from knowledge.shelf import Shelf
from knowledge.words import spaced

Named = tuple[str, tuple[LessonHeading, ...]]
"""A lesson's title or a track's name, and its lessons."""


@dataclass(frozen=True, slots=True)
class Learning:
    """A handler for each thing that becomes cards by choice."""

    record: StudyRecord
    catalogue: Catalogue
    shelf: Shelf
    libraries: Libraries
    clock: Clock

    async def term(self, command: LearnTerm, origin: Origin) -> Reply:
        """A word that the glossary lacks may be a lesson or a track."""
        name = _named(command.word)
        studied = await self.libraries(origin.space)
        match = (await self.shelf.glossary(studied)).find(name)
        if term := await self._term(match):
            made = await self._add(cards.of_term(term), origin)
            return words.term_learned(term.name) if made else words.nothing_to_learn(term.name)
        if found := _lessons(name, await self.shelf.contents(studied)):
            return await self._learn(found, origin)
        return words.unknown(name, _near(match))

    async def lesson(self, command: LearnLesson, origin: Origin) -> Reply:
        """Raises UnknownLesson."""
        name = _named(command.name)
        contents = await self.shelf.contents(await self.libraries(origin.space))
        if found := _lessons(name, contents):
            return await self._learn(found, origin)
        near = contents.find(name)
        return await self._learn((near.title, (near,)), origin)

    async def answer(self, command: SaveAnswer, origin: Origin) -> Reply:
        turn = await recalled(command.conversation, command.turn, origin, record=self.record)
        if turn is None or turn.answer.abstained:
            raise StaleButton("That answer is not here any more.")
        await self._add((cards.of_answer(turn.answer),), origin)
        return words.answer_saved()

    async def _learn(self, named: Named, origin: Origin) -> Reply:
        title, lessons = named
        made = [text for lesson in lessons for text in await self._cards_of(lesson)]
        if not made:
            return words.nothing_to_learn(title)
        return words.lesson_learned(title, await self._add(made, origin))

    async def _cards_of(self, heading: LessonHeading) -> tuple[CardText, ...]:
        lesson = await self.catalogue.lesson(heading.library, heading.source)
        if lesson is None:
            return ()
        glossary = await self.shelf.glossary((heading.library,))
        terms = await self._terms(lesson.terms, glossary)
        questions = await self.catalogue.questions((heading.library,), heading.source)
        gaps = await asyncio.to_thread(learned_gaps, lesson, glossary.terms)
        return (*cards.of_lesson(lesson, terms, questions), *gaps)

    async def _terms(self, names: Sequence[str], glossary: Glossary) -> tuple[Term, ...]:
        """Each once, however many of its names a lesson gives."""
        found = [await self._term(glossary.find(name)) for name in names]
        return tuple({term.source: term for term in found if term}.values())

    async def _term(self, match: Match) -> Term | None:
        """A near miss is asked about, never learned."""
        if match.term is None or match.kind == "near":
            return None
        return await self.catalogue.term(match.term.library, match.term.source)

    async def _add(self, texts: Sequence[CardText], origin: Origin) -> int:
        """How many cards there are of them: a term of two lessons is one."""
        learner = await self.record.learner(origin.identity)
        return len(set(await self.record.add_cards(learner, origin.space, texts, self.clock.now())))


async def learn_missed(
    asked: Question, learner: LearnerId, space: SpaceId, *, record: StudyRecord, clock: Clock
) -> None:
    """What was missed in a quiz. Said nowhere: the quiz goes on."""
    await record.add_cards(learner, space, (cards.of_question(asked),), clock.now())


def _named(said: str) -> str:
    if not said.strip():
        raise BadCommand("There is no word in that.", hint="Write a word or a lesson after /learn.")
    return said.strip()


def _near(match: Match) -> tuple[str, ...]:
    names = (*((match.term.name,) if match.term else ()), *match.suggestions)
    return tuple(dict.fromkeys(names))[:5]


def _lessons(name: str, contents: Contents) -> Named | None:
    """What is called just so: a lesson, or all those of a track."""
    if lesson := contents.known(name):
        return lesson.title, (lesson,)
    tracks = (it for it in contents.tracks() if it[0] and spaced(it[0]) == spaced(name))
    return next(tracks, None)
