"""question + passages -> answer out of the library's own sentences  (no model)"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.models import Citation, Passage, Sentence
from knowledge.questioning import Sort, defines, sort_of, suits
from knowledge.sentences import Piece, pieces
from knowledge.vocabulary import content, weights

LIMIT = 600
_PASSAGES = 6
_CITATIONS = 4
_SENTENCES = 6
_MARK = len(" [1] ")


@dataclass(frozen=True, slots=True)
class Extract:
    """Sentences in reading order and what they stand on; both empty where no passage has a sentence."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """One piece where it stands: `passage` and `at` count from 0."""

    piece: Piece
    passage: int
    at: int
    stems: frozenset[str]
    score: float = 0.0
    apart: bool = False
    """Whether it shares no word with the question."""


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    sort: Sort
    weights: Mapping[str, float]
    pairs: tuple[tuple[str, str], ...]
    """Neighbouring content words of the question."""

    def share(self, stems: frozenset[str] | set[str]) -> float:
        """How much of the question's meaning these stems cover, in [0, 1]."""
        total = sum(self.weights.values())
        return sum(self.weights[stem] for stem in self.weights if stem in stems) / total if total else 0.0


def extract(
    question: str, passages: Sequence[Passage], rarity: Mapping[str, float], *, limit: int = LIMIT
) -> Extract:
    """At most `limit` characters, marks included; `passages` best first."""
    asked = _asked(question, rarity)
    spots = [
        spot
        for at, passage in enumerate(passages[:_PASSAGES])
        for spot in _spots(asked, passages, at, passage)
    ]
    chosen = _steps(asked, spots, limit) or _chosen(spots, limit)
    ordered = _ordered(asked, chosen)
    return _cited(ordered, passages)


def _asked(question: str, rarity: Mapping[str, float]) -> _Asked:
    stems = content(question)
    return _Asked(question, sort_of(question), weights(question, rarity), tuple(pairwise(stems)))


def _spots(asked: _Asked, passages: Sequence[Passage], at: int, passage: Passage) -> Iterator[_Spot]:
    found = pieces(passage.chunk.text)
    stems = [content(piece.text) for piece in found]
    every = frozenset(stem for some in stems for stem in some)
    named = frozenset(content(" ".join((passage.chunk.title, *passage.chunk.heading))))
    worse = passages[0].score - passage.score
    for number, piece in enumerate(found):
        own = frozenset(stems[number])
        # What "it" stands for was said in the sentence before.
        carried = frozenset(stems[number - 1]) if number and leans(piece.text) else frozenset[str]()
        fit = _fit(asked, piece, stems[number], named | carried, every)
        score = fit - _WORSE * worse + (_FIRST if at == 0 else 0.0)
        apart = not (own | carried) & asked.weights.keys()
        yield _Spot(piece, at, number, own, score, apart)


# Learned by logistic regression on questions about encyclopedic articles ("does the sentence hold the
# answer?"), cross-validated over articles, then rounded.
_WORSE, _FIRST = 2.0, 0.8
_COVERS, _COVERS_SQUARED, _NAMED, _ELSEWHERE = 1.0, 3.0, 1.0, 1.5
_TOGETHER, _SUITS, _TELLS, _DEFINITION = 0.8, 0.8, 0.6, 3.0
_LENGTH = 0.4
_FAR_BELOW = 5.0


def _fit(
    asked: _Asked, piece: Piece, stems: Sequence[str], named: frozenset[str], every: frozenset[str]
) -> float:
    own = frozenset(stems)
    covered = asked.share(own)
    return (
        _COVERS * covered
        + _COVERS_SQUARED * covered * covered
        + _NAMED * (asked.share(own | named) - covered)
        - _ELSEWHERE * (asked.share(every | own) - covered)
        + _TOGETHER * _together(asked, stems)
        + _SUITS * suits(asked.sort, piece.text, asked.question)
        + _TELLS * min(len(own - asked.weights.keys()), 15) / 15
        + _DEFINITION * (asked.sort == "what it is" and _is_definition(asked, piece.text))
        - _LENGTH * len(piece.text) / 100
    )


def _together(asked: _Asked, stems: Sequence[str]) -> float:
    """The share of the question's neighbouring words that are neighbours here too."""
    places: dict[str, list[int]] = {}
    for place, stem in enumerate(stems):
        places.setdefault(stem, []).append(place)
    near = [
        any(abs(a - b) <= 2 for a in places.get(one, ()) for b in places.get(other, ()))
        for one, other in asked.pairs
    ]
    return sum(near) / len(near) if near else 0.0


def _is_definition(asked: _Asked, sentence: str) -> bool:
    subject = frozenset(content(defines(sentence)))
    return bool(subject) and subject <= asked.weights.keys() and asked.share(subject) > 0.6


_LEANS = re.compile(
    r"^[\"'“(]*(?:(?:and|but|so|or|yet|also|then|thus|hence|therefore|however|instead|moreover|still|meanwhile|"
    r"in addition|as a result|for example|for instance|because of|due to|despite),? )?"
    r"(?:(?:this|these|those|it|its|they|their|them|he|she|his|her|him|neither|the (?:former|latter))\b|"
    r"that (?:is|was|means|makes)\b)",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"^it (?:is|was|has been) (?:\w+ )?(?:that|to|possible|important|estimated|likely)\b", re.IGNORECASE
)


def leans(sentence: str) -> bool:
    """Whether a sentence's subject stays behind in the sentence before it."""
    return bool(_LEANS.match(sentence)) and not _EXPLETIVE.match(sentence)


def _bundle(spot: _Spot, spots: Mapping[tuple[int, int], _Spot]) -> tuple[_Spot, ...]:
    """The spot with what it cannot be read without; empty where that is not at hand."""
    bundle = [spot]
    while leans(bundle[0].piece.text):
        before = spots.get((spot.passage, bundle[0].at - 1))
        if before is None or bundle[0].piece.opens or len(bundle) == 3:
            return ()
        bundle.insert(0, before)
    lead = spot.piece.lead
    if lead and spot.piece.kind == "item":
        announcing = [
            other for other in spots.values() if other.passage == spot.passage and other.piece.text == lead
        ]
        bundle[:0] = announcing[-1:]
    return tuple(bundle)


def _chosen(spots: Sequence[_Spot], limit: int) -> list[_Spot]:
    by_place = {(spot.passage, spot.at): spot for spot in spots}
    chosen: dict[tuple[int, int], _Spot] = {}
    left = limit
    whole = sorted((spot for spot in spots if _may_be_chosen(spot)), key=lambda spot: -spot.score)
    for spot in whole:
        if spot.score < whole[0].score - _FAR_BELOW:
            break
        bundle = [one for one in _bundle(spot, by_place) if (one.passage, one.at) not in chosen]
        cost = sum(len(one.piece.text) + _MARK for one in bundle)
        if not bundle or cost > left or _repeats(bundle, chosen) or _too_many(bundle, chosen):
            continue
        chosen.update({(one.passage, one.at): one for one in bundle})
        left -= cost
    return list(chosen.values())


def _may_be_chosen(spot: _Spot) -> bool:
    """What shares no word with the question is believed only of the best passage."""
    return _is_whole(spot.piece) and not (spot.apart and spot.passage > 0)


_END = re.compile(r"[.!…。！।][\"'”’»)\]]*$")


def _is_whole(piece: Piece) -> bool:
    """A sentence, not a caption or a bare link; an item or a step may end without a stop."""
    if piece.text.endswith((":", "?", "：", "？")):
        return False
    return bool(_END.search(piece.text)) if piece.kind == "prose" else len(piece.text.split()) >= 3


def _repeats(bundle: Sequence[_Spot], chosen: Mapping[tuple[int, int], _Spot]) -> bool:
    return any(
        len(one.stems & other.stems) >= 0.8 * min(len(one.stems), len(other.stems))
        for one in bundle
        for other in chosen.values()
    )


def _too_many(bundle: Sequence[_Spot], chosen: Mapping[tuple[int, int], _Spot]) -> bool:
    cited = {one.passage for one in (*bundle, *chosen.values())}
    return len(cited) > _CITATIONS or len(bundle) + len(chosen) > _SENTENCES


def _steps(asked: _Asked, spots: Sequence[_Spot], limit: int) -> list[_Spot]:
    """For "how": the numbered steps of the passage that fits best, from the first on; else empty."""
    if asked.sort != "how to" or not spots:
        return []
    best = max(spots, key=lambda spot: spot.score).passage
    steps = [spot for spot in spots if spot.passage == best and spot.piece.kind == "step"]
    if len(steps) < 2 or steps[0].piece.number != 1:
        return []
    lead = [spot for spot in spots if spot.passage == best and spot.piece.text == steps[0].piece.lead]
    taken: list[_Spot] = []
    for spot in (*lead[-1:], *steps):
        if sum(len(one.piece.text) + _MARK for one in (*taken, spot)) > limit:
            break
        taken.append(spot)
    return taken if len(taken) > 2 else []


def _ordered(asked: _Asked, chosen: Sequence[_Spot]) -> list[_Spot]:
    """Passage by passage, that of the best sentence first, sentences as they stand in their passage; a
    definition goes before all where one was asked for."""
    best: dict[int, float] = {}
    for spot in chosen:
        best[spot.passage] = max(best.get(spot.passage, spot.score), spot.score)
    ordered = sorted(chosen, key=lambda spot: (-best[spot.passage], spot.passage, spot.at))
    if asked.sort != "what it is":
        return ordered
    defining = [
        spot for spot in ordered if _is_definition(asked, spot.piece.text) and not leans(spot.piece.text)
    ]
    return [*defining[:1], *(spot for spot in ordered if spot not in defining[:1])]


def _cited(ordered: Sequence[_Spot], passages: Sequence[Passage]) -> Extract:
    numbers = {
        passage: n for n, passage in enumerate(dict.fromkeys(spot.passage for spot in ordered), start=1)
    }
    sentences = tuple(
        Sentence(spot.piece.text, (numbers[spot.passage],), spot.piece.kind) for spot in ordered
    )
    quotes = {
        n: " ".join(spot.piece.text for spot in ordered if spot.passage == passage)
        for passage, n in numbers.items()
    }
    return Extract(
        sentences, tuple(citation(passages[passage], n, quotes[n]) for passage, n in numbers.items())
    )


def citation(passage: Passage, n: int, quote: str) -> Citation:
    chunk = passage.chunk
    return Citation(n, chunk.id, chunk.library, chunk.title, chunk.heading, chunk.source, chunk.url, quote)
