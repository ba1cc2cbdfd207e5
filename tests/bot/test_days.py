"""A learner's day: from 4:00 to 4:00 on their wall, whatever the clocks do"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.models import StudyDay
from bot.study.calendar.days import around, day_began, days_later, next_at, next_day, study_day

HOUR = timedelta(hours=1)
ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Africa/Cairo",
    "Asia/Baku",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "Asia/Manila",
    "America/Juneau",
    "UTC",
)
"""Those whose clocks switch by an hour, by half an hour, by two or three, at midnight, near 4:00, by a day in
both directions, and never."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def length(text: str, zone: str) -> timedelta:
    at = wall(text, zone)
    return next_day(at, zone) - day_began(at, zone)


def test_the_small_hours_belong_to_the_evening_before() -> None:
    assert study_day(wall("2026-05-02T03:59:59", "Europe/Berlin"), "Europe/Berlin") == date(2026, 5, 1)
    assert study_day(wall("2026-05-02T04:00", "Europe/Berlin"), "Europe/Berlin") == date(2026, 5, 2)


def test_a_day_is_the_learners_whichever_zone_the_moment_is_told_in() -> None:
    at = utc("2026-05-02T22:45")
    assert study_day(at, "Asia/Kolkata") == date(2026, 5, 3)
    assert study_day(at, "America/New_York") == date(2026, 5, 2)
    assert study_day(at.astimezone(ZoneInfo("Asia/Tokyo")), "Asia/Kolkata") == date(2026, 5, 3)


def test_a_day_began_at_four_on_the_wall_and_is_told_in_utc() -> None:
    began = day_began(utc("2026-05-02T22:45"), "Asia/Kolkata")
    assert began == utc("2026-05-02T22:30")
    assert began.tzinfo is UTC
    assert next_day(utc("2026-05-02T22:45"), "Asia/Kolkata") == utc("2026-05-03T22:30")


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("Europe/Berlin", "2026-03-28T20:00", 23),
        ("Europe/Berlin", "2026-10-24T20:00", 25),
        ("America/New_York", "2026-03-07T20:00", 23),
        ("America/New_York", "2026-10-31T20:00", 25),
        ("America/Sao_Paulo", "2018-11-03T20:00", 23),
        ("America/Sao_Paulo", "2018-02-17T20:00", 25),
        ("Australia/Lord_Howe", "2026-10-03T20:00", 23.5),
        ("Australia/Lord_Howe", "2026-04-04T20:00", 24.5),
        ("Asia/Kolkata", "2026-03-28T20:00", 24),
    ],
)
def test_the_night_of_the_switch_makes_the_day_before_it_longer_or_shorter(
    zone: str, evening: str, hours: float
) -> None:
    assert length(evening, zone) == hours * HOUR
    began = day_began(wall(evening, zone), zone).astimezone(ZoneInfo(zone))
    ended = next_day(wall(evening, zone), zone).astimezone(ZoneInfo(zone))
    assert (began.hour, began.minute, ended.hour, ended.minute) == (4, 0, 4, 0)


def test_an_hour_that_comes_twice_stays_in_the_day_before() -> None:
    twice = wall("2026-10-25T02:30", "Europe/Berlin")
    for moment in (twice, twice.replace(fold=1)):
        assert study_day(moment, "Europe/Berlin") == date(2026, 10, 24)


def test_where_four_itself_is_skipped_the_day_begins_with_the_switch() -> None:
    zone = "Asia/Baku"
    switch = utc("2014-03-30T00:00")
    assert day_began(wall("2014-03-30T12:00", zone), zone) == switch
    assert switch.astimezone(ZoneInfo(zone)).hour == 5
    assert study_day(switch - HOUR / 3600, zone) == date(2014, 3, 29)


def test_where_four_comes_twice_the_day_begins_with_the_first() -> None:
    zone = "Asia/Baku"
    first = wall("2013-10-27T04:00", zone)
    assert first.utcoffset() != first.replace(fold=1).utcoffset()
    for moment in (first, first.replace(fold=1)):
        assert day_began(moment, zone) == first.astimezone(UTC)


def test_a_date_that_a_zone_skips_is_no_day_and_loses_nobody_a_moment() -> None:
    zone = "Pacific/Apia"
    before = wall("2011-12-29T20:00", zone)
    after = wall("2011-12-31T02:00", zone)
    assert study_day(before, zone) == study_day(after, zone) == date(2011, 12, 29)
    assert next_day(before, zone) - day_began(before, zone) == 24 * HOUR
    assert study_day(next_day(before, zone), zone) == date(2011, 12, 31)


def test_a_date_that_a_zone_has_twice_is_one_long_day() -> None:
    zone = "Pacific/Kwajalein"
    assert length("1969-09-30T12:00", zone) == 47 * HOUR


moments = st.integers(-4_100_000_000, 3_470_000_000).map(lambda it: datetime.fromtimestamp(it, UTC))


@given(moments, st.sampled_from(ZONES))
@example(utc("2011-12-30T10:00"), "Pacific/Apia")
@example(utc("2018-11-04T03:00"), "America/Sao_Paulo")
@example(utc("1993-08-21T12:00"), "Pacific/Kwajalein")
def test_a_moment_lies_in_its_day(at: datetime, zone: str) -> None:
    began, following = day_began(at, zone), next_day(at, zone)
    assert began <= at < following
    assert study_day(began, zone) == study_day(at, zone) == study_day(following - HOUR / 3600, zone)
    assert study_day(following, zone) > study_day(at, zone)


@given(moments, st.sampled_from(ZONES))
def test_days_tile_time_without_gaps(at: datetime, zone: str) -> None:
    starts = [day_began(at, zone)]
    for _ in range(400):
        starts.append(next_day(starts[-1], zone))
    assert all(day_began(later, zone) == later for later in starts)
    assert all(day_began(later - HOUR / 3600, zone) == sooner for sooner, later in pairwise(starts))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        study_day(utc("2026-05-02").replace(tzinfo=None), "UTC")


def test_the_next_half_past_eight_is_of_today_before_it_and_of_tomorrow_from_it_on() -> None:
    half_past_eight = datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
    assert next_at(half_past_eight - timedelta(seconds=1), "Europe/Berlin", 510) == half_past_eight
    assert next_at(half_past_eight, "Europe/Berlin", 510) == half_past_eight + timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "minutes", "around"),
    [
        ("Europe/Berlin", 150, datetime(2026, 3, 29, tzinfo=UTC)),
        ("Europe/Berlin", 150, datetime(2026, 10, 25, tzinfo=UTC)),
        ("America/New_York", 90, datetime(2026, 11, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", 120, datetime(2026, 10, 3, tzinfo=UTC)),
        ("Asia/Kathmandu", 0, datetime(2026, 1, 1, tzinfo=UTC)),
        ("Africa/Cairo", 5, datetime(2026, 4, 24, tzinfo=UTC)),
    ],
)
def test_a_wish_comes_once_on_each_date_whatever_the_clocks_do(
    zone: str, minutes: int, around: datetime
) -> None:
    """At its minute, or where the clocks skip that, at the first one after it."""
    at, dates = around - timedelta(days=3), []
    for _ in range(7):
        at = next_at(at, zone, minutes)
        wall = at.astimezone(ZoneInfo(zone))
        dates.append(wall.date())
        assert timedelta(0) <= timedelta(hours=wall.hour, minutes=wall.minute - minutes) <= timedelta(hours=1)
    assert dates == [dates[0] + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize(
    ("zone", "at", "later"),
    [
        ("Europe/Berlin", "2026-05-02T22:10", "2026-05-03T22:10"),
        ("Europe/Berlin", "2026-10-24T04:10", "2026-10-25T04:00"),
        ("Europe/Berlin", "2026-03-28T03:30", "2026-03-29T03:59:59"),
        ("Europe/Berlin", "2026-10-24T20:00", "2026-10-25T19:00"),
    ],
)
def test_a_day_later_is_on_the_next_day_even_where_the_clocks_switch(zone: str, at: str, later: str) -> None:
    assert days_later(wall(at, zone), 1, zone) == wall(later, zone)


def test_a_day_is_told_with_its_ends() -> None:
    at = wall("2026-10-25T03:30", "Europe/Berlin")
    assert around(at, "Europe/Berlin") == StudyDay(
        at, day_began(at, "Europe/Berlin"), next_day(at, "Europe/Berlin")
    )
