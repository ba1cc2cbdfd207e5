"""ingests that are killed, what is served after it, and what the next ingest makes of it"""

import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

from tests.end_to_end import school_year
from tests.end_to_end.nursery import Child, Nursery

Look = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Year:
    """One root whose course becomes another; `data` holds it as it was. `steps` are the calls that bring it
    to what it is, `seconds` what they took; `was` and `is_now` what a bot is served before and after."""

    folder: Path
    nursery: Nursery
    steps: tuple[str, ...]
    seconds: float
    was: Look
    is_now: Look

    @property
    def root(self) -> Path:
        return self.folder / "root"

    def data(self, name: str) -> Path:
        return copytree(self.folder / "data", self.folder / name)

    def ingest(self, data: Path, **more: Any) -> Child:
        return self.nursery.start("ingest", data, paths=[self.root], **more)

    def look(self, data: Path) -> Look:
        return _look(self.nursery, data)

    def die_before(self, step: int) -> None:
        """`step` counts from 1."""
        data = self.data(f"step-{step}")
        assert self.ingest(data, die_at=step).code() == -signal.SIGKILL
        switched = "catalogue.switch" in self.steps[: step - 1]
        self._is_served_whole(self.look(data), (self.is_now if switched else self.was,))
        self._is_completed(data)

    def die_after(self, seconds: float) -> None:
        data = self.data(f"after-{seconds:.6f}")
        child = self.ingest(data)
        time.sleep(seconds)
        child.kill()
        assert child.code() in (0, -signal.SIGKILL)
        self._is_served_whole(self.look(data), (self.was, self.is_now))
        self._is_completed(data)

    def _is_served_whole(self, seen: Look, may_be: tuple[Look, ...]) -> None:
        assert seen["served"] in [one["served"] for one in may_be]
        assert (seen["lost"], seen["misled"]) == (0, 0)

    def _is_completed(self, data: Path) -> None:
        """And equals what a clean ingest makes."""
        child = self.ingest(data)
        assert child.code() == 0, child.said()
        seen = self.look(data)
        assert seen["served"] == self.is_now["served"]
        assert (seen["lost"], seen["surplus"], seen["misled"]) == (0, 0, 0)


def year(folder: Path, nursery: Nursery) -> Year:
    was = school_year.as_it_was(folder / "was")
    is_now = school_year.as_it_is(was, folder / "is")
    root, data = folder / "root", folder / "data"
    school_year.put(was, root)
    nursery.first("ingest", data, paths=[root])
    before = _look(nursery, data)
    school_year.put(is_now, root)
    nursery.first("ingest", folder / "clean", paths=[root])
    rehearsal = copytree(data, folder / "rehearsal")
    began = time.monotonic()
    steps = nursery.first("ingest", rehearsal, paths=[root])["steps"]
    seconds = time.monotonic() - began
    after = _look(nursery, folder / "clean")
    return Year(folder, nursery, tuple(steps), seconds, before, after)


def _look(nursery: Nursery, data: Path) -> Look:
    found: Look = nursery.first("look", data, each=40)
    return found
