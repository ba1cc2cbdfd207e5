"""Leeches: a card that is forgotten again and again is put aside, with a word and a way back"""

from datetime import timedelta

import pytest

from bot.commands import LearnTerm, RateCard, Review, ShowCardPassage, UndoReview
from bot.models import Card, CardId, CardReview, Memory
from bot.study.leeches import is_leech, lapses_after
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import button, labels, text_of


async def forgotten(times: int, *, state: str = "review") -> Bench:
    """A bench with one card, forgotten so often, that is due and known."""
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    for _ in range(times):
        await at.record.review_card(1, await lapse(at))
    known = Memory(at.clock.now(), state, 5.0, 5.0, None, at.clock.now() - timedelta(days=9))  # type: ignore[arg-type]
    card = await of(at)
    review = CardReview(card.id, card.reviews + 1, "good", at.clock.now(), card.memory, known)
    assert await at.record.review_card(1, review)
    return at


async def lapse(at: Bench) -> CardReview:
    card = await of(at)
    known = Memory(at.clock.now(), "review", 5.0, 5.0, None, at.clock.now())
    return CardReview(card.id, card.reviews + 1, "again", at.clock.now(), known, known)


async def of(at: Bench) -> Card:
    found: Card | None = await at.record.card(1, CardId(1))
    assert found is not None
    return found


def test_a_card_is_a_leech_at_its_eighth_lapse_and_every_fourth_after():
    assert [n for n in range(1, 21) if is_leech(n - 1, n)] == [8, 12, 16, 20]


def test_a_rating_that_is_no_lapse_makes_no_leech():
    assert not any(is_leech(n, n) for n in range(30))


@pytest.mark.parametrize("rating", ["again", "hard", "good", "easy"])
@pytest.mark.parametrize("state", ["learning", "review", "relearning"])
async def test_lapses_are_counted_as_the_record_counts_them(rating: str, state: str):
    at = await forgotten(3, state=state)
    card = await of(at)
    foretold = lapses_after(card, rating)  # type: ignore[arg-type]
    await at.platform.send(RateCard(card.id, card.reviews, rating))  # type: ignore[arg-type]
    assert (await of(at)).lapses == foretold


async def test_at_its_eighth_lapse_a_card_is_put_aside_and_that_is_said():
    at = await forgotten(7)
    reply = await at.platform.send(RateCard(CardId(1), 8, "again"))
    assert (
        text_of(reply).splitlines()[0].startswith("You have forgotten that one 8 times, so it is put aside")
    )
    assert {"Bring it back", "Why?", "Undo"} <= set(labels(reply))
    assert (await of(at)).suspended
    assert (await of(at)).lapses == 8
    at.clock.advance(days=30)
    await at.platform.send(Review())
    assert "Layer" not in text_of(await at.platform.send(Review())).partition("Which term")[0]


async def test_below_that_it_just_comes_back_soon():
    at = await forgotten(6)
    reply = await at.platform.send(RateCard(CardId(1), 7, "again"))
    assert text_of(reply).startswith("Again: that one comes back in")
    assert not (await of(at)).suspended


async def test_one_that_was_brought_back_is_put_aside_at_its_twelfth():
    at = await forgotten(7)
    await at.platform.send(RateCard(CardId(1), 8, "again"))
    await at.platform.tap("Bring it back")
    assert not (await of(at)).suspended
    for _ in range(3):
        await at.record.review_card(1, await lapse(at))
    card = await of(at)
    known = Memory(at.clock.now(), "review", 5.0, 5.0, None, at.clock.now())
    await at.record.review_card(
        1, CardReview(card.id, card.reviews + 1, "good", at.clock.now(), card.memory, known)
    )
    reply = await at.platform.send(RateCard(CardId(1), card.reviews + 1, "again"))
    assert "12 times" in text_of(reply)
    assert (await of(at)).suspended


async def test_taking_that_rating_back_brings_the_card_back():
    at = await forgotten(7)
    before = await of(at)
    await at.platform.send(RateCard(CardId(1), 8, "again"))
    reply = await at.platform.send(UndoReview())
    assert "Taken back." in text_of(reply)
    assert await of(at) == before


async def test_why_leads_to_what_it_stands_on():
    at = await forgotten(7)
    reply = await at.platform.send(RateCard(CardId(1), 8, "again"))
    assert button(reply, "Why?").command == ShowCardPassage(CardId(1))
