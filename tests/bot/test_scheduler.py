"""What FSRS-6 makes of ratings: the published sequences, and what must hold of any"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.errors import WrongConfiguration
from bot.models import Memory, Rating
from bot.study.calendar.days import day_began, start_of, study_day
from bot.study.scheduler import (
    DEFAULTS,
    RATINGS,
    Scheduling,
    comes_in,
    fuzz_seed,
    fuzzed,
    previewed,
    retrievability,
    reviewed,
)
from tests.bot.test_days import ZONES
from tests.bot.test_streaks import MOMENTS

NOON = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MEMORIES = TypeAdapter(Memory)

ratings = st.sampled_from(RATINGS)
waits = st.timedeltas(timedelta(), timedelta(days=900))
histories = st.lists(st.tuples(waits, ratings), min_size=1, max_size=12)
settings_of_all_kinds = st.builds(
    Scheduling,
    desired_retention=st.floats(0.7, 0.99),
    maximum_interval=st.integers(1, 36_500),
    learning_steps=st.lists(st.timedeltas(timedelta(seconds=1), timedelta(hours=12)), max_size=4).map(
        lambda it: tuple(sorted(it))
    ),
)


def after(
    history: Sequence[tuple[timedelta, Rating]], settings: Scheduling = DEFAULTS
) -> tuple[Memory, datetime]:
    """The memory and the moment of the last review."""
    memory, at = None, NOON
    for wait, rating in history:
        at += wait
        memory = reviewed(memory, rating, at, settings=settings)
    assert memory is not None
    return memory, at


def on_days(*pairs: tuple[int, Rating], settings: Scheduling = DEFAULTS) -> Memory:
    return after([(timedelta(days=days), rating) for days, rating in pairs], settings)[0]


def test_the_published_intervals_of_fsrs_6_hold() -> None:
    memory, at, intervals = None, NOON, []
    rated: list[Rating] = ["good"] * 6 + ["again"] * 2 + ["good"] * 5
    for rating in rated:
        memory = reviewed(memory, rating, at)
        intervals.append((memory.due - at).days)
        at = memory.due
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_the_published_intervals_hold_by_the_learners_days_at_whatever_hour_one_studies() -> None:
    zone, memory, at, intervals = "America/New_York", None, NOON, []
    rated: list[Rating] = ["good"] * 6 + ["again"] * 2 + ["good"] * 5
    for rating, hour in zip(rated, (0, 0, 1, 23, 5, 8, 0, 0, 0, 13, 2, 22, 7), strict=True):
        at = at if memory is None else memory.due
        at = day_began(at, zone) + hour * timedelta(hours=1) if hour else at
        memory = reviewed(memory, rating, at, zone=zone)
        intervals.append((study_day(memory.due, zone) - study_day(at, zone)).days)
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_an_evenings_card_is_a_day_old_in_the_morning() -> None:
    evening, morning = NOON.replace(hour=22), NOON.replace(hour=8) + DAY
    memory = reviewed(None, "easy", evening, zone="UTC")
    a_day_later = reviewed(memory, "good", evening + DAY)
    assert reviewed(memory, "good", morning, zone="UTC").stability == a_day_later.stability
    assert reviewed(memory, "good", morning).stability != a_day_later.stability


def test_what_is_rated_long_after_midnight_is_of_the_same_day_still() -> None:
    memory = reviewed(None, "easy", NOON.replace(hour=5), zone="UTC")
    late = NOON.replace(hour=3) + DAY
    assert reviewed(memory, "good", late, zone="UTC") == reviewed(memory, "good", late)


@pytest.mark.parametrize("zone", ZONES)
@given(at=MOMENTS, rating=ratings, seed=st.none() | st.text(max_size=3))
def test_a_card_in_review_comes_so_many_of_the_learners_days_later(
    zone: str, at: datetime, rating: Rating, seed: str | None
) -> None:
    memory = Memory(at, "review", 1.5, 5.0, None, at - 3 * DAY)
    after = reviewed(memory, rating, at, seed=seed, zone=zone)
    days = comes_in(after, at) / DAY
    if after.state == "review":
        assert previewed(memory, at, seed=seed, zone=zone)[rating] == days * DAY
        arrives = start_of(study_day(at, zone) + timedelta(days=round(days)), zone)
        assert study_day(after.due, zone) == study_day(arrives, zone) > study_day(at, zone)


SIX: tuple[tuple[int, Rating], ...] = (
    (0, "again"),
    (0, "good"),
    (1, "good"),
    (3, "good"),
    (8, "good"),
    (21, "good"),
)


def test_the_published_memory_of_fsrs_6_after_six_reviews_holds() -> None:
    memory = on_days(*SIX)
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_the_published_memory_without_a_same_day_step_holds() -> None:
    frozen = (*DEFAULTS.parameters[:17], 0.0, 0.0, 0.0, DEFAULTS.parameters[20])
    assert on_days(*SIX, settings=Scheduling(parameters=frozen)).stability == pytest.approx(
        53.335106, abs=1e-4
    )


def test_the_published_first_memories_hold() -> None:
    first = [reviewed(None, rating, NOON) for rating in RATINGS]
    assert [it.stability for it in first] == [0.212, 1.2931, 2.3065, 8.2956]
    assert [it.difficulty for it in first] == pytest.approx([6.4133, 5.11217071, 2.11810397, 1.0])


def test_a_new_card_goes_through_its_steps_into_review() -> None:
    once = reviewed(None, "good", NOON)
    assert (once.state, once.step, once.due - NOON) == ("learning", 1, timedelta(minutes=10))
    twice = reviewed(once, "good", once.due)
    assert (twice.state, twice.step, twice.due - once.due) == ("review", None, 2 * DAY)
    forgotten = reviewed(twice, "again", twice.due)
    assert (forgotten.state, forgotten.step) == ("relearning", 0)
    assert forgotten.due - twice.due == timedelta(minutes=10)


def test_the_buttons_of_a_new_card_say_a_minute_five_and_a_half_ten_and_eight_days() -> None:
    assert list(previewed(None, NOON).items()) == [
        ("again", timedelta(minutes=1)),
        ("hard", timedelta(minutes=5.5)),
        ("good", timedelta(minutes=10)),
        ("easy", 8 * DAY),
    ]


def test_a_memory_that_is_new_is_like_none() -> None:
    assert reviewed(Memory(due=NOON), "good", NOON) == reviewed(None, "good", NOON)
    assert retrievability(Memory(due=NOON), NOON) == retrievability(None, NOON) == 0


@given(histories, waits, settings_of_all_kinds, st.none() | st.text(max_size=4))
def test_a_better_rating_never_brings_a_card_back_sooner(
    history: list[tuple[timedelta, Rating]], wait: timedelta, settings: Scheduling, seed: str | None
) -> None:
    memory, at = after(history, settings)
    intervals = previewed(memory, at + wait, settings, seed=seed)
    hard, good, easy = (intervals[rating] for rating in ("hard", "good", "easy"))
    assert hard <= good <= easy


@given(histories, settings_of_all_kinds, st.none() | st.text(max_size=4))
def test_a_card_comes_back_after_it_was_reviewed_and_within_the_longest_interval(
    history: list[tuple[timedelta, Rating]], settings: Scheduling, seed: str | None
) -> None:
    memory, at = after(history, settings)
    again = reviewed(memory, history[-1][1], at, settings=settings, seed=seed)
    assert again.last_review == at < again.due <= at + settings.maximum_interval * DAY
    assert again.stability > 0
    assert 1 <= again.difficulty <= 10


@given(histories, waits, ratings, st.none() | st.text(max_size=4))
def test_a_button_says_what_it_does(
    history: list[tuple[timedelta, Rating]], wait: timedelta, rating: Rating, seed: str | None
) -> None:
    memory, at = after(history)
    at += wait
    assert reviewed(memory, rating, at, seed=seed).due - at == previewed(memory, at, seed=seed)[rating]


@given(histories, st.lists(waits, min_size=2, max_size=6))
def test_what_is_not_reviewed_is_forgotten_more_and_more(
    history: list[tuple[timedelta, Rating]], later: list[timedelta]
) -> None:
    memory, at = after(history)
    chances = [retrievability(memory, at + wait) for wait in sorted(later)]
    assert all(0 <= second <= first <= 1 for first, second in pairwise(chances))


def test_after_as_many_days_as_it_is_stable_a_card_is_remembered_nine_times_in_ten() -> None:
    memory = Memory(NOON, "review", stability=40.0, difficulty=5.0, last_review=NOON)
    assert retrievability(memory, NOON + 40 * DAY) == pytest.approx(0.9)
    assert retrievability(memory, NOON + 23 * DAY / 24) == 1


@given(histories, waits, ratings)
def test_a_review_leaves_the_memory_before_it_as_it_was(
    history: list[tuple[timedelta, Rating]], wait: timedelta, rating: Rating
) -> None:
    memory, at = after(history)
    kept = asdict(memory)
    once = reviewed(memory, rating, at + wait)
    assert asdict(memory) == kept
    assert reviewed(memory, rating, at + wait) == once


@given(histories)
def test_a_memory_survives_json_to_the_last_digit(history: list[tuple[timedelta, Rating]]) -> None:
    memory, at = after(history)
    back = MEMORIES.validate_json(MEMORIES.dump_json(memory))
    assert back == memory
    assert reviewed(back, "good", at + DAY) == reviewed(memory, "good", at + DAY)


def test_a_moment_of_any_zone_will_do_and_one_without_is_refused() -> None:
    in_tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    memory = reviewed(None, "easy", in_tokyo)
    assert memory == reviewed(None, "easy", NOON)
    assert memory.due.tzinfo is memory.last_review.tzinfo is UTC  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="no time zone"):
        reviewed(None, "good", NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no time zone"):
        retrievability(memory, NOON.replace(tzinfo=None))


def test_a_review_that_came_before_the_last_one_by_the_clock_is_taken_as_of_the_same_day() -> None:
    memory = on_days((0, "easy"))
    assert reviewed(memory, "good", NOON - 3 * DAY).stability == reviewed(memory, "good", NOON).stability


SETTLED = Memory(NOON, "review", stability=60.0, difficulty=5.0, last_review=NOON - 60 * DAY)


def test_the_same_seed_moves_a_card_alike_and_others_apart() -> None:
    def due(seed: str | None) -> datetime:
        return reviewed(SETTLED, "good", NOON, seed=seed).due

    assert len({due(fuzz_seed(7, 3)) for _ in range(30)}) == 1
    spread = {(due(fuzz_seed(card, 3)) - due(None)).days for card in range(200)}
    assert min(spread) < 0 < max(spread)
    assert len(spread) > 5


def test_the_random_numbers_that_all_share_are_left_alone() -> None:
    random.seed(1)
    untouched = random.random()
    random.seed(1)
    reviewed(SETTLED, "good", NOON, seed="a")
    reviewed(SETTLED, "good", NOON)
    assert random.random() == untouched


@pytest.mark.parametrize("days", [1, 2])
def test_a_short_interval_is_not_moved(days: int) -> None:
    assert {fuzzed(days, share / 10, longest=100) for share in range(10)} == {days}


@pytest.mark.parametrize(
    ("days", "least", "most"), [(3, 2, 4), (7, 5, 9), (20, 17, 23), (100, 93, 107), (365, 345, 365)]
)
def test_an_interval_is_moved_within_the_range_of_fsrs(days: int, least: int, most: int) -> None:
    moved = {fuzzed(days, share / 1000, longest=365) for share in range(1000)}
    assert moved == set(range(least, most + 1))


def test_settings_that_cannot_be_are_told_all_at_once() -> None:
    wrong = {"desired_retention": 1.2, "maximum_interval": 0, "learning_steps": (DAY, timedelta(minutes=1))}
    with pytest.raises(WrongConfiguration) as caught:
        Scheduling(parameters=(101.0, float("nan"), *DEFAULTS.parameters[2:]), **wrong)  # type: ignore[arg-type]
    told = str(caught.value)
    for fault in (
        "the desired retention is 1.2",
        "the maximum interval is 0",
        "parameter 0 is 101.0, and must be 0.001 to 100",
        "parameter 1 is nan",
        "the learning steps must be more than nothing and at most 12 hours",
        "the learning steps must be ascending",
    ):
        assert fault in told


def test_too_few_parameters_are_told() -> None:
    with pytest.raises(WrongConfiguration, match="there are 19 parameters, and must be 21"):
        Scheduling(parameters=DEFAULTS.parameters[:19])


SCHEDULING = """
import json, sys
from datetime import UTC, datetime
from bot.study.scheduler import reviewed
from bot.study.foresight import fitting, measured
at = datetime(2026, 1, 1, tzinfo=UTC)
due = reviewed(reviewed(None, "easy", at), "good", reviewed(None, "easy", at).due, seed="7:1").due
print(json.dumps([due.isoformat(), *sorted(name.partition(".")[0] for name in sys.modules)]))
"""


@pytest.mark.slow
def test_another_process_moves_a_card_alike_and_scheduling_loads_nothing_heavy() -> None:
    said = [
        json.loads(subprocess.run([sys.executable, "-c", SCHEDULING], capture_output=True, check=True).stdout)
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert {"torch", "numpy", "pandas"}.isdisjoint(said[0])
