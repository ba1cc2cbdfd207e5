"""What every study record promises of how learners want to study, and of their daily DMs"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.errors import BadCommand
from bot.models import Absence, Claim, Habits, LearnerId, SpaceId
from bot.ports import StudyRecord
from tests.contracts.schoolyard import ANA, BO, NOW, set_habits

SWIFT = 1_000_000
"""To the second: no pace."""
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
DAILY = Habits("Europe/Berlin", 5, 40, 0.85, 510, "discord", SpaceId("discord:user:7"), "70")


async def asked_for_dailies(record: StudyRecord, count: int) -> list[LearnerId]:
    """The n-th is due n minutes after NOW."""
    whose = [await record.learner(replace(ANA, user=str(n))) for n in range(count)]
    for n, learner in enumerate(whose):
        await set_habits(record, learner, DAILY, NOW + n * MINUTE)
    return whose


async def claimed(record: StudyRecord, after: timedelta = DAY, count: int = 100) -> list[Claim]:
    return list(await record.claim_dailies("discord", NOW + after, lease=MINUTE, count=count, a_second=SWIFT))


async def test_who_never_said_otherwise_has_the_defaults(record: StudyRecord) -> None:
    assert await record.habits(await record.learner(ANA)) == Habits()


async def test_habits_come_back_as_they_were_set_and_are_each_ones_own(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    away = replace(DAILY, absences=(Absence(NOW, NOW + DAY),), closed=True, listed=True)
    await set_habits(record, ana, away, None)
    assert (await record.habits(ana), await record.habits(bo)) == (away, Habits())
    await set_habits(record, ana, DAILY, None)
    assert await record.habits(ana) == DAILY


async def test_what_is_due_is_claimed_the_longest_due_first(record: StudyRecord) -> None:
    first, second, _ = await asked_for_dailies(record, 3)
    found = await claimed(record, MINUTE)
    assert [(it.learner, it.due) for it in found] == [(first, NOW), (second, NOW + MINUTE)]


async def test_no_more_are_claimed_than_asked_for(record: StudyRecord) -> None:
    whose = await asked_for_dailies(record, 5)
    assert [it.learner for it in await claimed(record, count=2)] == whose[:2]
    assert [it.learner for it in await claimed(record, count=9)] == whose[2:]


async def test_who_wants_no_daily_is_never_claimed(record: StudyRecord) -> None:
    await set_habits(record, await record.learner(ANA), replace(DAILY, daily=None), None)
    assert await claimed(record) == []


async def test_each_is_claimed_by_one_of_many_at_once(record: StudyRecord) -> None:
    whose = await asked_for_dailies(record, 40)
    found = await asyncio.gather(*(claimed(record, count=7) for _ in range(12)))
    seen = [it.learner for some in found for it in some]
    assert len(seen) == len(set(seen))
    seen += [it.learner for it in await claimed(record)]
    assert sorted(seen) == sorted(whose)


async def test_a_claim_that_was_not_settled_comes_again_after_its_lease(record: StudyRecord) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    assert await claimed(record, timedelta()) == [Claim(ana, NOW, NOW, NOW + MINUTE)]
    assert await claimed(record, timedelta(seconds=59)) == []
    (again,) = await claimed(record, MINUTE + SECOND)
    assert (again.learner, again.due, again.tried) == (ana, NOW, None)


async def test_when_it_was_first_handed_over_is_kept_until_it_is_settled(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    assert await record.try_daily(claim, NOW + SECOND)
    assert await record.try_daily(claim, NOW + 2 * SECOND)
    (again,) = await claimed(record, 2 * MINUTE)
    assert again.tried == NOW + SECOND
    assert await record.settle_daily(again, NOW + DAY)
    (next_one,) = await claimed(record, DAY)
    assert next_one.tried is None


async def test_what_surely_did_not_come_is_there_again_as_if_nobody_had_tried(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    assert await record.try_daily(claim, NOW + SECOND)
    assert await record.release_daily(claim, NOW + 5 * MINUTE)
    assert await claimed(record, 4 * MINUTE) == []
    (anew,) = await claimed(record, 5 * MINUTE)
    assert anew.tried is None


async def test_that_it_did_not_come_this_time_says_nothing_of_the_time_before(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    assert await record.try_daily(claim, NOW + SECOND)
    (again,) = await claimed(record, 2 * MINUTE)
    assert await record.release_daily(again, NOW + 5 * MINUTE)
    (anew,) = await claimed(record, 5 * MINUTE)
    assert anew.tried == NOW + SECOND


async def test_a_sender_whose_time_is_over_neither_tries_nor_releases_what_another_holds(
    record: StudyRecord,
) -> None:
    await asked_for_dailies(record, 1)
    (slow,) = await claimed(record, timedelta())
    assert not await record.try_daily(slow, NOW + MINUTE)
    (other,) = await claimed(record, 2 * MINUTE)
    assert await record.try_daily(other, NOW + 2 * MINUTE)
    assert not await record.try_daily(slow, NOW + 2 * MINUTE)
    assert not await record.release_daily(slow, NOW + 2 * MINUTE)
    assert await claimed(record, 2 * MINUTE + SECOND) == []
    (again,) = await claimed(record, 4 * MINUTE)
    assert again.tried == NOW + 2 * MINUTE
    assert await record.settle_daily(slow, NOW + DAY)


async def test_a_clock_that_was_set_back_lets_nobody_wait_for_it(record: StudyRecord) -> None:
    await asked_for_dailies(record, 3)
    await record.claim_dailies("discord", NOW + 9 * DAY, lease=MINUTE, count=1, a_second=2)
    (claim,) = await record.claim_dailies("discord", NOW + DAY, lease=MINUTE, count=1, a_second=2)
    assert claim.at == NOW + DAY


async def test_all_who_claim_on_a_platform_keep_to_one_pace(record: StudyRecord) -> None:
    await asked_for_dailies(record, 5)
    later = NOW + DAY

    async def some(count: int) -> list[datetime]:
        found = await record.claim_dailies("discord", later, lease=MINUTE, count=count, a_second=2)
        return [it.at for it in found]

    assert await some(2) == [later, later + SECOND / 2]
    assert await some(9) == [later + SECOND, later + 1.5 * SECOND, later + 2 * SECOND]
    await set_habits(record, await record.learner(BO), replace(DAILY, platform="slack"), NOW)
    other = await record.claim_dailies("slack", later, lease=MINUTE, count=1, a_second=2)
    assert [it.at for it in other] == [later]


async def test_whom_the_platform_refuses_is_closed_and_named_until_told(record: StudyRecord) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    (claim,) = await claimed(record)
    who = replace(ANA, user="0")
    assert await record.refused(who) is None
    assert await record.close_daily(claim)
    assert (await record.habits(ana)) == replace(DAILY, closed=True)
    assert await record.refused(who) == ana
    assert await record.refused(replace(who, user="never seen")) is None
    await record.change_habits(ana, partial(replace, closed=False))
    assert await record.refused(who) is None
    assert await claimed(record, 9 * DAY) == []


async def test_what_they_asked_for_meanwhile_outlasts_whatever_comes_of_an_older_claim(
    record: StudyRecord,
) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    (claim,) = await claimed(record)
    await set_habits(record, ana, DAILY, NOW + 2 * DAY)
    assert not await record.try_daily(claim, NOW)
    assert not await record.close_daily(claim)
    assert not await record.release_daily(claim, NOW)
    assert await record.habits(ana) == DAILY
    (next_one,) = await claimed(record, 2 * DAY)
    assert next_one.due == NOW + 2 * DAY


async def test_two_that_change_something_for_the_first_time_at_once_both_do(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    for _ in range(20):
        await record.forget_learner(ana, NOW)
        ana = await record.learner(ANA)
        changes = ({"zone": "Asia/Tokyo"}, {"new_a_day": 3})
        await asyncio.gather(*(record.change_habits(ana, partial(replace, **it)) for it in changes))
        assert await record.habits(ana) == Habits("Asia/Tokyo", 3)


async def test_a_change_outlasts_the_joining_of_two_records_at_the_same_moment(record: StudyRecord) -> None:
    for n in range(12):
        kept, gone = [await record.learner(replace(who, user=f"{who.user} {n}")) for who in (ANA, BO)]
        await record.change_habits(gone, partial(replace, zone="Asia/Tokyo"))
        await record.keep_link_code(kept, f"code {n}", NOW + DAY, NOW)

        async def later(learner: LearnerId, n: int) -> None:
            for _ in range(3 * n):
                await asyncio.sleep(0)
            await record.change_habits(learner, partial(replace, new_a_day=3))

        await asyncio.gather(record.link(gone, f"code {n}", NOW), later(kept, n))
        assert await record.habits(kept) == Habits("Asia/Tokyo", 3)


async def test_of_changes_at_once_none_is_lost(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    changes = ({"zone": "Asia/Tokyo"}, {"new_a_day": 3}, {"reviews_a_day": 7}, {"listed": True})
    await asyncio.gather(*(record.change_habits(ana, partial(replace, **it)) for it in changes))
    assert await record.habits(ana) == Habits("Asia/Tokyo", 3, 7, listed=True)


async def test_a_change_that_is_refused_changes_nothing(record: StudyRecord) -> None:
    ana = await record.learner(ANA)

    def refused(habits: Habits) -> Habits:
        raise BadCommand("No day can hold that.")

    with pytest.raises(BadCommand):
        await record.change_habits(ana, refused)
    assert await record.habits(ana) == Habits()


async def test_what_is_changed_leaves_the_next_daily_as_it_is_unless_told_otherwise(
    record: StudyRecord,
) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    changed = await record.change_habits(ana, partial(replace, new_a_day=1))
    assert changed == replace(DAILY, new_a_day=1)
    assert len(await claimed(record, timedelta())) == 1


async def test_a_settled_claim_waits_for_the_next_one(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    assert await record.settle_daily(claim, NOW + DAY)
    assert await claimed(record, DAY - MINUTE) == []
    (again,) = await claimed(record, DAY)
    assert (again.due, again.tried) == (NOW + DAY, None)


async def test_a_claim_is_settled_once(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record)
    assert await record.settle_daily(claim, NOW + 2 * DAY)
    assert not await record.settle_daily(claim, NOW + 3 * DAY)


async def test_new_habits_outlast_a_claim_that_is_settled_after_them(record: StudyRecord) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    (claim,) = await claimed(record)
    await set_habits(record, ana, replace(DAILY, daily=None), None)
    assert not await record.settle_daily(claim, NOW + DAY)
    assert await claimed(record, 9 * DAY) == []


async def test_a_sender_claims_those_of_its_own_platform(record: StudyRecord) -> None:
    await set_habits(record, await record.learner(ANA), replace(DAILY, platform="slack"), NOW)
    assert await claimed(record) == []
    assert len(await record.claim_dailies("slack", NOW, lease=MINUTE, count=9, a_second=SWIFT)) == 1
