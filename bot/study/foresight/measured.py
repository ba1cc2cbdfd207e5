"""a review log -> how well FSRS foretells it, with the defaults and with fitted parameters  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.models import LoggedReview
from bot.study.foresight.forgetting import Foresight, foresight, predictions
from bot.study.scheduler import DEFAULTS, Scheduling


@dataclass(frozen=True, slots=True)
class Fitted:
    """Parameters that were fitted to what comes before `since`, and what they and the defaults are worth on
    the scored reviews from then on."""

    parameters: tuple[float, ...]
    since: datetime
    foresight: Foresight
    default: Foresight

    @property
    def is_better(self) -> bool:
        return self.foresight.log_loss < self.default.log_loss


@dataclass(frozen=True, slots=True)
class Measured:
    """`default` is over all that can be scored. `why` there is no `fitted`; empty where there is."""

    reviews: int
    cards: int
    default: Foresight
    fitted: Fitted | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """One learner's log of `reviews` that could be scored. `found` is None where nothing came of it, and
    `why` says why."""

    reviews: int
    found: Fitted | None = None
    why: str = ""


def measured(reviews: Sequence[LoggedReview], *, fitted: Fitted | None = None, why: str = "") -> Measured:
    default = foresight(predictions(reviews, DEFAULTS))
    return Measured(len(reviews), len({it.card for it in reviews}), default, fitted, why)


def judged(reviews: Sequence[LoggedReview], parameters: tuple[float, ...], since: datetime) -> Fitted:
    """A review's memory is of all reviews before it, those that were fitted to as well."""

    def held_out(settings: Scheduling) -> Foresight:
        return foresight([it for it in predictions(reviews, settings) if it.at >= since])

    return Fitted(parameters, since, held_out(Scheduling(parameters=parameters)), held_out(DEFAULTS))
