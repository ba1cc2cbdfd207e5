"""what was spent and when the last question came -> whether one more may be, else why not  (pure)"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

MINUTE = timedelta(minutes=1)

Whose = Literal["learner", "space"]


@dataclass(frozen=True, slots=True)
class Spent:
    """Requests to the language model, and the tokens it read and wrote, of one UTC day."""

    requests: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """What one UTC day allows; 0 is no limit."""

    requests: int = 0
    tokens: int = 0

    def allows(self, spent: Spent) -> bool:
        """Whether there is room for one request more: what it will cost in tokens nobody knows yet."""
        return not (0 < self.requests <= spent.requests or 0 < self.tokens <= spent.tokens)


@dataclass(frozen=True, slots=True)
class Limits:
    """`questions_a_minute` holds for each learner, with or without a language model; 0 is no limit."""

    learner: Budget = field(default_factory=Budget)
    space: Budget = field(default_factory=Budget)
    questions_a_minute: int = 0

    @property
    def budgeted(self) -> bool:
        """Whether any budget has a limit."""
        return Budget() != self.learner or Budget() != self.space

    def refused(self, *, learner: Spent, space: Spent) -> Whose | None:
        """Whose budget has no room for one request more."""
        if not self.learner.allows(learner):
            return "learner"
        return None if self.space.allows(space) else "space"


def admitted(busy_until: datetime | None, at: datetime, *, per_minute: int) -> datetime | float:
    """Until when this question keeps its asker busy, or how many seconds they have to wait with it.

    A token bucket kept in one moment (the generic cell rate algorithm): each question takes its share of
    a minute, and as much as a minute may be taken ahead. So `per_minute` may come at once, and then one
    whenever its share has passed.
    """
    share = MINUTE / per_minute
    until = max(busy_until or at, at) + share
    ahead = until - at - MINUTE
    return until if ahead <= timedelta(0) else ahead.total_seconds()


def in_whole_seconds(seconds: float) -> int:
    return max(1, ceil(seconds))
