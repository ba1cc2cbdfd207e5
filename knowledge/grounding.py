"""a model's draft + passages -> only what its sources support

A sentence stands where the passages that it cites hold its names, its numbers and most of its words, and
say it with the same negation. What cites nothing is held against the passage that fits it best.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.models import Passage
from knowledge.sentences import pieces, plain, sentences
from knowledge.vocabulary import LIGHT, STOP, stem, words

_MARK = re.compile(r"\s*[\[【(](\d{1,2}(?:\s*[,;]\s*\d{1,2})*)[\]】)](?!\()")
_MARKS_AFTER_STOP = re.compile(r"([.!?。！？])((?:\s*[\[【]\d{1,2}(?:\s*[,;]\s*\d{1,2})*[\]】])+)")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b[A-Z][\w’'-]*|\b\w*\d\w*[A-Z]\w*")
_FOREIGN = re.compile(r"https?://|www\.|<[@#!]|@everyone|@here|\]\(", re.IGNORECASE)
_NEGATIONS = frozenset(
    """
    not no never none nor neither without cannot can't don't doesn't didn't isn't aren't wasn't weren't won't
    wouldn't shouldn't couldn't hasn't haven't hadn't nothing nobody unable fails fail lack lacks
    """.split()  # noqa: SIM905
)
_REFUSING = re.compile(
    r"\bnot in the passages\b|\bas an ai\b|\bi(?:'m| am) (?:sorry|unable|not able)\b|"
    r"\bi (?:cannot|can't|don't have)\b|\bpassages? (?:do|does) not\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[,;:—.!?]\s|\s(?:because|but|although|though|whereas|while|when|if|unless|since)\s", re.IGNORECASE
)
_COVERED_IN_PASSAGE, _COVERED_IN_SENTENCES = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Supported:
    """One sentence without its marks, and the places (from 0) of the passages that support it."""

    text: str
    passages: tuple[int, ...]


def drafted(draft: str, *, ended: bool) -> tuple[str, ...]:
    """The whole sentences of a draft so far, marks inside; all of them where it has ended."""
    found: list[str] = []
    lines = _MARKS_AFTER_STOP.sub(r"\2\1", draft).splitlines()
    for line in lines:
        found += sentences(_BULLET.sub("", line))
    if ended or not found:
        return tuple(found)
    return tuple(found[: -2 if found[-1].startswith(("[", "【")) else -1])


def supported(sentence: str, passages: Sequence[Passage]) -> Supported | None:
    """None where the passages do not hold what it says, or where it says nothing."""
    text = plain(_MARK.sub("", sentence)).strip()
    if len(_carrying(text)) < 2 or _REFUSING.search(text) or text.endswith("?"):
        return None
    cited = tuple(at for at in _cited(sentence) if at < len(passages))
    places = cited or tuple(range(len(passages)))
    kept = tuple(at for at in places if _stands(text, passages[at]))
    if kept:
        return Supported(text, kept if cited else kept[:1])
    return Supported(text, cited) if len(cited) > 1 and _stands_on_all(text, cited, passages) else None


def _cited(sentence: str) -> list[int]:
    numbers = [int(n) for marks in _MARK.findall(sentence) for n in re.findall(r"\d+", marks)]
    return [n - 1 for n in dict.fromkeys(numbers) if n > 0]


def _stands(text: str, passage: Passage) -> bool:
    chunk = passage.chunk
    return _holds(text, " ".join((chunk.title, *chunk.heading)), chunk.text)


def _stands_on_all(text: str, cited: Sequence[int], passages: Sequence[Passage]) -> bool:
    chunks = [passages[at].chunk for at in cited]
    named = " ".join(" ".join((chunk.title, *chunk.heading)) for chunk in chunks)
    return _holds(text, named, "\n\n".join(chunk.text for chunk in chunks))


def _holds(text: str, named: str, body: str) -> bool:
    source = f"{named}\n{body}"
    if _FOREIGN.search(text) or not _numbers(text) <= _numbers(source):
        return False
    stems = {stem(word) for word in words(source)}
    if not all(stem(word) in stems for name in _names(text) for word in words(name)):
        return False
    own, titled = _carrying(text), _stems(named)
    # Words of the title and headings alone are a heading, not a statement.
    if own <= titled or len(own & stems) < _COVERED_IN_PASSAGE * len(own):
        return False
    # What a sentence opens with is mostly what it speaks of, and capitals there tell no name.
    if not stems.issuperset(_carried(text)[:1]):
        return False
    return _said(text, own, titled, body)


def _said(text: str, own: frozenset[str], named: frozenset[str], body: str) -> bool:
    """Whether one or two neighbouring sentences say it, with the same negation."""
    said = [piece.text for piece in pieces(body)]
    spans = [*said, *(f"{one} {other}" for one, other in pairwise(said))]
    if not spans:
        return False
    best = max(spans, key=lambda span: (len(own & _stems(span)), -len(span)))
    enough = len(own & (_stems(best) | named)) >= _COVERED_IN_SENTENCES * len(own)
    if _negated(text):
        return enough and _negated(best)
    clause = max(_CLAUSES.split(best), key=lambda one: (len(own & _stems(one)), -len(one)))
    return enough and not _negated(clause)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))


def _carrying(text: str) -> frozenset[str]:
    return frozenset(_carried(text))


def _carried(text: str) -> list[str]:
    """The stems that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP and word not in LIGHT]


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))


def _names(text: str) -> list[str]:
    """Capitalised words but for the first, unless that one is no everyday word."""
    found = _NAME.findall(text)
    first = text.lstrip("\"'“(").split(" ", 1)[0]
    return [name for name in found if name != first and name.lower() not in STOP]


def _negated(text: str) -> bool:
    return any(word in _NEGATIONS for word in words(text.replace("’", "'")))


def nearest_sentence(text: str, passage: Passage) -> str:
    """The passage's own sentence that says most of it; empty where the passage has none."""
    own = _carrying(text)
    said = [piece.text for piece in pieces(passage.chunk.text)]
    return max(said, key=lambda one: (len(own & _stems(one)), -len(one)), default="")
