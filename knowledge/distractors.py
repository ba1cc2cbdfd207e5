"""a term -> wrong options that are near in meaning and never right  (pure)"""

import random
import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz.distance import OSA

from knowledge.quiz_text import stems
from knowledge.subjects import Subject, gives_away, mentions
from knowledge.words import compact, spaced

_TOO_LIKE = 0.42
"""Share of common words from which two definitions may be true of one another's term."""
_POOL = 9
Key = tuple[str, str]


class Distractors:
    """The other terms of the libraries, ordered by how near they lie to the one that is asked for.

    `neighbours` are the terms nearest in meaning, nearest first; `same` the names of terms that the
    author calls another word for it.
    """

    def __init__(
        self,
        subjects: Sequence[Subject],
        neighbours: Mapping[Key, Sequence[Key]],
        same: Mapping[Key, frozenset[str]],
    ) -> None:
        self._subjects = {subject.key: subject for subject in subjects}
        self._neighbours = neighbours
        self._same = same

    def terms(self, subject: Subject, n: int, dice: random.Random) -> tuple[Subject, ...]:
        """Up to `n` whose names are wrong answers to the subject's definition."""
        return self._chosen(subject, n, dice, lambda other: _like_name(subject.term.name, other.term.name))

    def bodies(self, subject: Subject, n: int, dice: random.Random) -> tuple[Subject, ...]:
        """Up to `n` whose definitions are wrong for the subject, and of like length."""
        length = len(subject.body)

        def fits(other: Subject) -> bool:
            near = bool(other.body) and 0.62 <= len(other.body) / length <= 1.6
            return near and not mentions(other.told, subject.names)

        return self._chosen(subject, n, dice, fits)

    def _chosen(
        self, subject: Subject, n: int, dice: random.Random, fits: Callable[[Subject], bool]
    ) -> tuple[Subject, ...]:
        pool: list[Subject] = []
        for other in self._nearest(subject):
            if (
                fits(other)
                and self.wrong_for(subject, other)
                and not any(_second(other, one) for one in pool)
            ):
                pool.append(other)
            if len(pool) == _POOL:
                break
        return tuple(dice.sample(pool, min(n, len(pool))))

    def _nearest(self, subject: Subject) -> list[Subject]:
        """Same category before others; within, the neighbours in order, then by shared words."""
        listed = {key: place for place, key in enumerate(self._neighbours.get(subject.key, ()))}
        others = [
            one for one in self._subjects.values() if one.key != subject.key and one.key[0] == subject.key[0]
        ]

        def rank(other: Subject) -> tuple[bool, float, float, str]:
            apart = bool(subject.term.category) and other.term.category != subject.term.category
            place = float(listed.get(other.key, len(listed)))
            return (apart, place, -_likeness(subject, other), other.term.source)

        return sorted(others, key=rank)

    def wrong_for(self, subject: Subject, other: Subject) -> bool:
        """Whether it is sure that the other is no right answer, under any name."""
        if _second(subject, other) or spaced(other.term.name) in self._same.get(subject.key, frozenset()):
            return False
        crossed = mentions(other.told, subject.names) or mentions(subject.told, other.names)
        return not crossed and _overlap(subject.stems, other.stems) < _TOO_LIKE


def _second(one: Subject, other: Subject) -> bool:
    """Whether two terms are one thing under two names, or one of them a kind of the other."""
    mine, theirs = {compact(spaced(n)) for n in one.names}, {compact(spaced(n)) for n in other.names}
    if mine & theirs or (one.term.name[:1].isupper() and _abbreviates(one, other)):
        return True
    if any(OSA.distance(a, b) <= 1 for a in mine for b in theirs if len(a) > 4):
        return True
    ours, others = stems(one.term.name), stems(other.term.name)
    within = bool(ours) and bool(others) and (ours <= others or others <= ours)
    return within or (bool(one.stems) and one.stems == other.stems)


def _abbreviates(one: Subject, other: Subject) -> bool:
    shorts = {name for name in (*one.names, *other.names) if name.isupper()}
    longs = (name for name in (*one.names, *other.names) if " " in name or "-" in name)
    return any("".join(w[0] for w in re.findall(r"\w+", long)).upper() in shorts for long in longs)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _likeness(subject: Subject, other: Subject) -> float:
    names = _overlap(stems(subject.term.name), stems(other.term.name))
    return names + _overlap(subject.stems, other.stems) + 0.2 * _like_name(subject.term.name, other.term.name)


def _like_name(one: str, other: str) -> bool:
    """An abbreviation among words stands out, a plural among singulars fits no gap."""
    return one.isupper() == other.isupper() and _plural(one) == _plural(other)


def _plural(name: str) -> bool:
    return name.endswith("s") and not name.endswith(("ss", "us", "is"))


def tells(text: str, subject: Subject, others: Sequence[Subject]) -> bool:
    """Whether the text holds a word of the right name that no wrong option has too."""
    return gives_away(text, subject.term.name) and not any(gives_away(text, it.term.name) for it in others)
