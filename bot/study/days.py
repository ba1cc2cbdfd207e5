"""a moment and a learner's time zone -> their day, when it began, when the next one begins  (pure)

A day begins at 4:00 on the wall of the zone: at the first moment at which the clock there says so, or later
where the clocks skip it. Days tile time without gaps; a date that a zone skips whole is no day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import BadCommand

STARTS = time(4)
_A_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)
_FARTHEST = 3
"""Dates away from the wall's to look at: clocks were never put further back or ahead than by a day."""
_NEAR = 3
_SERVERS_OWN = frozenset(("Factory", "localtime"))
"""They mean nothing, or the zone of whoever runs the bot."""


def study_day(at: datetime, zone: str) -> date:
    """Raises BadCommand for an unknown zone, and ValueError for a moment without a zone of its own."""
    place = _place(zone)
    return _dates_around(_utc(at), place)[0]


def day_began(at: datetime, zone: str) -> datetime:
    """At or before `at`, in UTC. Raises as `study_day` does."""
    place = _place(zone)
    return _start(_dates_around(_utc(at), place)[0], place)


def next_day(at: datetime, zone: str) -> datetime:
    """After `at`, in UTC. Raises as `study_day` does."""
    place = _place(zone)
    return _start(_dates_around(_utc(at), place)[1], place)


def start_of(day: date, zone: str) -> datetime:
    """When that date's day begins, in UTC. Raises BadCommand for an unknown zone."""
    return _start(day, _place(zone))


def zones_like(typed: str, count: int) -> tuple[str, ...]:
    """Names to choose from: those with these words in them, cities that begin so first."""
    wanted = _folded(typed)
    found = (name for key, name in _zones().items() if wanted in key)
    return tuple(sorted(found, key=lambda it: (not _folded(it).rpartition("/")[2].startswith(wanted), it)))[
        :count
    ]


def next_at(after: datetime, zone: str, minutes: int) -> datetime:
    """The first moment after `after` at which the wall says so many minutes past midnight, in UTC; once on
    each date, even where the clocks say it twice or skip it. Raises as `study_day` does."""
    place = _place(zone)
    first = _utc(after).astimezone(place).date() - _A_DAY
    hour = time(minutes // 60, minutes % 60)
    dates = (first + n * _A_DAY for n in range(_FARTHEST + 2))
    return next(it for it in (_first_at(datetime.combine(day, hour), place) for day in dates) if it > after)


def zone_named(words: str) -> str:
    """The IANA name of a zone, however it is written: "europe/berlin", or "New York" where one zone alone is
    called by that city. Raises BadCommand, with near names, for all else."""
    asked = _folded(words)
    found = _zones().get(asked, "")
    cities = [name for key, name in _zones().items() if key.rpartition("/")[2] == asked]
    if not found and len(cities) != 1:
        raise BadCommand(f"I know no time zone “{words.strip()}”.", hint=_hint(asked))
    return found or cities[0]


def _dates_around(at: datetime, place: ZoneInfo) -> tuple[date, date]:
    """The day that is on, and the one after it."""
    wall = at.astimezone(place).date()
    dates = [wall + n * _A_DAY for n in range(-_FARTHEST, _FARTHEST + 1)]
    days = [day for day in dates if _exists(day, place)]
    begun = [day for day in days if _start(day, place) <= at]
    return begun[-1], days[len(begun)]


def _exists(day: date, place: ZoneInfo) -> bool:
    return _start(day, place).astimezone(place).date() == day


def _start(day: date, place: ZoneInfo) -> datetime:
    return _first_at(datetime.combine(day, STARTS), place)


@lru_cache(maxsize=4096)
def _first_at(wall: datetime, place: ZoneInfo) -> datetime:
    """The first moment at which the wall says so, or later."""
    first = wall.replace(tzinfo=place).astimezone(UTC)
    if _wall(first, place) == wall:
        return first
    # The clocks skip it: read by the offset before the switch it comes after it, and the other way round.
    return _first_past(wall, wall.replace(tzinfo=place, fold=1).astimezone(UTC), first, place)


def _first_past(wall: datetime, before: datetime, past: datetime, place: ZoneInfo) -> datetime:
    """The switch between two moments on either side of it, to the second."""
    while past - before > _A_SECOND:
        middle = before + (past - before) // _A_SECOND // 2 * _A_SECOND
        before, past = (before, middle) if _wall(middle, place) >= wall else (middle, past)
    return past


def _wall(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(place).replace(tzinfo=None, fold=0)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(UTC)


@lru_cache(maxsize=1024)
def _place(zone: str) -> ZoneInfo:
    return ZoneInfo(zone_named(zone))


@cache
def _zones() -> dict[str, str]:
    """All IANA names by what a person may write for them."""
    return {_folded(name): name for name in sorted(available_timezones() - _SERVERS_OWN)}


def _folded(words: str) -> str:
    return "_".join(words.casefold().replace("_", " ").split())


def _hint(asked: str) -> str:
    near = tuple(dict.fromkeys(_near(asked)))[:_NEAR]
    if not near:
        return "Write it as in “Europe/Berlin”."
    return f"Did you mean {' or '.join(near)}?"


def _near(asked: str) -> Iterator[str]:
    """Zones with that word in their name, then those whose name or city is spelled much like it."""
    city = asked.rpartition("/")[2]
    if len(city) > 2:
        yield from (name for key, name in _zones().items() if city in key)
    by_city = {key.rpartition("/")[2]: name for key, name in _zones().items()}
    yield from (by_city[key] for key in get_close_matches(city, by_city, _NEAR, 0.75))
    yield from (_zones()[key] for key in get_close_matches(asked, _zones(), _NEAR, 0.8))
