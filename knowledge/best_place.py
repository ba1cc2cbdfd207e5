"""a question's words + passages -> the sentence that fits them best  (pure)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.models import Passage
from knowledge.reading import Read

_NEAR, _COVERS, _WITH_BEFORE, _RANK = 2.5, 1.5, 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: `at` in `text`, which is that of the passage at `passage`. `nearness` is its cosine, 0
    where none is known; `told` the share of the question that it covers with its title and headings and
    the sentence before it."""

    passage: int
    text: Read
    at: int
    nearness: float
    told: float


def share(wanted: Mapping[str, float], stems: frozenset[str]) -> float:
    """How much of the question's meaning these stems cover, in [0, 1]."""
    total = sum(wanted.values())
    return sum(weight for own, weight in wanted.items() if own in stems) / total if total else 0.0


def best_place(
    wanted: Mapping[str, float], passages: Sequence[Passage], reads: Sequence[Read]
) -> Place | None:
    """By its cosine and its words together; `reads` are the passages'. None where there is no sentence."""
    found: tuple[float, Place] | None = None
    for rank, (passage, text) in enumerate(zip(passages, reads, strict=True)):
        named = text.named & wanted.keys()
        before = frozenset[str]()
        for at, one in enumerate(text.pieces):
            near = passage.nearness[at] if at < len(passage.nearness) else passage.cosine or 0.0
            hits = one.own & wanted.keys()
            covers = share(wanted, hits | named)
            told = share(wanted, hits | before | named) if before - hits else covers
            fit = _NEAR * near + _COVERS * covers + _WITH_BEFORE * told - _RANK * rank
            if found is None or fit > found[0]:
                found = fit, Place(rank, text, at, near, told)
            before = hits
    return found[1] if found else None
