"""What every study record promises of how a class gets on"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.models import (
    Activity,
    CardKey,
    CardKind,
    CardReview,
    CardText,
    Identity,
    Memory,
    MissedCard,
    Rating,
    SpaceId,
)
from bot.ports import StudyRecord
from tests.contracts.schoolyard import ANA, BIRDS, BO, HERE, NOW, THERE, followed

DAY = timedelta(days=1)


def a_text(name: str, kind: CardKind = "term") -> CardText:
    return CardText(CardKey(BIRDS, "owls.md", ("Owls",), kind, name), f"{name}?", "That.", "h1")


async def reviews(
    record: StudyRecord,
    who: Identity,
    text: CardText,
    *ratings: Rating,
    space: SpaceId = HERE,
    at: datetime = NOW,
) -> None:
    learner = await record.learner(who)
    (id,) = await record.add_cards(learner, space, [text], at)
    for rating in ratings:
        card = await record.card(learner, id)
        assert card is not None
        after = Memory(at + DAY, "review", 1.0, 5.0, None, at)
        review = CardReview(id, card.reviews + 1, rating, at, card.memory, after)
        assert await record.review_card(learner, review)


async def missed(record: StudyRecord, least: int = 2, count: int = 9) -> list[str]:
    return [it.front for it in await record.missed_here(HERE, least=least, count=count)]


async def test_a_card_is_counted_over_all_who_have_it(record: StudyRecord) -> None:
    await reviews(record, ANA, a_text("owl"), "again", "again", "good")
    await reviews(record, BO, a_text("owl"), "again", "hard", "easy")
    found = await record.missed_here(HERE, least=5, count=9)
    assert found == (MissedCard("owl?", "term", BIRDS, "owls.md", 6, 3, 2),)


async def test_what_is_missed_by_the_larger_share_comes_first(record: StudyRecord) -> None:
    await reviews(record, ANA, a_text("hen"), "again", "good", "good", "good")
    await reviews(record, ANA, a_text("owl"), "again", "again", "good")
    await reviews(record, ANA, a_text("kiwi"), "again", "again")
    assert await missed(record) == ["kiwi?", "owl?", "hen?"]
    assert await missed(record, count=1) == ["kiwi?"]


async def test_what_was_seldom_reviewed_or_never_missed_is_left_out(record: StudyRecord) -> None:
    await reviews(record, ANA, a_text("owl"), "again")
    await reviews(record, ANA, a_text("hen"), "good", "easy")
    assert await missed(record) == []


async def test_saved_answers_retired_cards_and_those_of_elsewhere_are_left_out(record: StudyRecord) -> None:
    await reviews(record, ANA, a_text("why do I", "answer"), "again", "again")
    await reviews(record, ANA, a_text("owl"), "again", "again", space=THERE)
    await reviews(record, BO, a_text("hen"), "again", "again")
    bo = await record.learner(BO)
    await followed(record, bo, retired=[it.id for it in await record.cards_of(bo, BIRDS)])
    assert await missed(record) == []


async def test_reviews_are_told_from_each_moment_until_the_next(record: StudyRecord) -> None:
    await reviews(record, ANA, a_text("owl"), "good", "good", at=NOW)
    await reviews(record, BO, a_text("owl"), "good", at=NOW + DAY - timedelta(seconds=1))
    await reviews(record, ANA, a_text("hen"), "again", at=NOW + DAY)
    await reviews(record, ANA, a_text("kiwi"), "good", at=NOW + 3 * DAY)
    await reviews(record, replace(BO, user="9"), a_text("emu"), "good", space=THERE)
    moments = [NOW + n * DAY for n in range(4)]
    assert await record.activity_here(HERE, moments) == (
        Activity(NOW, 3, 2),
        Activity(NOW + DAY, 1, 1),
        Activity(NOW + 2 * DAY, 0, 0),
    )
    assert await record.activity_here(HERE, (NOW, NOW + 9 * DAY)) == (Activity(NOW, 5, 2),)


async def test_where_nobody_reviewed_there_is_nothing(record: StudyRecord) -> None:
    assert await record.activity_here(HERE, (NOW, NOW + DAY)) == (Activity(NOW),)
    assert await record.activity_here(HERE, ()) == ()
    assert await missed(record) == []
