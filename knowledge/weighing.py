"""question + passages -> how likely each of their sentences answers  (pure)"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.models import Passage
from knowledge.questioning import Sort, sort_of, suits
from knowledge.reading import Read, ReadPiece, read
from knowledge.sentences import Piece
from knowledge.vocabulary import LIGHT, STOP, content, corrected, stem, weights, words

PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """One piece where it stands: `passage` and `at` count from 0. `score` is the logit of how likely it
    holds the answer. `apart` where nothing ties it to the question, `leans` where its subject stays behind
    in the piece before it, `subject` the stems of what it is a definition of,
    `defines` where that is the question's subject, `mistake` where it names
    a mistake and what to do instead."""

    piece: Piece
    passage: int
    at: int
    stems: frozenset[str]
    score: float = 0.0
    apart: bool = False
    leans: bool = False
    subject: frozenset[str] = frozenset()
    defines: bool = False
    mistake: bool = False

    @property
    def said(self) -> str:
        """The piece as an answer says it."""
        if not self.mistake:
            return self.piece.text
        mistake, instead = _ARROW.split(self.piece.text, maxsplit=1)
        return f"Mistake: {_lowered(mistake).rstrip('.')}. Instead: {_lowered(instead)}"


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    sort: Sort
    weights: Mapping[str, float]
    pairs: tuple[tuple[str, str], ...]
    """Neighbouring content words of the question."""
    section: re.Pattern[str] | None = None
    """What the headings are called under which the answer stands, where the question says so."""

    def share(self, stems: frozenset[str]) -> float:
        """How much of the question's meaning these stems cover, in [0, 1]."""
        total = covered = 0.0
        for own, weight in self.weights.items():
            total += weight
            if own in stems:
                covered += weight
        return covered / total if total else 0.0


_MISTAKES = re.compile(r"\b(?:mistakes?|pitfalls?|myths?|misconceptions?|wrong)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r"\b(?:examples?|analogy|analogies)\b", re.IGNORECASE)
_ARROW = re.compile(r"\s(?:->|→|=>|⇒)\s")


def _lowered(text: str) -> str:
    """Without its capital, unless it is a name's: "LoRA", "AI"."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


def understood(question: str, passages: Sequence[Passage], rarity: Mapping[str, float]) -> Asked:
    """A typo is read as the word of the passages that it is a typo of."""
    known = frozenset[str]().union(*(read(one.chunk).every | read(one.chunk).named for one in passages))
    section = next((one for one in (_MISTAKES, _EXAMPLES) if one.search(question)), None)
    weighed = corrected(weights(question, rarity), known)
    return Asked(question, sort_of(question), weighed, tuple(pairwise(content(question))), section)


def spots(asked: Asked, passages: Sequence[Passage]) -> list[Spot]:
    """Every piece of the best passages, passage by passage, in order. `passages` best first."""
    shown = [(passage, read(passage.chunk)) for passage in passages[:PASSAGES]]
    seen = _Seen(
        most=max((asked.share(one.own) for _, text in shown for one in text.pieces), default=0.0),
        nearest=max((near for passage, _ in shown for near in passage.nearness), default=0.0),
        known=all(len(passage.nearness) == len(text.pieces) for passage, text in shown),
    )
    return [
        spot for at, (passage, text) in enumerate(shown) for spot in _spots(asked, passage, text, at, seen)
    ]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of all pieces: the largest share of the question that one covers, and the largest nearness; `known`
    where each one's nearness is."""

    most: float
    nearest: float
    known: bool


def _spots(asked: Asked, passage: Passage, text: Read, at: int, seen: _Seen) -> Iterator[Spot]:
    chunk = passage.chunk
    fitting = asked.section is not None and any(asked.section.search(one) for one in chunk.heading)
    mistakes = any(_MISTAKES.search(one) for one in chunk.heading)
    learned = _WITH_NEARNESS if seen.known else _WITHOUT
    before = frozenset[str]()
    for number, one in enumerate(text.pieces):
        leaning = leans(one.piece.text, asked.weights.keys()) or (
            number > 0 and _goes_on(one, fitting, mistakes)
        )
        # What "it" stands for was said in the sentence before.
        carried = before if leaning else frozenset[str]()
        mistake = mistakes and bool(_ARROW.search(one.piece.text))
        score = learned.place(passage, at) + learned.fit(asked, one, text, carried, before, seen.most)
        if seen.known:
            score += learned.near(passage.nearness[number], passage.cosine, seen.nearest)
        score += _SECTION * fitting - _ASIDE * ((mistake or one.piece.kind == "step") and not fitting)
        score -= _OF_ITSELF * one.of_itself
        score += _DEFINITION * (asked.sort == "what it is" and _is_definition(asked, one))
        score += _REASON * (asked.sort == "why" and suits("why", one.piece.text, asked.question))
        apart = not fitting and not _tied(asked, one, carried, before)
        score += _TOLD_NEXT * (not apart and not (one.own | carried) & asked.weights.keys())
        yield Spot(
            one.piece,
            at,
            number,
            one.own,
            score,
            apart,
            leaning,
            subject=one.defined,
            defines=_is_definition(asked, one),
            mistake=mistake,
        )
        before = one.own


def _goes_on(one: ReadPiece, fitting: bool, mistakes: bool) -> bool:
    """An example is read from its beginning, a step that does something with "it" after the one before."""
    if one.piece.kind == "step":
        return bool(_WITH_IT.match(one.piece.text))
    return fitting and not mistakes and one.piece.kind == "prose"


_WITH_IT = re.compile(r"^\w+ (?:it|its|them|their)\b", re.IGNORECASE)


def _tied(asked: Asked, one: ReadPiece, carried: frozenset[str], before: frozenset[str]) -> bool:
    """By a word of the question, or as the name or date that is asked for, right after such a word."""
    if (one.telling | carried) & asked.weights.keys():
        return True
    if one.piece.kind == "row":
        return False
    telling = asked.sort in ("who", "when", "where") and suits(asked.sort, one.piece.text, asked.question)
    return telling and asked.share(before) > 0.3


@dataclass(frozen=True, slots=True)
class _Learned:
    """The weights of what speaks for a piece; `first` and `second` are its passage's rank."""

    bias: float
    cosine: float
    first: float
    second: float
    covers_squared: float
    below_most: float
    named: float
    before: float
    elsewhere: float
    together: float
    suits: float
    tells: float
    length: float
    nearness: float = 0.0
    below_nearest: float = 0.0
    beyond_passage: float = 0.0

    def place(self, passage: Passage, at: int) -> float:
        rank = self.first if at == 0 else self.second if at == 1 else 0.0
        return self.bias + rank + self.cosine * (passage.cosine or 0.0)

    def near(self, nearness: float, cosine: float | None, nearest: float) -> float:
        beyond = nearness - cosine if cosine is not None else 0.0
        below = nearest - nearness
        return self.nearness * nearness - self.below_nearest * below + self.beyond_passage * beyond

    def fit(
        self,
        asked: Asked,
        one: ReadPiece,
        text: Read,
        carried: frozenset[str],
        before: frozenset[str],
        most: float,
    ) -> float:
        covered = asked.share(one.own)
        return (
            self.covers_squared * covered * covered
            - self.below_most * (most - covered)
            + self.named * (asked.share(one.own | text.named | carried) - covered)
            + self.before * (asked.share(one.own | before) - covered)
            - self.elsewhere * (asked.share(text.every | one.own) - covered)
            + self.together * _together(asked, one)
            + self.suits * suits(asked.sort, one.piece.text, asked.question)
            + self.tells * min(len(one.own - asked.weights.keys()), 15) / 15
            + self.length * len(one.piece.text) / 100
        )


# Learned by logistic regression ("does the sentence hold the answer?") on 3,800 questions about 39
# encyclopedic articles, judged on the questions of 23 others, then rounded.
_WITHOUT = _Learned(
    bias=-4.1,
    cosine=1.2,
    first=1.8,
    second=0.6,
    covers_squared=2.25,
    below_most=2.2,
    named=1.5,
    before=0.9,
    elsewhere=0.9,
    together=0.85,
    suits=0.5,
    tells=0.1,
    length=0.11,
)
_WITH_NEARNESS = _Learned(
    bias=-3.0,
    cosine=-2.1,
    first=1.4,
    second=0.4,
    covers_squared=1.8,
    below_most=1.6,
    named=1.5,
    before=0.7,
    elsewhere=0.4,
    together=0.7,
    suits=0.45,
    tells=0.3,
    length=0.07,
    nearness=2.6,
    below_nearest=4.0,
    beyond_passage=3.5,
)
# What tells courses from articles was set by hand.
_OF_ITSELF, _REASON = 1.5, 0.6
_DEFINITION, _SECTION, _ASIDE, _TOLD_NEXT = 4.0, 2.5, 1.0, 1.5


def _together(asked: Asked, one: ReadPiece) -> float:
    """The share of the question's neighbouring words that are neighbours here too."""
    here = [(left, right) for left, right in asked.pairs if left in one.own and right in one.own]
    near = [
        any(abs(a - b) <= 2 for a in _places(left, one.stems) for b in _places(right, one.stems))
        for left, right in here
    ]
    return sum(near) / len(asked.pairs) if near else 0.0


def _places(own: str, stems: Sequence[str]) -> list[int]:
    return [place for place, other in enumerate(stems) if other == own]


def _is_definition(asked: Asked, one: ReadPiece) -> bool:
    return bool(one.defined) and one.defined <= asked.weights.keys() and asked.share(one.defined) > 0.6


_LEANS = re.compile(
    r"^[\"'“(]*(?:(?:and|but|so|or|yet|also|then|thus|hence|therefore|however|instead|moreover|still|meanwhile|"
    r"in addition|as a result|for example|for instance|because of|due to|despite),? )?"
    r"(?:(?:this|these|those)\b(?P<noun>\W+[\w'’-]+)?|"
    r"(?:it|its|they|their|them|he|she|his|her|him|neither|both(?! \w+ and)|"
    r"the (?:former|latter))\b|"
    r"that (?:is|was|means|makes)\b)",
    re.IGNORECASE,
)
_SUCH = re.compile(r"\bsuch (?!as\b|that\b)|\b(?:do|does|did) (?:the same|so)\b", re.IGNORECASE)
_EARLY = 60
_EXPLETIVE = re.compile(
    r"^it (?:is|was|has been) (?:\w+ )?(?:that|to|possible|important|estimated|likely)\b", re.IGNORECASE
)


def leans(sentence: str, asked: Collection[str] = ()) -> bool:
    """Whether a sentence's subject stays behind in the sentence before it. "This agreement" does not
    where the question, whose stems are `asked`, speaks of the agreement."""
    found = _LEANS.match(sentence)
    if not found or _EXPLETIVE.match(sentence):
        # Further on, "did the same" speaks of what the sentence itself has said.
        return bool(_SUCH.search(sentence[:_EARLY]))
    noun = (words(found["noun"] or "") or [""])[0]
    return noun in STOP or noun in LIGHT or stem(noun) not in asked
