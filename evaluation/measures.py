"""what was found -> figures  (pure)"""

import statistics
from collections.abc import Sequence


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the answer strings stands in the text, ignoring case and how blanks are laid."""
    laid = _laid(text)
    return any(_laid(answer) in laid for answer in answers)


def share(hits: Sequence[bool]) -> float:
    """In [0, 1]; nan for nothing measured."""
    return sum(hits) / len(hits) if hits else float("nan")


def balanced(answered: Sequence[bool], abstained: Sequence[bool]) -> float:
    """Balanced accuracy: `answered` of the questions that the lessons hold, `abstained` of the others."""
    return (share(answered) + share(abstained)) / 2


def rank(hits: Sequence[bool]) -> int:
    """The place of the first hit, counted from 1; 0 where there is none."""
    return next((place for place, hit in enumerate(hits, start=1) if hit), 0)


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p95; of a single measurement, that one twice."""
    if len(seconds) < 2:
        return seconds[0], seconds[0]
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]


def _laid(text: str) -> str:
    return " ".join(text.split()).casefold()
