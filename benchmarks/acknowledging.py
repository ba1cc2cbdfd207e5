"""questions at so many a second, while an ingest runs -> how soon each is acknowledged on Discord

    python -m benchmarks.acknowledging DATA COURSE QUESTIONS_FILE [--rate 50] [--seconds 20]

The bot is `studyhall start`, a process of its own, on the loopback Discord of the tests; the questions are
asked from here, each by a person of its own; the ingest is a third process. Prints one JSON object, in
milliseconds. What is measured holds the wire and the asking too: they share the cores with the bot.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from benchmarks.processes import environment
from tests.fakes.discord_wire import DiscordWire

_PEOPLE = 200
_START_S = 60.0
_GRACE_S = 5.0


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.acknowledging")
    options.add_argument("data", type=Path, help="a course that was ingested")
    options.add_argument("course", type=Path, help="what is ingested meanwhile, into another library")
    options.add_argument("questions", type=Path, help="one a line")
    options.add_argument("--rate", type=float, default=50.0, help="questions a second (default 50)")
    options.add_argument("--seconds", type=float, default=20.0, help="for how long (default 20)")
    chosen = options.parse_args()
    asked = [line for line in chosen.questions.read_text("utf-8").splitlines() if line.strip()]
    found = asyncio.run(measured(chosen.data, chosen.course, asked, chosen.rate, chosen.seconds))
    print(json.dumps(found))


async def measured(
    data: Path, course: Path, questions: Sequence[str], rate: float, seconds: float
) -> dict[str, float]:
    async with DiscordWire.open(strict=False) as wire, _started(wire, data):
        await _ask(wire, questions, 2.0, 3.0)  # Warm: what is opened once is opened.
        quiet = await _ask(wire, questions, rate, seconds / 2)
        async with _ingesting(data, course) as rounds:
            busy = await _ask(wire, questions, rate, seconds)
        return {**_told("quiet", quiet), **_told("ingesting", busy), "ingests": float(len(rounds))}


def _told(name: str, waits: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(waits, n=100)
    figures = {"asked": float(len(waits)), "p50": cuts[49] * 1000, "p99": cuts[98] * 1000}
    return {f"{name}_{figure}": round(value, 1) for figure, value in figures.items()}


async def _ask(wire: DiscordWire, questions: Sequence[str], rate: float, seconds: float) -> list[float]:
    """At an even pace, whether or not the answers keep up. Raises TimeoutError where one is acknowledged
    after Discord's three seconds, or never."""
    people = _people(wire)
    channel = wire.world.channel(wire.world.guilds_of_bot()[0], "general")
    began, asking = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        person, question = people[number % len(people)], questions[number % len(questions)]
        asking.append(asyncio.create_task(wire.slash(person, channel, "ask", question=question)))
    exchanges = await asyncio.gather(*asking)
    return [exchange.acknowledged_after for exchange in exchanges]


def _people(wire: DiscordWire) -> list[object]:
    guild = wire.world.guilds_of_bot()[0]
    members = [wire.world.backend.users[id] for id in guild.members]
    return [one for one in members if one.name.startswith("learner")]


@asynccontextmanager
async def _started(wire: DiscordWire, data: Path) -> AsyncIterator[None]:
    people = [wire.world.person(f"learner{number}") for number in range(_PEOPLE)]
    wire.world.guild("Study", *people)
    settings = {
        "DISCORD_TOKEN": wire.token,
        "STUDYHALL_DISCORD_ADDRESS": wire.address,
        "STUDYHALL_DISCORD_AUTHORITY": str(wire.authority),
        "STUDYHALL_QUESTIONS_A_MINUTE": "0",
    }
    bot = await asyncio.create_subprocess_exec(
        *_studyhall(data, "start"), env=environment() | settings, stdin=asyncio.subprocess.DEVNULL
    )
    try:
        await wire.ready(seconds=_START_S)
        await wire.until(lambda: wire.commands, _START_S)
        await asyncio.sleep(_GRACE_S)
        yield
    except TimeoutError as late:
        sessions = f"{wire.gateway.identified} sessions, {wire.gateway.resumed} resumed"
        raise RuntimeError(f"{late} (the bot's exit code: {bot.returncode}; {sessions})") from late
    finally:
        if bot.returncode is None:
            bot.terminate()
        await bot.wait()


@asynccontextmanager
async def _ingesting(data: Path, course: Path) -> AsyncIterator[list[int]]:
    """Again and again, everything anew, until the body ends; the exit codes so far."""
    done: list[int] = []

    async def again() -> None:
        while True:
            command = _studyhall(data, "ingest", "--library", "beside", "--reembed", "--json", str(course))
            child = await asyncio.create_subprocess_exec(
                *command,
                env=environment(),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                done.append(await child.wait())
            except asyncio.CancelledError:
                child.kill()
                await child.wait()
                raise

    running = asyncio.create_task(again())
    try:
        yield done
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def _studyhall(data: Path, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "bot.cli", "--data", str(data), *arguments)


if __name__ == "__main__":
    main()
