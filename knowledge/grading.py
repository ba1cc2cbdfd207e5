"""question + response -> verdict, forgiving spelling, never meaning"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from typing import Literal

from rapidfuzz.distance import OSA

from knowledge.models import Question
from knowledge.quizzes.answer_spelling import NEGATIONS, digits, number, same, symbols, words

Verdict = Literal["right", "close", "wrong", "skipped"]

_SKIPS = {
    "",
    "skip",
    "pass",
    "?",
    "idk",
    "dunno",
    "i dont know",
    "i don't know",
    "dont know",
    "no idea",
    "next",
}
_TRUE = {"true", "t", "yes", "y", "right", "correct"}
_FALSE = {"false", "f", "no", "n", "wrong", "incorrect"}
_PREFIXES = re.findall(
    r"\w+",
    "un in im ir il non anti de dis re pre post sub super semi hyper hypo micro macro intra inter uni bi "
    "multi mono poly homo hetero over under up down en ex co a ab max min self auto ortho meta para",
)
_FORGIVEN = ((4, 0), (7, 1), (12, 2), (10_000, 3))
"""Up to so many letters a word is forgiven so many slips."""
_LETTERS_A_SLIP = 7
"""A longer answer is forgiven one slip more for each so many letters."""
_ONE_PREFIX = {"in", "im", "ir", "il"}


@dataclass(frozen=True, slots=True)
class Grade:
    """`given` is the option's text where one was picked; `note` a word on why, or empty."""

    verdict: Verdict
    given: str
    expected: str
    note: str = ""


def grade(question: Question, response: str, *, known: Collection[str] = ()) -> Grade:
    """`known` are other terms of the library: a typing error that makes one of them is no typing error."""
    said = " ".join(response.split())
    expected = expected_text(question)
    if said.casefold().strip(" .!") in _SKIPS and not any(same(said, right) for right in _accepted(question)):
        return Grade("skipped", "", expected)
    if question.kind == "several":
        return _graded_several(question, response, expected)
    if question.kind == "order":
        return _graded_order(question, response, expected)
    if question.options:
        return _graded_choice(question, said, expected)
    return _graded_typed(question, said, expected, known)


def expected_text(question: Question) -> str:
    """The right answer as a person reads it."""
    joint = " → " if question.kind == "order" else "; " if question.kind == "several" else " / "
    places = right_options(question)
    named = len(places) == len(question.answer) and bool(places)
    return joint.join(question.options[n] for n in places) if named else joint.join(question.answer)


def understood(question: Question, response: str) -> bool:
    """False where the response picks none of the options, or orders some of the steps only: the question
    can be put again."""
    if grade(question, response).verdict == "skipped":
        return True
    if question.kind == "order":
        return sorted(_picked(question, response)) == list(range(len(question.options)))
    if question.kind == "several":
        return bool(_picked(question, response))
    return not question.options or _option(question, response) is not None


def option_key(question: Question, index: int) -> str:
    """The response that picks option `index`, whatever the options' texts are."""
    letter = chr(ord("a") + index)
    ways = (letter, f"option {letter}", str(index + 1), f"option {index + 1}", question.options[index])
    return next((way for way in ways if _option(question, way) == index), letter)


def right_options(question: Question) -> tuple[int, ...]:
    """Places of the right options, in the answer's order; an author may have given letters."""
    places = []
    for answer in question.answer:
        found = [n for n, option in enumerate(question.options) if option.strip() == answer.strip()]
        found = found or [n for n, option in enumerate(question.options) if same(option, answer)]
        if not found and (lettered := _lettered(answer, len(question.options))) is not None:
            found = [lettered]
        places += found[:1]
    return tuple(places)


# Questions with options


def _graded_choice(question: Question, said: str, expected: str) -> Grade:
    picked = _option(question, said)
    if picked is None:
        return Grade("wrong", said, expected, "That is none of the options.")
    verdict: Verdict = "right" if picked in right_options(question) else "wrong"
    return Grade(verdict, question.options[picked], expected)


def _option(question: Question, said: str) -> int | None:
    options, bare = question.options, said.strip()
    exact = [n for n, option in enumerate(options) if option.strip().casefold() == bare.casefold()]
    exact = exact or [n for n, option in enumerate(options) if same(option, bare)]
    if len(exact) == 1:
        return exact[0]
    if question.kind == "true_false" and (truth := _truth(options, bare)) is not None:
        return truth
    if (lettered := _lettered(bare, len(options))) is not None:
        return lettered
    if (numbered := _numbered(options, bare)) is not None:
        return numbered
    near = [n for n, option in enumerate(options) if _slip(option, bare)]
    return near[0] if len(near) == 1 else None


def _truth(options: tuple[str, ...], bare: str) -> int | None:
    meant = "true" if bare.casefold() in _TRUE else "false" if bare.casefold() in _FALSE else ""
    return next((n for n, option in enumerate(options) if option.casefold() == meant), None)


def _lettered(said: str, count: int) -> int | None:
    letter = re.fullmatch(r"(?:option |answer )?\(?([a-z])[).:]?", said.strip().casefold())
    place = ord(letter[1]) - ord("a") if letter else count
    return place if place < count else None


def _numbered(options: tuple[str, ...], said: str) -> int | None:
    if any(number(option) is not None for option in options):
        return None
    figure = re.fullmatch(r"(?:option |answer )?\(?#?(\d{1,2})[).:]?", said.strip().casefold())
    place = int(figure[1]) - 1 if figure else -1
    return place if 0 <= place < len(options) else None


def _graded_several(question: Question, response: str, expected: str) -> Grade:
    picked, right = set(_picked(question, response)), set(right_options(question))
    given = "; ".join(question.options[n] for n in sorted(picked)) or " ".join(response.split())
    if picked == right:
        return Grade("right", given, expected)
    note = f"{len(picked & right)} of {len(right)} found"
    extra = len(picked - right)
    return Grade("wrong", given, expected, f"{note}, {extra} too many." if extra else f"{note}.")


def _graded_order(question: Question, response: str, expected: str) -> Grade:
    picked = _picked(question, response)
    given = " → ".join(question.options[n] for n in picked) or " ".join(response.split())
    return Grade("right" if picked and picked == right_options(question) else "wrong", given, expected)


def _picked(question: Question, response: str) -> tuple[int, ...]:
    """Places of the options named, in the order named; empty where one of them cannot be read."""
    if question.kind == "several" and response.strip().casefold() in (
        "all",
        "all of them",
        "all of the above",
    ):
        return tuple(range(len(question.options)))
    for separator in (r"[;\n]|->|→|>", r",|;|\n|\band\b|&|->|→|>", r"[\s,;>&]+"):
        pieces = [piece for piece in re.split(separator, response) if piece.strip()]
        places = [_option(question, piece) for piece in pieces]
        if places and None not in places:
            return tuple(place for place in places if place is not None)
    run = re.fullmatch(r"[a-z]+|\d+", response.strip().casefold())
    places = [_option(question, character) for character in run[0]] if run else []
    return () if None in places else tuple(place for place in places if place is not None)


# Typed answers


def _graded_typed(question: Question, said: str, expected: str, known: Collection[str]) -> Grade:
    accepted = _accepted(question)
    shown = _nearest_spelling(said, question)
    if any(same(said, right) for right in accepted) or _without_percent(said, accepted):
        return Grade("right", said, shown)
    others = [term for term in known if not any(same(term, right) for right in accepted)]
    if any(same(said, term) for term in others):
        return Grade("wrong", said, expected, "That is another term.")
    near = [right for right in accepted if _slip(right, said)]
    if near and not any(_slip(term, said) and _closer(term, said, near) for term in others):
        return Grade("close", said, shown, f"It is spelt “{near[0]}”.")
    return Grade("wrong", said, expected)


def _accepted(question: Question) -> tuple[str, ...]:
    """Every right spelling; "Support vector machine (SVM)" is right with and without its bracket."""
    every: list[str] = []
    for text in (*question.answer, *question.accept):
        bracket = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", text.strip())
        every += [text, bracket[1]] if bracket else [text]
        if bracket and _abbreviates(bracket[2], bracket[1]):
            every.append(bracket[2])
    return tuple(every)


def _abbreviates(short: str, long: str) -> bool:
    initials = "".join(word[0] for word in re.findall(r"\w+", long)).casefold()
    return short.isupper() or short.casefold() == initials


def _nearest_spelling(said: str, question: Question) -> str:
    return next((right for right in question.answer if same(said, right)), expected_text(question))


def _without_percent(said: str, accepted: tuple[str, ...]) -> bool:
    given = number(said)
    shares = [number(right) for right in accepted if right.rstrip(" .").endswith("%")]
    return given is not None and any(share is not None and share * 100 == given for share in shares)


def _slip(right: str, said: str) -> bool:
    """Whether `said` is `right` but for typing errors: some letters of long enough words."""
    wanted, given = words(right), words(said)
    if not wanted or not given or digits(right) != digits(said) or symbols(right) != symbols(said):
        return False
    if set(given) & NEGATIONS != set(wanted) & NEGATIONS:
        return False
    if len(wanted) != len(given):
        return _joined_slip("".join(wanted), "".join(given))
    slips = [0 if a == b else _word_slip(a, b) for a, b in zip(wanted, given, strict=True)]
    return all(slip is not None for slip in slips) and sum(slip or 0 for slip in slips) <= max(
        2, sum(map(len, wanted)) // _LETTERS_A_SLIP
    )


def _joined_slip(wanted: str, given: str) -> bool:
    return min(len(wanted), len(given)) >= 8 and OSA.distance(wanted, given) <= (2 if len(wanted) > 13 else 1)


def _word_slip(wanted: str, given: str) -> int | None:
    """How many typing errors lie between two words; None where it is more than their length forgives."""
    forgiven = next(slips for length, slips in _FORGIVEN if len(wanted) <= length)
    distance = int(OSA.distance(wanted, given, score_cutoff=forgiven))
    if distance > forgiven or not forgiven or _means_another(wanted, given):
        return None
    # Slips of the ear are in vowels, doubled letters, f for ph; two other consonants are another word.
    alike = distance < 2 or OSA.distance(_consonants(wanted), _consonants(given), score_cutoff=1) <= 1
    return distance if alike else None


def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", word.replace("ph", "f").replace("ck", "k")))


def _means_another(wanted: str, given: str) -> bool:
    """supervised and unsupervised, macro and micro, employer and employee: a few letters, another word."""
    if {wanted, given} <= set(_PREFIXES):
        return wanted != given
    shared = next(
        (it for it in _PREFIXES if len(it) > 2 and wanted.startswith(it) and given.startswith(it)), ""
    )
    if shared and _means_another(wanted[len(shared) :], given[len(shared) :]):
        return True
    if {wanted[-2:], given[-2:]} == {"er", "ee"} and wanted[:-2] == given[:-2]:
        return True
    swaps = product(["", *_PREFIXES], repeat=2)
    return any(
        _swapped(wanted, given, one, other)
        for one, other in swaps
        if one != other and not {one, other} <= _ONE_PREFIX
    )


def _swapped(wanted: str, given: str, one: str, other: str) -> bool:
    rest = wanted[len(one) :]
    return (
        wanted.startswith(one) and given.startswith(other) and given[len(other) :] == rest and len(rest) >= 4
    )


def _closer(term: str, said: str, near: list[str]) -> bool:
    """Whether the slip leads at least as near to another term as to a right spelling."""
    spelt = "".join(words(said))
    own = min(OSA.distance("".join(words(right)), spelt) for right in near)
    return OSA.distance("".join(words(term)), spelt) <= own
