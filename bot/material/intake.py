"""files -> a library, read by another process; the old ones again where nothing of them can be read"""

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from bot.errors import UnusableMaterial
from bot.logs import logger
from bot.material import uploads
from bot.material.uploads import COURSE, Placed
from bot.models import Upload
from bot.ports import Taken
from knowledge.errors import LibraryBusy, StoreUnavailable
from knowledge.models import LibraryId
from knowledge.ports import Catalogue, LexicalIndex, VectorIndex

_PATIENCE_S = 300.0
_AT_ONCE = 2
"""Processes that read: each takes a core. Who comes meanwhile waits."""
_ASK_AGAIN_S = 0.2
_SHOWN = 3
_NOT_A_LESSON = "It holds nothing that I can read."

Skipped = tuple[tuple[str, str], ...]


class ProcessIntake:
    """One intake of a library at a time. The process that reads finds its settings as this one did, in the
    environment and in .env; it is told of `data` alone. `environment` None is this process's own."""

    def __init__(
        self,
        *,
        data: Path,
        catalogue: Catalogue,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        environment: Mapping[str, str] | None = None,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._data, self._catalogue, self._vectors, self._lexical = data, catalogue, vectors, lexical
        self._environment, self._patience_s = environment, patience_s
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._turns: defaultdict[LibraryId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def add(self, library: LibraryId, title: str, files: Sequence[Upload]) -> Taken:
        folder = uploads.folder_of(self._data, library)
        async with self._turns[library]:
            before = await self._hashes(library)
            placed = await _placed(folder, title, files)
            kept: frozenset[str] = frozenset()
            try:
                report = await self._ingested(library, folder)
                read = _read(placed, before, await self._hashes(library))
                skipped = _skipped(report, placed, read)
                if not read and set(placed.names) - {COURSE}:
                    raise UnusableMaterial(_nothing(skipped))
                kept = read | {COURSE}
            finally:
                placed.settle(kept)
            return await self._taken(library, read, skipped)

    async def forget(self, library: LibraryId) -> None:
        async with self._turns[library], self._held(library):
            await self._catalogue.forget(library)
            await self._vectors.drop(library)
            await self._lexical.drop(library)
            await asyncio.to_thread(uploads.remove, uploads.folder_of(self._data, library))

    async def _ingested(self, library: LibraryId, folder: Path) -> Mapping[str, Any]:
        """The report. Raises UnusableMaterial."""
        async with self._free:
            code, out, err = await self._run("ingest", "--library", library, "--wait", "--json", str(folder))
        told = _last_object(out)
        if code == 0 and told:
            return told
        if "error" in told:
            raise UnusableMaterial(str(told["error"]).replace(str(folder), "what you sent"))
        logger(__name__).error("an intake broke off", library=library, code=code, told=err[-2000:])
        raise UnusableMaterial(
            "Something went wrong while I read it, and all is as it was.",
            hint="Try again; if it stays so, ask whoever runs me to look into the log.",
        )

    async def _run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error. Killed where it takes too long, or nobody waits."""
        program = (sys.executable, "-m", "bot.cli", "--data", str(self._data.absolute()))
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        child = await asyncio.create_subprocess_exec(
            *program, *arguments, stdin=nothing, stdout=pipe, stderr=pipe, env=self._environment
        )
        try:
            async with asyncio.timeout(self._patience_s):
                out, err = await child.communicate()
        except TimeoutError:
            raise UnusableMaterial(
                f"It took me longer than {self._patience_s / 60:.0f} minutes to read.",
                hint="Send less of it at once.",
            ) from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.communicate()
        return child.returncode or 0, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")

    @asynccontextmanager
    async def _held(self, library: LibraryId) -> AsyncIterator[None]:
        """Waits for an ingest of another process. Raises LibraryBusy where that takes too long."""
        async with AsyncExitStack() as stack:
            for left in reversed(range(int(self._patience_s / _ASK_AGAIN_S) + 1)):
                try:
                    await stack.enter_async_context(self._catalogue.lock(library))
                    break
                except LibraryBusy:
                    if not left:
                        raise
                    await asyncio.sleep(_ASK_AGAIN_S)
            yield

    async def _hashes(self, library: LibraryId) -> Mapping[str, str]:
        return {state.source: state.content_hash for state in await self._catalogue.source_states(library)}

    async def _taken(self, library: LibraryId, read: frozenset[str], skipped: Skipped) -> Taken:
        lessons = [it for it in await self._catalogue.lessons((library,)) if it.source in read]
        terms = [it for it in await self._catalogue.terms((library,)) if _file_of(it.source, read) in read]
        return Taken(len(lessons), len(terms), skipped)


async def _placed(folder: Path, title: str, files: Sequence[Upload]) -> Placed:
    try:
        return await asyncio.to_thread(uploads.place, folder, title, files)
    except (IsADirectoryError, NotADirectoryError, FileExistsError):
        raise UnusableMaterial(
            "A file and a folder bear one name there.", hint="Rename one of them."
        ) from None
    except OSError as error:
        raise StoreUnavailable(
            "What you sent cannot be kept on this machine.",
            hint="Whoever runs me should look for room on the disk and for the data folder's rights.",
        ) from error


def _read(placed: Placed, before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """What of it the library holds now: as it stood there already, or with another hash than before."""
    return frozenset(
        name
        for name in placed.names
        if name in after and (name in placed.same or after[name] != before.get(name))
    )


def _skipped(report: Mapping[str, Any], placed: Placed, read: frozenset[str]) -> Skipped:
    """Whole files that were not read, and what was left out of those that were; of this sending alone."""
    told = [(str(it["path"]), str(it["reason"])) for it in report.get("skipped", ())]
    named = {path for path, _ in told}
    silent = [(name, _NOT_A_LESSON) for name in placed.names if name not in read | named | {COURSE}]
    return (*(one for one in told if one[0] in placed.names), *silent)


def _nothing(skipped: Skipped) -> str:
    reasons = "; ".join(f"{name}: {reason.rstrip('.')}" for name, reason in skipped[:_SHOWN])
    more = f" (and {len(skipped) - _SHOWN} more)" if len(skipped) > _SHOWN else ""
    return f"Nothing in what you sent can be read: {reasons}{more}."


def _file_of(source: str, files: frozenset[str]) -> str:
    """A term's source may be a place in a file; a file's own name may hold a # as well."""
    return source if source in files else source.rpartition("#")[0]


def _last_object(out: str) -> Mapping[str, Any]:
    """The JSON object on the last line; empty where there is none."""
    try:
        found = json.loads(out.strip().rpartition("\n")[2] or "{}")
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
