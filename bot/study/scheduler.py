"""a card's memory, a rating -> the memory after it, and when it is asked again, by FSRS-6  (pure)

Elapsed time counts in whole days, as FSRS does: within the first day after a review nothing is forgotten yet.
With a `zone` these are the learner's own days, so that an evening's card is a day old in the morning; without
one, 24 hours each. All moments are aware, in any zone; what is returned is UTC.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import get_args

from fsrs import Card, Scheduler, State
from fsrs import Rating as Grade
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from bot.errors import WrongConfiguration
from bot.models import Habits, Memory, MemoryState, Rating
from bot.study.calendar.days import days_later, study_day

RATINGS: tuple[Rating, ...] = get_args(Rating)
"""Worst first, as FSRS counts them from 1."""
LEAST_RETENTION, MOST_RETENTION = 0.7, 0.99
LONGEST_INTERVAL = 36_500
LONGEST_STEP = timedelta(hours=12)
"""So that a step, and half as much again, stays below the day that is the shortest interval after it."""

_A_DAY = timedelta(days=1)
_GRADES: Mapping[Rating, Grade] = {rating: Grade(n) for n, rating in enumerate(RATINGS, start=1)}
_STATES: Mapping[MemoryState, State] = {
    "new": State.Learning,
    "learning": State.Learning,
    "review": State.Review,
    "relearning": State.Relearning,
}
_NAMES: Mapping[State, MemoryState] = {state: name for name, state in _STATES.items() if name != "new"}


def _faults(settings: "Scheduling") -> Iterator[str]:
    if not LEAST_RETENTION <= settings.desired_retention <= MOST_RETENTION:
        between = f"{LEAST_RETENTION} to {MOST_RETENTION}"
        yield f"the desired retention is {settings.desired_retention}, and must be {between}"
    if not 1 <= settings.maximum_interval <= LONGEST_INTERVAL:
        between = f"1 to {LONGEST_INTERVAL:,} days"
        yield f"the maximum interval is {settings.maximum_interval}, and must be {between}"
    yield from _parameter_faults(settings.parameters)
    yield from _step_faults("learning", settings.learning_steps)
    yield from _step_faults("relearning", settings.relearning_steps)


def _parameter_faults(parameters: Sequence[float]) -> Iterator[str]:
    if len(parameters) != len(DEFAULT_PARAMETERS):
        yield f"there are {len(parameters)} parameters, and must be {len(DEFAULT_PARAMETERS)}"
        return
    bounds = zip(parameters, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    for n, (value, least, most) in enumerate(bounds):
        if not least <= value <= most:
            yield f"parameter {n} is {value}, and must be {least:g} to {most:g}"


def _step_faults(kind: str, steps: Sequence[timedelta]) -> Iterator[str]:
    if any(not timedelta() < step <= LONGEST_STEP for step in steps):
        yield f"the {kind} steps must be more than nothing and at most 12 hours"
    if any(later < earlier for earlier, later in pairwise(steps)):
        yield f"the {kind} steps must be ascending"


@dataclass(frozen=True, slots=True)
class Scheduling:
    """How cards are scheduled. `desired_retention` is the share that is to be remembered when a card comes
    back; `parameters` are FSRS-6's 21 weights; `maximum_interval` is in days; steps are ascending, and no
    steps means none: a new card waits a day at least. Raises WrongConfiguration, which names every fault."""

    desired_retention: float = 0.9
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    maximum_interval: int = LONGEST_INTERVAL
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)

    def __post_init__(self) -> None:
        if faults := "; ".join(_faults(self)):
            raise WrongConfiguration(f"Cards cannot be scheduled like this: {faults}.")


DEFAULTS = Scheduling()


def scheduling(habits: Habits) -> Scheduling:
    """How a learner's cards are scheduled: as they want it, and as they forget, where that is known."""
    own = habits.fit.parameters if habits.fit else ()
    return Scheduling(habits.retention, own or DEFAULT_PARAMETERS)


def reviewed(
    memory: Memory | None,
    rating: Rating,
    at: datetime,
    *,
    settings: Scheduling = DEFAULTS,
    seed: str | None = None,
    zone: str | None = None,
) -> Memory:
    """None is a card that was never asked. With a `seed` (`fuzz_seed`) the next interval is moved a little,
    so that cards which were learned together come apart; the same seed moves it alike for every rating.
    Raises ValueError for a moment without a zone."""
    at = _utc(at)
    card, _ = _scheduler(settings).review_card(_card(memory, at, zone), _GRADES[rating], at)
    after = _memory(card)
    if after.state != "review":
        return after
    days = (after.due - at).days
    if seed is not None:
        days = fuzzed(days, Random(seed).random(), longest=settings.maximum_interval)
    return _memory(card, due=at + days * _A_DAY if zone is None else days_later(at, days, zone))


def previewed(
    memory: Memory | None,
    at: datetime,
    settings: Scheduling = DEFAULTS,
    *,
    seed: str | None = None,
    zone: str | None = None,
) -> Mapping[Rating, timedelta]:
    """When the card comes back after each rating, worst first: what `reviewed` gives with that seed there."""
    after = {it: reviewed(memory, it, at, settings=settings, seed=seed, zone=zone) for it in RATINGS}
    return {rating: comes_in(it, at) for rating, it in after.items()}


def comes_in(after: Memory, at: datetime) -> timedelta:
    """From a review to the next one: whole days for a card in review, which comes by the day."""
    left = after.due - at
    return round(left / _A_DAY) * _A_DAY if after.state == "review" else left


def retrievability(memory: Memory | None, at: datetime, settings: Scheduling = DEFAULTS) -> float:
    """The chance in [0, 1] that it is remembered at that moment; 0 for a card that was never asked."""
    at = _utc(at)
    return float(_scheduler(settings).get_card_retrievability(_card(memory, at), at))


def fuzz_seed(card: int | str, reviews: int) -> str:
    """For the review of a card that was reviewed so many times before."""
    return f"{card}:{reviews}"


def fuzzed(days: int, share: float, *, longest: int) -> int:
    """Days near `days`, the range that FSRS moves within, at `share` in [0, 1) of the way through it. Never
    turns a longer interval into a shorter one than a shorter interval gets; below 3 days it moves nothing."""
    if days < 3:
        return days
    spans = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05))
    delta = 1 + sum(factor * max(min(days, end) - start, 0.0) for start, end, factor in spans)
    most = min(round(days + delta), longest)
    least = min(max(2, round(days - delta)), most)
    return least + int(share * (most - least + 1))


@lru_cache(maxsize=64)
def _scheduler(settings: Scheduling) -> Scheduler:
    # Its own fuzz draws from the random numbers that all share: no two runs would be alike.
    return Scheduler(
        parameters=settings.parameters,
        desired_retention=settings.desired_retention,
        learning_steps=settings.learning_steps,
        relearning_steps=settings.relearning_steps,
        maximum_interval=settings.maximum_interval,
        enable_fuzzing=False,
    )


def _card(memory: Memory | None, at: datetime, zone: str | None = None) -> Card:
    # A card without an id of its own would wait a millisecond for one.
    if memory is None or memory.last_review is None:
        return Card(card_id=0, due=at)
    return Card(
        card_id=0,
        state=_STATES[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=_counted_from(memory.last_review, at, zone),
    )


def _counted_from(last_review: datetime, at: datetime, zone: str | None) -> datetime:
    """As many whole days before `at` as FSRS is to count."""
    if zone is None:
        return _utc(last_review)
    return at - max(0, (study_day(at, zone) - study_day(last_review, zone)).days) * _A_DAY


def _memory(card: Card, *, due: datetime | None = None) -> Memory:
    """Of a card that was reviewed, which therefore has its stability and difficulty."""
    return Memory(
        due=due or card.due,
        state=_NAMES[card.state],
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        step=card.step,
        last_review=card.last_review,
    )


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(UTC)
