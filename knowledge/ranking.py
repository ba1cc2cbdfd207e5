"""what the two rankings found, and how near each sentence is -> passages, best first  (pure)

The figures were learned by which of two passages holds the answer, on encyclopedic articles and a course,
then rounded; they are flat around these: by a quarter up or down a result in a hundred changes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.contradictions import NEGATIONS
from knowledge.models import Chunk, ChunkId, LibraryId, Passage
from knowledge.ports import Hit
from knowledge.vocabulary import LIGHT, asked, content

_WORDS_SHARE = 0.5
_SENTENCE = 1.0
_TOGETHER = 0.4
_NAMED = 0.5
_SAME_SOURCE = 0.16
# Where words alone are compared: scores lie closer together.
_SAME_SOURCE_BY_WORDS = 0.05
_SAME_SOURCE_COUNTED = 3
_NEAR_DUPLICATE = 0.9
# Characters that a sentence or two take up.
_WINDOW = 240
_LIGHTNESS = 0.4
_SHORT_STEM = 4
_MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Found:
    """What the rankings say of one chunk; None where a ranking does not hold it. `score` is the fused one,
    `near` the cosine, or what it is taken for."""

    id: ChunkId
    cosine: float | None
    lexical: float | None
    score: float = 0.0
    near: float = 0.0


def fused(rankings: Iterable[tuple[Sequence[Hit], Sequence[Hit]]]) -> tuple[Found, ...]:
    """(dense, lexical) of each library -> one ranking: the cosine plus a share of the best BM25 score. A
    chunk that only its words found is taken for as near as the farthest one that its meaning found."""
    pairs = list(rankings)
    best = max((hit.score for _, lexical in pairs for hit in lexical), default=0.0) or 1.0
    farthest_of_all = min((hit.score for dense, _ in pairs for hit in dense), default=0.0)
    found: list[Found] = []
    for dense, lexical in pairs:
        cosines = {hit.id: hit.score for hit in dense}
        scores = {hit.id: hit.score for hit in lexical}
        farthest = min(cosines.values(), default=farthest_of_all)
        for id in dict.fromkeys((*cosines, *scores)):
            near = cosines.get(id, farthest)
            score = near + _WORDS_SHARE * scores.get(id, 0.0) / best
            found.append(Found(id, cosines.get(id), scores.get(id), score, near))
    return tuple(sorted(found, key=lambda one: (-one.score, one.id)))


def weighed(
    question: str,
    found: Sequence[Found],
    chunks: Mapping[ChunkId, Chunk],
    nearness: Mapping[ChunkId, tuple[float, ...]],
) -> list[Passage]:
    """The passages of those in `chunks`, in no order: to the fused score comes how near the nearest sentence
    is, how much of the question stands close together, and how much of it is the name of a term."""
    words = _Words(question)
    passages: list[Passage] = []
    for one in found:
        if chunk := chunks.get(one.id):
            sentences = nearness.get(one.id, ())
            sentence = max(sentences, default=one.near)
            score = one.score + _SENTENCE * sentence + _TOGETHER * words.together(chunk.text)
            score += _NAMED * words.named(chunk.title) if chunk.kind == "term" else 0.0
            passages.append(Passage(chunk, score, one.cosine, one.lexical, sentences))
    return passages


def reordered(passages: Sequence[Passage], scores: Sequence[float]) -> list[Passage]:
    """In the order of `scores`, which are on a scale of their own: the best one gets the best fused score,
    and so on, so that what another of its source costs weighs what it did."""
    order = sorted(zip(scores, passages, strict=True), key=lambda one: -one[0])
    own = sorted((one.score for one in passages), reverse=True)
    return [replace(one, score=score) for (_, one), score in zip(order, own, strict=True)]


def spread(passages: Sequence[Passage], k: int) -> tuple[Passage, ...]:
    """The best k, where each better one of a source costs a little and a near-duplicate is left out: a
    learner's lesson should be among the first five, and one long lesson should not fill them all."""
    cost = _SAME_SOURCE if any(one.cosine is not None for one in passages) else _SAME_SOURCE_BY_WORDS
    rest = list(passages)
    taken: list[Passage] = []
    kept: list[frozenset[str]] = []
    sources: Counter[tuple[LibraryId, str]] = Counter()
    while rest and len(taken) < k:
        scores = [one.score - cost * min(sources[_source(one.chunk)], _SAME_SOURCE_COUNTED) for one in rest]
        score = max(scores)
        best = rest.pop(scores.index(score))
        own = frozenset(best.chunk.text.casefold().split())
        if not any(_alike(own, other) for other in kept):
            taken.append(replace(best, score=score))
            kept.append(own)
            sources[_source(best.chunk)] += 1
    return tuple(taken)


class _Words:
    """A question's words that carry meaning, to be looked for in many texts."""

    def __init__(self, question: str) -> None:
        typed = dict(list(asked(question).items())[:_MOST_WORDS])
        # The longest first, so that no stem takes the place of one that it begins.
        self._stems = sorted(typed, key=len, reverse=True)
        weights = {stem: _LIGHTNESS if word in LIGHT else 1.0 for stem, word in typed.items()}
        self._share = {stem: weight / sum(weights.values()) for stem, weight in weights.items()}

    def together(self, text: str) -> float:
        """The largest share of them that stands within one window of the text, in [0, 1]."""
        lowered = text.lower()
        found: dict[int, str] = {}
        for stem in self._stems:
            for place in _places(stem, lowered):
                found.setdefault(place, stem)
        places = sorted(found.items())
        return max((self._within(places, first) for first in range(len(places))), default=0.0)

    def named(self, title: str) -> float:
        """The share of them that the title is made of, in [0, 1]: 0 where it has another word."""
        own = frozenset(content(title))
        return sum(self._share[stem] for stem in own) if own <= self._share.keys() else 0.0

    def _within(self, places: Sequence[tuple[int, str]], first: int) -> float:
        end = places[first][0] + _WINDOW
        return sum(self._share[stem] for stem in {stem for start, stem in places[first:] if start <= end})


def _places(stem: str, text: str) -> Iterator[int]:
    """Where words begin that the stem begins; a short stem would begin too many others, and is the word or
    its plural. In a text without blanks a word begins anywhere. (A pattern takes six times as long.)"""
    anywhere = not stem.isascii() and len(stem) <= 2
    whole = not anywhere and len(stem) < _SHORT_STEM
    place = text.find(stem)
    while place >= 0:
        if anywhere or not (_in_word(text, place - 1) or (whole and _goes_on(text, place + len(stem)))):
            yield place
        place = text.find(stem, place + 1)


def _goes_on(text: str, end: int) -> bool:
    return _in_word(text, end + 1 if text.startswith("s", end) else end)


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _source(chunk: Chunk) -> tuple[LibraryId, str]:
    return chunk.library, chunk.source


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Hardly a word apart; but a number or a "not" apart they may contradict each other, and both count."""
    shared = len(one & other)
    if not shared or shared < _NEAR_DUPLICATE * len(one | other):
        return False
    return not any(_tells_apart(word) for word in one ^ other)


def _tells_apart(word: str) -> bool:
    return word in NEGATIONS or word.endswith(("n't", "n’t")) or any(map(str.isdigit, word))
