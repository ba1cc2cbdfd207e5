"""what a person writes for a time zone -> its IANA name, or names like it; a name -> what people call it"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import BadCommand

_NEAR = 3
_SERVERS_OWN = frozenset(("Factory", "localtime"))
"""They mean nothing, or the zone of whoever runs the bot."""
_NO_PLACES = ("Etc/", "GMT")
"""Not offered: they count the other way round than people do."""

_FROM_UTC = re.compile(r"(?:utc|gmt)_?(?:(?P<sign>[+\-−–])_?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?")
_LEAST, _MOST = -12, 14
_ALSO = {
    "GB": ("uk", "united kingdom", "great britain", "england", "scotland", "wales", "northern ireland"),
    "US": ("usa", "united states of america"),
    "NL": ("holland",),
    "CZ": ("czechia",),
    "KR": ("south korea",),
    "AE": ("uae",),
    "TR": ("türkiye",),
}
"""What people call a country beside its name in ISO 3166."""

_TURNED = str.maketrans("+-", "-+")
_SEASONS = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))


def zone_named(words: str) -> str:
    """However it is written: "europe/berlin"; "New York", "Germany" where one zone alone is called so;
    "UTC+2", two hours ahead of UTC. Raises BadCommand, with near names, for all else."""
    asked = _folded(words)
    if fixed := _FROM_UTC.fullmatch(asked):
        return _from_utc(words, **fixed.groupdict())
    found = _zones().get(asked, "")
    cities = [name for key, name in _places().items() if key.rpartition("/")[2] == asked]
    lands = _countries().get(asked, ())
    for names in ((found,) if found else (), cities, lands):
        if len(names) == 1:
            return names[0]
    raise BadCommand(f"I know no time zone “{words.strip()}”.", hint=_hint(asked, lands))


def zones_like(typed: str, count: int) -> tuple[str, ...]:
    """Names to choose from: those with these words in them, cities that begin so first; a country's."""
    wanted = _folded(typed)
    found = [name for key, name in _places().items() if wanted in key]
    found.sort(key=lambda it: (not _folded(it).rpartition("/")[2].startswith(wanted), it))
    lands = [it for key, names in _countries().items() if wanted and key.startswith(wanted) for it in names]
    return tuple(dict.fromkeys((*found, *lands)))[:count]


def zone_told(name: str) -> str:
    """ "UTC+2" for "Etc/GMT-2", which counts the other way round; any other as it is."""
    if not name.startswith("Etc/GMT"):
        return name
    return f"UTC{name.removeprefix('Etc/GMT').translate(_TURNED)}"


def _from_utc(words: str, sign: str | None, hours: str | None, minutes: str | None) -> str:
    ahead = int(hours or 0) * (1 if sign == "+" else -1)
    if int(minutes or 0) or not _LEAST <= ahead <= _MOST:
        raise BadCommand(f"I know no time zone “{words.strip()}”.", hint="Name a large city of it.")
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


@cache
def _zones() -> Mapping[str, str]:
    """All IANA names by what a person may write for them."""
    return {_folded(name): name for name in sorted(available_timezones() - _SERVERS_OWN)}


@cache
def _places() -> Mapping[str, str]:
    return {key: name for key, name in _zones().items() if not name.startswith(_NO_PLACES)}


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """By what a person may write for a country: one zone of each time that is kept there."""
    codes = {code: (name, *_ALSO.get(code, ())) for code, name in _table("iso3166.tab")}
    theirs: dict[str, dict[object, str]] = {}
    for code, _, zone, *_ in _table("zone.tab"):
        theirs.setdefault(code, {}).setdefault(_times(zone), zone)
    return {
        _folded(called): tuple(theirs[code].values())
        for code, names in codes.items()
        for called in names
        if code in theirs
    }


def _table(name: str) -> list[list[str]]:
    """A table of the IANA database, without its comments."""
    text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _times(name: str) -> tuple[object, ...]:
    return tuple(it.astimezone(ZoneInfo(name)).utcoffset() for it in _SEASONS)


def _folded(words: str) -> str:
    return "_".join(words.casefold().replace("_", " ").split())


def _hint(asked: str, lands: Sequence[str]) -> str:
    if len(lands) > _NEAR:
        return "Several times are kept there: name the largest city near you."
    near = tuple(dict.fromkeys(lands or _near(asked)))[:_NEAR]
    if not near:
        return "Name your country, or the largest city near you, as in “Berlin”."
    return f"Did you mean {' or '.join(near)}?"


def _near(asked: str) -> Iterator[str]:
    """Zones with that word in their name, then those whose name, city or country is spelled much like it."""
    city = asked.rpartition("/")[2]
    words = {name for key, name in _places().items() if city in re.split("[/_]", key)}
    if len(city) > 2:
        yield from sorted(words)
    by_city = {key.rpartition("/")[2]: name for key, name in _places().items()}
    yield from (by_city[key] for key in get_close_matches(city, by_city, _NEAR, 0.75))
    for country in get_close_matches(asked, _countries(), 1, 0.8):
        yield from _countries()[country]
    yield from (_places()[key] for key in get_close_matches(asked, _places(), _NEAR, 0.8))
