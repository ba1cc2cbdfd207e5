"""Which card comes next, and what is told of the day"""

from datetime import timedelta
from functools import partial

from bot.commands import ChangeHabits, RateCard, Review
from bot.handlers.review_queue import queue_of, today
from bot.messages.review import in_words
from bot.models import CardId, CardReview, LibraryId, Memory, SpaceId
from bot.study.calendar.days import day_began
from bot.study.figures import figures
from tests.bot.bench import Bench
from tests.bot.test_review import ELSEWHERE, card, elsewhere, learning, question, rated
from tests.fakes.scripted_platform import labels, origin, text_of
from tests.fakes.small_course import COURSE


async def test_cards_of_another_place_however_many_hide_none_of_here():
    at = await learning(*(question(n, library=ELSEWHERE) for n in range(1, 602)), question(700))
    reply = await at.platform.send(Review())
    assert "number 700?" in text_of(reply)
    assert "0 due, 1 new today. 601 more wait where their library is studied." in text_of(reply)


async def backlog(at: Bench, count: int, *, frail: int) -> None:
    """Cards 1 to `count`, due in their order, of which `frail` alone is all but forgotten."""
    learner, now = await at.record.learner(at.platform.origin.identity), at.clock.now()
    for n in range(1, count + 1):
        due = now - timedelta(days=100) + timedelta(minutes=n)
        memory = Memory(due, "review", 0.5 if n == frail else 2000.0, 5.0, None, due - timedelta(days=1))
        review = CardReview(CardId(n), 1, "good", now - timedelta(days=101), None, memory)
        assert await at.record.review_card(learner, review)


async def test_the_card_that_is_likeliest_forgotten_comes_first_of_however_many():
    at = await learning(*(question(n) for n in range(1, 703)))
    await backlog(at, 700, frail=650)
    reply = await at.platform.send(Review())
    assert "number 650?" in text_of(reply)
    assert "100 due, 0 new today." in text_of(reply)
    learner = await at.record.learner(at.platform.origin.identity)
    queue = partial(queue_of, learner, at.platform.origin.space, at.clock.now(), record=at.record)
    left = (await queue(libraries=studied)).left
    assert (left.due, left.new, left.tomorrow) == (100, 0, 602)


async def test_who_wants_no_new_cards_is_told_what_waits_and_promised_none():
    at = await learning(question(1), question(2))
    await at.platform.send(ChangeHabits(new_a_day=0))
    told = text_of(await at.platform.send(Review()))
    assert "2 new cards wait until you want new ones again" in told
    assert "The next one comes" not in told
    assert "coming days" not in told


async def test_a_step_that_comes_past_the_days_reviews_is_counted_as_one_of_today():
    at = await learning(question(1), question(2))
    await at.platform.send(ChangeHabits(reviews_a_day=1))
    for _ in range(2):
        await rated(at, "again")
        at.clock.advance(minutes=2)
    told = text_of(await at.platform.send(Review()))
    assert "number 1?" in told
    assert "1 due, 1 new today." in told


async def studied(space: SpaceId) -> tuple[LibraryId, ...]:
    return (COURSE,)


async def test_a_card_comes_all_day_and_the_daily_message_and_progress_say_so_too():
    at = await learning(question(1), question(2))
    at.clock.advance(hours=8)
    await rated(at, "easy")
    memory = (await card(at)).memory
    assert memory is not None
    learner, space = await at.record.learner(at.platform.origin.identity), at.platform.origin.space
    began = day_began(memory.due, "UTC")
    for moment, due in ((began - timedelta(seconds=1), 0), (began, 1)):
        at.clock.advance(seconds=(moment - at.clock.now()).total_seconds())
        habits = await at.record.habits(learner)
        told = await today(learner, space, at.clock.now(), habits, record=at.record, libraries=studied)
        assert told.reviews == due
        assert f"{due} due, 1 new today." in text_of(await at.platform.send(Review()))
        memories = await at.record.memories(learner)
        shown = figures((), memories, lessons=(0, 0), habits=habits, now=at.clock.now())
        assert shown.due[0] == due


async def test_what_comes_on_a_later_day_is_told_from_when_that_day_begins():
    at = await learning()
    reply = await rated(at, "easy")
    memory = (await card(at)).memory
    assert memory is not None
    left = day_began(memory.due, "UTC") - at.clock.now()
    assert f"The next one comes in {in_words(left)}." in text_of(reply)
    at.clock.advance(seconds=left.total_seconds())
    assert "Reveal" in labels(await at.platform.send(Review()))


async def test_a_card_of_another_place_is_not_told_as_the_next_one_here():
    at = await elsewhere()
    there = at.beside(origin(space="scripted:two"))
    await there.send(RateCard(CardId(1), 0, "again"))
    reply = await rated(at, "easy")
    assert "The next one comes in 8 days." in text_of(reply)
    assert "Look again" not in labels(reply)


async def test_whoever_put_all_new_cards_off_is_told_when_they_come():
    at = await learning()
    await at.platform.send(Review())
    reply = await at.platform.tap("Not today")
    assert text_of(reply).splitlines() == [
        "Put off until tomorrow.",
        "Nothing is due. Enjoy the break!",
        "The next one comes in 16 hours.",
    ]
