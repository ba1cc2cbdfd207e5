"""two sentences -> do they say the same of the same, but for a number, a date, a name or a "not"?  (pure)

A wrong alarm tells a learner that good lessons are bad, so sentences count as contradicting each other only
where nothing else keeps them apart: not another version, time, condition, range or subject.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from knowledge.orders import speech
from knowledge.vocabulary import LIGHT, STOP, stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[%$€£°]")
_TEENS = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
""".split()  # noqa: SIM905
# "One" is too often no number.
_COUNTS = {word: str(value) for value, word in enumerate(_TEENS, start=2)} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "hundred": "100",
}
_ARTICLES = frozenset(["a", "an", "the"])
NEGATIONS = frozenset(
    """
    not no never none nor neither cannot can't don't doesn't didn't isn't aren't wasn't weren't won't without
    """.split()  # noqa: SIM905
)
# What keeps two statements apart: another time, order, extent or case of the same thing.
_APART = frozenset(
    """
    now today currently nowadays recently later earlier early late until before since previously formerly
    once originally initially first second third last next final new old newer older former latter current
    previous other another again also each every per most least more less than largest smallest highest
    lowest maximum minimum max min average mean median typical typically usually often sometimes rarely
    only up over under about around approximately nearly almost roughly some several half if when unless
    while during after with without except between among both either or annual annually monthly then still
    yet
    """.split()  # noqa: SIM905
)
_LABELS = frozenset(
    """
    version versions v chapter lesson step figure fig table section part level grade week day case type
    model phase exercise example question number no page article volume group class route unit option room
    line year edition season episode python windows ios android generation mark series stage round game
    match super bowl district
    """.split()  # noqa: SIM905
)
_REPEATED = frozenset(
    "held hosted hosts won win wins visited played plays competed elected met met's toured".split()  # noqa: SIM905
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_OPPOSITES = {
    frozenset(pair.split("/"))
    for pair in """
    increase/decrease increases/decreases increased/decreased rises/falls rose/fell raises/lowers
    higher/lower always/never more/less before/after first/last largest/smallest inside/outside
    allowed/forbidden left/right hot/cold warm/cold true/false required/optional open/closed odd/even
    positive/negative maximum/minimum safe/dangerous legal/illegal possible/impossible up/down above/below
    faster/slower fast/slow must/never can/cannot is/isn't acid/alkaline wet/dry win/lose won/lost
    accepted/rejected north/south east/west clockwise/anticlockwise public/private even/uneven
    longer/shorter larger/smaller heavier/lighter
    """.split()  # noqa: SIM905
}
_BY_ONE_ALONE = re.compile(
    r"\b(?:invented|discovered|founded|written|wrote|painted|composed|born|died|capital|designed|directed|"
    r"coined|inventor|founder|author|first president|signed|named after|located in|built by|created by|"
    r"developed by|led by|introduced by|proposed by|crowned)\b",
    re.I,
)
_LEANING = frozenset("it they he she this these those its their his her such there here we you".split())  # noqa: SIM905
_ABOUT = frozenset("about around approximately nearly almost roughly over under least most than up".split())  # noqa: SIM905
_SHORTEST = 2
_EXPLAINED = re.compile(
    r",? because\b|, which\b|, so\b|,? thanks to\b|,? (?:and|so) that is why\b|;|, and\b", re.I
)
_SAID_BY = re.compile(
    r"^(?:according to [^,]{1,60}|in fact|of course|remember(?: that)?|note(?: that)?),? ", re.I
)
_SAME = {
    stem(word): group.split()[0]
    for group in """
    finished completed built constructed erected|lasts runs|has contains holds consists comprises|founded
    established created|began started begins starts|ended ends stopped|located situated lies stands|invented
    devised|discovered found|costs priced|reaches attains|wrote written authored|used utilised
    """.replace("\n", " ").split("|")
    for word in group.split()
}
"""Stem -> what stands for all words that say the same of a thing with a number or a name."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: str
    measures: str
    """What it counts or says when: the word behind it, else the word before it."""
    label: bool
    year: bool


@dataclass(frozen=True, slots=True)
class _Said:
    tokens: tuple[str, ...]
    """As written, without articles."""
    meaning: frozenset[str]
    """Stems that carry meaning, without numbers."""
    numbers: tuple[_Number, ...]
    apart: frozenset[str]
    negated: bool
    range: bool
    leans: bool


def contradict(one: str, other: str) -> bool:
    """Plain-text sentences, as knowledge.sentences.pieces gives them."""
    if one == other or not (_states(one) and _states(other)):
        return False
    return _differ(one, other) or _differ(_main(one), _main(other))


def _states(sentence: str) -> bool:
    """A whole statement: no caption, list, reading of an instrument, question or order."""
    return sentence.endswith((".", "!", "。")) and ":" not in sentence and speech(sentence) == "telling"


def _main(sentence: str) -> str:
    """Without what only explains: "…, because", "…, which", "According to …,"."""
    return _SAID_BY.sub("", _EXPLAINED.split(sentence, maxsplit=1)[0])


def _differ(one: str, other: str) -> bool:
    a, b = _read(one), _read(other)
    if a.leans or b.leans or not a.meaning & b.meaning:
        return False
    if len(a.meaning) >= _SHORTEST and (_numbers_differ(a, b) or _negation_differs(a, b)):
        return True
    return _word_differs(a, b, one)


@lru_cache(maxsize=8192)
def _read(sentence: str) -> _Said:
    written = [token for token in _TOKEN.findall(sentence) if token.lower() not in _ARTICLES]
    lowered = [_plainly(token) for token in written]
    meaning = frozenset(
        _SAME.get(stem(word), stem(word))
        for word in lowered
        if word not in STOP and word not in LIGHT and not word[0].isdigit() and word not in NEGATIONS
    )
    return _Said(
        tuple(written),
        meaning,
        tuple(_number(lowered, written, at) for at, word in enumerate(lowered) if word[0].isdigit()),
        _APART.intersection(lowered),
        not NEGATIONS.isdisjoint(lowered),
        bool(re.search(r"\d\s*(?:[-–—]|to|and|or)\s*\d", sentence)),
        bool(lowered) and lowered[0] in _LEANING,
    )


def _plainly(token: str) -> str:
    word = token.lower().replace("’", "'").removesuffix("'s")
    return _COUNTS.get(word, word)


def _number(lowered: list[str], written: list[str], at: int) -> _Number:
    before = lowered[at - 1] if at else ""
    after = lowered[at + 1] if at + 1 < len(lowered) else ""
    named = at > 0 and written[at - 1][:1].isupper() and before not in _MONTHS and before not in STOP
    counted = after and after not in STOP and not after[0].isdigit()
    year = len(lowered[at]) == 4 and lowered[at].isdigit()
    measures = stem(after) if counted and not year else before
    return _Number(lowered[at].replace(",", ""), measures, before in _LABELS or named, year)


def _same_but(a: _Said, b: _Said) -> bool:
    """Whether they speak of the same, all that carries meaning considered."""
    return a.meaning == b.meaning and a.apart == b.apart


def _numbers_differ(a: _Said, b: _Said) -> bool:
    if (
        not _same_but(a, b)
        or a.negated != b.negated
        or len(a.numbers) != len(b.numbers)
        or a.range
        or b.range
    ):
        return False
    if any(one.label for one in (*a.numbers, *b.numbers)):
        return False
    only_a, only_b = Counter(a.numbers) - Counter(b.numbers), Counter(b.numbers) - Counter(a.numbers)
    if len(only_a) != 1 or len(only_b) != 1:
        return False
    (one,), (other,) = only_a, only_b
    if one.measures != other.measures or _amount(one) == _amount(other):
        return False
    if not _REPEATED.isdisjoint(token.lower() for token in a.tokens):
        return False
    roughly = not _ABOUT.isdisjoint(a.apart | b.apart) and not one.year
    return not (roughly and _near(one, other))


def _amount(number: _Number) -> float:
    try:
        return float(number.value)
    except ValueError:
        return float("nan")


def _near(one: _Number, other: _Number) -> bool:
    a, b = _amount(one), _amount(other)
    return abs(a - b) <= 0.05 * max(abs(a), abs(b))


def _negation_differs(a: _Said, b: _Said) -> bool:
    if a.negated == b.negated:
        return False
    same_numbers = Counter(one.value for one in a.numbers) == Counter(one.value for one in b.numbers)
    return (
        same_numbers
        and a.meaning == b.meaning
        and a.apart - {"without", "with"} == b.apart - {"without", "with"}
    )


def _word_differs(a: _Said, b: _Said, one: str) -> bool:
    """One word or name in the same place, all others the same."""
    left, right = [token.lower() for token in a.tokens], [token.lower() for token in b.tokens]
    if abs(len(left) - len(right)) > 3 or len(set(left) & set(right)) < 0.5 * max(len(left), len(right)):
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return False
    _, start, end, other_start, other_end = changes[0]
    here, there = a.tokens[start:end], b.tokens[other_start:other_end]
    if len(here) == len(there) == 1 and frozenset((left[start], right[other_start])) in _OPPOSITES:
        return start > 0
    return _another_name(here, there) and _told_of_one_alone(one, left, start, end)


def _another_name(here: tuple[str, ...], there: tuple[str, ...]) -> bool:
    named = all(token[:1].isupper() for token in (*here, *there))
    own, others = {token.lower() for token in here}, {token.lower() for token in there}
    return named and not own & others and len(here) <= 3 and len(there) <= 3


def _told_of_one_alone(sentence: str, lowered: list[str], start: int, end: int) -> bool:
    """Whether only one name can stand there: who invented it, where somebody was born."""
    if not _BY_ONE_ALONE.search(sentence):
        return False
    if start == 0:
        following = lowered[end] if end < len(lowered) else ""
        return following in ("invented", "discovered", "founded", "wrote", "painted", "composed", "coined")
    return lowered[start - 1] in ("by", "is", "was", "in", "of", "after", "called", "named")
