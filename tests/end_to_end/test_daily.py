"""the real program as a process: a daily message comes once, whoever kills it, and one tap makes it a card"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.test_discord import data, started, stopped
from tests.fakes.discord_wire import DiscordWire, Shown

pytestmark = pytest.mark.slow
__all__ = ["data"]

A_LOOK_S = 40.0
LOOKS = 80


async def test_a_daily_message_comes_once_through_a_kill_and_is_answered_with_one_tap(data: Path):
    async with DiscordWire.open() as wire:
        ada = wire.world.person("ada")
        channel = wire.world.channel(wire.world.guild("Garden", ada), "general")

        def direct() -> list[Shown]:
            return [it for it in wire.messages(wire.world.direct(ada)) if "waiting for you" in it.words]

        async with started(wire, data, times=1) as process:
            await wire.until(lambda: wire.commands, 60)
            await (await wire.slash(ada, channel, "learn", name="Waggle dance")).reply(seconds=20)
            on = await wire.slash(ada, channel, "daily on", at="8:30", zone="Germany")
            assert "A direct message comes at" in (await on.reply(seconds=20)).words
            its_hour_has_come(data)
            (message,) = await wire.until(direct, A_LOOK_S)
            process.kill()
            await process.wait()

        its_hour_has_come(data, settled=False)
        async with started(wire, data, times=2) as process:
            await until_settled(data)
            assert len(direct()) == 1
            assert len(wire.sent("POST", f"/channels/{message.channel_id}/messages")) == 2
            tapped = await wire.tap(ada, message, "Start")
            front = await tapped.reply(lambda it: "due" in it.words, seconds=20)
            assert front.id == message.id
            turned = await wire.tap(ada, front, "Reveal")
            assert "tells where flowers are" in (await turned.reply(lambda it: "Answer" in it.words)).words
            await stopped(process)
        assert wire.violations == []


def its_hour_has_come(data: Path, *, settled: bool = True) -> None:
    """As if the clock had moved on. Not `settled`: to the same moment, as if the kill had come before it was
    noted that the message was taken, and its lease were over."""
    with closing(sqlite3.connect(database(data), timeout=20)) as connection:
        if settled:
            now = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"
            connection.execute(f"CREATE TABLE hour AS SELECT {now} AS at")
        tried = "NULL" if settled else "(SELECT at FROM hour)"
        due = "next_at = (SELECT at FROM hour), leased_until = NULL"
        connection.execute(f"UPDATE habits SET {due}, tried = {tried}")
        connection.commit()


async def until_settled(data: Path) -> None:
    for _ in range(LOOKS):
        if not under_way(data):
            return
        await asyncio.sleep(0.5)
    raise AssertionError("It was never settled.")


def under_way(data: Path) -> int:
    with closing(sqlite3.connect(database(data), timeout=20)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM habits WHERE tried IS NOT NULL").fetchone()
        return int(count)


def database(data: Path) -> Path:
    return next(data.glob("*.db"))
