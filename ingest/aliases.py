"""terms, and "see X" entries of any file -> terms with all their aliases  (pure)"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.sources import Skipped
from knowledge.models import Term
from knowledge.words import compact, spaced


@dataclass(frozen=True, slots=True)
class Stub:
    """An entry without a text of its own, which names the term it means."""

    source: str
    alias: str
    meant: str


@dataclass(frozen=True, slots=True)
class Named:
    """The terms in the order given; `lost` are stubs that point at nothing."""

    terms: tuple[Term, ...]
    lost: tuple[Skipped, ...]


def with_aliases(terms: Sequence[Term], stubs: Sequence[Stub]) -> Named:
    """A stub may point at another stub; a ring of them points at nothing."""
    meant = _places(terms)
    pending = list(stubs)
    gained: dict[int, list[str]] = {}
    while reached := [stub for stub in pending if _key(stub.meant) in meant]:
        for stub in reached:
            place = meant[_key(stub.meant)]
            gained.setdefault(place, []).append(stub.alias)
            meant.setdefault(_key(stub.alias), place)
        pending = [stub for stub in pending if stub not in reached]
    named = (_with(term, gained.get(place, ())) for place, term in enumerate(terms))
    return Named(tuple(named), tuple(_lost(stub) for stub in pending))


def keys(term: str, aliases: Iterable[str]) -> frozenset[str]:
    """What a term is looked up by: two terms that share one mean the same."""
    return frozenset(_key(name) for name in (term, *aliases))


def _places(terms: Sequence[Term]) -> dict[str, int]:
    """Names before aliases, so that an alias never hides a term of that name."""
    places: dict[str, int] = {}
    for place, term in enumerate(terms):
        places.setdefault(_key(term.name), place)
    for place, term in enumerate(terms):
        for alias in (*term.aliases, _slug(term.source)):
            places.setdefault(_key(alias), place)
    return places


def _slug(source: str) -> str:
    return source.rpartition("#")[2] if "#" in source else source.rpartition("/")[2].rpartition(".")[0]


def _with(term: Term, gained: Iterable[str]) -> Term:
    known: Mapping[str, None] = dict.fromkeys(_key(name) for name in (term.name, *term.aliases))
    added = {_key(alias): alias for alias in gained if _key(alias) not in known}
    return replace(term, aliases=(*term.aliases, *added.values())) if added else term


def _lost(stub: Stub) -> Skipped:
    return Skipped(stub.source, f"“{stub.alias}” points at “{stub.meant}”, which no glossary here explains.")


def _key(name: str) -> str:
    return compact(spaced(name))
