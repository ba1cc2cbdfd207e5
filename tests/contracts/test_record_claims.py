"""What every study record promises of a claim that was overtaken by what its learner asked for"""

from dataclasses import replace
from datetime import timedelta

from bot.ports import StudyRecord
from tests.contracts.schoolyard import NOW, set_habits
from tests.contracts.test_record_habits import DAILY, DAY, MINUTE, SECOND, asked_for_dailies, claimed


async def test_what_is_asked_for_anew_is_due_to_whoever_looks_and_was_never_tried(
    record: StudyRecord,
) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    assert await record.try_daily(claim, NOW)
    await set_habits(record, ana, replace(DAILY, daily=540), NOW + SECOND)
    (again,) = await claimed(record, SECOND)
    assert (again.learner, again.due, again.tried) == (ana, NOW + SECOND, None)


async def test_what_comes_of_an_old_claim_is_nothing_to_a_later_one(record: StudyRecord) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    for due in (NOW - DAY, NOW + DAY):
        await set_habits(record, ana, DAILY, due)
        assert not await record.try_daily(claim, NOW)
        assert not await record.settle_daily(claim, NOW + 2 * DAY)
        assert not await record.release_daily(claim, NOW + 2 * DAY)
        assert not await record.close_daily(claim)
    (later,) = await claimed(record, DAY)
    assert (later.due, later.tried) == (NOW + DAY, None)


async def test_those_of_the_same_moment_are_taken_by_their_numbers_after_whoever_waits_longer(
    record: StudyRecord,
) -> None:
    whose = await asked_for_dailies(record, 4)
    for learner, due in zip(whose, (NOW, NOW, NOW - MINUTE, NOW), strict=True):
        await set_habits(record, learner, DAILY, due)
    assert [it.learner for it in await claimed(record, count=2)] == [whose[2], whose[0]]
    assert [it.learner for it in await claimed(record)] == [whose[1], whose[3]]
