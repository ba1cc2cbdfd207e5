"""The whole bot on fakes: what each test of a command sits at"""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.bootstrap import Ports, dispatcher, live_rounds
from bot.budgets import Limits
from bot.models import Origin
from bot.routines.live import LiveRounds
from knowledge.models import LibraryId, Passage
from knowledge.shelf import Shelf
from tests.fakes.clock import FixedDice, FrozenClock
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_intake import ScriptedIntake
from tests.fakes.scripted_messenger import ScriptedMessenger
from tests.fakes.scripted_platform import ScriptedPlatform
from tests.fakes.small_course import answered, catalogue


@dataclass
class Bench:
    platform: ScriptedPlatform
    record: Any
    answerer: Any
    ports: Ports
    messenger: ScriptedMessenger
    clock: FrozenClock
    live: LiveRounds

    def beside(self, origin: Origin) -> ScriptedPlatform:
        """Another learner, or another place, of the same bot."""
        return ScriptedPlatform(dispatcher(self.ports, live=self.live, new_id=_new_id), origin)

    async def settled(self) -> None:
        """Until the rounds that are played together wait for the clock, or are over."""
        async with asyncio.timeout(10):
            while True:
                for _ in range(20):
                    await asyncio.sleep(0)
                if not self.live.playing or self.clock.wakes_at:
                    return

    async def passes(self, **time: float) -> None:
        self.clock.advance(**time)
        await self.settled()

    async def restarts(self) -> None:
        """Another process, on the same record. Who is `beside` before sits at the one that has ended."""
        await self.live.close()
        self.live = live_rounds(self.ports, new_id=_new_id)
        await self.live.resume()
        await self.settled()


def _new_id() -> str:
    return "e77"


async def bench(
    *,
    answerer: Any = None,
    taught: MemoryCatalogue | None = None,
    record: Any = None,
    finds: tuple[Passage, ...] = (),
    limits: Limits | None = None,
) -> Bench:
    """With the small course, an answerer that cites its lesson, and a retriever that finds `finds`."""
    taught = taught or await catalogue()
    answerer = answerer or ScriptedAnswerer(answered("why?", complete=False), answered("why?"))
    record = record or MemoryStudyRecord()

    async def find(question: str, libraries: tuple[LibraryId, ...]) -> tuple[Passage, ...]:
        return finds

    allowed, clock, messenger = limits or Limits(), FrozenClock(), ScriptedMessenger()
    ports = Ports(
        taught,
        record,
        answerer,
        find,
        Shelf(catalogue=taught),
        clock,
        FixedDice(),
        allowed,
        messenger=messenger,
        intake=ScriptedIntake(taught),
    )
    live = live_rounds(ports, new_id=_new_id)
    platform = ScriptedPlatform(dispatcher(ports, live=live, new_id=_new_id))
    return Bench(platform, record, answerer, ports, messenger, clock, live)
