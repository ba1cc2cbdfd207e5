"""one order a line -> a process of its own that ingests, looks or watches; one line back when it ends

Forked from a process that has imported everything and opened nothing: a child costs milliseconds, where
a fresh interpreter costs a second.
"""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from ingest.commandline import Arguments, run
from knowledge.models import LibraryId
from knowledge.retriever import Retriever
from tests.end_to_end.stores import PatientEmbedder, Steps, opened

Order = Mapping[str, Any]


class Nursery:
    """Starts children and waits for them. `folder` takes what they print and find."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._ended: dict[int, int] = {}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *raised: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=60)
        assert self._process.stdout
        self._process.stdout.close()

    def start(self, do: str, data: Path, **more: Any) -> "Child":
        self._count += 1
        out = self._folder / f"{self._count:04}"
        self._order({"do": do, "data": data, "out": out} | more)
        line = self._line()
        while "started" not in line:
            line = self._line()
        return Child(self, line["started"], out)

    def kill(self, pid: int) -> None:
        """Nothing happens where it has ended already."""
        self._order({"do": "kill", "pid": pid})

    def _order(self, order: Order) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order, default=str) + "\n")
        self._process.stdin.flush()

    def ended(self, pid: int) -> int:
        """Waits for the child; what it ended with, negative for the signal that killed it."""
        while pid not in self._ended:
            self._line()
        return self._ended[pid]

    def _line(self) -> dict[str, int]:
        assert self._process.stdout
        line: dict[str, int] = json.loads(self._process.stdout.readline())
        if "ended" in line:
            self._ended[line["ended"]] = line["code"]
        return line

    def first(self, do: str, data: Path, **more: Any) -> Any:
        """Runs one child to its end, which must be a good one."""
        child = self.start(do, data, **more)
        assert child.code() == 0, child.out.with_suffix(".err").read_text()
        return child.found()


class Child:
    def __init__(self, nursery: Nursery, pid: int, out: Path) -> None:
        self._nursery, self.pid, self.out = nursery, pid, out

    def kill(self) -> None:
        self._nursery.kill(self.pid)

    def code(self) -> int:
        return self._nursery.ended(self.pid)

    def found(self) -> Any:
        return json.loads(self.out.read_text())

    def said(self) -> str:
        return self.out.with_suffix(".err").read_text()


async def ingest(order: Order, out: Path) -> int:
    """What it did at the ports, and when it was done, go to `out`; its report is not needed."""
    steps = Steps(order.get("die_at", 0))
    embedder = PatientEmbedder(Path(order["gate"])) if "gate" in order else None
    arguments = Arguments(
        tuple(map(Path, order["paths"])), order.get("library", "ai"), wait=order.get("wait", False)
    )
    async with opened(Path(order["data"]), embedder) as stores:
        code = await run(arguments, steps.over(stores), out=sys.stdout)
        _leave(out, {"steps": steps.names, "at": time.time()})
    return code


async def look(order: Order, out: Path) -> int:
    """What a bot that starts now is served, and how the indexes lie to it."""
    slug = LibraryId("ai")
    async with opened(Path(order["data"])) as stores:
        catalogue = stores.catalogue
        chunks = [chunk async for chunk in catalogue.every_chunk(slug)]
        library = next(it for it in await catalogue.libraries() if it.slug == slug)
        terms = [await catalogue.term(slug, it.source) for it in await catalogue.terms((slug,))]
        lessons = [await catalogue.lesson(slug, it.source) for it in await catalogue.lessons((slug,))]
        known = {chunk.id for chunk in chunks}
        stored = [await index.ids(slug) for index in (stores.vectors, stores.sentences)]
        retriever = Retriever(**{name: getattr(stores, name) for name in _PORTS})
        passages = [
            await retriever.find(chunk.text, (slug,), k=1) for chunk in chunks[:: order.get("each", 1)]
        ]
        served = {
            "library": replace(library, generation=0, swept=True),
            "chunks": chunks,
            "terms": terms,
            "lessons": lessons,
            "neighbours": sorted((await catalogue.neighbours(slug)).items()),
        }
        found = {
            "generation": library.generation,
            "served": {name: _digest(part) for name, part in served.items()},
            "chunks": len(chunks),
            "lost": sum(len(known - ids) for ids in stored),
            "surplus": sum(len(ids - known) for ids in stored),
            "misled": sum(not it or it[0].chunk.id not in known for it in passages),
        }
        _leave(out, found)
    return 0


async def watch(order: Order, out: Path) -> int:
    """A bot that runs on: every 20 ms one question, until it is answered from `wanted`'s source."""
    async with opened(Path(order["data"])) as stores:
        retriever = Retriever(**{name: getattr(stores, name) for name in _PORTS})
        while True:
            passages = await retriever.find(order["question"], (LibraryId("ai"),), k=1)
            if passages and passages[0].chunk.source == order["wanted"]:
                _leave(out, {"at": time.time()})
                return 0
            _leave(out.with_suffix(".ready"), {})
            await asyncio.sleep(0.02)


# What the adapters import at their first use: once here instead of in each child.
_PRELOADED = ("alembic.runtime.environment", "chromadb.errors", "chromadb_rust_bindings", "tantivy")
_PORTS = ("catalogue", "vectors", "sentences", "lexical", "embedder")
_DO: Mapping[str, Callable[[Order, Path], Coroutine[Any, Any, int]]] = {
    "ingest": ingest,
    "look": look,
    "watch": watch,
}


def _leave(out: Path, found: Mapping[str, Any]) -> None:
    out.write_text(json.dumps(found))


def _digest(part: object) -> str:
    return sha256(repr(part).encode()).hexdigest()[:16]


def _child(order: Order) -> None:
    out = Path(order["out"])
    with out.with_suffix(".err").open("w") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        code = 70
        try:
            code = asyncio.run(_DO[order["do"]](order, out))
        except Exception:  # noqa: BLE001 - a child must end here, and never go on as the nursery
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def main() -> None:
    for name in _PRELOADED:
        import_module(name)
    running: set[int] = set()
    lines = os.fdopen(0, "rb", buffering=0)
    while True:
        ready, _, _ = select.select([lines], [], [], 0.005 if running else None)
        if ready:
            line = lines.readline()
            if not line:
                return
            order = json.loads(line)
            if order["do"] == "kill":
                _kill(order["pid"], running)
            else:
                running.add(_started(order))
        for pid in list(running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                running.remove(pid)
                _say(ended=pid, code=os.waitstatus_to_exitcode(status))


def _started(order: Order) -> int:
    pid = os.fork()
    if pid == 0:
        _child(order)
    _say(started=pid)
    return pid


def _kill(pid: int, running: Collection[int]) -> None:
    """Only a child that was not waited for yet: another process cannot have its number."""
    if pid in running:
        os.kill(pid, signal.SIGKILL)


def _say(**line: int) -> None:
    os.write(1, (json.dumps(line) + "\n").encode())


if __name__ == "__main__":
    main()
