"""studyhall eval: its arguments -> questions asked, a report, an exit code"""

import json
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from evaluation.asking import Examiner, Progress, Taught, places, unknown_sources
from evaluation.figures import figures_of
from evaluation.questions import Asked, Fault, Written, read
from evaluation.reporting import Outcome, as_text, told_in_json
from evaluation.thresholds import BadThreshold, Wanted, reached, thresholds
from knowledge.errors import NothingIngested, StudyhallError, UnknownLibrary
from knowledge.models import LibraryId

ALL_MET, NOT_MET, WRONG_USAGE = 0, 1, 2
_SHOWN_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Arguments:
    """No `libraries` are all that there are. `failures` is how many are told one by one."""

    file: Path
    libraries: tuple[str, ...] = ()
    failures: int = 20
    with_model: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of questions and what is wanted of it, both understood."""

    asked: tuple[Asked, ...]
    wanted: tuple[Wanted, ...]
    ignored: tuple[str, ...] = ()


class WrongSheet(StudyhallError):
    """`faults` are all that is wrong, to be told at once."""

    hint = "Mend the file of questions, and run it again."

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("The questions cannot be used: " + "; ".join(map(str, faults)))
        self.faults = tuple(faults)


def sheet(file: Path, at_least: Sequence[str]) -> Sheet:
    """`at_least` is as written: "answered=0.9". Raises WrongSheet."""
    written = _written(file)
    try:
        wanted = thresholds(at_least)
    except BadThreshold as error:
        raise WrongSheet((*written.faults, Fault(0, f"--at-least: {error}"))) from None
    if written.faults:
        raise WrongSheet(written.faults)
    return Sheet(written.asked, wanted, written.ignored)


async def run(
    arguments: Arguments,
    sheet: Sheet,
    taught: Taught,
    *,
    progress: AbstractContextManager[Progress],
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """The exit code. `progress` is left before the report is written, which a bar would break into lines.
    Raises NothingIngested and UnknownLibrary, and what an answerer raises."""
    out, err = out or sys.stdout, err or sys.stderr
    libraries = await _libraries(arguments, taught)
    faults = list(unknown_sources(sheet.asked, [await places(taught, libraries)]))
    if faults:
        return refuse(arguments.file, faults, as_json=arguments.as_json, out=out, err=err)
    with progress as shown:
        examiner = Examiner(seconds=time.perf_counter, progress=shown, written=arguments.with_model)
        verdicts = await examiner.examine(sheet.asked, taught, libraries)
    figures = figures_of(verdicts)
    outcome = Outcome(libraries, verdicts, figures, reached(sheet.wanted, figures), arguments.failures)
    _write(outcome, arguments, sheet, out)
    return ALL_MET if outcome.met else NOT_MET


def refuse(file: Path, faults: Sequence[Fault], *, as_json: bool, out: TextIO, err: TextIO) -> int:
    """Nothing was asked: all that is wrong with the file is told at once."""
    if as_json:
        told = [{"line": it.line, "error": it.what, "hint": it.advice} for it in faults]
        out.write(json.dumps({"file": str(file), "errors": told}, ensure_ascii=False) + "\n")
        return WRONG_USAGE
    err.write(f"{file} cannot be used, and nothing was asked:\n")
    for fault in faults[:_SHOWN_FAULTS]:
        err.write(f"  {fault}\n")
    if len(faults) > _SHOWN_FAULTS:
        err.write(f"  and {len(faults) - _SHOWN_FAULTS:,} more\n")
    return WRONG_USAGE


def _written(file: Path) -> Written:
    try:
        return read(file.read_text("utf-8"))
    except UnicodeDecodeError:
        return Written(
            faults=(Fault(0, "It is not UTF-8 text.", "Save it as UTF-8, one JSON object a line."),)
        )
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Written(faults=(Fault(0, f"It cannot be read: {why}.", "Give a file of questions."),))


async def _libraries(arguments: Arguments, taught: Taught) -> tuple[LibraryId, ...]:
    known = tuple(library.slug for library in await taught.catalogue.libraries())
    if not known:
        raise NothingIngested("There are no lessons here yet.")
    for slug in arguments.libraries:
        if slug not in known:
            raise UnknownLibrary(f"There is no library “{slug}”; there are {', '.join(known)}.")
    return tuple(LibraryId(slug) for slug in dict.fromkeys(arguments.libraries)) or known


def _write(outcome: Outcome, arguments: Arguments, sheet: Sheet, out: TextIO) -> None:
    if arguments.as_json:
        out.write(
            json.dumps({"file": str(arguments.file), **told_in_json(outcome)}, ensure_ascii=False) + "\n"
        )
        return
    out.write(as_text(outcome) + "\n")
    if sheet.ignored:
        out.write(f"\nNot looked at in the file: {', '.join(sheet.ignored)}.\n")
