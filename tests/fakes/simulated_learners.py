"""Learners who remember exactly as FSRS says, with a memory that one chooses: a review log out of a seed"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from bot.models import LoggedReview, Memory, Rating
from bot.study.scheduler import Scheduling, retrievability, reviewed

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)


def simulated_log(
    cards: int, reviews: int, seed: int, *, truth: Scheduling, asked_by: Scheduling | None = None
) -> tuple[LoggedReview, ...]:
    """So many reviews of each card, in the order of time. A card comes back when `asked_by` (else the truth)
    has it due, give or take, and is recalled with the chance that the truth gives it."""
    dice = Random(seed)
    logged = [
        review
        for card in range(cards)
        for review in _history(f"card {card}", reviews, dice, truth, asked_by or truth)
    ]
    return tuple(sorted(logged, key=lambda it: it.at))


def _history(
    card: str, reviews: int, dice: Random, truth: Scheduling, asked_by: Scheduling
) -> Iterator[LoggedReview]:
    at = MONDAY + timedelta(days=dice.randrange(30), minutes=dice.randrange(600))
    remembered: Memory | None = None
    planned: Memory | None = None
    for _ in range(reviews):
        rating = _rated(dice, retrievability(remembered, at, truth))
        yield LoggedReview(card, rating, at)
        remembered = reviewed(remembered, rating, at, settings=truth)
        planned = reviewed(planned, rating, at, settings=asked_by)
        at += (planned.due - at) * dice.uniform(0.8, 1.6)


def _rated(dice: Random, chance: float) -> Rating:
    if dice.random() >= chance:
        return "again"
    return dice.choices(("hard", "good", "easy"), weights=(2, 7, 1))[0]
