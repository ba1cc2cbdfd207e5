"""learner + libraries -> their cards as the material is today, each compared once with a generation"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.models import Card, CardId, LearnerId
from bot.ports import StudyRecord
from bot.study.following.made_up import hangs_on_words
from bot.study.following.reconciling import Today, reconciled
from bot.study.following.whereabouts import Held, whereabouts
from knowledge.models import Lesson, LibraryId, Term
from knowledge.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Reconciling:
    """What was compared stands in the record: any process that shares it knows."""

    record: StudyRecord
    catalogue: Catalogue

    async def __call__(self, learner: LearnerId, libraries: Sequence[LibraryId]) -> None:
        """Renew, retire or bring back what has changed. Where nothing has, a look at the generations and one
        at an index of the learner's cards."""
        generations = await self.catalogue.generations(libraries)
        for library in sorted(await self.record.cards_behind(learner, generations)):
            await self._follow(learner, library, generations[library])

    async def _follow(self, learner: LearnerId, library: LibraryId, generation: int) -> None:
        cards = await self.record.cards_of(learner, library)
        today = await self._today(library, cards)
        found = await asyncio.to_thread(reconciled, cards, today)
        newest = max((card.id for card in cards), default=CardId(0))
        await self.record.follow_cards(
            learner, library, generation, newest=newest, renewed=found.renewed, retired=found.retired
        )

    async def _today(self, library: LibraryId, cards: Sequence[Card]) -> Today:
        held = await self._material(library, {it.text.key.source: it for it in cards if _hangs(it)})
        # Of what was retired nobody looks for another place: it would be looked for for ever.
        lost = [it for it in cards if _hangs(it) and not it.retired and it.text.key.source not in held]
        moved = await self._moved(library, lost) if lost else {}
        by_source = {it.text.key.source: it for it in lost}
        there = held | await self._material(library, {new: by_source[old] for old, new in moved.items()})
        lessons = [it for it in there.values() if isinstance(it, Lesson)]
        spoken = {it.text.key.source for it in cards if hangs_on_words(it.text)}
        spoken |= {moved[source] for source in spoken if source in moved}
        return Today(
            terms=[it for it in there.values() if isinstance(it, Term)],
            questions=[question for lesson in lessons for question in lesson.questions],
            lessons=lessons,
            glossary=await self.catalogue.terms((library,)) if spoken & there.keys() else (),
            texts={source: _texts(it) for source, it in there.items() if source in spoken},
            moved=moved,
        )

    async def _material(self, library: LibraryId, sources: Mapping[str, Card]) -> dict[str, Lesson | Term]:
        """By source, of which one of its cards tells what it may be; what is gone is missing."""
        if not sources:
            return {}
        found: dict[str, Lesson | Term] = {**await self.catalogue.terms_of(library, sources.keys())}
        for source, card in sources.items():
            of_lesson = source not in found and card.text.key.kind not in ("term", "meaning")
            if of_lesson and (lesson := await self.catalogue.lesson(library, source)):
                found[source] = lesson
        return found

    async def _moved(self, library: LibraryId, lost: Sequence[Card]) -> Mapping[str, str]:
        """Where they went: a look at all that the library holds."""
        questions = await self.catalogue.questions((library,))
        glossary = await self.catalogue.terms((library,))
        worded = any(hangs_on_words(card.text) for card in lost)
        headings = await self.catalogue.lessons((library,)) if worded else ()
        lessons = [await self.catalogue.lesson(library, it.source) for it in headings]
        held = Held(questions, glossary, [lesson for lesson in lessons if lesson])
        return await asyncio.to_thread(whereabouts, lost, {it.text.key.source for it in lost}, held)


def _hangs(card: Card) -> bool:
    """On the material as it is today: what was saved stays as it was."""
    return card.text.key.kind != "answer"


def _texts(held: Lesson | Term) -> tuple[str, ...]:
    return tuple(section.text for section in held.sections)
