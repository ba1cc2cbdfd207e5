"""a term's card, a term -> whether it is that term, whatever it is called now  (pure)"""

import re

from rapidfuzz.distance import Indel

from bot.models import CardText
from bot.study.following.edits import near
from knowledge.models import TermHeading
from knowledge.words import compact, spaced

_ALIKE, _FEWEST = 0.8, 4
"""Of the words of two definitions, in their order; and how many of them tell a term."""


def is_called(before: CardText, term: TermHeading) -> bool:
    """By its name, or by another of its names."""
    return any(_key(before.key.name) == _key(name) for name in (term.name, *term.aliases))


def is_same_term(before: CardText, after: CardText, term: TermHeading) -> bool:
    """`after` is the term's card in the same direction: its name is near the old one, or its meaning."""
    return is_called(before, term) or near(before.key.name, term.name) or mean_alike(before, after)


def mean_alike(before: CardText, after: CardText) -> bool:
    one, other = (_meaning(text) for text in (before, after))
    return min(len(one), len(other)) >= _FEWEST and Indel.normalized_similarity(one, other) >= _ALIKE


def _meaning(text: CardText) -> list[str]:
    """Its words, without the name that is asked for."""
    told = text.back if text.key.kind == "term" else text.front.partition("\n\n")[2]
    return re.findall(r"[^\W_]+", told.casefold())


def _key(name: str) -> str:
    return compact(spaced(name))
