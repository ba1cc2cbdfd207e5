"""what is due and what is new -> how much of it today, and which card comes next  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from bot.models import CardId, DeckCount, DueCard

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


def chosen(due: Sequence[DueCard], new: CardId | None, allowance: Allowance, now: datetime) -> CardId | None:
    """The most valuable first: what was forgotten minutes ago and whose step is over, even past the day's
    reviews, since those steps belong to a review that was begun; then what is likeliest forgotten, with a new
    card in every sixth place. None where nothing is left for today. `due` come longest due first, which
    decides between two alike; `new` is the next one to take."""
    step = next((card for card in due if card.state != "review"), None)
    if step is not None:
        return step.id
    reviews = due if allowance.reviews > 0 else ()
    if new is not None and allowance.new > 0 and (not reviews or _is_turn_of_new(allowance)):
        return new
    return max(reviews, key=lambda card: _forgotten(card, now)).id if reviews else None


def _is_turn_of_new(allowance: Allowance) -> bool:
    """By the day's count alone, so that it is the same after a restart and on another platform."""
    return allowance.so_far % (REVIEWS_A_NEW + 1) == REVIEWS_A_NEW


def _forgotten(card: DueCard, now: datetime) -> float:
    """In the order of the chances to be forgotten, which under FSRS rise with the time passed for each day of
    stability, whatever the parameters are."""
    if card.last_review is None or not card.stability:
        return inf
    return (now - card.last_review).total_seconds() / card.stability
