"""studyhall ingest: its arguments -> a library ingested, a report, an exit code"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TextIO

from ingest.guarding import Guard
from ingest.progress import Progress, progress_for
from ingest.report import Report, as_json, as_text
from ingest.settled import unchanged
from ingest.slugs import slug_of
from ingest.sources import find
from knowledge.errors import PROGRAM, GuardRefused, StudyhallError, typed_here
from knowledge.models import LibraryId, Standing
from knowledge.ports import Catalogue, Embedder, LexicalIndex, SentenceIndex, VectorIndex

DONE, NOTHING_DONE, WRONG_USAGE = 0, 1, 2
DEFAULT = "default"


class Adapters(Protocol):
    """What an ingest works on: knowledge.wiring makes it."""

    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def vectors(self) -> VectorIndex: ...
    @property
    def sentences(self) -> SentenceIndex: ...
    @property
    def lexical(self) -> LexicalIndex: ...
    @property
    def embedder(self) -> Embedder: ...


@dataclass(frozen=True, slots=True)
class Arguments:
    """`library` is a slug as typed, or None: a single folder's name, else DEFAULT. `program` is how the shell
    calls us here."""

    paths: tuple[Path, ...]
    library: str | None = None
    reembed: bool = False
    wait: bool = False
    as_json: bool = False
    program: str = PROGRAM
    guarded: bool = False


async def run(
    arguments: Arguments,
    adapters: Adapters,
    *,
    guard: Guard | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """The exit code. The report goes to `out`, the bars of a terminal and what went wrong to `err`."""
    out, err = out or sys.stdout, err or sys.stderr
    if fault := _fault(arguments):
        err.write(f"{fault}\n")
        return WRONG_USAGE
    try:
        with progress_for(err) as progress:
            report = await ingest(arguments, adapters, progress, guard=guard)
    except StudyhallError as error:
        _tell(error, arguments, out, err)
        return NOTHING_DONE
    _write(report, arguments, out)
    return DONE


def run_settled(
    arguments: Arguments,
    look: Callable[[LibraryId], Standing | None],
    *,
    embedder: str,
    out: TextIO | None = None,
) -> bool:
    """Whether nothing is to be done: the report is written then, as `run` would have. `look` gives what
    stands of a library, or None where that is not at hand; `embedder` is the name of today's."""
    began = time.monotonic()
    if arguments.reembed or _fault(arguments):
        return False
    standing = look(_library(arguments))
    if standing is None or standing.library.embedder != embedder:
        return False
    report = unchanged(standing, find(arguments.paths, standing.states))
    if report is not None:
        _write(replace(report, seconds=time.monotonic() - began), arguments, out or sys.stdout)
    return report is not None


async def ingest(
    arguments: Arguments, adapters: Adapters, progress: Progress, *, guard: Guard | None = None
) -> Report:
    """For one who tells the report in words of his own; raises as Pipeline.run does."""
    from ingest.pipeline import Order, Pipeline

    pipeline = Pipeline(
        catalogue=adapters.catalogue,
        vectors=adapters.vectors,
        sentences=adapters.sentences,
        lexical=adapters.lexical,
        embedder=adapters.embedder,
        progress=progress,
        seconds=time.monotonic,
        guard=guard,
    )
    order = Order(_library(arguments), arguments.paths, reembed=arguments.reembed, wait=arguments.wait)
    return await pipeline.run(order)


def _library(arguments: Arguments) -> LibraryId:
    return LibraryId(arguments.library or default_library(arguments.paths))


def default_library(paths: tuple[Path, ...]) -> str:
    """A single folder's name as a slug, else DEFAULT."""
    if len(paths) == 1 and paths[0].is_dir():
        return slug_of(paths[0].resolve().name) or DEFAULT
    return DEFAULT


def _fault(arguments: Arguments) -> str:
    """What is wrong with how the command was typed; empty where nothing is."""
    slug = arguments.library
    if not arguments.paths:
        return "Say what to ingest: studyhall ingest FOLDER"
    if slug is not None and slug != slug_of(slug):
        better = slug_of(slug) or DEFAULT
        return f"A library's name has small letters, digits and hyphens only: try --library {better}"
    return ""


def _write(report: Report, arguments: Arguments, out: TextIO) -> None:
    told = json.dumps(as_json(report), ensure_ascii=False) if arguments.as_json else as_text(report)
    out.write(told + "\n")
    if arguments.guarded and report.guard is None and not arguments.as_json:
        out.write("Nothing changed, so the guard was not asked.\n")


def _tell(error: StudyhallError, arguments: Arguments, out: TextIO, err: TextIO) -> None:
    hint = typed_here(error.hint, arguments.program)
    if arguments.as_json:
        told = {"library": _library(arguments), "error": str(error), "hint": hint}
        guard = {"guard": error.figures} if isinstance(error, GuardRefused) else {}
        out.write(json.dumps(told | guard, ensure_ascii=False) + "\n")
    else:
        if isinstance(error, GuardRefused):
            err.write(f"{error.told}\n")
        err.write(" ".join(part for part in (str(error), hint) if part) + "\n")
