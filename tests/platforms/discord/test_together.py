"""Rounds that are played together on the wire, where something goes wrong"""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.models import RoundId
from bot.study import contest
from tests.fakes.discord_wire import Exchange, Shown
from tests.platforms.discord.schoolhouse import Schoolhouse, schoolhouse

ARCHIVED = {"message": "Thread is archived", "code": 50083}


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "PAUSE", contest.PAUSE / 100)
    monkeypatch.setattr(contest, "time_for", lambda asked, seconds: timedelta(seconds=2))


async def called(at: Schoolhouse, **values: Any) -> tuple[Exchange, Any, Shown]:
    """The call, its thread, and the first question."""
    call = await at.wire.slash(at.ada, at.channel, "quiz", together=True, seconds=5, **values)
    thread = (await at.wire.until(lambda: at.wire.threads(at.channel)))[-1]
    return call, thread, await question(at, thread, 1)


async def question(at: Schoolhouse, thread: Any, number: int) -> Shown:
    def asked() -> Shown | None:
        there = (one for one in at.wire.messages(thread) if f"Question {number} of" in one.words)
        return next((one for one in there if one.controls), None)

    found: Shown = await at.wire.until(asked, 10)
    return found


async def test_many_who_tap_twice_at_once_are_each_counted_once():
    async with schoolhouse() as at:
        crowd = [at.wire.world.person(f"learner {n}") for n in range(8)]
        for one in crowd:
            at.wire.world.join(at.guild, one)
        _, thread, first = await called(at, count=1)
        label = first.controls[0].custom_id
        taps = await asyncio.gather(*(at.wire.tap(one, first, label) for one in (*crowd, *crowd)))
        assert all(tap.acknowledged_after < 3 for tap in taps)
        forms = [tap for tap in taps if tap.kind == 9]
        await asyncio.gather(*(at.wire.submit(tap.user, tap, {"words": "skip it"}) for tap in forms))
        await at.wire.until(lambda: any("Answer 1 of 1" in one.words for one in at.wire.messages(thread)), 12)
        round = await at.at.record.round(at.space, RoundId(1))
        assert len({it.learner for it in round.responses}) == len(round.responses) == len(crowd)


async def test_a_thread_that_was_archived_meanwhile_is_written_in_all_the_same():
    async with schoolhouse() as at:
        _, thread, first = await called(at, count=1)
        at.wire.fail("PATCH", f"/messages/{first.id}", 400, ARCHIVED)
        await at.wire.until(lambda: any("Answer 1 of 1" in one.words for one in at.wire.messages(thread)), 12)


async def test_a_round_whose_thread_was_deleted_ends_with_a_word_where_it_was_called_for():
    async with schoolhouse() as at:
        _, thread, _ = await called(at, count=2)
        gone = {"message": "Unknown Channel", "code": 10003}
        at.wire.fail("PATCH", f"/channels/{thread.id}/", 404, gone, times=99)
        at.wire.fail("POST", f"/channels/{thread.id}/messages", 404, gone, times=99)
        await at.wire.until(
            lambda: any("not here any more" in one.words for one in at.wire.messages(at.channel)), 12
        )
        again = await at.wire.slash(at.ada, at.channel, "quiz", together=True, seconds=5)
        assert "calls" in (await again.reply()).words


async def test_a_server_that_sends_the_bot_away_in_the_middle_of_a_round_ends_it():
    async with schoolhouse() as at:
        await called(at, count=2)
        at.wire.world.bot_is_removed(at.guild)
        await at.wire.until(lambda: not at.at.record._live, 12)


async def test_somebody_plays_in_two_rounds_at_once():
    async with schoolhouse() as at:
        other = at.wire.world.channel(at.guild, "other")
        _, _, first = await called(at, count=1)
        await at.wire.slash(at.bob, other, "quiz", together=True, seconds=5, count=1)
        thread = (await at.wire.until(lambda: at.wire.threads(other)))[-1]
        second = await question(at, thread, 1)
        for message in (first, second):
            tapped = await at.wire.tap(at.ada, message, message.controls[0].custom_id)
            if tapped.kind == 9:
                tapped = await at.wire.submit(at.ada, tapped, {"words": "transfer learning"})
            assert "answer is in" in (await tapped.reply()).words.lower()
