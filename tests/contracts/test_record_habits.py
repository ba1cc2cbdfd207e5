"""What every study record promises of how learners want to study, and of their daily DMs"""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.models import Claim, Habits, LearnerId, SpaceId
from bot.ports import StudyRecord
from tests.contracts.schoolyard import ANA, BO, NOW

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DAILY = Habits("Europe/Berlin", 5, 40, 0.85, 510, "discord", SpaceId("discord:user:7"), "70")


async def asked_for_dailies(record: StudyRecord, count: int) -> list[LearnerId]:
    """The n-th is due n minutes after NOW."""
    whose = [await record.learner(replace(ANA, user=str(n))) for n in range(count)]
    for n, learner in enumerate(whose):
        await record.set_habits(learner, DAILY, NOW + n * MINUTE)
    return whose


async def claimed(record: StudyRecord, after: timedelta = DAY, count: int = 100) -> list[Claim]:
    return list(await record.claim_dailies("discord", NOW + after, lease=MINUTE, count=count))


async def test_who_never_said_otherwise_has_the_defaults(record: StudyRecord) -> None:
    assert await record.habits(await record.learner(ANA)) == Habits()


async def test_habits_come_back_as_they_were_set_and_are_each_ones_own(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    away = replace(DAILY, paused_from=NOW, paused_until=NOW + DAY, closed=True, listed=True)
    await record.set_habits(ana, away, None)
    assert (await record.habits(ana), await record.habits(bo)) == (away, Habits())
    await record.set_habits(ana, DAILY, None)
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
    await record.set_habits(await record.learner(ANA), replace(DAILY, daily=None), None)
    assert await claimed(record) == []


async def test_each_is_claimed_by_one_of_many_at_once(record: StudyRecord) -> None:
    whose = await asked_for_dailies(record, 40)
    found = await asyncio.gather(*(claimed(record, count=7) for _ in range(12)))
    seen = [it.learner for some in found for it in some]
    assert len(seen) == len(set(seen))
    seen += [it.learner for it in await claimed(record)]
    assert sorted(seen) == sorted(whose)


async def test_a_claim_that_was_not_settled_comes_again_after_its_lease_with_its_first_moment(
    record: StudyRecord,
) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    assert await claimed(record, timedelta()) == [Claim(ana, NOW, NOW)]
    assert await claimed(record, timedelta(seconds=59)) == []
    assert await claimed(record, MINUTE) == [Claim(ana, NOW, NOW)]


async def test_a_settled_claim_waits_for_the_next_one(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record, timedelta())
    assert await record.settle_daily(claim, NOW + DAY)
    assert await claimed(record, DAY - MINUTE) == []
    (again,) = await claimed(record, DAY)
    assert (again.due, again.first) == (NOW + DAY, NOW + DAY)


async def test_a_claim_is_settled_once(record: StudyRecord) -> None:
    await asked_for_dailies(record, 1)
    (claim,) = await claimed(record)
    assert await record.settle_daily(claim, NOW + 2 * DAY)
    assert not await record.settle_daily(claim, NOW + 3 * DAY)


async def test_new_habits_outlast_a_claim_that_is_settled_after_them(record: StudyRecord) -> None:
    (ana,) = await asked_for_dailies(record, 1)
    (claim,) = await claimed(record)
    await record.set_habits(ana, replace(DAILY, daily=None), None)
    assert not await record.settle_daily(claim, NOW + DAY)
    assert await claimed(record, 9 * DAY) == []


async def test_a_sender_claims_those_of_its_own_platform(record: StudyRecord) -> None:
    await record.set_habits(await record.learner(ANA), replace(DAILY, platform="slack"), NOW)
    assert await claimed(record) == []
    assert len(await record.claim_dailies("slack", NOW, lease=MINUTE, count=9)) == 1
