"""Report, on a card's answer side: the card -> the question behind it, in the teachers' list"""

from dataclasses import dataclass, replace

from bot.commands import ReportCard
from bot.handlers.shown_card import authored, shown_card
from bot.markup import plain_of
from bot.messages import quiz as words
from bot.models import Card, Origin, SpaceId
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.asked import as_shown
from bot.study.cards import report_name
from knowledge.errors import NothingIngested
from knowledge.models import Question
from knowledge.ports import Catalogue


@dataclass(frozen=True, slots=True)
class CardReports:
    record: StudyRecord
    catalogue: Catalogue
    libraries: Libraries
    clock: Clock

    async def report(self, command: ReportCard, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        card = await shown_card(
            command.card, learner, origin.space, record=self.record, libraries=self.libraries
        )
        question = await authored(card, catalogue=self.catalogue) or _as_a_question(card)
        new = await self.record.add_card_report(
            await self._reported_to(card, origin), learner, question, card.text.made_from, self.clock.now()
        )
        return words.reported(again=not new)

    async def _reported_to(self, card: Card, origin: Origin) -> SpaceId:
        """Where the card came from, while its library is studied there: whoever reviews in a DM has no
        teacher there."""
        try:
            studied = await self.libraries(card.space)
        except NothingIngested:
            return origin.space
        return card.space if card.text.key.library in studied else origin.space


def _as_a_question(card: Card) -> Question:
    prompt = " ".join(plain_of(card.text.front).split())
    return replace(as_shown(card.text, None), id=report_name(card), prompt=prompt)
