"""studyhall ingest: its arguments -> a library ingested, a report, an exit code"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from ingest.pipeline import Order, Pipeline
from ingest.progress import Progress, progress_for
from ingest.report import Report, as_json, as_text
from ingest.slugs import slug_of
from knowledge.errors import PROGRAM, StudyhallError, typed_here
from knowledge.models import LibraryId
from knowledge.ports import Catalogue, Embedder, LexicalIndex, VectorIndex

DONE, NOTHING_DONE, WRONG_USAGE = 0, 1, 2
DEFAULT = "default"


class Adapters(Protocol):
    """What an ingest works on: knowledge.wiring makes it."""

    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def vectors(self) -> VectorIndex: ...
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


async def run(
    arguments: Arguments, adapters: Adapters, *, out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """The exit code. The report goes to `out`, the bars of a terminal and what went wrong to `err`."""
    out, err = out or sys.stdout, err or sys.stderr
    if fault := _fault(arguments):
        err.write(f"{fault}\n")
        return WRONG_USAGE
    try:
        with progress_for(err) as progress:
            report = await ingest(arguments, adapters, progress)
    except StudyhallError as error:
        _tell(error, arguments, out, err)
        return NOTHING_DONE
    out.write(
        (json.dumps(as_json(report), ensure_ascii=False) if arguments.as_json else as_text(report)) + "\n"
    )
    return DONE


async def ingest(arguments: Arguments, adapters: Adapters, progress: Progress) -> Report:
    """For one who tells the report in words of his own; raises as Pipeline.run does."""
    pipeline = Pipeline(
        catalogue=adapters.catalogue,
        vectors=adapters.vectors,
        lexical=adapters.lexical,
        embedder=adapters.embedder,
        progress=progress,
        seconds=time.monotonic,
    )
    library = LibraryId(arguments.library or default_library(arguments.paths))
    order = Order(library, arguments.paths, reembed=arguments.reembed, wait=arguments.wait)
    return await pipeline.run(order)


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


def _tell(error: StudyhallError, arguments: Arguments, out: TextIO, err: TextIO) -> None:
    hint = typed_here(error.hint, arguments.program)
    if arguments.as_json:
        library = arguments.library or default_library(arguments.paths)
        told = {"library": library, "error": str(error), "hint": hint}
        out.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        err.write(" ".join(part for part in (str(error), hint) if part) + "\n")
