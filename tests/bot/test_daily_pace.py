"""Who is written to in which second, when it is looked again, and to whom nothing comes"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.commands import LearnTerm, ShowHabits, TurnDailyOn
from bot.errors import NotPermitted, Unsent, Unwelcome
from bot.models import Absence, Habits, LearnerId, SpaceId
from bot.replies import Reply
from bot.routines import dailies as routine
from bot.routines.dailies import Dailies
from bot.study.calendar.reminding import snoozed
from knowledge.errors import StoreUnavailable
from tests.bot.bench import Bench, bench
from tests.bot.test_daily import (
    DAY,
    HOUR,
    NOON,
    at_one,
    eventually,
    looks,
    reminded,
    sender,
    while_time_passes,
)
from tests.bot.test_review import ELSEWHERE, add, question
from tests.fakes.scripted_platform import origin, text_of

ADA = LearnerId(1)
A_SECOND, BATCH = 40, 160


@dataclass
class Stuck:
    """A platform that answers when it is told to."""

    posts: list[asyncio.Future[str]] = field(default_factory=list)

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        self.posts.append(asyncio.get_running_loop().create_future())
        return await self.posts[-1]


@dataclass
class Away:
    """A record that cannot be had."""

    behind: Any
    asked: int = 0

    async def claim_dailies(self, *about: Any, **more: Any) -> Any:
        self.asked += 1
        raise StoreUnavailable("Gone for a while.")


async def a_school(count: int) -> Bench:
    """All of them want it at one, an hour from now, and have two new cards."""
    at = await bench()
    for n in range(count):
        person = at.beside(origin(f"p{n}"))
        await person.send(LearnTerm("Layer"))
        await person.send(TurnDailyOn("13:00"))
    at.clock.advance(hours=1, minutes=2)
    return at


@asynccontextmanager
async def kept(at: Bench) -> AsyncIterator[Dailies]:
    dailies = sender(at)
    keeping = asyncio.ensure_future(dailies.keep())
    yield dailies
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await dailies.rest()


async def quiet() -> None:
    for _ in range(500):
        await asyncio.sleep(0)


async def posted(at: Bench, count: int) -> None:
    """So many by now, and no more while the clock stands."""
    await eventually(lambda: len(at.messenger.posted) >= count)
    await quiet()
    assert len(at.messenger.posted) == count


async def wakes(at: Bench, moment: datetime) -> None:
    """Everybody waits for that moment or a later one."""
    await eventually(lambda: at.clock.wakes_at == moment)
    await quiet()
    assert at.clock.wakes_at == moment


async def test_no_more_than_forty_are_written_to_in_a_second():
    at = await a_school(A_SECOND + 20)
    async with kept(at):
        await posted(at, 1)
        at.clock.advance(seconds=0.5)
        await posted(at, 1 + A_SECOND // 2)
        at.clock.advance(seconds=0.5)
        await posted(at, 1 + A_SECOND)
        at.clock.advance(seconds=1)
        await posted(at, A_SECOND + 20)


async def test_who_are_more_than_one_look_finds_are_written_to_without_a_rest_between():
    at = await a_school(BATCH + 10)
    async with kept(at):
        for second in range(4):
            await posted(at, 1 + second * A_SECOND)
            at.clock.advance(seconds=1)
        await posted(at, BATCH + 1)
        at.clock.advance(seconds=0.5)
        await posted(at, BATCH + 10)


async def test_after_a_look_that_found_nobody_it_rests_for_a_quarter_of_a_minute():
    at = await bench()
    async with kept(at):
        await wakes(at, at.clock.now() + timedelta(seconds=15))


async def test_a_platform_that_asks_for_a_pause_is_not_even_looked_for_before_it_is_over():
    at = await reminded()
    at.messenger.fails("post", Unsent("Slower.", pause=10 * timedelta(minutes=1)))
    at.clock.advance(hours=1, minutes=2)
    until = at.clock.now() + timedelta(minutes=10)
    async with kept(at):
        await eventually(lambda: not at.messenger._faults["post"])
        await quiet()
        at.clock.advance(seconds=15)
        await wakes(at, until)


async def test_however_many_are_stuck_no_more_are_begun_until_one_of_them_ends(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(routine, "_BATCH", 4)
    monkeypatch.setattr(routine, "_UNDER_WAY", 5)
    at, stuck = await a_school(8), Stuck()
    dailies = sender(at, stuck)
    assert [await while_time_passes(at, dailies.once()) for _ in range(2)] == [4, 1]
    third = asyncio.ensure_future(dailies.once())
    await quiet()
    assert not third.done()
    await eventually(lambda: len(stuck.posts) == 5)
    stuck.posts.pop().set_result("sent")
    assert await while_time_passes(at, third) == 1
    await eventually(lambda: len(stuck.posts) == 5)
    for post in stuck.posts:
        post.set_result("sent")
    await dailies.rest()


async def test_while_the_database_is_away_it_is_asked_no_more_often_than_ever():
    at = await reminded()
    broken = Away(at.record)
    dailies = sender(at, record=broken)
    keeping = asyncio.ensure_future(dailies.keep())
    await wakes(at, at.clock.now() + timedelta(seconds=15))
    assert broken.asked == 1
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def test_after_days_away_one_look_is_enough_for_the_days_that_are_over():
    at = await reminded()
    at.clock.advance(days=3, hours=8)
    assert [await looks(at) for _ in range(3)] == [1, 0, 0]
    assert at.messenger.posted == []


@pytest.mark.parametrize("them", [{"absences": (Absence(NOON, NOON + 3 * DAY),)}, {"daily": None}])
async def test_to_whom_is_away_or_wants_none_nothing_comes_though_it_was_due_before(them: dict[str, object]):
    at = await reminded()
    await at.record.change_habits(ADA, lambda it: replace(it, **them))
    await at_one(at)
    assert at.messenger.posted == []
    at.clock.advance(days=1)
    assert await looks(at) == 0
    at.clock.advance(days=2)
    assert await looks(at) == ("absences" in them)


async def test_whom_the_bot_may_not_write_to_is_asked_no_more_and_told_once():
    at = await reminded()
    at.messenger.fails("post", NotPermitted("I may not write there."))
    await at_one(at)
    for _ in range(3):
        at.clock.advance(days=1)
        assert await looks(at) == 0
    assert "could not send you" in text_of(await at.platform.send(ShowHabits()))


async def test_who_turns_it_on_again_after_a_refusal_gets_it_again():
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    told = text_of(await at.platform.send(TurnDailyOn("14:00")))
    assert "14:00" in told
    assert "could not send you" not in told
    at.clock.advance(hours=1)
    assert await looks(at) == 1
    assert len(at.messenger.posted) == 1


async def test_the_message_counts_what_is_studied_where_it_is_sent():
    at = await reminded()
    await add(at, *(question(n, library=ELSEWHERE) for n in range(1, 6)))
    await at_one(at)
    (posted,) = at.messenger.posted
    assert text_of(posted.reply).startswith("2 cards are waiting for you.")


async def test_who_has_cards_of_another_place_alone_is_not_written_to():
    at = await bench()
    await at.platform.send(TurnDailyOn("13:00"))
    await add(at, *(question(n, library=ELSEWHERE) for n in range(1, 6)))
    await at_one(at)
    assert at.messenger.posted == []


async def test_a_sender_that_is_told_to_stop_between_two_begins_no_more_and_another_goes_on():
    at = await a_school(3)
    async with kept(at) as dailies:
        await posted(at, 1)
        closing = asyncio.ensure_future(dailies.close())
        await eventually(closing.done)
        at.clock.advance(minutes=1, seconds=2)
        await posted(at, 1)
    at.clock.advance(minutes=1)
    assert await looks(at) == 2
    assert len(at.messenger.posted) == 3


def test_a_snooze_is_an_hour_but_for_who_wants_none_or_is_away():
    wanted = Habits(daily=720)
    away = replace(wanted, absences=(Absence(NOON, NOON + 3 * DAY),))
    assert snoozed(wanted, ADA, NOON) == NOON + HOUR
    assert snoozed(replace(wanted, daily=None), ADA, NOON) is None
    assert snoozed(replace(wanted, closed=True), ADA, NOON) is None
    back = snoozed(away, ADA, NOON)
    assert back is not None
    assert back >= NOON + 3 * DAY
