"""senders of daily messages killed at any point, in memory and on SQLite, and no message twice

python -m tests.soak.dailies [RUNS] [SEED]
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.storage.migrations import STUDY
from bot.storage.record import SqlStudyRecord
from knowledge.adapters.database import open_database
from knowledge.adapters.migrations import CATALOGUE
from tests.bot.dailies_killed import DAYS, PEOPLE, killed_for_days

_ON_SQLITE = 20
"""One run of so many: each takes seconds there."""


def main(runs: int = 2000, seed: int = 1000) -> None:
    came = 0
    for number in range(seed, seed + runs):
        came += asyncio.run(_on_sqlite(number) if number % _ON_SQLITE == 0 else _in_memory(number))
    wanted = runs * DAYS * PEOPLE
    print(f"{runs} runs: no message came twice, {came} of {wanted} came, and nobody was lost for good")


async def _in_memory(seed: int) -> int:
    return _sound(seed, *await killed_for_days(seed))


async def _on_sqlite(seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'study.db'}"
        async with open_database(url, histories=(CATALOGUE, STUDY)) as database:
            return _sound(seed, *await killed_for_days(seed, SqlStudyRecord(database)))


def _sound(seed: int, came: "dict[str, int]", the_day_after: int) -> int:
    if max(came.values(), default=1) > 1 or the_day_after != PEOPLE:
        raise AssertionError(f"seed {seed}: {came}, and {the_day_after} of {PEOPLE} on the day after")
    return len(came)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
