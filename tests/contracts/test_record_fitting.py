"""What every study record promises of the logs that FSRS's parameters are fitted to"""

from dataclasses import replace
from datetime import timedelta

from bot.models import CardReview, Fit, LoggedReview, Memory, Rating
from bot.ports import StudyRecord
from tests.contracts.schoolyard import ANA, BO, HERE, NOW, followed
from tests.contracts.test_record_cards import a_text

HOUR = timedelta(hours=1)
KNOWN = Memory(NOW + 9 * HOUR, "review", 1.0, 5.0, None, NOW)
GIVEN: tuple[Rating, ...] = ("good", "again", "easy")


async def test_those_with_enough_reviews_are_named_and_nobody_else(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    for learner, count in ((ana, 3), (bo, 2)):
        (card,) = await record.add_cards(learner, HERE, [a_text("owl")], NOW)
        for n, rating in enumerate(GIVEN[:count], 1):
            review = CardReview(card, n, rating, NOW + n * HOUR, KNOWN if n > 1 else None, KNOWN)
            assert await record.review_card(learner, review)
    assert await record.with_reviews(3) == (ana,)
    assert await record.with_reviews(2) == (ana, bo)
    assert await record.with_reviews(4) == ()


async def test_a_log_has_every_review_the_oldest_first_and_those_of_cards_that_are_gone(
    record: StudyRecord,
) -> None:
    ana = await record.learner(ANA)
    owl, hen = await record.add_cards(ana, HERE, [a_text("owl"), a_text("hen")], NOW)
    for card, n, after in ((owl, 1, 2), (hen, 1, 1), (owl, 2, 3)):
        review = CardReview(card, n, GIVEN[n], NOW + after * HOUR, KNOWN if n > 1 else None, KNOWN)
        assert await record.review_card(ana, review)
    await followed(record, ana, retired=[hen])
    assert await record.log_of(ana) == (
        LoggedReview(str(hen), "again", NOW + HOUR),
        LoggedReview(str(owl), "again", NOW + 2 * HOUR),
        LoggedReview(str(owl), "easy", NOW + 3 * HOUR),
    )
    assert await record.log_of(await record.learner(BO)) == ()


async def test_a_fit_is_kept_with_the_habits(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    fit = Fit((0.25, 1.0), 640, NOW)
    await record.change_habits(ana, lambda it: replace(it, fit=fit))
    assert (await record.habits(ana)).fit == fit
