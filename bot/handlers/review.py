"""/review: the card that is due -> its question side, then both; a rating -> when it comes back; the next"""

from dataclasses import dataclass, replace

from bot.commands import (
    AnswerCard,
    RateCard,
    ReportCard,
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
from bot.handlers.reconciling import Reconciling
from bot.handlers.review_queue import queue_of, scheduling
from bot.markup import plain_of
from bot.messages import quiz as quizzing
from bot.messages import review as words
from bot.messages.daily import closed
from bot.messages.review import Said
from bot.models import Card, CardId, CardReview, LearnerId, Origin, Rating, SpaceId
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.cards import report_name
from bot.study.days import next_day
from bot.study.leeches import is_leech, lapses_after
from bot.study.scheduler import fuzz_seed, previewed, reviewed
from knowledge.errors import NothingIngested
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
    reconcile: Reconciling

    async def review(self, command: Review, origin: Origin) -> Reply:
        """Who could not be sent their daily message is told so, once."""
        learner = await self._learner(origin)
        habits = await self.record.habits(learner)
        if not habits.closed:
            return await self._next(learner, origin)
        await self.record.set_habits(learner, replace(habits, closed=False, daily=None), None)
        return await self._next(learner, origin, closed())

    async def reveal(self, command: RevealCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if card.reviews != command.reviews:
            return await self._next(learner, origin, words.rated_already())
        return await self._turned(card)

    async def answer(self, command: AnswerCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if card.reviews != command.reviews:
            return await self._next(learner, origin, words.rated_already())
        if card.text.key.kind not in words.TYPED:
            return await self._turned(card, words.compared(command.response))
        grade = await graded(await self._asked(card), command.response, catalogue=self.catalogue)
        return await self._turned(card, words.verdict(grade), suggested=_suggested(grade))

    async def rate(self, command: RateCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        now, seed = self.clock.now(), fuzz_seed(card.id, card.reviews)
        settings = scheduling(await self.record.habits(learner))
        after = reviewed(card.memory, command.rating, now, settings=settings, seed=seed)
        review = CardReview(card.id, command.reviews + 1, command.rating, now, card.memory, after)
        if card.reviews != command.reviews or not await self.record.review_card(learner, review):
            return await self._next(learner, origin, words.rated_already())
        if is_leech(card.lapses, lapses_after(card, command.rating)):
            return await self._put_aside(card, origin)
        return await self._next(learner, origin, words.rated(command.rating, after.due - now), undo=True)

    async def undo(self, command: UndoReview, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self.record.undo_review(learner)
        if card is None:
            raise BadCommand("There is no rating to take back.", hint="Type /review to see what is due.")
        if card.suspended and is_leech(card.lapses, lapses_after(card, "again")):
            await self.record.set_aside(learner, card.id, suspended=False)
        if card.text.key.library not in await self.libraries(origin.space):
            return await self._next(learner, origin, words.taken_back_elsewhere())
        if card.retired:
            return await self._next(learner, origin, words.taken_back_for_nothing())
        return await self._turned(card, words.taken_back())

    async def set_aside(self, command: SetCardAside, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if not command.for_good:
            habits = await self.record.habits(learner)
            until = next_day(self.clock.now(), habits.zone)
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

    async def report(self, command: ReportCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        asked = await self._asked(card)
        question = asked if asked.authored else replace(asked, id=report_name(card), prompt=_in_a_line(card))
        new = await self.record.add_card_report(
            await self._reported_to(card, origin), learner, question, card.text.made_from, self.clock.now()
        )
        return quizzing.reported(again=not new)

    async def _reported_to(self, card: Card, origin: Origin) -> SpaceId:
        """Where the card came from, while its library is studied there: whoever reviews in a DM has no
        teacher there."""
        try:
            studied = await self.libraries(card.space)
        except NothingIngested:
            return origin.space
        return card.space if card.text.key.library in studied else origin.space

    async def _put_aside(self, card: Card, origin: Origin) -> Reply:
        await self.record.set_aside(card.learner, card.id, suspended=True)
        said = words.forgotten_often(lapses_after(card, "again"))
        return words.put_aside(card, await self._next(card.learner, origin, said, undo=True))

    async def _learner(self, origin: Origin) -> LearnerId:
        return await self.record.learner(origin.identity)

    async def _card(self, id: CardId, learner: LearnerId, origin: Origin) -> Card:
        card = await self.record.card(learner, id)
        if card is None:
            raise _not_theirs()
        if card.text.key.library not in await self.libraries(origin.space):
            raise StaleButton("That card is of a library that is not studied here any more.")
        if card.retired:
            raise StaleButton("The lessons have changed since, and that card is gone with what it asked.")
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
        now, studied = self.clock.now(), await self.libraries(origin.space)
        await self.reconcile(learner, origin.space, studied, now)
        queue = await queue_of(learner, origin.space, now, record=self.record, libraries=self.libraries)
        if queue.card is None:
            return words.done(queue.left, said)
        return words.front(queue.card, queue.left, said, undo=undo)

    async def _turned(self, card: Card, said: Said = (), *, suggested: Rating | None = None) -> Reply:
        seed = fuzz_seed(card.id, card.reviews)
        settings = scheduling(await self.record.habits(card.learner))
        intervals = previewed(card.memory, self.clock.now(), settings, seed=seed)
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


def _in_a_line(card: Card) -> str:
    return " ".join(plain_of(card.text.front).split())


def _suggested(grade: Grade) -> Rating:
    return "good" if grade.verdict in ("right", "close") else "again"
