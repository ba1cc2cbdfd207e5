"""what was found -> figures (pure): those of `studyhall eval`, of what both sides print"""

from collections.abc import Sequence

from benchmarks.material import Asked
from evaluation.measures import balanced, holds, quantiles, share

__all__ = ["balanced", "holds", "quantiles", "right_source", "share", "within"]


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
