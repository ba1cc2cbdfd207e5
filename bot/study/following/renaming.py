"""a term's card, a term -> whether it is that term, whatever it is called now  (pure)"""

import re
from collections.abc import Collection, Sequence

from rapidfuzz import process
from rapidfuzz.distance import Indel

from bot.models import CardText
from bot.study.following.edits import near
from knowledge.models import TermHeading
from knowledge.words import compact, spaced

_ALIKE, _FEWEST = 0.8, 4
"""Of the words of two definitions, in their order; and how many of them tell a term."""

Meaning = tuple[str, ...]


def is_called(before: CardText, term: TermHeading) -> bool:
    """By its name, or by another of its names."""
    return name_key(before.key.name) in map(name_key, (term.name, *term.aliases))


def is_same_term(before: CardText, after: CardText, term: TermHeading) -> bool:
    """`after` is the term's card in the same direction: its name is near the old one, or its meaning."""
    return is_called(before, term) or near(before.key.name, term.name) or mean_alike(before, after)


def mean_alike(before: CardText, after: CardText) -> bool:
    return bool(alike(meaning_of(before), (meaning_of(after),)))


def alike(meaning: Meaning, others: Collection[Meaning]) -> Sequence[Meaning]:
    """Of many, those that say nearly the same; what is too short to be told by it is like none."""
    long = [it for it in others if len(it) >= _FEWEST] if len(meaning) >= _FEWEST else []
    # The cutoff is compared with a rounded number, and takes away what is just alike.
    near, cutoff = Indel.normalized_similarity, _ALIKE - 0.01
    found = process.extract(meaning, long, scorer=near, score_cutoff=cutoff, limit=None)
    return [it for it, similarity, _ in found if similarity >= _ALIKE]


def meaning_of(text: CardText) -> Meaning:
    """Its words, without the name that is asked for."""
    told = text.back if text.key.kind == "term" else text.front.partition("\n\n")[2]
    return tuple(re.findall(r"[^\W_]+", told.casefold()))


def name_key(name: str) -> str:
    return compact(spaced(name))
