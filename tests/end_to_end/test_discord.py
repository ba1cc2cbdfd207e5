"""the real program as a process, on a Discord that speaks as the real one does, and two learners in it"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.end_to_end.test_terminal import GLOSSARY, studyhall
from tests.fakes.discord_wire import DiscordWire, Exchange, Shown

pytestmark = pytest.mark.slow

LESSON = """---
title: Keeping bees
track: The garden
quiz:
  - ask: What does a scout dance for?
    options: [To show where flowers are, To keep warm, To call the queen]
    answer: To show where flowers are
    why: The waggle dance tells direction and distance.
  - ask: How many queens has a colony?
    options: [None, One, Two]
    answer: One
  - ask: What does the length of a dance tell?
    options: [The distance, The weather, The time of day]
    answer: The distance
---
# Keeping bees

A hive of bees is a colony of one queen and up to 60,000 workers.

## How bees find flowers

The waggle dance is a movement by which a scout tells her sisters where flowers are. Its angle gives the
direction from the sun, and its length gives the distance.
"""
RIGHT = ("To show where flowers are", "One", "The distance")
SECONDS = 5
UP_S = 60.0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    (folder / "bees").mkdir()
    (folder / "bees/bees.md").write_text(LESSON, "utf-8")
    (folder / "bees/glossary.csv").write_text(GLOSSARY, "utf-8")
    done = studyhall(folder / "data", "ingest", str(folder / "bees"))
    assert done.returncode == 0, done.stderr
    return folder / "data"


@asynccontextmanager
async def started(wire: DiscordWire, data: Path, *, times: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`studyhall start` with a token; killed where it was not stopped before."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STUDYHALL_", "OPENAI_", "DISCORD_"))}
    settings = {
        "DISCORD_TOKEN": wire.token,
        "STUDYHALL_DISCORD_ADDRESS": wire.address,
        "STUDYHALL_DISCORD_AUTHORITY": str(wire.authority),
    }
    if "STUDYHALL_MODELS" in os.environ:
        settings["STUDYHALL_MODELS"] = os.environ["STUDYHALL_MODELS"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "--data", str(data), "start"),
        env=kept | settings,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        await wire.ready(times, UP_S)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def stopped(process: asyncio.subprocess.Process) -> None:
    """As an operator's Ctrl-C or a restart of the machine does it: without a word of complaint."""
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0, told
    assert told == b""


async def test_two_learners_define_ask_follow_up_and_play_through_a_restart(data: Path):
    async with DiscordWire.open() as wire:
        ada, bob = wire.world.person("ada"), wire.world.person("bob")
        guild = wire.world.guild("Garden", ada, bob)
        channel = wire.world.channel(guild, "general")
        exchanges: list[Exchange] = []

        async with started(wire, data, times=1) as process:
            offered = await wire.autocomplete(ada, channel, "define", word="wag")
            assert [it["name"] for it in offered] == ["Waggle dance"]
            defined = await wire.slash(ada, channel, "define", word=offered[0]["value"])
            assert "A dance that tells where flowers are." in (await defined.reply()).words

            asked = await wire.slash(ada, channel, "ask", question="What is the waggle dance?")
            answer = await asked.reply(lambda it: it.controls, seconds=20)
            assert "a scout tells her sisters where flowers are" in answer.words
            assert "Keeping bees" in answer.words

            opened = await wire.tap(ada, answer, "Follow up")
            followed = await wire.submit(ada, opened, {"words": "What does its angle give?"})
            assert "direction from the sun" in (await followed.reply(lambda it: it.controls)).words

            called = await wire.slash(
                ada, channel, "quiz", topic="Keeping bees", count=3, together=True, seconds=SECONDS
            )
            assert "quiz together" in (await called.reply()).words
            thread = (await wire.until(lambda: wire.threads(channel)))[0]
            first = await posted(wire, thread, "Question 1 of 3")
            one = await wire.tap(ada, first, RIGHT[0])
            two = await wire.tap(bob, first, "To keep warm")
            assert "Your answer is in." in (await one.reply()).words
            assert one.ephemeral
            assert two.ephemeral
            assert not any("was right" in it.words for it in wire.messages(thread)), (
                "nothing before the reveal"
            )
            await posted(wire, thread, "Answer 1 of 3", seconds=SECONDS + 10)
            second = await posted(wire, thread, "Question 2 of 3", seconds=20)
            exchanges += [defined, asked, opened, followed, called, one, two]
            await stopped(process)

        async with started(wire, data, times=2) as process:
            three = await wire.tap(ada, second, RIGHT[1])
            four = await wire.tap(bob, second, RIGHT[1])
            await posted(wire, thread, "Answer 2 of 3", seconds=SECONDS + 15)
            third = await posted(wire, thread, "Question 3 of 3", seconds=20)
            await wire.tap(ada, third, RIGHT[2])
            await wire.tap(bob, third, "The weather")
            podium = await posted(wire, thread, "🥇", seconds=SECONDS + 15)
            assert podium.words.index("ada") < podium.words.index("bob")
            again = await wire.tap(bob, podium, "My missed ones")
            missed = await again.reply()
            assert again.ephemeral
            assert "Question 1 of 2" in missed.words, "two of three, once more, for Bob alone"
            passage = await wire.tap(ada, answer, "Show passage 1")
            assert "waggle dance" in (await passage.reply()).words, "a button of the process before"
            exchanges += [three, four, again, passage]
            await stopped(process)

        assert wire.violations == []
        assert len(wire.sent("PUT", "/commands")) == 1, "registered once: the table did not change"
        asked_once = [it.words for it in wire.messages(thread) if "Question 2 of 3" in it.words]
        assert len(asked_once) == 1
        assert max(it.acknowledged_after for it in exchanges) < 3, "Discord's own deadline"


async def posted(wire: DiscordWire, thread: object, words: str, seconds: float = 10.0) -> Shown:
    """The message of the thread that says so."""

    def found() -> Shown | None:
        return next((it for it in wire.messages(thread) if words in it.words), None)  # type: ignore[arg-type]

    message: Shown = await wire.until(found, seconds)
    return message


async def test_a_token_that_discord_does_not_take_ends_the_program_with_a_sentence(data: Path):
    async with DiscordWire.open() as wire:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("STUDYHALL_D", "OPENAI_"))}
        settings = {
            "DISCORD_TOKEN": "stolen",
            "STUDYHALL_DISCORD_ADDRESS": wire.address,
            "STUDYHALL_DISCORD_AUTHORITY": str(wire.authority),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.cli", "--data", str(data), "start"),
            env=kept | settings,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _, told = await asyncio.wait_for(process.communicate(), UP_S)
        assert process.returncode != 0
        assert b"DISCORD_TOKEN" in told
        assert b"stolen" not in told
