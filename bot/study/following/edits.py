"""two texts, two questions -> whether the one is the other, edited  (pure)

An edit may mend a typo, add or take away words, or put another answer in the place of a wrong one. What
differs by a number, a sign, a "not" or a word of its own is another question, however near it is.
"""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from bot.models import CardText
from knowledge.quizzes.subjects import BLANK
from knowledge.vocabulary import STOP, stem

_UNMEANT = re.compile(r"[\s.,;:?!'\"“”‘’*`_]+")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[<>=+^/|&%#~≤≥≠−×÷-]")
_TURNING = frozenset(
    re.findall(
        r"[\w']+",
        "not no nor cannot can't couldn't didn't doesn't don't isn't aren't wasn't without neither never "
        "only except before after above below up down over under off most least first last same other",
    )
)
"""Words that turn a question round."""

_TELLING = _TURNING | frozenset(
    re.findall(
        r"\w+",
        "in out into from to on with more few all any each both he she who what when where why how which",
    )
)
"""Words that carry little in a search and tell questions apart."""

_SHORTEST_SLIP = 4
_OPTION = re.compile(r"(?:\n\n|\n)- [A-Z]\. ")
_TRUTHS = ({"true", "false"}, {"yes", "no"})
_FEWEST, _FEWEST_OF_OPTIONS = 3, 8
"""Words by which a prompt, or all its options, are its own."""


def same(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def folded(text: str) -> str:
    """But for case, spaces, stops and emphasis."""
    return _UNMEANT.sub(" ", text.casefold()).strip()


def near(one: str, other: str) -> bool:
    """The same words that mean something, in the same order, one of four with a slip."""
    left, right = meant(one), meant(other)
    if not left or len(left) != len(right):
        return False
    differing = [pair for pair in zip(left, right, strict=True) if stem(pair[0]) != stem(pair[1])]
    return len(differing) <= max(1, len(left) // 4) and all(_is_slip(*pair) for pair in differing)


def within(one: str, other: str) -> bool:
    """All that the shorter says stands in the longer, in its order, and makes at least half of it; what else
    is there does not turn it round."""
    shorter, longer = sorted(([stem(it) for it in meant(text)] for text in (one, other)), key=len)
    rest = iter(longer)
    held = all(any(it == word for word in rest) for it in shorter)
    turned = _TURNING.intersection(longer) - set(shorter)
    return held and not turned and len(shorter) >= 2 and len(longer) <= 2 * len(shorter)


def meant(text: str) -> list[str]:
    """Its words that mean something, in small letters, with its signs and numbers. A letter alone is a name,
    "vitamin A", but where it begins a sentence."""
    words = _TOKEN.findall(text.replace("’", "'"))
    named = {n for n, word in enumerate(words) if n and len(word) == 1 and word.isupper()}
    small = [(n, word.casefold()) for n, word in enumerate(words)]
    return [it for n, it in small if n in named or it not in STOP or it in _TELLING]


def is_edited(before: CardText, after: CardText) -> int:
    """How surely a question's card is of the same question as another, higher is surer; 0 where it is not.
    The same prompt is the same question, whatever its answer has become."""
    asked, asks = prompt_of(before), prompt_of(after)
    options, others = options_of(before), options_of(after)
    answers = same(before.back, after.back) or near(before.back, after.back)
    if _are_truths(options) or _are_truths(others):
        return _edited_truth(before, after, answers=answers)
    alike = _shared(options, others) >= 0.5
    if same(asked, asks):
        return 6 if answers else 4 if alike else 3 * _is_own(asked, options, others)
    if near(asked, asks):
        return 5 if answers else 3 * alike
    same_options = not (options or others) or alike
    if within(asked, asks) and same(before.back, after.back) and same_options:
        return 2
    long = len(meant(" ".join(options))) >= _FEWEST_OF_OPTIONS
    return int(long and _shared(options, others) == 1 and same(before.back, after.back))


def _edited_truth(before: CardText, after: CardText, *, answers: bool) -> int:
    """What is judged is its prompt alone."""
    asked, asks = prompt_of(before), prompt_of(after)
    if same(asked, asks):
        return 6 if answers else 4
    return 3 * (near(asked, asks) and answers)


def prompt_of(text: CardText) -> str:
    """As it was written: without the options, its gaps as they were."""
    return _OPTION.split(text.front)[0].replace(BLANK.replace("_", "\\_"), BLANK)


def options_of(text: CardText) -> tuple[str, ...]:
    """In the order in which the card shows them."""
    return tuple(_OPTION.split(text.front)[1:])


def _is_own(prompt: str, *options: Sequence[str]) -> bool:
    """Whether a typed question is told by its prompt alone; what is chosen from is told by its options."""
    return not any(options) and len(meant(prompt)) >= _FEWEST


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    left, right = ({folded(it) for it in options} for options in (one, other))
    return len(left & right) / max(len(left), len(right)) if left and right else 0.0


def _are_truths(options: Sequence[str]) -> bool:
    return {folded(it) for it in options} in _TRUTHS


def _is_slip(one: str, other: str) -> bool:
    """A slip leaves the first letter as it is, nearly always. Of two short words many are near, and only
    letters that changed places are a slip."""
    if not (one.isalpha() and other.isalpha() and one[0] == other[0]):
        return False
    lengths = sorted((len(one), len(other)))
    long = lengths[0] >= _SHORTEST_SLIP and (lengths[1] > _SHORTEST_SLIP or sorted(one) == sorted(other))
    return long and OSA.distance(one, other) <= 1
