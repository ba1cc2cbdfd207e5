"""Days in a row: one missed day a week is forgiven, a pause ends nothing, and a day is the learner's own"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Absence, Habits
from bot.study.calendar.absences import absence_on, absent_days, back, gone
from bot.study.calendar.days import day_began, next_day, study_day
from bot.study.calendar.streaks import Streak, forgiven_this_week, streak
from bot.study.figures import days_of
from tests.bot.test_days import ZONES

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY + 6 * DAY


def days(*numbers: int) -> frozenset[date]:
    """Counted from that Monday."""
    return frozenset(MONDAY + n * DAY for n in numbers)


def test_without_a_review_there_is_no_row() -> None:
    assert streak((), MONDAY) == Streak()


def test_each_day_with_a_review_counts_once() -> None:
    assert streak(days(0, 1, 2), MONDAY + 2 * DAY) == Streak(3, True, MONDAY)


def test_today_is_not_missed_before_it_is_over() -> None:
    assert streak(days(0, 1), MONDAY + 2 * DAY) == Streak(2, False, MONDAY)


def test_one_missed_day_of_a_week_is_forgiven_and_does_not_count() -> None:
    found = streak(days(0, 1, 3), MONDAY + 3 * DAY)
    assert found == Streak(3, True, MONDAY, tuple(days(2)))
    assert forgiven_this_week(found, SUNDAY)
    assert not forgiven_this_week(found, SUNDAY + DAY)


@pytest.mark.parametrize("reviewed", [(0, 3), (0, 2, 4)], ids=["together", "apart"])
def test_the_second_missed_day_of_a_week_ends_the_row(reviewed: tuple[int, ...]) -> None:
    last = reviewed[-1]
    assert streak(days(*reviewed), MONDAY + last * DAY).days == len(reviewed) - 1


def test_the_last_day_of_a_week_and_the_first_of_the_next_are_of_two_weeks() -> None:
    assert streak(days(5, 8), MONDAY + 8 * DAY) == Streak(2, True, MONDAY + 5 * DAY, (SUNDAY + DAY, SUNDAY))


def test_a_week_over_new_year_is_one_week() -> None:
    wednesday = date(2026, 12, 30)
    reviewed = {wednesday, wednesday + 2 * DAY, wednesday + 4 * DAY}
    assert streak(reviewed, wednesday + 4 * DAY).days == 2


def test_what_is_forgiven_before_the_first_day_is_not_told() -> None:
    assert streak(days(2), MONDAY + 3 * DAY) == Streak(1, False, MONDAY + 2 * DAY)
    assert streak(days(-7, 2), MONDAY + 3 * DAY).forgiven == ()


def test_a_pause_neither_counts_nor_ends_nor_takes_what_is_forgiven() -> None:
    found = streak(days(0, 12), MONDAY + 12 * DAY, days(*range(1, 11)))
    assert found == Streak(2, True, MONDAY, tuple(days(11)))
    assert streak(days(0, 5), MONDAY + 5 * DAY, days(1, 2)).days == 1


def test_who_reviews_within_a_pause_has_that_day() -> None:
    assert streak(days(0, 2), MONDAY + 3 * DAY, days(1, 2, 3)).days == 2


def test_a_pause_is_of_whole_days_and_the_day_it_ends_is_none_of_it() -> None:
    berlin = "Europe/Berlin"
    noon = datetime(2026, 3, 2, 11, tzinfo=UTC)
    away = Habits(berlin, absences=(Absence(noon, day_began(noon + 3 * DAY, berlin)),))
    assert absent_days(away, berlin) == days(0, 1, 2)
    assert absent_days(replace(away, absences=(Absence(noon, noon),)), berlin) == frozenset()


def test_every_pause_is_remembered_not_the_last_alone() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    first = gone(Habits(), noon, noon + DAY)
    both = gone(first, noon + 5 * DAY, noon + 6 * DAY)
    assert absent_days(both, "UTC") == days(0, 1, 5, 6)


def test_a_pause_that_is_made_longer_is_one_from_its_first_day() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    longer = gone(gone(Habits(), noon, noon + 3 * DAY), noon + 2 * DAY, noon + 5 * DAY)
    assert longer.absences == (Absence(noon, noon + 5 * DAY),)


def test_who_is_back_early_was_away_until_then_and_whose_pause_never_began_was_not() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    away = gone(Habits(), noon, noon + 9 * DAY)
    assert back(away, noon + DAY).absences == (Absence(noon, noon + DAY),)
    assert back(away, noon).absences == ()
    assert back(Habits(), noon) == Habits()
    assert absence_on(away, noon + 9 * DAY) is None


MOMENTS = st.integers(0, 1_400_000_000).map(lambda n: datetime.fromtimestamp(600_000_000 + n, UTC))
"""From 1989 to 2033."""
weeks = st.lists(st.booleans(), min_size=1, max_size=60)


@given(weeks)
def test_no_row_is_longer_than_the_days_reviewed_nor_forgives_two_days_of_a_week(flags: list[bool]) -> None:
    reviewed = days(*(n for n, flag in enumerate(flags) if flag))
    found = streak(reviewed, MONDAY + (len(flags) - 1) * DAY)
    assert found.days <= len(reviewed)
    assert len({day.isocalendar()[:2] for day in found.forgiven}) == len(found.forgiven)
    assert not reviewed & set(found.forgiven)
    if found.since:
        between = {day for day in reviewed if day >= found.since}
        assert found.days == len(between)


@given(weeks, st.integers(0, 59))
def test_one_more_day_reviewed_never_shortens_a_row(flags: list[bool], at: int) -> None:
    today = MONDAY + (len(flags) - 1) * DAY
    reviewed = days(*(n for n, flag in enumerate(flags) if flag))
    more = reviewed | days(at % len(flags))
    assert streak(more, today).days >= streak(reviewed, today).days


@given(
    st.sampled_from(ZONES),
    MOMENTS,
    st.lists(st.floats(0, 0.999), min_size=1, max_size=40),
)
def test_a_review_at_any_hour_of_each_day_makes_a_row_wherever_the_clocks_switch(
    zone: str, start: datetime, hours: list[float]
) -> None:
    began = [day_began(start, zone)]
    for _ in hours:
        began.append(next_day(began[-1], zone))
    moments = [
        first + (end - first) * hour for (first, end), hour in zip(pairwise(began), hours, strict=True)
    ]
    reviewed = list(days_of(moments, zone))
    assert reviewed == [study_day(at, zone) for at in moments]
    # A date that a zone skips is no day of anybody's, and is forgiven as any other that was missed.
    assert streak(reviewed, study_day(moments[-1], zone)).days == len(hours)
