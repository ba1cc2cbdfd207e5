"""studyhall eval-fsrs: a review log -> how well FSRS foretells it, an exit code"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.messages import review_logs
from bot.models import LoggedReview
from bot.study.foresight import review_log
from bot.study.foresight.fitting import NotFitted, fitted
from bot.study.foresight.forgetting import Foresight, predictions, to_fit_until
from bot.study.foresight.measured import Fitted, Measured, judged, measured
from bot.study.foresight.review_log import LogFault, ReviewLog
from bot.study.scheduler import DEFAULTS

DONE, WRONG_USAGE = 0, 2


@dataclass(frozen=True, slots=True)
class Arguments:
    file: Path
    fit: bool = True
    as_json: bool = False


async def run(arguments: Arguments, *, out: TextIO, err: TextIO) -> int:
    log = _read(arguments.file)
    if log.faults:
        return _refuse(arguments, log.faults, out=out, err=err)
    found = await _measured(log.reviews, arguments, err)
    name = str(arguments.file)
    told = _line({"file": name, **_told(found)}) if arguments.as_json else review_logs.measured(name, found)
    out.write(told + "\n")
    return DONE


async def _measured(reviews: Sequence[LoggedReview], arguments: Arguments, err: TextIO) -> Measured:
    if not arguments.fit:
        return measured(reviews, why="You said --no-fit.")
    try:
        return measured(reviews, fitted=await _fitted(reviews, err))
    except NotFitted as error:
        return measured(reviews, why=str(error))


async def _fitted(reviews: Sequence[LoggedReview], err: TextIO) -> Fitted:
    until = to_fit_until(predictions(reviews, DEFAULTS))
    if until is None:
        raise NotFitted("There are too few reviews to hold some out.")
    first = [it for it in reviews if it.at < until]
    err.write(review_logs.FITTING.format(count=len(first)) + "\n")
    return judged(reviews, await fitted(first), until)


def _read(file: Path) -> ReviewLog:
    try:
        return review_log.read(file.read_text("utf-8"))
    except UnicodeDecodeError:
        return ReviewLog(faults=(LogFault(0, "It is not UTF-8 text.", "Save it as UTF-8, in CSV."),))
    except OSError as error:
        why = error.strerror or type(error).__name__
        return ReviewLog(faults=(LogFault(0, f"It cannot be read: {why}.", "Give a review log in CSV."),))


def _refuse(arguments: Arguments, faults: Sequence[LogFault], *, out: TextIO, err: TextIO) -> int:
    if arguments.as_json:
        told = [{"line": it.line, "error": it.what, "hint": it.advice} for it in faults]
        out.write(_line({"file": str(arguments.file), "errors": told}) + "\n")
    else:
        err.write(review_logs.refused(str(arguments.file), faults) + "\n")
    return WRONG_USAGE


def _told(it: Measured) -> dict[str, object]:
    return {
        "reviews": it.reviews,
        "cards": it.cards,
        "scored": it.default.scored,
        "default": _figures(it.default),
        "fitted": _told_fitted(it.fitted) if it.fitted else None,
        "why": it.why,
    }


def _told_fitted(it: Fitted) -> dict[str, object]:
    return {
        **_figures(it.foresight),
        "scored": it.foresight.scored,
        "since": it.since.isoformat(),
        "default": _figures(it.default),
        "parameters": list(it.parameters),
    }


def _figures(it: Foresight) -> dict[str, float | None]:
    """JSON has no nan."""
    values = {"log_loss": it.log_loss, "auc": it.auc}
    return {name: None if math.isnan(value) else value for name, value in values.items()}


def _line(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False)
