"""What every study record promises of rounds that are played together"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import StaleButton
from bot.models import LiveRound, Response, RoundId, SpaceId
from bot.ports import StudyRecord
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.database import Database, open_database
from tests.conftest import HISTORIES
from tests.contracts.schoolyard import BO, HERE, NOW, THERE, a_round


async def a_live_round(
    record: StudyRecord, channel: str = "general", thread: str = "", space: SpaceId = HERE
) -> LiveRound:
    """Opened as a round, and not yet played together."""
    round, _ = await a_round(record, space)
    return LiveRound(round, space, channel, thread)


async def test_a_live_round_comes_back_as_it_was_opened(record: StudyRecord) -> None:
    live = replace(
        await a_live_round(record, thread="5"), number=1, asked_at=NOW.replace(microsecond=9), message="77"
    )
    assert await record.open_live(live)
    assert await record.live(live.round) == live
    assert await record.live(RoundId(404)) is None


async def test_a_channel_holds_one_live_round(record: StudyRecord) -> None:
    first, second = await a_live_round(record), await a_live_round(record)
    assert await record.open_live(first)
    assert not await record.open_live(second)
    assert not await record.open_live(replace(first, channel="other"))
    assert await record.all_live() == (first,)
    for elsewhere in (await a_live_round(record, "other"), await a_live_round(record, space=THERE)):
        assert await record.open_live(elsewhere)


async def test_nor_does_the_thread_in_which_one_is_played_hold_another(record: StudyRecord) -> None:
    await record.open_live(await a_live_round(record, thread="5"))
    assert not await record.open_live(await a_live_round(record, channel="5"))
    assert await record.open_live(await a_live_round(record, channel="5", space=THERE))


async def test_a_closed_round_makes_room(record: StudyRecord) -> None:
    first, second = await a_live_round(record), await a_live_round(record)
    await record.open_live(first)
    await record.close_live(first.round)
    await record.close_live(first.round)
    assert await record.live(first.round) is None
    assert await record.open_live(second)


async def test_of_rounds_called_for_at_once_one_gets_through(record: StudyRecord) -> None:
    called = [await a_live_round(record) for _ in range(6)]
    assert sorted(await asyncio.gather(*map(record.open_live, called))) == [False] * 5 + [True]


async def test_of_two_processes_one_gets_through(database: Database, database_url: str) -> None:
    async with open_database(database_url, HISTORIES) as other:
        records = [SqlStudyRecord(database), SqlStudyRecord(other)]
        called = [(record, await a_live_round(record)) for record in records * 3]
        opened = await asyncio.gather(*(record.open_live(live) for record, live in called))
    assert sorted(opened) == [False] * 5 + [True]


async def test_a_live_round_is_found_where_it_was_called_for_and_where_it_is_played(
    record: StudyRecord,
) -> None:
    live = await a_live_round(record, thread="5")
    await record.open_live(live)
    assert await record.live_in(HERE, "general") == await record.live_in(HERE, "5") == live
    assert await record.live_in(HERE, "6") is None
    assert await record.live_in(THERE, "general") is None


async def test_a_start_finds_the_live_rounds_of_every_space(record: StudyRecord) -> None:
    assert await record.all_live() == ()
    here, there = await a_live_round(record), await a_live_round(record, space=THERE)
    for live in (there, here):
        await record.open_live(live)
    assert await record.all_live() == (here, there)


async def test_a_live_round_moves_on_but_stays_in_its_channel(record: StudyRecord) -> None:
    live = await a_live_round(record)
    await record.open_live(live)
    moved = replace(live, thread="5", number=0, asked_at=NOW, message="77")
    await record.move_live(moved)
    assert await record.live(live.round) == moved
    await record.move_live(replace(moved, asked_at=None, space=THERE, channel="other"))
    assert await record.live(live.round) == replace(moved, asked_at=None)


async def test_a_closed_round_does_not_move(record: StudyRecord) -> None:
    live = await a_live_round(record)
    await record.move_live(live)
    assert await record.all_live() == ()


async def test_a_round_that_is_not_there_cannot_be_played_together(record: StudyRecord) -> None:
    live = await a_live_round(record)
    for unknown in (replace(live, round=RoundId(404)), replace(live, space=THERE)):
        with pytest.raises(StaleButton):
            await record.open_live(unknown)


async def test_points_are_kept_with_the_response(record: StudyRecord) -> None:
    round, ana = await a_round(record)
    given = (
        Response(0, ana, "Owl", "right", at=NOW, points=950),
        Response(0, await record.learner(BO), "Hen", "wrong", at=NOW + timedelta(seconds=1)),
    )
    for response in given:
        await record.add_response(round, response)
    found = await record.round(HERE, round)
    assert found is not None
    assert found.responses == given
