"""a term -> wrong options that are near in meaning and never right  (pure)"""

import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from rapidfuzz.distance import OSA

from knowledge.models import TermHeading
from knowledge.quizzes.quiz_text import stems
from knowledge.quizzes.subjects import Subject, gives_away, mentions, subject_of
from knowledge.words import compact, spaced

_TOO_LIKE = 0.42
"""Share of common words from which two definitions may be true of one another's term."""
_POOL = 9
_LOOKED_AT = 60
Key = tuple[str, str]


class Distractors:
    """The other terms of the libraries, ordered by how near they lie to the one that is asked for.

    `neighbours` are the terms nearest in meaning, nearest first; `same` the names of terms that the
    author calls another word for it.
    """

    def __init__(
        self,
        glossary: Sequence[TermHeading],
        neighbours: Mapping[Key, Sequence[Key]],
        same: Mapping[Key, frozenset[str]],
    ) -> None:
        self._terms: dict[Key, TermHeading] = {(term.library, term.source): term for term in glossary}
        self._neighbours = neighbours
        self._same = same
        self._subjects: dict[Key, Subject] = {}
        self._given: Counter[Key] = Counter()

    def subject(self, term: TermHeading) -> Subject:
        key = (term.library, term.source)
        if key not in self._subjects:
            self._subjects[key] = subject_of(term)
        return self._subjects[key]

    def terms(self, subject: Subject, n: int, dice: random.Random) -> tuple[Subject, ...]:
        """Up to `n` whose names are wrong answers to the subject's definition."""
        return self._chosen(subject, n, dice, lambda other: _like_name(subject.name, other.name))

    def bodies(self, subject: Subject, n: int, dice: random.Random) -> tuple[Subject, ...]:
        """Up to `n` whose definitions are wrong for the subject, and of like length and build."""
        length = len(subject.body)

        def fits(other: Subject) -> bool:
            near = bool(other.body) and 0.62 <= len(other.body) / length <= 1.6
            alike = subject.body.startswith("To ") == other.body.startswith("To ")
            return near and alike and not mentions(other.told, subject.names)

        return self._chosen(subject, n, dice, fits)

    def _chosen(
        self, subject: Subject, n: int, dice: random.Random, fits: Callable[[Subject], bool]
    ) -> tuple[Subject, ...]:
        pool: list[Subject] = []
        for term in self._nearest(subject.term)[:_LOOKED_AT]:
            other = self.subject(term)
            if fits(other) and self.wrong_for(subject, other) and not any(_second(other, it) for it in pool):
                pool.append(other)
            if len(pool) == _POOL:
                break
        # A wrong option seen again and again is one that nobody picks: the least given go first.
        chosen = sorted(dice.sample(pool, len(pool)), key=lambda it: self._given[it.key])[:n]
        return tuple(chosen)

    def count(self, options: Collection[str]) -> None:
        """Remember what a question was asked with."""
        self._given.update(key for key, it in self._subjects.items() if {it.name, it.body} & set(options))

    def _nearest(self, term: TermHeading) -> list[TermHeading]:
        """Of the same category before others; within, the neighbours in order, then by shared words."""
        own: Key = (term.library, term.source)
        listed = {key: place for place, key in enumerate(self._neighbours.get(own, ()))}

        def rank(key: Key) -> tuple[bool, int, float, str]:
            other = self._terms[key]
            apart = bool(term.category) and other.category != term.category
            return (apart, listed.get(key, len(listed)), -_likeness(term, other), other.source)

        ranked = sorted((key for key in self._terms if key != own and key[0] == own[0]), key=rank)
        return [self._terms[key] for key in ranked]

    def wrong_for(self, subject: Subject, other: Subject) -> bool:
        """Whether it is sure that the other is no right answer, under any name."""
        if _second(subject, other) or spaced(other.name) in self._same.get(subject.key, frozenset()):
            return False
        crossed = mentions(other.told, subject.names) or mentions(subject.told, other.names)
        return not crossed and _overlap(subject.stems, other.stems) < _TOO_LIKE


def _second(one: Subject, other: Subject) -> bool:
    """Whether two terms are one thing under two names, or one of them a kind of the other."""
    ours, others = stems(one.name), stems(other.name)
    if ours and others and (ours <= others or others <= ours):
        return True
    mine, theirs = ({compact(spaced(name)) for name in it.names} for it in (one, other))
    if mine & theirs or (bool(one.stems) and one.stems == other.stems) or _abbreviates(one, other):
        return True
    return any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in mine for b in theirs if len(a) > 4)


def _abbreviates(one: Subject, other: Subject) -> bool:
    shorts = {name for name in (*one.names, *other.names) if name.isupper()}
    longs = (name for name in (*one.names, *other.names) if " " in name or "-" in name)
    return any("".join(w[0] for w in re.findall(r"\w+", long)).upper() in shorts for long in longs)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _likeness(one: TermHeading, other: TermHeading) -> float:
    names = _overlap(stems(one.name), stems(other.name))
    said = _overlap(stems(one.definition[:300]), stems(other.definition[:300]))
    return names + said + 0.2 * _like_name(one.name, other.name)


def _like_name(one: str, other: str) -> bool:
    """An abbreviation among words stands out, a plural among singulars fits no gap."""
    return one.isupper() == other.isupper() and _plural(one) == _plural(other)


def _plural(name: str) -> bool:
    return name.endswith("s") and not name.endswith(("ss", "us", "is"))


def tells(text: str, subject: Subject, others: Sequence[Subject]) -> bool:
    """Whether the text holds a word of the right name that no wrong option has too."""
    return gives_away(text, subject.name) and not any(gives_away(text, it.name) for it in others)
