"""/review: the card that is due -> its question side, then both; a rating -> when it comes back; the next"""

from dataclasses import dataclass, replace

from bot.commands import (
    AnswerCard,
    RateCard,
    RevealCard,
    Review,
    SetCardAside,
    ShowCardPassage,
    ShowSetAside,
    TakeCardUp,
    UndoReview,
)
from bot.errors import BadCommand, StaleButton
from bot.handlers.quiz import graded
from bot.handlers.quiz_passage import passage_for
from bot.handlers.reconciling import Reconciling
from bot.handlers.review_queue import queue_of
from bot.handlers.shown_card import authored, held_card, shown_card, taken_up
from bot.messages import aside
from bot.messages import quiz as quizzing
from bot.messages import review as words
from bot.messages.review import Said
from bot.models import Card, CardId, CardReview, LearnerId, Origin, Rating, Undone
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.asked import as_shown
from bot.study.calendar.days import around, day_began, next_day
from bot.study.leeches import is_leech, lapses_after
from bot.study.scheduler import comes_in, fuzz_seed, previewed, reviewed, scheduling
from knowledge.grading import Grade
from knowledge.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A handler for each thing that a learner does with a card."""

    record: StudyRecord
    catalogue: Catalogue
    libraries: Libraries
    clock: Clock
    reconcile: Reconciling

    async def review(self, command: Review, origin: Origin) -> Reply:
        return await self._next(await self._learner(origin), origin)

    async def reveal(self, command: RevealCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        return await self._passed(card, command.reviews, origin) or await self._turned(card)

    async def answer(self, command: AnswerCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if passed := await self._passed(card, command.reviews, origin):
            return passed
        if card.text.key.kind not in words.TYPED:
            return await self._turned(card, words.compared(command.response))
        asked = as_shown(card.text, await authored(card, catalogue=self.catalogue))
        grade = await graded(asked, command.response, catalogue=self.catalogue)
        return await self._turned(card, words.verdict(grade), suggested=_suggested(grade))

    async def rate(self, command: RateCard, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        card = await self._card(command.card, learner, origin)
        if passed := await self._passed(card, command.reviews, origin):
            return passed
        now, habits = self.clock.now(), await self.record.habits(learner)
        settings, seed = scheduling(habits), fuzz_seed(card.id, card.reviews)
        after = reviewed(card.memory, command.rating, now, settings=settings, seed=seed, zone=habits.zone)
        review = CardReview(
            card.id, command.reviews + 1, command.rating, now, card.memory, after, origin.space
        )
        if not await self.record.review_card(learner, review):
            return await self._next(learner, origin, words.rated_already())
        if is_leech(card.lapses, lapses_after(card, command.rating)):
            return await self._put_aside(card, origin)
        undo = UndoReview(card.id, review.n)
        return await self._next(learner, origin, words.rated(command.rating, comes_in(after, now)), undo=undo)

    async def undo(self, command: UndoReview, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        undone = await self._undone(command, learner)
        if undone is None:
            return await self._next(learner, origin, await self._why_not(command, learner))
        card = undone.card
        if card.suspended and is_leech(card.lapses, lapses_after(card, undone.rating)):
            await self.record.set_aside(learner, card.id, suspended=False)
            card = replace(card, suspended=False)
        if card.text.key.library not in await self.libraries(origin.space):
            return await self._next(learner, origin, words.taken_back_elsewhere())
        if card.retired:
            return await self._next(learner, origin, words.taken_back_for_nothing())
        if card.suspended:
            return words.taken_back_aside(card, await self._next(learner, origin))
        if self._is_put_off(card):
            return await self._next(learner, origin, words.taken_back_put_off())
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

    async def show_aside(self, command: ShowSetAside, origin: Origin) -> Reply:
        """Of the libraries that are studied here; beyond the last page, the last."""
        learner, studied = await self._learner(origin), await self.libraries(origin.space)
        day = around(self.clock.now(), (await self.record.habits(learner)).zone)
        count = (await self.record.deck_count(learner, day, among=studied)).set_aside
        pages = -(-count // aside.A_PAGE)
        page = max(0, min(command.page, pages - 1))
        cards = await self.record.cards_aside(
            learner, among=studied, skip=page * aside.A_PAGE, count=aside.A_PAGE
        )
        return aside.listed(cards, page, pages)

    async def take_up(self, command: TakeCardUp, origin: Origin) -> Reply:
        learner = await self._learner(origin)
        await taken_up(command.card, learner, record=self.record)
        return words.taken_up()

    async def show_passage(self, command: ShowCardPassage, origin: Origin) -> Reply:
        card = await self._card(command.card, await self._learner(origin), origin)
        chunk = await passage_for(as_shown(card.text, None), catalogue=self.catalogue)
        if chunk is None:
            raise StaleButton("That lesson has changed since, and the passage is gone.")
        return quizzing.passage(chunk)

    async def _put_aside(self, card: Card, origin: Origin) -> Reply:
        await self.record.set_aside(card.learner, card.id, suspended=True)
        said, undo = words.forgotten_often(lapses_after(card, "again")), UndoReview(card.id, card.reviews + 1)
        return words.put_aside(card, await self._next(card.learner, origin, said, undo=undo))

    async def _undone(self, command: UndoReview, learner: LearnerId) -> Undone | None:
        """Without a number the last one of today: older ones are of another day's work."""
        if command.card is not None and command.n is not None:
            return await self.record.undo_review(learner, which=(command.card, command.n))
        began = day_began(self.clock.now(), (await self.record.habits(learner)).zone)
        return await self.record.undo_review(learner, since=began)

    async def _why_not(self, command: UndoReview, learner: LearnerId) -> Said:
        if command.card is None or command.n is None:
            raise BadCommand(
                "There is no rating to take back today.", hint="Type /review to see what is due."
            )
        card = await held_card(command.card, learner, record=self.record)
        return words.rated_since() if card.reviews >= command.n else words.taken_back_already()

    async def _passed(self, card: Card, reviews: int, origin: Origin) -> Reply | None:
        """What is told of a card that was rated, set aside or put off since it was shown."""
        if card.reviews != reviews:
            return await self._next(card.learner, origin, words.rated_already())
        if card.suspended:
            return words.still_aside(card, await self._next(card.learner, origin))
        if self._is_put_off(card):
            return await self._next(card.learner, origin, words.is_put_off())
        return None

    def _is_put_off(self, card: Card) -> bool:
        return card.buried_until is not None and card.buried_until > self.clock.now()

    async def _learner(self, origin: Origin) -> LearnerId:
        return await self.record.learner(origin.identity)

    async def _card(self, id: CardId, learner: LearnerId, origin: Origin) -> Card:
        return await shown_card(id, learner, origin.space, record=self.record, libraries=self.libraries)

    async def _next(
        self, learner: LearnerId, origin: Origin, said: Said = (), *, undo: UndoReview | None = None
    ) -> Reply:
        now, studied = self.clock.now(), await self.libraries(origin.space)
        await self.reconcile(learner, studied)
        queue = await queue_of(learner, origin.space, now, record=self.record, libraries=self.libraries)
        if queue.card is None:
            return words.done(queue.left, said, undo=undo)
        return words.front(queue.card, queue.left, said, undo=undo)

    async def _turned(self, card: Card, said: Said = (), *, suggested: Rating | None = None) -> Reply:
        seed = fuzz_seed(card.id, card.reviews)
        habits = await self.record.habits(card.learner)
        intervals = previewed(card.memory, self.clock.now(), scheduling(habits), seed=seed, zone=habits.zone)
        return words.back(card, intervals, said, suggested=suggested)


def _suggested(grade: Grade) -> Rating:
    return "good" if grade.verdict in ("right", "close") else "again"
