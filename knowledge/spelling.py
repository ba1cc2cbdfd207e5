"""a word that a library lacks -> the words of the library that were meant  (pure)"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A short word has too many neighbours.
_ONE_SLIP, _TWO_SLIPS = 5, 9
_SHORTEST_PART = 3


_WORD = re.compile(r"[^\W_]+")


def slips(meant: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What each library says of the words that it lacks -> what they are slips of: a word that one of the
    libraries has is right."""
    lacking = frozenset.intersection(*(frozenset(one) for one in meant)) if meant else frozenset()
    return {word: text for one in meant for word, text in one.items() if text and word in lacking}


def without(slips: Mapping[str, str], right: frozenset[str]) -> dict[str, str]:
    return {word: text for word, text in slips.items() if word not in right}


def put_right(question: str, slips: Mapping[str, str]) -> str:
    def read(found: re.Match[str]) -> str:
        return slips.get(found[0].lower(), found[0])

    return _WORD.sub(read, unicodedata.normalize("NFKC", question))


class Spelling:
    """`counts` is how often each word stands in the library, lower case."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._by_initial: defaultdict[str, list[str]] = defaultdict(list)
        for word in counts:
            self._by_initial[word[:1]].append(word)

    def meant(self, word: str) -> tuple[str, ...]:
        """The known word that `word` is a slip of, else the two that were written as one; else empty. A slip
        leaves the first letter as it is, nearly always; of words equally near, the commonest was meant."""
        if word in self._counts or not word.isalpha():
            return ()
        return self._slip_of(word) or self._parts_of(word)

    def _slip_of(self, word: str) -> tuple[str, ...]:
        allowed = 0 if len(word) < _ONE_SLIP else 1 if len(word) < _TWO_SLIPS else 2
        if not allowed:
            return ()
        near = process.extract(
            word, self._by_initial[word[:1]], scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        best = min(near, key=lambda one: (one[1], -self._counts[one[0]]), default=None)
        return (best[0],) if best else ()

    def _parts_of(self, word: str) -> tuple[str, ...]:
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        parts = [(word[:cut], word[cut:]) for cut in cuts]
        known = [pair for pair in parts if all(part in self._counts for part in pair)]
        return max(known, key=lambda pair: min(self._counts[part] for part in pair), default=())
