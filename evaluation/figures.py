"""verdicts -> figures, each with its name and what it says  (pure)"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.measures import balanced, quantiles, share
from evaluation.verdicts import Verdict

MEANINGS: Mapping[str, str] = {
    "right": "right in all: answered rightly, or rightly left unanswered (both kinds count alike)",
    "answered": "answered, of the questions that the lessons answer",
    "abstained": "left unanswered, of those that they do not answer",
    "balanced": "the mean of these two; guessing gives 50 %",
    "answer_told": "the answer holds one of the expected answers",
    "answer_in_passages": "one of the expected answers stands within the best 3 passages",
    "source_cited": "the answer cites the right source, where there is an answer",
    "source_at_1": "the best passage is of the right source",
    "source_at_3": "one of the best 3 passages is",
    "source_at_5": "one of the best 5 passages is",
    "mrr": "how early the right source comes: the mean of 1/place",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in [0, 1], nan where no question measures it; `of` is how many do."""

    name: str
    value: float
    of: int

    @property
    def measured(self) -> bool:
        return not math.isnan(self.value)


@dataclass(frozen=True, slots=True)
class Figures:
    """In the order of MEANINGS. `p50` and `p95` are seconds an answer."""

    figures: Mapping[str, Figure]
    p50: float
    p95: float

    def __getitem__(self, name: str) -> Figure:
        return self.figures[name]


def figures_of(verdicts: Sequence[Verdict]) -> Figures:
    """Of at least one verdict."""
    held = [it for it in verdicts if it.asked.answerable]
    foreign = [it for it in verdicts if not it.asked.answerable]
    ranks = [it.source_rank for it in held if it.source_rank is not None]
    values = {
        "right": _both([it.right for it in held], [it.right for it in foreign]),
        "answered": _share([it.answered for it in held]),
        "abstained": _share([not it.answered for it in foreign]),
        "balanced": _both([it.answered for it in held], [not it.answered for it in foreign]),
        "answer_told": _share([it.told for it in held if it.told is not None]),
        "answer_in_passages": _share([0 < it.words_rank <= 3 for it in held if it.words_rank is not None]),
        "source_cited": _share([it.cited for it in held if it.cited is not None]),
        **{f"source_at_{k}": _share([0 < place <= k for place in ranks]) for k in (1, 3, 5)},
        "mrr": (_mean([1 / place if place else 0.0 for place in ranks]), len(ranks)),
    }
    p50, p95 = quantiles([it.reply.seconds for it in verdicts])
    return Figures({name: Figure(name, *values[name]) for name in MEANINGS}, p50, p95)


def _share(hits: Sequence[bool]) -> tuple[float, int]:
    return share(hits), len(hits)


def _both(held: Sequence[bool], foreign: Sequence[bool]) -> tuple[float, int]:
    """Where only one kind of question is asked, that kind alone."""
    value = balanced(held, foreign) if held and foreign else share([*held, *foreign])
    return value, len(held) + len(foreign)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
