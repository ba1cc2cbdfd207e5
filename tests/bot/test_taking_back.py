"""A rating that is taken back, a card that is set aside and brought back"""

import pytest

from bot.buttons import decode
from bot.commands import AnswerCard, RateCard, Review, SetCardAside, ShowSetAside, TakeCardUp, UndoReview
from bot.errors import StaleButton
from bot.models import CardId
from tests.bot.test_review import ELSEWHERE, card, learning, question, rated
from tests.fakes.scripted_platform import button, labels, origin, text_of
from tests.fakes.small_course import COURSE

# Taken back once


async def test_a_double_tap_on_undo_takes_one_rating_back():
    at = await learning(question(1), question(2), question(3))
    await rated(at, "easy")
    at.clock.advance(seconds=5)
    undo = button(await rated(at, "easy"), "Undo").command
    first, second = [await at.platform.send(undo) for _ in range(2)]
    assert text_of(first).startswith("Taken back.")
    assert text_of(second).startswith("That rating is taken back already; here is where you are.")
    assert [(await card(at, n)).reviews for n in (1, 2)] == [1, 0]


async def test_an_old_undo_takes_no_newer_rating_back():
    at = await learning(question(1), question(2))
    old = button(await rated(at, "easy"), "Undo").command
    at.clock.advance(days=1)
    await rated(at, "easy")
    reply = await at.platform.send(old)
    assert text_of(reply).startswith("You have rated a card since")
    assert [(await card(at, n)).reviews for n in (1, 2)] == [1, 1]


async def test_undo_typed_takes_back_a_rating_of_today_alone():
    at = await learning()
    await rated(at, "easy")
    at.clock.advance(hours=16)
    assert "no rating to take back today" in text_of(await at.platform.send(UndoReview()))
    assert (await card(at)).reviews == 1


async def test_nobody_takes_anothers_rating_back():
    at = await learning()
    undo = button(await rated(at, "easy"), "Undo").command
    assert "no card of yours" in text_of(await at.beside(origin("ben")).send(undo))
    assert (await card(at)).reviews == 1


async def test_taking_a_rating_back_brings_back_no_card_that_was_set_aside():
    at = await learning()
    undo = button(await rated(at, "good"), "Undo").command
    await at.platform.send(SetCardAside(CardId(1), for_good=True))
    reply = await at.platform.send(undo)
    assert text_of(reply).startswith("Taken back. That card stays set aside for good.")
    assert "Bring it back" in labels(reply)
    kept = await card(at)
    assert (kept.suspended, kept.reviews) == (True, 0)


async def test_taking_a_rating_back_leaves_a_card_put_off_that_was():
    at = await learning()
    undo = button(await rated(at, "good"), "Undo").command
    await at.platform.send(SetCardAside(CardId(1)))
    reply = await at.platform.send(undo)
    assert text_of(reply).startswith("Taken back. That card is put off until tomorrow.")
    assert "Good" not in str(labels(reply))


# Set aside, and brought back


@pytest.mark.parametrize("for_good", [True, False])
async def test_a_card_that_is_set_aside_is_told_to_be_and_not_rated_from_an_older_message(for_good: bool):
    at = await learning(question(1), question(2))
    reveal = button(await at.platform.send(Review()), "Reveal").command
    await at.platform.send(SetCardAside(CardId(1), for_good=for_good))
    said = "set aside for good" if for_good else "put off until tomorrow"
    for late in (reveal, RateCard(CardId(1), 0, "good"), AnswerCard(CardId(1), 0, "weights")):
        reply = await at.platform.send(late)
        assert said in text_of(reply).splitlines()[0]
        assert "number 2?" in text_of(reply)
        assert ("Bring it back" in labels(reply)) == for_good
    assert (await card(at)).reviews == 0


async def test_what_is_set_aside_is_listed_at_the_end_and_brought_back_from_there():
    at = await learning(*(question(n) for n in range(1, 13)), question(20, library=ELSEWHERE))
    for n in range(1, 13):
        reply = await at.platform.send(SetCardAside(CardId(n), for_good=True))
    await at.record.set_aside(
        await at.record.learner(at.platform.origin.identity), CardId(13), suspended=True
    )
    assert "12 cards are set aside for good." in text_of(reply)
    reply = await at.platform.tap("Show what is set aside")
    assert "What is reused, number 1?" in text_of(reply)
    assert "number 11?" not in text_of(reply)
    assert "Page 1 of 2." in text_of(reply)
    reply = await at.platform.tap("Next")
    assert "number 12?" in text_of(reply)
    assert "number 20?" not in text_of(reply)
    assert [it for it in labels(reply) if it.startswith("Bring")] == ["Bring back 11", "Bring back 12"]
    assert text_of(await at.platform.tap("Bring back 12")) == "That card is back."
    assert not (await card(at, 12)).suspended
    assert "number 12?" not in text_of(await at.platform.send(ShowSetAside(99)))


async def test_a_card_whose_lesson_is_gone_is_not_said_to_be_back():
    at = await learning()
    await at.platform.send(SetCardAside(CardId(1), for_good=True))
    learner = await at.record.learner(at.platform.origin.identity)
    await at.record.follow_cards(learner, COURSE, 1, newest=CardId(1), renewed={}, retired=[CardId(1)])
    assert "The lessons have changed since" in text_of(await at.platform.send(TakeCardUp(CardId(1))))
    assert (await card(at)).suspended


async def test_with_nothing_set_aside_that_is_said():
    at = await learning()
    assert "No card is set aside here." in text_of(await at.platform.send(ShowSetAside()))


async def test_a_button_to_undo_without_a_number_is_of_another_version():
    with pytest.raises(StaleButton):
        decode("undo")
