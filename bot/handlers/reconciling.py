"""learner + libraries -> their cards as the material is today, looked at once a generation"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from bot.models import Card, CardKind, LearnerId, SpaceId
from bot.ports import StudyRecord
from bot.study.reconciling import Today, reconciled
from knowledge.models import LibraryId, Question
from knowledge.ports import Catalogue

_HELD = 20_000
"""Learners' libraries of which is known what was looked at. One that is forgotten is looked at again."""


class Reconciling:
    def __init__(self, record: StudyRecord, catalogue: Catalogue) -> None:
        self._record = record
        self._catalogue = catalogue
        self._seen: OrderedDict[tuple[LearnerId, LibraryId], int] = OrderedDict()

    async def __call__(
        self, learner: LearnerId, space: SpaceId, libraries: Sequence[LibraryId], now: datetime
    ) -> None:
        """Renew, retire or bring back what has changed; a look at the generations where nothing has."""
        generations = await self._catalogue.generations(libraries)
        for library, generation in generations.items():
            if self._seen.get((learner, library)) == generation:
                continue
            await self._follow(learner, space, library, now)
            self._seen[learner, library] = generation
            while len(self._seen) > _HELD:
                self._seen.popitem(last=False)

    async def _follow(self, learner: LearnerId, space: SpaceId, library: LibraryId, now: datetime) -> None:
        cards = await self._record.cards_of(learner, library)
        if not cards:
            return
        found = await asyncio.to_thread(reconciled, cards, await self._today(library, cards))
        await self._record.add_cards(learner, space, found.renewed, now)
        await self._record.retire_cards(learner, found.retired)

    async def _today(self, library: LibraryId, cards: Sequence[Card]) -> Today:
        terms = [await self._catalogue.term(library, it) for it in _sources(cards, "term", "meaning")]
        gapped = [await self._catalogue.lesson(library, it) for it in _sources(cards, "cloze")]
        authored = await self._authored(library, cards)
        known = {question.id for question in authored}
        made_up = [card for card in cards if card.text.key.name not in known]
        return Today(
            terms=[term for term in terms if term],
            questions=authored,
            lessons=[lesson for lesson in gapped if lesson],
            glossary=await self._catalogue.terms((library,)) if any(gapped) else (),
            texts={it: await self._texts(library, it) for it in _sources(made_up, "question")},
        )

    async def _authored(self, library: LibraryId, cards: Sequence[Card]) -> list[Question]:
        """Those that have a card."""
        names = {card.text.key.name for card in cards}
        found: list[Question] = []
        for source in _sources(cards, "question"):
            found += await self._catalogue.questions((library,), source)
        return [question for question in found if question.id in names]

    async def _texts(self, library: LibraryId, source: str) -> tuple[str, ...]:
        """Of a lesson, or of a term; empty where it is gone."""
        if lesson := await self._catalogue.lesson(library, source):
            return tuple(section.text for section in lesson.sections)
        term = await self._catalogue.term(library, source)
        return tuple(section.text for section in term.sections) if term else ()


def _sources(cards: Sequence[Card], *kinds: CardKind) -> list[str]:
    """Each once."""
    return list(dict.fromkeys(card.text.key.source for card in cards if card.text.key.kind in kinds))
