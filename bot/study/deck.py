"""what is due and what is new -> how much of it today, and which card comes next  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.models import Card, CardId, DeckCount, Memory
from bot.study.scheduler import DEFAULTS, Scheduling, retrievability

REVIEWS_A_NEW = 5
"""While both are there, so many reviews come before each new card."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a learner wants of a day: cards never seen, and reviews of the others."""

    new_a_day: int = 10
    reviews_a_day: int = 100


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many of the due and of the new cards still come today; the rest waits for the coming days.
    `so_far` are the day's reviews, first ones too."""

    reviews: int
    new: int
    so_far: int = 0


def allowance(count: DeckCount, pace: Pace) -> Allowance:
    """New ones stop while more is due than what is left of today's reviews."""
    left = max(0, pace.reviews_a_day - (count.reviewed - count.introduced))
    new = 0 if count.due > left else max(0, pace.new_a_day - count.introduced)
    return Allowance(min(count.due, left), min(count.new, new), count.reviewed)


def chosen(
    due: Sequence[Card],
    new: Sequence[Card],
    allowance: Allowance,
    now: datetime,
    *,
    settings: Scheduling = DEFAULTS,
) -> Card | None:
    """The most valuable first: what was forgotten minutes ago and whose step is over, even past the day's
    reviews, since those steps belong to a review that was begun; then what is likeliest forgotten, with a new
    card in every sixth place. None where nothing is left for today. `new` are in the order to take."""
    over = [(it.memory, it) for it in due if it.memory is not None and it.memory.due <= now]
    steps = [(memory, card) for memory, card in over if memory.state != "review"]
    if steps:
        return min(steps, key=_longest_due)[1]
    reviews = over if allowance.reviews > 0 else []
    fresh = new[0] if new and allowance.new > 0 else None
    if fresh is not None and (not reviews or _is_turn_of_new(allowance)):
        return fresh
    return _likeliest_forgotten(reviews, now, settings)


def _is_turn_of_new(allowance: Allowance) -> bool:
    """By the day's count alone, so that it is the same after a restart and on another platform."""
    return allowance.so_far % (REVIEWS_A_NEW + 1) == REVIEWS_A_NEW


def _likeliest_forgotten(
    cards: Sequence[tuple[Memory, Card]], now: datetime, settings: Scheduling
) -> Card | None:
    def worth(one: tuple[Memory, Card]) -> tuple[float, datetime, CardId]:
        return (retrievability(one[0], now, settings), *_longest_due(one))

    return min(cards, key=worth)[1] if cards else None


def _longest_due(one: tuple[Memory, Card]) -> tuple[datetime, CardId]:
    """The number decides between two of the same moment."""
    return (one[0].due, one[1].id)
