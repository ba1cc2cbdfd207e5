"""The whole bot on fakes: what each test of a command sits at"""

from dataclasses import dataclass
from typing import Any

from bot.bootstrap import Ports, dispatcher
from bot.budgets import Limits
from bot.models import Origin
from knowledge.models import LibraryId, Passage
from knowledge.shelf import Shelf
from tests.fakes.clock import FixedDice, FrozenClock
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import ScriptedPlatform
from tests.fakes.small_course import answered, catalogue


@dataclass
class Bench:
    platform: ScriptedPlatform
    record: Any
    answerer: Any
    ports: Ports

    def beside(self, origin: Origin) -> ScriptedPlatform:
        """Another learner, or another place, of the same bot."""
        return ScriptedPlatform(dispatcher(self.ports, new_id=lambda: "e77"), origin)


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

    allowed = limits or Limits()
    ports = Ports(
        taught, record, answerer, find, Shelf(catalogue=taught), FrozenClock(), FixedDice(), allowed
    )
    return Bench(ScriptedPlatform(dispatcher(ports, new_id=lambda: "e77")), record, answerer, ports)
