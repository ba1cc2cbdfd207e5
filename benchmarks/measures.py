"""what was found -> figures (pure)"""

import statistics
from collections.abc import Sequence

from benchmarks.material import Asked


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the answer strings stands in the text, ignoring case and how blanks are laid."""
    laid = " ".join(text.split()).casefold()
    return any(" ".join(answer.split()).casefold() in laid for answer in answers)


def share(hits: Sequence[bool]) -> float:
    """In [0, 1]; nan for nothing measured."""
    return sum(hits) / len(hits) if hits else float("nan")


def within(asked: Sequence[Asked], passages: Sequence[Sequence[dict[str, object]]], k: int) -> float:
    """The share of questions with an answer string within the best k passages, each cut at 1000."""
    return share(
        [
            any(holds(str(passage["text"])[:1000], one.answers) for passage in found[:k])
            for one, found in zip(asked, passages, strict=True)
        ]
    )


def right_source(asked: Sequence[Asked], passages: Sequence[Sequence[dict[str, object]]], k: int) -> float:
    return share(
        [
            any(passage["source"] == one.source for passage in found[:k])
            for one, found in zip(asked, passages, strict=True)
        ]
    )


def balanced(answered: Sequence[bool], abstained: Sequence[bool]) -> float:
    """Balanced accuracy: `answered` of the questions that the lessons hold, `abstained` of the others."""
    return (share(answered) + share(abstained)) / 2


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p95."""
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
