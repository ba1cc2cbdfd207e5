"""a card's number -> the card, where it may be shown; a card -> its teacher's question as it stands today"""

from bot.errors import StaleButton
from bot.models import Card, CardId, LearnerId, SpaceId
from bot.ports import StudyRecord
from bot.spaces import Libraries
from knowledge.models import Question
from knowledge.ports import Catalogue


async def shown_card(
    id: CardId, learner: LearnerId, space: SpaceId, *, record: StudyRecord, libraries: Libraries
) -> Card:
    """Only to its learner, and only where its library is studied; raises StaleButton."""
    card = await held_card(id, learner, record=record)
    if card.text.key.library not in await libraries(space):
        raise StaleButton("That card is of a library that is not studied here any more.")
    return _still_there(card)


async def held_card(id: CardId, learner: LearnerId, *, record: StudyRecord) -> Card:
    """Raises StaleButton where it is another learner's."""
    card = await record.card(learner, id)
    if card is None:
        raise StaleButton("That is no card of yours.", hint="Type /review to see your own.")
    return card


async def taken_up(id: CardId, learner: LearnerId, *, record: StudyRecord) -> None:
    """Raises StaleButton where nothing comes back by that."""
    card = _still_there(await held_card(id, learner, record=record))
    await record.set_aside(learner, card.id, suspended=False)


async def authored(card: Card, *, catalogue: Catalogue) -> Question | None:
    key = card.text.key
    found = await catalogue.questions((key.library,), key.source)
    return next((it for it in found if key.kind == "question" and it.id == key.name), None)


def _still_there(card: Card) -> Card:
    if card.retired:
        raise StaleButton("The lessons have changed since, and that card is gone with what it asked.")
    return card
