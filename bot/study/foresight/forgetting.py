"""reviews -> what FSRS foretold of each, and how well that came true  (pure)

What is scored: each review at least a day (24 hours) after the card's previous one. A card's first review and
those of the same day are not scored; they shape its memory all the same.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.models import LoggedReview, Memory
from bot.study.scheduler import Scheduling, retrievability, reviewed

TO_FIT_ON = 0.8
"""Of the scored reviews, in the order of time; what was fitted to them is scored on the rest."""
_A_DAY = timedelta(days=1)
_WORST = 100.0
"""What a review that was held for impossible costs, where the logarithm would be infinite; as in PyTorch."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """`chance` in [0, 1] is how likely recall was held at the review, by the reviews before it."""

    at: datetime
    chance: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Foresight:
    """How well `scored` reviews were foretold. `log_loss` in nats, 0 is perfect. `auc` in [0, 1] is the
    chance that of a recalled and a forgotten review the recalled one was held likelier; nan where all are of
    one kind. Both are nan where nothing is scored."""

    scored: int
    log_loss: float
    auc: float


def predictions(reviews: Iterable[LoggedReview], settings: Scheduling) -> tuple[Prediction, ...]:
    """Of the scored reviews, in the order of time. `reviews` are in any order."""
    memories: dict[str, Memory] = {}
    foretold = []
    for review in sorted(reviews, key=lambda it: it.at):
        memory = memories.get(review.card)
        if memory is not None and is_scored(memory, review.at):
            chance = retrievability(memory, review.at, settings)
            foretold.append(Prediction(review.at, chance, review.rating != "again"))
        memories[review.card] = reviewed(memory, review.rating, review.at, settings=settings)
    return tuple(foretold)


def is_scored(memory: Memory, at: datetime) -> bool:
    return memory.last_review is not None and at - memory.last_review >= _A_DAY


def foresight(foretold: Sequence[Prediction]) -> Foresight:
    return Foresight(len(foretold), log_loss(foretold), auc(foretold))


def log_loss(foretold: Sequence[Prediction]) -> float:
    if not foretold:
        return math.nan
    return math.fsum(_loss(it.chance if it.recalled else 1 - it.chance) for it in foretold) / len(foretold)


def auc(foretold: Sequence[Prediction]) -> float:
    """By ranks (Mann and Whitney); a pair that was held equally likely counts half."""
    recalled = sum(it.recalled for it in foretold)
    pairs = recalled * (len(foretold) - recalled)
    if not pairs:
        return math.nan
    won, forgotten_below = 0.0, 0
    for _, equal in groupby(sorted(foretold, key=_chance), key=_chance):
        kinds = [it.recalled for it in equal]
        forgotten = kinds.count(False)
        won += kinds.count(True) * (forgotten_below + forgotten / 2)
        forgotten_below += forgotten
    return won / pairs


def to_fit_until(foretold: Sequence[Prediction]) -> datetime | None:
    """The moment that parts the log: what comes before it is fitted to, the rest is held out. None where
    nothing would be held out."""
    place = math.ceil(len(foretold) * TO_FIT_ON)
    return foretold[place].at if 0 < place < len(foretold) else None


def _loss(chance: float) -> float:
    """Of what came true."""
    return min(_WORST, -math.log(chance)) if chance > 0 else _WORST


def _chance(it: Prediction) -> float:
    return it.chance
