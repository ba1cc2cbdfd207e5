"""What a rating's button promises, by the learner's own share to remember and their own day, is what comes"""

import pytest

from bot.commands import ChangeHabits, RateCard, RevealCard, Review, SetCardAside, UndoReview
from bot.messages.review import interval
from bot.models import CardId, Memory, Rating
from bot.study.scheduler import comes_in, fuzz_seed
from bot.study.scheduler import reviewed as remembered
from tests.bot.bench import Bench
from tests.bot.test_review import card, learning, question, rated
from tests.fakes.scripted_platform import button, text_of

RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")


async def promised(at: Bench, id: int, rating: Rating) -> str:
    shown = await at.platform.send(RevealCard(CardId(id), (await card(at, id)).reviews))
    return button(shown, rating.title()).label.partition(", ")[2]


async def given(at: Bench, id: int, rating: Rating) -> Memory:
    await at.platform.send(RateCard(CardId(id), (await card(at, id)).reviews, rating))
    memory = (await card(at, id)).memory
    assert memory is not None
    return memory


@pytest.mark.parametrize("rating", ["hard", "good", "easy"])
async def test_a_button_keeps_its_promise_at_every_later_review(rating: Rating):
    at = await learning(*(question(n) for n in range(1, 9)))
    for id in range(1, 9):
        await given(at, id, "easy")
    for _ in range(3):
        at.clock.advance(days=20)
        for id in range(1, 9):
            told = await promised(at, id, rating)
            memory = await given(at, id, rating)
            assert interval(comes_in(memory, at.clock.now())) == told


async def test_each_review_of_a_card_is_moved_by_a_share_of_its_own():
    at = await learning(*(question(n) for n in range(1, 5)))
    for id in range(1, 5):
        memory = None
        for n in range(4):
            seed = fuzz_seed(id, n)
            memory = remembered(memory, "easy", at.clock.now(), seed=seed, zone="UTC")
            assert await given(at, id, "easy") == memory
            at.clock.advance(days=15)
        at.clock.advance(days=-60)


@pytest.mark.parametrize("rating", ["good", "easy"])
async def test_who_wants_to_remember_more_sees_a_card_sooner_as_its_button_says(rating: Rating):
    days = {}
    for share in (75, 97):
        at = await learning()
        await at.platform.send(ChangeHabits(retention=share))
        await given(at, 1, "easy")
        at.clock.advance(days=30)
        told = await promised(at, 1, rating)
        memory = await given(at, 1, rating)
        assert interval(comes_in(memory, at.clock.now())) == told
        days[share] = comes_in(memory, at.clock.now())
    assert days[75] > 2 * days[97]


async def test_not_today_lasts_until_the_learners_own_morning():
    at = await learning()
    await at.platform.send(ChangeHabits("Tokyo"))
    await at.platform.send(SetCardAside(CardId(1)))
    at.clock.advance(hours=6, minutes=59)
    assert "number 1" not in text_of(await at.platform.send(Review()))
    at.clock.advance(minutes=1)
    assert "number 1" in text_of(await at.platform.send(Review()))


async def test_undo_typed_takes_back_a_rating_of_the_learners_own_day():
    at = await learning()
    await at.platform.send(ChangeHabits("Tokyo"))
    await rated(at, "easy")
    at.clock.advance(hours=7)
    assert "no rating to take back today" in text_of(await at.platform.send(UndoReview()))


async def test_a_card_that_was_set_aside_for_forgetting_comes_back_when_that_is_taken_back():
    at = await learning()
    await forgotten(at, 7)
    assert "forgotten" in text_of(await at.platform.send(RateCard(CardId(1), 15, "again")))
    assert (await card(at)).suspended
    await at.platform.tap("Undo")
    kept = await card(at)
    assert (kept.suspended, kept.lapses, kept.reviews) == (False, 7, 15)


async def test_a_card_of_many_lapses_that_was_set_aside_by_hand_stays_so_when_a_good_rating_is_taken_back():
    at = await learning()
    await forgotten(at, 8, lift=True)
    await at.platform.send(RateCard(CardId(1), 16, "good"))
    await at.platform.send(SetCardAside(CardId(1), for_good=True))
    await at.platform.send(UndoReview())
    kept = await card(at)
    assert (kept.suspended, kept.lapses, kept.reviews) == (True, 8, 16)


async def forgotten(at: Bench, times: int, *, lift: bool = False) -> None:
    """Learned and forgotten so often, and then known again; `lift`: brought back where that set it aside."""
    learner = await at.record.learner(at.platform.origin.identity)
    await given(at, 1, "easy")
    for n in range(times):
        at.clock.advance(days=30)
        await given(at, 1, "again")
        if lift:
            await at.record.set_aside(learner, CardId(1), suspended=False)
        if n < times - 1 or not lift:
            at.clock.advance(minutes=11)
            await given(at, 1, "easy")
