"""What every study record promises of limits that wait for who deleted their data, and of cards behind"""

from datetime import timedelta

from bot.budgets import Budget, Limits
from bot.ports import StudyRecord
from tests.contracts.schoolyard import ANA, BIRDS, BO, HERE, NOW
from tests.contracts.test_record_cards import cards_of_ana

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ONE = Limits(learner=Budget(requests=1))


async def test_what_was_spent_on_another_day_waits_for_nobody(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    assert await record.reserve_request(ana, HERE, (NOW - DAY).date(), ONE) is None
    await record.forget_learner(ana, NOW)
    again = await record.learner(ANA)
    assert await record.reserve_request(again, HERE, NOW.date(), ONE) is None


async def test_a_pace_that_is_over_leaves_nothing_behind(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    assert await record.admit(ana, NOW - 10 * MINUTE, 1) == 0.0
    await record.forget_learner(ana, NOW)
    assert await record.forget_departed((NOW + 9 * DAY).date()) == 0


async def test_what_waits_for_one_is_not_anothers_and_is_taken_up_once(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    assert await record.reserve_request(ana, HERE, NOW.date(), ONE) is None
    await record.forget_learner(ana, NOW)
    bo = await record.learner(BO)
    assert await record.reserve_request(bo, HERE, NOW.date(), ONE) is None
    again = await record.learner(ANA)
    assert await record.reserve_request(again, HERE, NOW.date(), ONE) == "learner"
    assert await record.forget_departed((NOW + 9 * DAY).date()) == 0


async def test_a_card_that_followed_a_newer_generation_does_not_go_back_to_an_older_one(
    record: StudyRecord,
) -> None:
    ana, (owl,) = await cards_of_ana(record, "owl")
    await record.follow_cards(ana, BIRDS, 5, newest=owl, renewed={}, retired=())
    await record.follow_cards(ana, BIRDS, 3, newest=owl, renewed={}, retired=())
    assert await record.cards_behind(ana, {BIRDS: 5}) == frozenset()
    assert await record.cards_behind(ana, {BIRDS: 6}) == {BIRDS}
