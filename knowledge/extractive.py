"""question + passages -> answer out of the library's own sentences  (no model)"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.models import Citation, Passage, Sentence
from knowledge.sentences import Piece
from knowledge.vocabulary import content
from knowledge.weighing import PASSAGES, Asked, Spot, spots, understood

LIMIT = 600
_CITATIONS = 4
_SENTENCES = 6
_MARK = len(" [1] ")
_ANNOUNCED = 0.7


@dataclass(frozen=True, slots=True)
class Extract:
    """Sentences in reading order and what they stand on; both empty where no passage has a sentence."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


def extract(
    question: str, passages: Sequence[Passage], rarity: Mapping[str, float], *, limit: int = LIMIT
) -> Extract:
    """At most `limit` characters, marks included; `passages` best first."""
    asked = understood(question, passages[:PASSAGES], rarity)
    found = spots(asked, passages)
    chosen = _steps(asked, found, passages, limit) or _chosen(asked, found, limit)
    return _cited(_ordered(asked, chosen), passages)


def _bundle(spot: Spot, by_place: Mapping[tuple[int, int], Spot]) -> tuple[Spot, ...]:
    """The spot with what it cannot be read without; empty where that is not at hand."""
    bundle = [spot]
    while bundle[0].leans:
        before = by_place.get((spot.passage, bundle[0].at - 1))
        if before is None or not _is_whole(before.piece) or len(bundle) == 3:
            return ()
        bundle.insert(0, before)
    lead = spot.piece.lead
    if lead and spot.piece.kind == "item":
        announcing = [
            other for other in by_place.values() if other.passage == spot.passage and other.piece.text == lead
        ]
        bundle[:0] = announcing[-1:]
    return tuple(bundle)


def _cost(spots: Iterable[Spot]) -> int:
    return sum(len(spot.said) + _MARK for spot in spots)


# Below it a sentence holds the answer once in thirty times: on articles, leaving such sentences out made
# answers a tenth shorter and lost hardly one.
_UNLIKELY = -3.4
_FROM_ELSEWHERE = 0.2
_BEYOND_A_DEFINITION = 2.6


def _chosen(asked: Asked, found: Sequence[Spot], limit: int) -> list[Spot]:
    by_place = {(spot.passage, spot.at): spot for spot in found}
    chosen: dict[tuple[int, int], Spot] = {}
    for spot in sorted(filter(_may_be_chosen, found), key=lambda spot: -spot.score):
        if chosen and spot.score < _least(asked, spot, chosen.values()):
            continue
        bundle = [one for one in _bundle(spot, by_place) if (one.passage, one.at) not in chosen]
        cost = _cost((*bundle, *chosen.values()))
        if not bundle or cost > limit or _repeats(bundle, chosen) or _too_many(bundle, chosen):
            continue
        chosen.update({(one.passage, one.at): one for one in bundle})
    return list(chosen.values())


def _least(asked: Asked, spot: Spot, chosen: Iterable[Spot]) -> float:
    """How likely a further sentence must be to be worth reading."""
    told = asked.sort == "what it is" and any(one.defines for one in chosen)
    return _UNLIKELY + _FROM_ELSEWHERE * (spot.passage > 0) + _BEYOND_A_DEFINITION * told


def _may_be_chosen(spot: Spot) -> bool:
    """What nothing ties to the question is believed only of the best passage, and of no row."""
    believed = spot.passage == 0 and spot.piece.kind != "row"
    return _is_whole(spot.piece) and (believed or not spot.apart)


_END = re.compile(r"[.!…。！।][\"'”’»)\]]*$")


def _is_whole(piece: Piece) -> bool:
    """A sentence, not a caption, a title or a bare link; a step or a row may end without a stop, and so may
    an item of an announced list."""
    if piece.text.endswith((":", "?", "：", "？")):
        return False
    stops = piece.kind == "prose" or (piece.kind == "item" and not piece.lead)
    return bool(_END.search(piece.text)) if stops else len(piece.text.split()) >= 3


def _repeats(bundle: Sequence[Spot], chosen: Mapping[tuple[int, int], Spot]) -> bool:
    return any(_says_again(one, other) for one in bundle for other in chosen.values())


def _says_again(one: Spot, other: Spot) -> bool:
    """Most of the same words, or another passage's definition of the same."""
    if one.subject and one.subject == other.subject and one.passage != other.passage:
        rest, others = one.stems - one.subject, other.stems - other.subject
        again = len(rest & others) >= 0.4 * min(len(rest), len(others))
        return again or (one.defines and other.defines)
    return len(one.stems & other.stems) >= 0.8 * min(len(one.stems), len(other.stems))


def _too_many(bundle: Sequence[Spot], chosen: Mapping[tuple[int, int], Spot]) -> bool:
    cited = {one.passage for one in (*bundle, *chosen.values())}
    return len(cited) > _CITATIONS or len(bundle) + len(chosen) > _SENTENCES


def _steps(asked: Asked, found: Sequence[Spot], passages: Sequence[Passage], limit: int) -> list[Spot]:
    """For "how": the numbered steps, from the first on, that are announced as what the question asks;
    else empty."""
    if asked.sort != "how to":
        return []
    firsts = [spot for spot in found if spot.piece.kind == "step" and spot.piece.number == 1]
    best = max(firsts, key=lambda spot: _announced(asked, spot, passages), default=None)
    if best is None or _announced(asked, best, passages) < _ANNOUNCED:
        return []
    own = [spot for spot in found if spot.passage == best.passage]
    steps = [spot for spot in own if spot.piece.kind == "step" and spot.at >= best.at]
    lead = [spot for spot in own if spot.piece.text == best.piece.lead]
    taken: list[Spot] = []
    for spot in (*lead[-1:], *steps):
        if _cost((*taken, spot)) > limit:
            break
        taken.append(spot)
    return taken if len(taken) > 2 else []


def _announced(asked: Asked, spot: Spot, passages: Sequence[Passage]) -> float:
    chunk = passages[spot.passage].chunk
    return asked.share(frozenset(content(" ".join((spot.piece.lead, *chunk.heading[-1:], chunk.title)))))


def _ordered(asked: Asked, chosen: Sequence[Spot]) -> list[Spot]:
    """Passage by passage, that of the best sentence first, sentences as they stand in their passage; a
    definition goes before all where one was asked for, and mistakes last where they were not."""
    best: dict[int, float] = {}
    for spot in chosen:
        best[spot.passage] = max(best.get(spot.passage, spot.score), spot.score)
    ordered = sorted(chosen, key=lambda spot: (-best[spot.passage], spot.passage, spot.at))
    if asked.section is None:
        ordered.sort(key=lambda spot: spot.mistake)
    if asked.sort == "what it is":
        defining = next((spot for spot in ordered if spot.defines and not spot.leans), None)
        ordered.sort(key=lambda spot: spot is not defining)
    return ordered


def _cited(ordered: Sequence[Spot], passages: Sequence[Passage]) -> Extract:
    numbers = {
        passage: n for n, passage in enumerate(dict.fromkeys(spot.passage for spot in ordered), start=1)
    }
    sentences = tuple(Sentence(spot.said, (numbers[spot.passage],), _drawn(spot.piece)) for spot in ordered)
    quotes = {
        n: " ".join(spot.piece.text for spot in ordered if spot.passage == passage)
        for passage, n in numbers.items()
    }
    return Extract(
        sentences, tuple(citation(passages[passage], n, quotes[n]) for passage, n in numbers.items())
    )


def _drawn(piece: Piece) -> Literal["prose", "item", "step"]:
    """A table's row is read like an item, on a line of its own."""
    return "item" if piece.kind == "row" else piece.kind


def citation(passage: Passage, n: int, quote: str) -> Citation:
    chunk = passage.chunk
    return Citation(n, chunk.id, chunk.library, chunk.title, chunk.heading, chunk.source, chunk.url, quote)
