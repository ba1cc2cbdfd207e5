"""text -> the words that carry its meaning, as stems  (pure)"""

import re
from collections.abc import Mapping
from functools import lru_cache
from math import inf

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[+#]+", re.UNICODE)
_WIDE = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]+")

STOP = frozenset(
    """
    a about above after again all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during
    each either else ever few for from further had has have having he her here hers him himself his how
    however i i'm i've if in into is isn't it it's its itself just let let's may me might mine more most
    much must my myself neither no nor not of off on once one only onto or other others our ours out over
    own per please quite rather s same shall she should since so some such t than that that's the their
    theirs them themselves then there there's these they this those though through thus to too under until
    up upon us very was wasn't we were weren't what what's when where where's whether which while who
    who's whom whose why will with within without won't would you you're your yours
    """.split()  # noqa: SIM905
)

LIGHT = frozenset(
    """
    able according allow allows another answer appear appeared appears area around ask asked available
    based became become been began begin begun believe best better big bring brought call called came
    case cause caused causes certain change come comes common commonly concept consider considered
    considers contain correct could create created day deal define defined definition describe described
    despite detail difference different difficult do done due easily easy effect enough especially even
    event every example explain explained fact far feature find first five following form found four
    full gave general generally get gets give given gives go goal goes going good got great group happen
    happened happens hard help helped helps hence high highest idea important include included includes
    including instead introduced invented involve involved item keep kept key kind kinds know knowing
    known large larger largest last late later lead least led left less level like likely list little
    long longer look lot low made main mainly make makes making man many matter mean meaning means
    method mostly move name named names need needed needs never new next note now number numbers occur
    occurred often old order originally part particular people percent perform person place point
    possible primarily primary problem process produce provide provided put question quickly real reason
    reasons recent refer reference referred regard related relation remain result resulted results role
    run said say says second see seem seen set several show shown side similar simple single small
    sometimes sort start started state statement still stop take taken takes tell term terms thing
    things think third three time times took true try turn two type types typically understand unlike
    use used useful user uses using usually various want wanted wants way ways well went whole wide word
    words work works would year years yes yet
    """.split()  # noqa: SIM905
)
"""Words that every text shares: their absence from a passage says little."""

_ENDINGS = """
    izations ization ations ation ingly edly fulness iveness ments ment ities ity ness ions ion ings ing
    ives ive ances ance ences ence ants ant ents ent ers er ors or ists ist isms ism ies ied ed es ly al
    ic y s e
    """.split()  # noqa: SIM905
_SHORTEST = 4
_UNKNOWN, _FLOOR, _LIGHTNESS = 5.0, 1.0, 0.4


def words(text: str) -> list[str]:
    """Lower case, in order; a text without blanks between its words (Chinese …) comes as pairs of letters."""
    if text.isascii():
        return [word.removesuffix("'s") for word in _WORD.findall(text.lower())]
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        found += _pairs(word) if _WIDE.match(word) else [word.removesuffix("'s").removesuffix("’s")]
    return found


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A rough stem: "governments" and "governing" meet; short words and numbers stay as they are."""
    if not word.isalpha() or not word.isascii():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _undoubled(word[: -len(ending)])
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def _undoubled(stem: str) -> str:
    return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "ls" else stem


def content(text: str) -> list[str]:
    """The stems of all words but stop words, in order, with repeats."""
    return [stem(word) for word in words(text) if word not in STOP]


def asked(question: str) -> dict[str, str]:
    """Stem -> the word as typed, of a question's words that carry meaning."""
    return {stem(word): word for word in words(question) if word not in STOP}


def misspelt(word: str, known: frozenset[str]) -> str:
    """The known stem that `word` is a typo of, or empty: one slip from five letters, two from nine."""
    allowed = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
    own = stem(word)
    near = (
        (OSA.distance(own, other, score_cutoff=allowed), other) for other in known if other[:1] == own[:1]
    )
    distance, nearest = min(near, default=(99, ""))
    return nearest if distance <= allowed else ""


def weights(question: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """Stem -> how much it says what the question is about, above 0. `rarity` is the lexical index's; a word
    that the library lacks counts as one that stands in a single chunk of many."""
    known = [value for value in rarity.values() if value != inf]
    unknown = max([_UNKNOWN, *known])
    found: dict[str, float] = {}
    for own, word in asked(question).items():
        value = min(rarity.get(word, unknown), unknown)
        found[own] = (_FLOOR + value) * (_LIGHTNESS if word in LIGHT else 1.0)
    return found


def corrected(wanted: Mapping[str, float], known: frozenset[str]) -> dict[str, float]:
    """A typo counts as the word that it is a typo of."""
    found: dict[str, float] = {}
    for own, weight in wanted.items():
        right = own if own in known else misspelt(own, known) or own
        found[right] = max(weight, found.get(right, 0.0))
    return found
