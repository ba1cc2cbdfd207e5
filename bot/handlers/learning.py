"""a word, a lesson, a track, an answer, a missed question -> cards of its learner"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import LearnLesson, LearnTerm, SaveAnswer
from bot.errors import BadCommand, StaleButton
from bot.messages import learning as words
from bot.models import CardText, LearnerId, Origin, Response, SpaceId
from bot.ports import Clock, StudyRecord
from bot.recalling import recalled
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study import cards
from bot.study.gaps import Nameable, learned_gaps, nameable, of_missed
from knowledge.contents import Contents
from knowledge.glossary import Glossary
from knowledge.models import Lesson, LessonHeading, LibraryId, Match, Question, Term
from knowledge.ports import Catalogue
from knowledge.shelf import Shelf
from knowledge.words import spaced

Named = tuple[str, tuple[LessonHeading, ...]]
"""A lesson's title or a track's name, and its lessons."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A library's, made ready once for all lessons of a track."""

    glossary: Glossary
    names: Sequence[Nameable]


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
            texts = cards.of_term(term)
            if not texts:
                return words.nothing_to_learn(term.name)
            _, back = await self._add(texts, origin)
            return words.term_learned(term.name, back)
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
        _, back = await self._add((cards.of_answer(turn.answer),), origin)
        return words.answer_saved(back)

    async def _learn(self, named: Named, origin: Origin) -> Reply:
        title, lessons = named
        known = {it: await self._words_of(it) for it in {lesson.library for lesson in lessons}}
        made = [text for it in lessons for text in await self._cards_of(it, known[it.library])]
        if not made:
            return words.nothing_to_learn(title)
        return words.lesson_learned(title, *await self._add(made, origin))

    async def _cards_of(self, heading: LessonHeading, known: _Words) -> tuple[CardText, ...]:
        lesson = await self.catalogue.lesson(heading.library, heading.source)
        if lesson is None:
            return ()
        terms = await self._terms(lesson.terms, known)
        return await asyncio.to_thread(_made_of, lesson, terms, known.names)

    async def _words_of(self, library: LibraryId) -> _Words:
        glossary = await self.shelf.glossary((library,))
        return _Words(glossary, await asyncio.to_thread(nameable, glossary.terms))

    async def _terms(self, names: Sequence[str], known: _Words) -> tuple[Term, ...]:
        """Each once, however many of its names a lesson gives."""
        matches = await asyncio.to_thread(lambda: [known.glossary.find(name) for name in names])
        found = [await self._term(match) for match in matches]
        return tuple({term.source: term for term in found if term}.values())

    async def _term(self, match: Match) -> Term | None:
        """A near miss is asked about, never learned."""
        if match.term is None or match.kind == "near":
            return None
        return await self.catalogue.term(match.term.library, match.term.source)

    async def _add(self, texts: Sequence[CardText], origin: Origin) -> tuple[int, int]:
        """How many cards there are of them, a term of two lessons is one; and how many of these had been set
        aside and are back."""
        learner = await self.record.learner(origin.identity)
        added = set(await self.record.add_cards(learner, origin.space, texts, self.clock.now()))
        return len(added), await self.record.take_up(learner, added)


async def learn_missed(
    asked: Question, learner: LearnerId, space: SpaceId, *, record: StudyRecord, clock: Clock
) -> None:
    """What was missed in a quiz. Said nowhere: the quiz goes on."""
    await record.add_cards(learner, space, (of_missed(asked),), clock.now())


async def unlearn_missed(asked: Question, response: Response, *, record: StudyRecord) -> None:
    """The card that came of a miss that was none: one that was there before, or was reviewed since, stays."""
    if response.at is not None:
        await record.unlearn(response.learner, of_missed(asked).key, response.at)


def _made_of(lesson: Lesson, terms: Sequence[Term], names: Sequence[Nameable]) -> tuple[CardText, ...]:
    return (*cards.of_lesson(lesson, terms, lesson.questions), *learned_gaps(lesson, names))


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
