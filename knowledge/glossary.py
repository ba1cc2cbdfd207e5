"""word -> Term: exact, alias, near miss, or the nearest names  (pure)"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.models import Match, MatchKind, Term, TermHeading
from knowledge.vocabulary import STOP
from knowledge.words import compact, singulars, spaced, unbracketed, without_asking

_Keys = Callable[[str], tuple[str, ...]]
_SUGGESTIONS = 5
_LIKE_ENOUGH = 62
_SHORTEST_SLIP = 5
"""Letters: among shorter words nearly every slip is another word."""
_WORD = re.compile(r"[^\W_]+")
_SPOKEN = re.compile(r"[^\W_]+(?:['’+#-]+[^\W_]*)*")
_LONGEST_NAME = 5
_DIGITS = re.compile(r"\d+")
_ABBREVIATION = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])\w+\b")


def abbreviates(question: str) -> bool:
    """Whether it has a word that may be an abbreviation: two capitals or more."""
    return bool(_ABBREVIATION.search(question))


class Glossary:
    """The terms of some libraries, indexed once. Where two have a name in common the first holds it."""

    def __init__(self, terms: Sequence[TermHeading]) -> None:
        self.terms = tuple(terms)
        self._names: dict[str, TermHeading] = {}
        self._aliases: dict[str, TermHeading] = {}
        for keys_of in (_literal, _folded, _plurals):
            for term in self.terms:
                self._index(term, keys_of)
        self._keys = list({compact(key): None for key in (*self._names, *self._aliases) if len(key) > 1})
        self._sorted = sorted((spaced(term.name), number) for number, term in enumerate(self.terms))
        self._place = {(term.library, term.source): n for n, term in enumerate(self.terms)}

    @cached_property
    def _known(self) -> frozenset[str]:
        """Words that the glossary itself uses: one of them in place of another is no slip."""
        return frozenset(_vocabulary(self.terms))

    @cached_property
    def _files(self) -> dict[str, TermHeading]:
        """What the terms' own files, or places in a file, are called -> the first term there."""
        return {spaced(_stem(term.source)): term for term in reversed(self.terms)}

    def _index(self, term: TermHeading, keys_of: _Keys) -> None:
        name, inside = unbracketed(term.name)
        for key in (*keys_of(term.name), *keys_of(name)):
            self._names.setdefault(key, term)
        for alias in (*term.aliases, *([inside] if inside else ())):
            for key in keys_of(alias):
                self._aliases.setdefault(key, term)

    def find(self, word: str) -> Match:
        """The term that a learner means; near misses only where no other term is as near."""
        bare = without_asking(word)
        for asked in dict.fromkeys((word, bare)):
            if found := self._same(asked):
                return found
        if near := self._near(bare):
            return Match("near", near)
        return Match("none", suggestions=self._suggestions(bare))

    def complete(self, prefix: str, n: int) -> tuple[str, ...]:
        """Up to `n` names: those that begin so, then those with a word that does, by name."""
        key = spaced(prefix)
        first = bisect_left(self._sorted, (key, -1))
        found: dict[str, None] = {}
        for name, number in self._sorted[first : first + n]:
            if name.startswith(key):
                found[self.terms[number].name] = None
        if len(found) < n and key:
            inner = f" {key}"
            found.update((self.terms[i].name, None) for name, i in self._sorted if inner in name)
        return tuple(found)[:n]

    def around(self, term: TermHeading) -> tuple[TermHeading | None, TermHeading | None]:
        """The terms before and after in the catalogue's order, within the same library."""
        place = self._place.get((term.library, term.source))
        if place is None:
            return None, None
        return self._beside(term, place - 1), self._beside(term, place + 1)

    def spelled_out(self, question: str) -> str:
        """With abbreviations in capitals that are aliases here written as the names they stand for."""

        def name(found: re.Match[str]) -> str:
            match = self._same(found[0])
            return match.term.name if match and match.term and match.kind == "alias" else found[0]

        return _ABBREVIATION.sub(name, question)

    def mentioned(self, text: str) -> Mapping[TermHeading, str]:
        """The terms that a text names, in its order, each with the words for it; of two names that overlap
        the longer counts."""
        spoken = list(_SPOKEN.finditer(text))
        found: dict[TermHeading, str] = {}
        at = 0
        while at < len(spoken):
            taken, term = self._at(text, spoken[at : at + _LONGEST_NAME])
            if term:
                found.setdefault(term, text[spoken[at].start() : spoken[at + taken - 1].end()])
            at += taken
        return found

    def _at(self, text: str, spoken: Sequence[re.Match[str]]) -> tuple[int, TermHeading | None]:
        """How many words the longest name takes that begins here, and whose it is; else one, and None."""
        for many in range(len(spoken), 0, -1):
            words = text[spoken[0].start() : spoken[many - 1].end()]
            if many == 1 and (len(words) < 2 or words in STOP):
                continue
            match = self._same(words)
            if match and match.term and not _is_aside(match.term, words):
                return many, match.term
        return 1, None

    def linked(self, term: Term) -> Term:
        """Its related terms called by their names, where the author wrote an alias or a file's name."""
        called = (replace(one, term=self._named(one.term)) for one in term.related)
        return replace(term, related=tuple(one for one in called if one.term != term.name))

    def _named(self, reference: str) -> str:
        match = self._same(reference)
        found = match.term if match else self._files.get(spaced(reference))
        return found.name if found else reference

    def _beside(self, term: TermHeading, place: int) -> TermHeading | None:
        if not 0 <= place < len(self.terms):
            return None
        return self.terms[place] if self.terms[place].library == term.library else None

    def _same(self, word: str) -> Match | None:
        for keys_of in (_literal, _folded, _plurals):
            tables: tuple[tuple[MatchKind, dict[str, TermHeading]], ...]
            tables = (("exact", self._names), ("alias", self._aliases))
            for kind, table in tables:
                for key in keys_of(word):
                    if key in table:
                        return Match(kind, table[key])
        return None

    def _near(self, word: str) -> TermHeading | None:
        asked = spaced(word)
        key = compact(asked)
        hits = process.extract(
            key, self._keys, scorer=OSA.distance, score_cutoff=_allowed(len(key), len(key) + 1), limit=12
        )
        near = [(d, term) for name, d, _ in hits if (term := self._is_slip(asked, name, int(d)))]
        if not near:
            return None
        best = min(d for d, _ in near)
        nearest = {(term.library, term.source): term for d, term in near if d == best}
        return next(iter(nearest.values())) if len(nearest) == 1 else None

    def _is_slip(self, asked: str, key: str, distance: int) -> TermHeading | None:
        """The term whose key this is, where the difference can be a slip of the hand."""
        term = self._names.get(key) or self._aliases.get(key)
        if term is None or not distance or distance > _allowed(len(compact(asked)), len(key)):
            return None
        for name in (term.name, unbracketed(term.name)[0], *term.aliases):
            if compact(spaced(name)) == key and not self._differs_in_kind(asked, spaced(name)):
                return term
        return None

    def _differs_in_kind(self, asked: str, name: str) -> bool:
        """Another number, another letter ("k-means", "c-means") or another known word is no slip."""
        if _DIGITS.findall(asked) != _DIGITS.findall(name) or (asked[0] != name[0] and len(name) < 8):
            return True
        here, there = asked.split(), name.split()
        if len(here) != len(there):
            return asked[0] != name[0] and len(here[0]) == 1
        return any(
            a != b and (a in self._known or min(len(a), len(b)) == 1)
            for a, b in zip(here, there, strict=True)
        )

    def _suggestions(self, word: str) -> tuple[str, ...]:
        key = spaced(word)
        if len(compact(key)) < 2:
            return ()
        found = dict.fromkeys(self.complete(key, _SUGGESTIONS))
        found.update(dict.fromkeys(self._sharing(key)))
        hits = process.extract(
            compact(key), self._keys, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=_SUGGESTIONS
        )
        terms = (self._names.get(hit[0]) or self._aliases.get(hit[0]) for hit in hits)
        found.update((term.name, None) for term in terms if term)
        return tuple(found)[:_SUGGESTIONS]

    def _sharing(self, key: str) -> Iterator[str]:
        """Names that share the word's own words, most of them first."""
        words = {word for word in key.split() if len(word) > 3}
        shared = ((len(words.intersection(name.split())), i) for name, i in self._sorted)
        ranked = sorted((-n, i) for n, i in shared if n)[:_SUGGESTIONS] if words else []
        return (self.terms[i].name for _, i in ranked)


def _is_aside(term: TermHeading, words: str) -> bool:
    """Whether words are what only tells a name from another, as in "variable (data)", and no abbreviation."""
    inside = unbracketed(term.name)[1]
    return bool(inside) and spaced(inside) == spaced(words) and not words.isupper()


def _literal(word: str) -> tuple[str, ...]:
    return (word.strip().casefold(),) if word.strip() else ()


def _folded(word: str) -> tuple[str, ...]:
    key = spaced(word)
    return (key, compact(key)) if key else ()


def _plurals(word: str) -> tuple[str, ...]:
    """Keys of the singulars, as said and without spaces."""
    forms = singulars(spaced(word), written=word)
    return (*_folded(word), *forms, *(compact(form) for form in forms))


def _stem(source: str) -> str:
    file, _, place = source.rpartition("#")
    return place if file else PurePosixPath(source).stem


def _allowed(*lengths: int) -> int:
    """How many slips (letters more, fewer, other or swapped) two names of these lengths may differ by."""
    if min(lengths) < _SHORTEST_SLIP:
        return 0
    longest = max(lengths)
    return 1 if longest < 11 else 2 if longest < 18 else 3


def _vocabulary(terms: Iterable[TermHeading]) -> Iterator[str]:
    for term in terms:
        for text in (term.name, *term.aliases, term.definition):
            yield from _WORD.findall(text.casefold())
