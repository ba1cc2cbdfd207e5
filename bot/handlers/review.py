"""/review: the card that is due -> its question side, then both; a rating -> when it comes back; the next"""

from dataclasses import dataclass

from bot.commands import (
    AnswerCard,
    RateCard,
    RevealCard,
    Review,
    SetCardAside,
    ShowCardPassage,
    TakeCardUp,
    UndoReview,
)
from bot.errors import BadCommand, StaleButton
from bot.handlers.quiz import graded
from bot.handlers.quiz_passage import passage_for
from bot.handlers.review_queue import ZONE, queue_of
from bot.markup import plain_of
from bot.messages import quiz as quizzing
from bot.messages import review as words
from bot.messages.review import Said
from bot.models import Card, CardId, CardReview, LearnerId, Origin, Rating
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.days import next_day
from bot.study.scheduler import fuzz_seed, previewed, reviewed
from knowledge.grading import Grade
from knowledge.models import Question
from knowledge.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A handler for each thing that a learner does with a card. A card is shown only where its library is
    studied, and only to its learner."""

    record: StudyRecord
    catalogue: Catalogue
    libraries: Libraries
    clock: Clock

    async def review(self, command: Review, origin: Origin) -> Reply:
        return await self._next(await self._learner(origin), origin)

    async def reveal(self, command: RevealCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if card.reviews != command.reviews:
            return await self._next(learner, origin, words.rated_already())
        return self._turned(card)

    async def answer(self, command: AnswerCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if card.reviews != command.reviews:
            return await self._next(learner, origin, words.rated_already())
        if card.text.key.kind not in words.TYPED:
            return self._turned(card, words.compared(command.response))
        grade = await graded(await self._asked(card), command.response, catalogue=self.catalogue)
        return self._turned(card, words.verdict(grade), suggested=_suggested(grade))

    async def rate(self, command: RateCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        now, seed = self.clock.now(), fuzz_seed(card.id, card.reviews)
        after = reviewed(card.memory, command.rating, now, seed=seed)
        review = CardReview(card.id, command.reviews + 1, command.rating, now, card.memory, after)
        if card.reviews != command.reviews or not await self.record.review_card(learner, review):
            return await self._next(learner, origin, words.rated_already())
        return await self._next(learner, origin, words.rated(command.rating, after.due - now), undo=True)

    async def undo(self, command: UndoReview, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self.record.undo_review(learner)
        if card is None:
            raise BadCommand("There is no rating to take back.", hint="Type /review to see what is due.")
        if card.text.key.library not in await self.libraries(origin.space):
            return await self._next(learner, origin, words.taken_back_elsewhere())
        return self._turned(card, words.taken_back())

    async def set_aside(self, command: SetCardAside, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if not command.for_good:
            until = next_day(self.clock.now(), ZONE)
            await self.record.set_aside(learner, card.id, buried_until=until)
            return await self._next(learner, origin, words.put_off())
        await self.record.set_aside(learner, card.id, suspended=True)
        return words.set_aside(card, await self._next(learner, origin))

    async def take_up(self, command: TakeCardUp, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        if not await self.record.set_aside(learner, command.card, suspended=False):
            raise _not_theirs()
        return words.taken_up()

    async def show_passage(self, command: ShowCardPassage, origin: Origin) -> Reply:
        card = await self._card(command.card, await self._learner(origin), origin)
        chunk = await passage_for(_typed(card), catalogue=self.catalogue)
        if chunk is None:
            raise StaleButton("That lesson has changed since, and the passage is gone.")
        return quizzing.passage(chunk)

    async def _learner(self, origin: Origin) -> LearnerId:
        return await self.record.learner(origin.identity)

    async def _card(self, id: CardId, learner: LearnerId, origin: Origin) -> Card:
        card = await self.record.card(learner, id)
        if card is None:
            raise _not_theirs()
        if card.text.key.library not in await self.libraries(origin.space):
            raise StaleButton("That card is of a library that is not studied here any more.")
        return card

    async def _asked(self, card: Card) -> Question:
        """A teacher's question as it stands today, whose letters may be given too; any other as its card."""
        key = card.text.key
        authored = await self.catalogue.questions((key.library,), key.source)
        same = (it for it in authored if key.kind == "question" and it.id == key.name)
        return next(same, _typed(card))

    async def _next(
        self, learner: LearnerId, origin: Origin, said: Said = (), *, undo: bool = False
    ) -> Reply:
        queue = await queue_of(
            learner, origin.space, self.clock.now(), record=self.record, libraries=self.libraries
        )
        if queue.card is None:
            return words.done(queue.left, said)
        return words.front(queue.card, queue.left, said, undo=undo)

    def _turned(self, card: Card, said: Said = (), *, suggested: Rating | None = None) -> Reply:
        seed = fuzz_seed(card.id, card.reviews)
        intervals = previewed(card.memory, self.clock.now(), seed=seed)
        return words.back(card, intervals, said, suggested=suggested)


def _not_theirs() -> StaleButton:
    return StaleButton("That is no card of yours.", hint="Type /review to see your own.")


def _typed(card: Card) -> Question:
    """The card as a question whose answer is typed."""
    text = card.text
    return Question(
        text.key.name,
        "typed",
        text.front,
        (plain_of(text.back),),
        accept=text.accept,
        why=text.why,
        library=text.key.library,
        source=text.key.source,
        heading=text.key.heading,
    )


def _suggested(grade: Grade) -> Rating:
    return "good" if grade.verdict in ("right", "close") else "again"
