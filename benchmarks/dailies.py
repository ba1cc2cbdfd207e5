"""a million learners who want a message a day -> how long the peak takes, and what each message costs

    python -m benchmarks.dailies SCRATCH [--learners 1000000] [--senders 2000]

The day is simulated: when each message is due is what the bot computes, and they go out at its own rate. Its
busiest hour is played through in virtual time, by the sender itself on a platform that answers after 0.3 s,
after 25 s one time in a hundred, and asks for a pause one time in ten thousand. The costs are measured: on
SQLite, with as many rows as learners, and with cards that are due. Prints one JSON object. Needs no course.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.rush import busiest_hour, nothing_moved
from bot.models import CardKey, CardText, Habits, Identity, LearnerId, SpaceId
from bot.replies import Reply
from bot.routines.dailies import A_SECOND, Dailies
from bot.storage import tables
from bot.storage.migrations import STUDY
from bot.storage.record import SqlStudyRecord
from bot.study.calendar.reminding import LATE, LEASE, next_daily
from knowledge.adapters.database import open_database
from knowledge.adapters.migrations import CATALOGUE
from knowledge.models import LibraryId
from tests.fakes.scripted_messenger import ScriptedMessenger

_BEGAN = datetime(2026, 3, 3, tzinfo=UTC)
_CARDS = 60
_COURSE = LibraryId("course")
_ZONES = {
    "Europe/Berlin": 30,
    "America/New_York": 25,
    "Asia/Kolkata": 15,
    "America/Los_Angeles": 10,
    "America/Sao_Paulo": 8,
    "Asia/Tokyo": 6,
    "Australia/Sydney": 3,
    "UTC": 3,
}
_HOURS = {480: 40, 510: 10, 450: 10, 540: 10, 420: 10, 720: 5, 1080: 5, 1200: 10}


class Now:
    """The time at which all are due: nobody is waited for, and nothing takes too long."""

    def now(self) -> datetime:
        return _BEGAN

    async def sleep_until(self, moment: datetime) -> None:
        if moment > _BEGAN + timedelta(minutes=1) - timedelta(seconds=1):
            await asyncio.get_running_loop().create_future()


class Counting(ScriptedMessenger):
    """Keeps how many came, and nothing else."""

    count = 0

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        self.count += 1
        return key


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.dailies")
    options.add_argument("scratch", type=Path)
    options.add_argument("--learners", type=int, default=1_000_000)
    options.add_argument("--senders", type=int, default=2_000, help="how many messages are really made")
    chosen = options.parse_args()
    chosen.scratch.mkdir(parents=True, exist_ok=True)
    due = wished(chosen.learners)
    found = {
        "learners": chosen.learners,
        **day(due),
        "busiest_hour": busiest_hour(due),
        **asyncio.run(costs(chosen.scratch, chosen.learners, chosen.senders)),
    }
    print(json.dumps(found))


def wished(learners: int, seed: int = 7) -> list[float]:
    """When each is due, in seconds of one day, in order."""
    dice = random.Random(seed)
    zones = dice.choices([*_ZONES], [*_ZONES.values()], k=learners)
    hours = dice.choices([*_HOURS], [*_HOURS.values()], k=learners)
    wanted = (
        next_daily(Habits(zone=zone, daily=hour), LearnerId(n), _BEGAN)
        for n, (zone, hour) in enumerate(zip(zones, hours, strict=True), 1)
    )
    return sorted((it - _BEGAN).total_seconds() for it in wanted if it)


def day(due: Sequence[float]) -> dict[str, float]:
    """Sent the longest due first at A_SECOND."""
    free, waits, left_out, sent = 0.0, [], 0, Counter[int]()
    for at in due:
        free = max(free, at)
        if free - at > LATE.total_seconds():
            left_out += 1
            continue
        waits.append(free - at)
        sent[int(free)] += 1
        free += 1 / A_SECOND
    return {
        "sent": len(waits),
        "left_to_tomorrow": left_out,
        "longest_wait_minutes": round(max(waits) / 60, 1),
        "median_wait_minutes": round(statistics.median(waits) / 60, 1),
        "most_in_a_second": max(sent.values()),
    }


async def costs(scratch: Path, learners: int, senders: int) -> dict[str, float]:
    url = f"sqlite:///{scratch / 'dailies.db'}"
    async with open_database(url, histories=(CATALOGUE, STUDY)) as database:
        record = SqlStudyRecord(database)
        whose = [await record.learner(Identity("discord", str(n), f"p{n}")) for n in range(senders)]
        for learner in whose:
            await record.add_cards(learner, SpaceId("s"), [_card(n) for n in range(_CARDS)], _BEGAN)
            await record.change_habits(learner, lambda _: _habits(), lambda _: _BEGAN)
        async with database.writing() as connection:
            await _fill(connection, senders, learners)
        return {**await _claims(record), **await _messages(record, senders)}


async def _fill(connection: object, first: int, learners: int) -> None:
    """The others: due in the days to come."""
    rows: list[Mapping[str, object]] = []
    execute = connection.execute  # type: ignore[attr-defined]
    for id in range(first + 1, learners + 1):
        rows.append({"id": id, "at": _BEGAN + timedelta(days=1, seconds=id % 86_400)})
        if len(rows) == 20_000 or id == learners:
            await execute(sa.insert(tables.learners), [{"id": row["id"]} for row in rows])
            await execute(sa.insert(tables.habits), [_row(row) for row in rows])
            rows.clear()


def _row(row: Mapping[str, object]) -> dict[str, object]:
    plain = {"zone": "UTC", "new_a_day": 10, "reviews_a_day": 100, "retention": 0.9, "daily": 480}
    where = {"platform": "discord", "space": "discord:user:1", "channel": "1"}
    return {**plain, **where, "learner": row["id"], "next_at": row["at"]}


async def _claims(record: SqlStudyRecord) -> dict[str, float]:
    """A look when nobody's hour has come, among so many rows."""
    took = []
    for _ in range(50):
        began = time.perf_counter()
        early = _BEGAN - timedelta(hours=1)
        await record.claim_dailies("discord", early, lease=LEASE, count=160, a_second=A_SECOND)
        took.append(time.perf_counter() - began)
    return {"idle_look_ms": round(statistics.median(took) * 1000, 2)}


async def _messages(record: SqlStudyRecord, senders: int) -> dict[str, float]:
    async def libraries(space: SpaceId) -> tuple[LibraryId, ...]:
        return (_COURSE,)

    messenger = Counting()
    dailies = Dailies("discord", record, libraries, nothing_moved, messenger, Now())
    began, cpu = time.perf_counter(), time.process_time()
    while await dailies.once():
        await dailies.rest()
    took, busy = time.perf_counter() - began, time.process_time() - cpu
    return {
        "messages": messenger.count,
        "message_ms": round(took / senders * 1000, 2),
        "message_cpu_ms": round(busy / senders * 1000, 2),
    }


def _habits() -> Habits:
    return Habits("UTC", daily=720, platform="discord", space=SpaceId("discord:user:1"), channel="1")


def _card(n: int) -> CardText:
    return CardText(
        CardKey(_COURSE, "a.md", ("A",), "term", f"word {n}"), f"Word {n}?", "What it means.", "h"
    )


if __name__ == "__main__":
    main()
