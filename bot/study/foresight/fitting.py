"""reviews -> FSRS parameters that foretell them better, in a process of its own

The optimizer needs PyTorch, which a process that answers must never hold: `fitted` starts this very module
as a program, hands it the reviews and reads one object of JSON.
"""

import json
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from types import ModuleType

from bot.apart import asked_apart
from bot.models import LoggedReview
from bot.study.foresight.forgetting import predictions
from bot.study.scheduler import DEFAULTS, RATINGS, Scheduling

FEWEST = 512
"""Scored reviews; with fewer, FSRS's optimizer leaves the defaults as they are."""
_BEHIND_ANSWERS = 10


class NotFitted(Exception):
    """`str()` says why, as a sentence."""


async def fitted(reviews: Sequence[LoggedReview]) -> tuple[float, ...]:
    """FSRS-6's 21 parameters. Takes minutes for a hundred thousand reviews. Raises NotFitted where there are
    too few reviews, where PyTorch is not installed, and where the process ends without an answer."""
    scored = len(predictions(reviews, DEFAULTS))
    if scored < FEWEST:
        raise NotFitted(
            f"Fitting needs {FEWEST} reviews that can be scored, and there are {scored} to fit on."
        )
    # Thousands of tiny sums: several threads would wait for one another.
    alone = {"OMP_NUM_THREADS": "1"}
    return _parameters(*await asked_apart("bot.study.foresight.fitting", _written(reviews), also=alone))


def _parameters(code: int, said: bytes) -> tuple[float, ...]:
    if code:
        raise NotFitted(f"The process that fits ended with exit code {code}.")
    answer = json.loads(said)
    if "why" in answer:
        raise NotFitted(answer["why"])
    parameters: tuple[float, ...] = Scheduling(parameters=tuple(answer["parameters"])).parameters
    return parameters


def _written(reviews: Sequence[LoggedReview]) -> bytes:
    """The cards by number, in the order in which they were first seen, which the optimizer goes by."""
    numbers: dict[str, int] = {}
    rows = [
        (numbers.setdefault(it.card, len(numbers)), RATINGS.index(it.rating) + 1, it.at.isoformat())
        for it in sorted(reviews, key=lambda it: it.at)
    ]
    return json.dumps(rows).encode()


def _fit(rows: Sequence[tuple[int, int, str]]) -> dict[str, object]:
    """In the process of its own."""
    from datetime import datetime

    from fsrs import Rating, ReviewLog

    # fsrs imports pandas for another purpose than fitting, and gives up where that is not installed.
    lacking = find_spec("pandas") is None
    if lacking:
        sys.modules["pandas"] = ModuleType("pandas")
    from fsrs.optimizer import Optimizer

    if lacking:
        del sys.modules["pandas"]
    logs = [ReviewLog(card, Rating(rating), datetime.fromisoformat(at), None) for card, rating, at in rows]
    try:
        optimizer = Optimizer(logs)
    except ImportError:
        return {"why": "Fitting needs PyTorch, which is not installed here."}
    return {"parameters": list(optimizer.compute_optimal_parameters())}


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_BEHIND_ANSWERS)
    sys.stdout.write(json.dumps(_fit(json.load(sys.stdin))))
