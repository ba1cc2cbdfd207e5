"""a question's words + passages -> the sentence that fits them best  (pure)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.models import Passage
from knowledge.reading import Read

_NEAR, _COVERS, _WITH_BEFORE, _RANK = 2.5, 1.5, 0.5, 0.1
_BEST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: `at` in `text`, which is that of the passage at `passage`. `nearness` is its cosine, 0
    where none is known; `told` the share of the question that it covers with its title and headings and
    the sentence before it. `together`: the most that one sentence of the best three passages covers with
    its title and headings."""

    passage: int
    text: Read
    at: int
    nearness: float
    told: float
    together: float


def share(wanted: Mapping[str, float], stems: frozenset[str]) -> float:
    """How much of the question's meaning these stems cover, in [0, 1]."""
    total = sum(wanted.values())
    return sum(weight for own, weight in wanted.items() if own in stems) / total if total else 0.0


def best_place(
    wanted: Mapping[str, float], passages: Sequence[Passage], reads: Sequence[Read]
) -> Place | None:
    """By its cosine and its words together; `reads` are the passages'. None where there is no sentence.

    On the road of every answer, over some fifty sentences: weights are added up for what is new only."""
    asked, total = frozenset(wanted), sum(wanted.values()) or 1.0
    best, together = -9.0, 0.0
    found: tuple[int, int, float, float] | None = None
    for rank, (passage, text) in enumerate(zip(passages, reads, strict=True)):
        nearness, known = passage.nearness, len(passage.nearness)
        named = text.named & asked
        base = sum(map(wanted.__getitem__, named))
        before = frozenset[str]()
        for at, one in enumerate(text.pieces):
            hits = (one.own & asked) - named
            covers = told = base + sum(map(wanted.__getitem__, hits))
            if before:
                told += sum(map(wanted.__getitem__, before - hits))
            near = nearness[at] if at < known else passage.cosine or 0.0
            fit = _NEAR * near + (_COVERS * covers + _WITH_BEFORE * told) / total - _RANK * rank
            if fit > best:
                best, found = fit, (rank, at, near, told)
            if covers > together and rank < _BEST:
                together = covers
            before = hits
    if found is None:
        return None
    rank, at, near, told = found
    return Place(rank, reads[rank], at, near, told / total, together / total)
