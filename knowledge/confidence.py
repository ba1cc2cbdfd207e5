"""question + passages -> does the library hold an answer?  (pure)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from knowledge.models import Passage
from knowledge.sentences import pieces
from knowledge.vocabulary import content, misspelt, weights

_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer. Shares are in [0, 1], of the question's words weighted by their rarity.

    `cosine`: the nearest passage's. `covered`: by the best passage with its title and headings.
    `together`: by the best single sentence. `missing`: the weight of the heaviest word that none of the
    best passages holds, as a share of the heaviest word's. `agreement`: 1 where both rankings put the same
    passage first.
    """

    cosine: float
    covered: float
    together: float
    missing: float
    agreement: float
    words: int


def evidence(question: str, passages: Sequence[Passage], rarity: Mapping[str, float]) -> Evidence:
    """Of the best passages; a question without a word that carries meaning has no evidence."""
    best = passages[:_PASSAGES]
    texts = [frozenset(content(_named(passage))) for passage in best]
    asked = _corrected(weights(question, rarity), frozenset().union(*texts))
    sentences = [frozenset(content(piece.text)) for passage in best for piece in pieces(passage.chunk.text)]
    every = frozenset().union(*texts)
    return Evidence(
        cosine=max((passage.cosine or 0.0 for passage in passages), default=0.0),
        covered=max((_share(asked, text) for text in texts), default=0.0),
        together=max((_share(asked, sentence) for sentence in sentences), default=0.0),
        missing=_missing(asked, every),
        agreement=_agreement(passages),
        words=len(asked),
    )


def _named(passage: Passage) -> str:
    chunk = passage.chunk
    return " ".join((chunk.title, *chunk.heading, chunk.text))


def _corrected(asked: Mapping[str, float], known: frozenset[str]) -> dict[str, float]:
    """A typo counts as the word that it is a typo of."""
    found: dict[str, float] = {}
    for stem, weight in asked.items():
        own = stem if stem in known else misspelt(stem, known) or stem
        found[own] = max(weight, found.get(own, 0.0))
    return found


def _share(asked: Mapping[str, float], stems: frozenset[str]) -> float:
    total = sum(asked.values())
    return sum(weight for stem, weight in asked.items() if stem in stems) / total if total else 0.0


def _missing(asked: Mapping[str, float], stems: frozenset[str]) -> float:
    absent = [weight for stem, weight in asked.items() if stem not in stems]
    return max(absent, default=0.0) / max(asked.values(), default=1.0)


def _agreement(passages: Sequence[Passage]) -> float:
    dense = max(passages, key=lambda one: one.cosine or -1.0, default=None)
    words = max(passages, key=lambda one: one.lexical or -1.0, default=None)
    return float(dense is not None and dense is words)


_BIAS, _COSINE, _COVERED, _TOGETHER, _MISSING, _AGREES = -5.0, 6.0, 2.5, 1.5, -1.0, 0.5


def confidence(found: Evidence, calibration: Mapping[str, float] | None = None) -> float:
    """How likely the library holds an answer, in [0, 1]; from 0.5 on it is worth answering."""
    if not found.words:
        return 0.0
    logit = (
        _BIAS
        + _COSINE * found.cosine
        + _COVERED * found.covered
        + _TOGETHER * found.together
        + _MISSING * found.missing
        + _AGREES * found.agreement
        + (calibration or {}).get("bias", 0.0)
    )
    return 1 / (1 + exp(-logit))


def reasons(found: Evidence) -> tuple[str, ...]:
    """Why there is no answer, for the teacher's eyes."""
    said = []
    if not found.words:
        said.append("the question has no word to look for")
    if found.cosine < 0.4:
        said.append(f"nothing is near in meaning (best {found.cosine:.2f})")
    if found.covered < 0.6:
        said.append(f"the best passage holds {found.covered:.0%} of what the question's words weigh")
    if found.missing > 0.9:
        said.append("the question's rarest word stands in none of the best passages")
    return tuple(said) or ("the passages found speak of something near, but not of this",)
