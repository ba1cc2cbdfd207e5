"""what is due and what is new -> how much of it today, what is left, and which card comes next  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from bot.models import Card, CardId, DeckCount, DueCard, Habits

REVIEWS_A_NEW = 5
"""While both are there, so many reviews come before each new card."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many of the due and of the new cards still come today; the rest waits for the coming days.
    `so_far` are the day's reviews, first ones too."""

    reviews: int
    new: int
    so_far: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a learner's day: `due` and `new` come here today, `tomorrow` when the next day has
    begun, `elsewhere` where their libraries are studied; `set_aside` until they are brought back, and
    `unwanted` are new ones of somebody who wants none a day. `done` counts the reviews since the day began;
    `next_in` is when the next card comes, None where none will."""

    due: int = 0
    new: int = 0
    tomorrow: int = 0
    elsewhere: int = 0
    set_aside: int = 0
    unwanted: int = 0
    done: int = 0
    next_in: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """`card` is None where nothing comes now."""

    card: Card | None
    left: Left


def allowance(count: DeckCount, habits: Habits) -> Allowance:
    """A step belongs to a review that was begun, and comes however many there were. New ones stop while more
    is due than what is left of today's reviews."""
    waiting = count.due - count.steps
    room = max(0, habits.reviews_a_day - (count.reviewed - count.introduced))
    new = 0 if waiting > room else max(0, habits.new_a_day - count.introduced)
    return Allowance(count.steps + min(waiting, room), min(count.new, new), count.reviewed)


def left_of(here: DeckCount, everywhere: DeckCount, habits: Habits) -> Left:
    """Of the day here, whatever waits `everywhere`."""
    today = allowance(here, habits)
    waits, unwanted = (here.new - today.new, 0) if habits.new_a_day else (0, here.new)
    return Left(
        today.reviews,
        today.new,
        tomorrow=here.due - today.reviews + waits,
        elsewhere=max(0, everywhere.due + everywhere.new - here.due - here.new),
        set_aside=here.set_aside,
        unwanted=unwanted,
        done=here.reviewed,
    )


def chosen(due: Sequence[DueCard], new: CardId | None, allowance: Allowance, now: datetime) -> CardId | None:
    """The most valuable first: what was forgotten minutes ago and whose step is over; then what is likeliest
    forgotten, with a new card in every sixth place. None where nothing is left for today. `due` come longest
    due first, which decides between two alike; `new` is the next one to take."""
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
