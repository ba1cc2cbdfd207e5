"""Files of a learner's own data are written while the bot goes on answering others"""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands import ExportMyData, Review
from bot.models import LearnerId
from tests.bot.test_own import BOB, attached, studying
from tests.fakes.scripted_platform import text_of

LONG_S = 5
"""As long as nothing takes here, unless it waits for itself."""


class Slow(dict[str, Sequence[Mapping[str, Any]]]):
    """What is held; whoever reads of it first waits until somebody else was answered."""

    def __init__(self, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        super().__init__(held)
        self.read, self.answered, self.in_time = threading.Event(), threading.Event(), True

    def __getitem__(self, name: str) -> Sequence[Mapping[str, Any]]:
        if not self.read.is_set():
            self.read.set()
            self.in_time = self.answered.wait(LONG_S)
        return super().__getitem__(name)


async def test_while_files_are_written_others_are_answered():
    at = await studying()
    slow = Slow(await at.record.everything_of(LearnerId(1)))

    async def everything(_: LearnerId) -> Slow:
        return slow

    at.record.everything_of = everything
    exporting = asyncio.ensure_future(at.platform.send(ExportMyData()))
    await asyncio.to_thread(slow.read.wait, LONG_S)
    assert "no cards to review" in text_of(await at.beside(BOB).send(Review()))
    slow.answered.set()
    assert set(attached(await exporting)) == {"studyhall.json", "reviews.csv", "studyhall.apkg"}
    assert slow.in_time
