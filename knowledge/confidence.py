"""question + passages -> does the library hold an answer?  (pure)"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, inf, log

from knowledge.best_place import Place, best_place, share
from knowledge.models import Passage
from knowledge.questioning import sort_of
from knowledge.reading import Read, read
from knowledge.vocabulary import STOP, asked, corrected, stem, weights, words

_PASSAGES = 3
_NEAREST = 5
_ABSENT = 6.0
_RAREST = 12.0
_BM25_MOST = 2.2
_EXPLAIN = re.compile(
    r"^\W*(?:please )?(?:explain|describe|tell me about)\s+(?=(?:[\w'’+#/-]+\W*){1,4}$)", re.IGNORECASE
)
_ONE_PLACE = 6.0
"""The rarity of a word that stands in one chunk of six hundred."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, and what against. Shares are in [0, 1] and of the question's words,
    weighted by their rarity, where nothing else is said.

    `cosine`: of the nearest passage; `cosines`: the mean of the nearest five; `sentence`: of the nearest
    sentence. All three are 0 where `by_words`: no passage has a cosine.
    `best`: of the sentence that fits best, by its cosine and its words together; `told`: what it covers
    with the sentence before it, its title and headings.
    `covered`: by the best passage with its title and headings. `together`: by one sentence of the best
    three passages with its title and headings.
    `missing`: the weight of the heaviest word that none of the three holds, against the heaviest of all.
    `names_missing`: the share of the question's capitalised words that none of the three holds.
    `number_missing`: whether a number of the question stands in none of them.
    `lexical`: the best BM25 score against the most that a passage could have; `ahead`: by what share of
    it the best is ahead of the next four.
    `thin`: how common the question's only word is, in [0, 1], where no title, heading or definition is
    about it; half of that where a sentence begins with the word.
    `undefined`: where it is asked what a thing is, the share of the thing's name that the library never
    mentions; among a glossary's cards, that no title and no definition of the passages is about.
    `words`: how many words carry meaning; `wanted`: their stems, typos put right, with their weights.
    `place`: the sentence that fits best.
    """

    cosine: float
    cosines: float
    sentence: float
    best: float
    told: float
    covered: float
    together: float
    missing: float
    names_missing: float
    number_missing: float
    lexical: float
    ahead: float
    thin: float
    undefined: float
    words: int
    by_words: bool
    place: Place | None
    wanted: Mapping[str, float]


def evidence(question: str, passages: Sequence[Passage], rarity: Mapping[str, float]) -> Evidence:
    """`passages` best first; `rarity` is the lexical index's, of the question's words."""
    question = _EXPLAIN.sub("what is ", question)
    reads = [read(passage.chunk) for passage in passages]
    best = reads[:_PASSAGES]
    known = frozenset[str]().union(*(one.every | one.named for one in best))
    wanted = corrected(weights(question, rarity), known)
    cosines = sorted((one.cosine for one in passages if one.cosine is not None), reverse=True)[:_NEAREST]
    place = best_place(wanted, passages, reads)
    return Evidence(
        cosine=cosines[0] if cosines else 0.0,
        cosines=sum(cosines) / len(cosines) if cosines else 0.0,
        sentence=max(map(_nearest, passages), default=0.0),
        best=place.nearness if place else 0.0,
        told=place.told if place else 0.0,
        covered=share(wanted, best[0].every | best[0].named) if best else 0.0,
        together=place.together if place else 0.0,
        missing=_missing(wanted, known),
        names_missing=_names_missing(question, known),
        number_missing=float(any(number not in known for number in re.findall(r"\d+", question))),
        lexical=_lexical(question, passages, rarity),
        ahead=_ahead(passages),
        thin=_thin(wanted, best) * _common(question, rarity, known),
        undefined=_undefined(question, wanted, passages, rarity),
        words=len(wanted),
        by_words=not cosines,
        place=place,
        wanted=wanted,
    )


def _nearest(passage: Passage) -> float:
    """Of its sentences; where their vectors are not known, the passage's own cosine."""
    return max(passage.nearness) if passage.nearness else passage.cosine or 0.0


def _missing(wanted: Mapping[str, float], known: frozenset[str]) -> float:
    absent = [weight for own, weight in wanted.items() if own not in known]
    return max(absent, default=0.0) / max(wanted.values(), default=1.0)


def _names_missing(question: str, known: frozenset[str]) -> float:
    names = re.findall(r"(?<!^)\b[A-Z][\w'’-]*", question)
    stems = {stem(word) for name in names for word in words(name) if word not in STOP}
    return len(stems - known) / len(stems) if stems else 0.0


def _lexical(question: str, passages: Sequence[Passage], rarity: Mapping[str, float]) -> float:
    best = max((one.lexical for one in passages if one.lexical is not None), default=0.0)
    rare = [rarity.get(word, 0.0) for word in asked(question).values()]
    most = _BM25_MOST * sum(_ABSENT if value == inf else min(value, _RAREST) for value in rare)
    return best / most if most else 0.0


def _ahead(passages: Sequence[Passage]) -> float:
    scores = sorted((one.lexical for one in passages if one.lexical is not None), reverse=True)[:_NEAREST]
    if len(scores) < 2 or not scores[0]:
        return 0.0
    return 1 - sum(scores[1:]) / (len(scores) - 1) / scores[0]


def _common(question: str, rarity: Mapping[str, float], known: frozenset[str]) -> float:
    """1 for a word that stands everywhere, or nowhere; 0 for one that stands in one place."""
    rarest = max(
        (rarity.get(word, 0.0) for own, word in asked(question).items() if own in known), default=0.0
    )
    return max(0.0, 1 - rarest / _ONE_PLACE) if rarest != inf else 1.0


def _thin(wanted: Mapping[str, float], best: Sequence[Read]) -> float:
    if len(wanted) > 1:
        return 0.0
    subjects = [one.named for one in best]
    subjects += [its.defined for one in best for its in one.pieces if its.defined <= wanted.keys()]
    if any(share(wanted, subject) for subject in subjects):
        return 0.0
    return 0.5 if any(its.stems[:1] == tuple(wanted) for one in best for its in one.pieces) else 1.0


_MOST_WORDS = 4


def _undefined(
    question: str, wanted: Mapping[str, float], passages: Sequence[Passage], rarity: Mapping[str, float]
) -> float:
    """A lesson speaks of many things, a card of its own term: another term's card is no answer, nor is any
    passage where one of the words that name the thing is unheard of."""
    if len(wanted) > _MOST_WORDS:
        return 0.0
    if sort_of(question) != "what it is" and len(words(question)) > _MOST_WORDS:
        return 0.0
    if any(passage.chunk.kind != "term" for passage in passages[:_PASSAGES]):
        unheard = frozenset(own for own, word in asked(question).items() if rarity.get(word) == inf)
        return share(wanted, unheard)
    reads = [read(passage.chunk) for passage in passages]
    subjects = [subject for one in reads for subject in (one.named, *(its.defined for its in one.pieces))]
    return 1 - max((share(wanted, subject) for subject in subjects if subject), default=0.0)


# Logistic regression over seeded halves of fourteen encyclopedic articles (half ingested, the others'
# questions asked as well), a course asked its own questions and the articles', and tiny libraries of one to
# five articles or three to eight lessons; then rounded. No weight was let against what it stands for. On
# articles and courses that it never saw: balanced accuracy 0.95 to 0.98 on halves, 0.97 to 0.98 across
# fields, 0.96 to 0.98 on tiny libraries. `thin` and `undefined` were set by hand, on a glossary: such
# sets have hardly a question of one word, and a learner asks them all the time.
_BIAS = -8.85
_WEIGHTS: Mapping[str, float] = {
    "cosine": 3.65,
    "cosines": 3.7,
    "sentence": 3.9,
    "best": 3.9,
    "told": 1.35,
    "covered": 1.7,
    "together": 1.75,
    "names_missing": -0.9,
    "number_missing": -0.5,
    "lexical": 0.75,
    "ahead": 2.0,
    "thin": -4.0,
    "undefined": -4.0,
}
# The same with all cosines hidden, for a library whose language no embedder fits: 0.86 to 0.97.
_BIAS_BY_WORDS = -4.7
_WEIGHTS_BY_WORDS: Mapping[str, float] = {
    "told": 2.1,
    "covered": 2.4,
    "together": 2.6,
    "names_missing": -1.1,
    "lexical": 4.5,
    "ahead": 0.7,
    "thin": -6.0,
    "undefined": -4.0,
}
# The nearest passages of few lie farther off than the nearest of many.
_CHUNKS, _PER_FOLD, _MOST = 500.0, 0.2, 0.6
# Passages that have nothing to do with each other are at about 0 with the embedder that the weights were
# learned on; up to here they tell of a library on one subject, beyond it of another embedder's scale.
_SAME_SCALE = 0.25


def confidence(found: Evidence, calibration: Mapping[str, float] | None = None) -> float:
    """How likely the library holds an answer, in [0, 1]; from 0.5 on it is worth answering.

    `calibration` is what the ingest measured: "chunks", how many the library holds, and "unlike", how near
    those are that have nothing to do with each other."""
    if not found.words:
        return 0.0
    measured = calibration or {}
    bias, weights = (_BIAS_BY_WORDS, _WEIGHTS_BY_WORDS) if found.by_words else (_BIAS, _WEIGHTS)
    seen = found if found.by_words else _scaled(found, measured)
    logit = bias + sum(weight * getattr(seen, name) for name, weight in weights.items())
    return 1 / (1 + exp(-logit - _for_few(measured)))


def of_all(calibrations: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Libraries asked together are as large as all of them; a figure that one of them lacks is left out."""
    figures: dict[str, float] = {}
    if calibrations and all("chunks" in one for one in calibrations):
        figures["chunks"] = sum(one["chunks"] for one in calibrations)
    if calibrations and all("unlike" in one for one in calibrations):
        figures["unlike"] = min(one["unlike"] for one in calibrations)
    return figures


def on_scale(cosine: float, calibration: Mapping[str, float]) -> float:
    """As the embedder would have put it that the weights were learned on."""
    begins = calibration.get("unlike", 0.0)
    return cosine if begins < _SAME_SCALE else (cosine - begins) / (1 - begins)


def _scaled(found: Evidence, calibration: Mapping[str, float]) -> Evidence:
    return replace(
        found,
        cosine=on_scale(found.cosine, calibration),
        cosines=on_scale(found.cosines, calibration),
        sentence=on_scale(found.sentence, calibration),
        best=on_scale(found.best, calibration),
    )


def _for_few(calibration: Mapping[str, float]) -> float:
    chunks = calibration.get("chunks", 0.0)
    return min(_MOST, max(0.0, _PER_FOLD * log(_CHUNKS / chunks))) if chunks > 0 else 0.0


def reasons(found: Evidence) -> tuple[str, ...]:
    """Why there is no answer, for the teacher's eyes."""
    said = [
        (not found.words, "the question has no word to look for"),
        (
            not found.by_words and found.cosine < 0.4,
            f"nothing is near in meaning (best cosine {found.cosine:.2f})",
        ),
        (found.covered < 0.6, f"the best passage covers {found.covered:.0%} of the question's words"),
        (found.missing > 0.9, "the question's rarest word stands in none of the best passages"),
        (found.names_missing > 0, "a name in the question stands in none of the best passages"),
        (found.number_missing > 0, "a number in the question stands in none of the best passages"),
        (found.thin > 0, "no title, heading or definition is about the word"),
        (found.undefined > 0.5, "no card of the glossary is about the word, and none says what it is"),
    ]
    true = tuple(reason for holds, reason in said if holds)
    return true or ("the passages found speak of something near, but not of this",)
