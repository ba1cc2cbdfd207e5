"""What people write for a time zone -> its name"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadCommand
from bot.study.calendar.zones import zone_named, zone_told, zones_like


def test_a_zone_may_be_written_carelessly_or_by_its_city() -> None:
    assert zone_named(" europe/berlin ") == "Europe/Berlin"
    assert zone_named("america/new york") == "America/New_York"
    assert zone_named("New York") == "America/New_York"
    assert zone_named("utc") == "UTC"


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Europe/Berlni", "Europe/Berlin"),
        ("Kolkatta", "Asia/Kolkata"),
        ("America/Sao Paolo", "America/Sao_Paulo"),
        ("Indiana", "America/Indiana"),
        ("Spain", "Europe/Madrid or Atlantic/Canary"),
        ("Germnay", "Europe/Berlin"),
    ],
)
def test_an_unknown_zone_is_refused_with_names_that_are_near(written: str, near: str) -> None:
    with pytest.raises(BadCommand) as caught:
        zone_named(written)
    assert written in str(caught.value)
    assert near in caught.value.hint


@pytest.mark.parametrize("written", ["", "qqqqqq", "../../etc/passwd", "localtime", "Factory", "a\0b"])
def test_words_that_are_near_no_zone_get_an_example(written: str) -> None:
    with pytest.raises(BadCommand) as caught:
        zone_named(written)
    assert "“Berlin”" in caught.value.hint


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("Germany", "Europe/Berlin"),
        ("uk", "Europe/London"),
        ("Holland", "Europe/Amsterdam"),
        ("india", "Asia/Kolkata"),
    ],
)
def test_a_country_in_which_one_time_is_kept_is_a_zone(country: str, zone: str) -> None:
    assert zone_named(country) == zone


def test_of_a_country_with_many_times_a_city_is_asked_for() -> None:
    with pytest.raises(BadCommand) as caught:
        zone_named("USA")
    assert "largest city" in caught.value.hint


@pytest.mark.parametrize(
    ("written", "hours", "told"),
    [
        ("GMT+2", 2, "UTC+2"),
        ("utc-3", -3, "UTC-3"),
        ("UTC + 14", 14, "UTC+14"),
        ("gmt", 0, "UTC"),
        ("UTC+0", 0, "UTC"),
    ],
)
def test_hours_from_utc_count_as_people_count_them(written: str, hours: int, told: str) -> None:
    zone = zone_named(written)
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)
    assert zone_told(zone) == told
    assert zone_named(zone) == zone


@pytest.mark.parametrize("written", ["UTC+5:30", "GMT+15", "UTC-13", "UTC+99"])
def test_hours_that_are_no_zones_are_refused(written: str) -> None:
    with pytest.raises(BadCommand):
        zone_named(written)


def test_cities_and_countries_are_offered_and_nothing_that_counts_the_other_way_round() -> None:
    assert zones_like("germ", 5)[0] == "Europe/Berlin"
    assert "Europe/Berlin" in zones_like("berl", 5)
    assert not [it for it in zones_like("gmt", 25) if "+" in it or "-" in it]
    assert len(zones_like("", 7)) == 7
