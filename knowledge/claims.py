"""a claim + a sentence of the source -> whether the sentence says it  (pure)

The claim's words are laid upon the sentence's, each on an equal one, in the cheapest way; then what was laid
must keep the sentence's order (or its mirror, where active and passive, or cause and effect, are told the
other way round), its prepositions, denials, quantities and hedges. No grammar is read: what cannot be laid
so is not believed, also where it is true.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.claim_words import Claim, Word

_WRONG = 100.0
_BACKWARDS, _CONVERSE, _SKIPPED, _AGAIN = 3.0, 0.5, 0.05, 8.0
_OUTSIDE = -1

_OF_ITS_OWN = frozenset("not all only most more less must many often nearly few some".split())  # noqa: SIM905
"""What a claim may not add."""
_OF_THE_SOURCE = frozenset("not some few most more less often nearly may many or said".split())  # noqa: SIM905
"""What it may not leave out."""
_FAR = frozenset("not may some few most many or said".split())  # noqa: SIM905
"""What holds on beyond the next word."""
_CLAUSES = frozenset("because so when while if although".split())  # noqa: SIM905
_SUBORDINATE = frozenset("after before because so when while if although until since than".split())  # noqa: SIM905
_CIRCUMSTANCE = frozenset("in on at during after before since until for with because when".split())  # noqa: SIM905
_ABOUT = frozenset("of in for at on about with during".split())  # noqa: SIM905
_ADDED, _DROPPED = frozenset("of in for at as".split()), frozenset(["of", "as"])  # noqa: SIM905
_ALIKE = (
    {"by", "with", "through"},
    {"from", "of"},
    {"because", "so", ""},
    {"while", ""},
    {"although", ""},
    {"per", ""},
)


@dataclass(frozen=True, slots=True)
class Source:
    """One sentence of a passage, what the passage is about (title and headings), and the subject that the
    sentence takes over where it leans on the one before."""

    said: Claim
    about: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Laid:
    cost: float
    places: tuple[int, ...]


def says(source: Source, claimed: Claim, spoken: frozenset[str] = frozenset()) -> bool:
    """`spoken` are the words of the sentence before the claim: what its pronoun may stand for."""
    if len(claimed.words) < 2 or not _bound_alike(source.said, claimed):
        return False
    places = _laid(source, claimed)
    inside = [at for at in places if at != _OUTSIDE]
    if len(inside) < 2:
        return False
    converse = _is_converse(source.said, claimed, places)
    blocks = _blocks(source.said, claimed, [pair for pair in enumerate(places) if pair[1] != _OUTSIDE])
    if converse is None:
        return False
    if source.said.leans and _OUTSIDE in places and places[0] != _OUTSIDE and not claimed.words[0].link:
        # The subject that the sentence takes over comes last: only its mirror says so.
        if not converse:
            return False
        converse = False
    if not _in_order(source.said, claimed, blocks, converse=converse):
        return False
    return _starts_well(source, claimed, places, blocks, spoken)


def _bound_alike(said: Claim, claimed: Claim) -> bool:
    if claimed.causes and not said.causes:
        return False
    return claimed.conditional or not said.conditional


def _laid(source: Source, claimed: Claim) -> tuple[int, ...]:
    """For each word of the claim its place in the sentence; empty where one has none."""
    best: list[_Laid] = [_Laid(0.0, ())]
    for number, word in enumerate(claimed.words):
        laid = [
            min(
                (
                    _Laid(before.cost + _step(source.said, word, before, at), (*before.places, at))
                    for before in best
                ),
                key=lambda one: one.cost,
            )
            for at in _places(source, claimed, number)
        ]
        best = [one for one in laid if one.cost < _WRONG]
        if not best:
            return ()
    return min(best, key=lambda one: one.cost).places


def _places(source: Source, claimed: Claim, number: int) -> Iterator[int]:
    word = claimed.words[number]
    for at, other in enumerate(source.said.words):
        if other.key == word.key and (other.exact == word.exact or not (other.exact and word.exact)):
            yield at
    leading = source.said.leans
    if word.number or word.marks & _OF_ITS_OWN:
        return
    if (word.key in source.carried and leading) or (
        word.key in source.about
        and (leading or _opens(source.said, word, number) or _named_in_full(source, claimed, number))
    ):
        yield _OUTSIDE


def _opens(said: Claim, word: Word, number: int) -> bool:
    """Whether it tells the circumstance ahead of all, in the place of no other."""
    return number < 2 and word.link in _ABOUT and bool(said.words) and said.words[0].link != word.link


def _named_in_full(source: Source, claimed: Claim, number: int) -> bool:
    """Whether the word beside it is the sentence's own short name for what the passage is about."""
    beside = [claimed.words[at].key for at in (number - 1, number + 1) if 0 <= at < len(claimed.words)]
    return any(
        key in source.about and any(word.key == key and not word.close for word in source.said.words)
        for key in beside
    )


def _step(said: Claim, word: Word, before: _Laid, at: int) -> float:
    last = max(before.places[-1:], default=None)
    if at == _OUTSIDE:
        # What a sentence is about is told before what it says, or as its circumstance.
        return 1.0
    if word.link == "so" and not before.places and said.words[at].link != "so":
        return _WRONG
    others = (said.words[at], _with_link(said, at, before.places))
    cost = min(_link_cost(word, other, first=not before.places) for other in others)
    if at in before.places:
        return cost + _AGAIN
    inside = last if last is not None and last != _OUTSIDE else _before(before.places)
    if inside is None or at < inside:
        start = _part_start(said, at)
        cost += _marks_cost(word, said.words[at : at + 1] if inside is None else said.words[start : at + 1])
        return cost + (_BACKWARDS if inside is not None else _SKIPPED * at)
    passed = said.words[inside + 1 : at + 1]
    cost += _marks_cost(word, passed) + _SKIPPED * (at - inside - 1)
    return cost + _gap_cost(said.words[inside], word, passed)


def _before(places: Sequence[int]) -> int | None:
    return next((at for at in reversed(places) if at != _OUTSIDE), None)


def _part_start(said: Claim, at: int) -> int:
    return max((number for number in range(at + 1) if said.words[number].starts), default=0)


def _with_link(said: Claim, at: int, laid: Sequence[int]) -> Word:
    """The word with what governs it through the describing words that the claim leaves out."""
    word, first = said.words[at], at
    while first > 0 and not said.words[first].link and said.words[first].close and first - 1 not in laid:
        first -= 1
    return replace(word, link=said.words[first].link) if first < at and said.words[first].link else word


def _link_cost(word: Word, other: Word, *, first: bool) -> float:
    if word.link == other.link:
        return 0.0
    pair = {word.link, other.link}
    if pair == {"by", ""}:
        return _CONVERSE
    if any(pair <= alike for alike in _ALIKE):
        return 0.2
    if not other.link:
        return 0.2 if word.link in _ADDED else _WRONG
    if not word.link:
        plain = other.link == "to" and not (other.named or other.number)
        return 0.2 if (other.link in _DROPPED or plain) and not first else _WRONG
    return _WRONG


def _marks_cost(word: Word, passed: Sequence[Word]) -> float:
    # A clause of its own has denials of its own.
    start = max((number for number, one in enumerate(passed) if one.link in _CLAUSES), default=0)
    passed = passed[start:]
    every = frozenset[str]().union(*(one.marks for one in passed))
    held = (every & _FAR) | passed[-1].marks
    own = word.marks & _OF_ITS_OWN
    if not own <= every or not (held & _OF_THE_SOURCE) <= word.marks:
        return _WRONG
    return 0.0


def _gap_cost(before: Word, word: Word, passed: Sequence[Word]) -> float:
    """What lies between two words may be left out, unless another part of the sentence begins there, or a
    number that could be meant for this one."""
    left_out = passed[:-1]
    if any(one.starts or one.link in _SUBORDINATE for one in left_out):
        return _WRONG
    if (word.number or before.number) and any(one.number for one in left_out):
        return _WRONG
    return 0.0


def _is_converse(said: Claim, claimed: Claim, places: Sequence[int]) -> bool | None:
    """Whether it is told the other way round: active for passive, effect before cause. None where doer and
    deed have changed places."""
    links = [
        (word.link, said.words[at].link)
        for word, at in zip(claimed.words, places, strict=True)
        if at != _OUTSIDE
    ]
    if any((link, "") in links and ("", link) in links for link in ("by", "of")):
        return None
    flipped = (("by", "") in links or ("", "by") in links) and said.passive != claimed.passive
    return flipped != (bool(claimed.causes) and not claimed.causes <= said.causes)


_Block = list[tuple[int, int]]
"""(place in the claim, place in the sentence), both ascending."""


def _blocks(said: Claim, claimed: Claim, laid: Sequence[tuple[int, int]]) -> list[_Block]:
    blocks: list[_Block] = []
    for number, at in laid:
        if blocks and (at > blocks[-1][-1][1] or _beside(said, at, blocks[-1][-1][1])):
            blocks[-1].append((number, at))
        else:
            blocks.append([(number, at)])
    return blocks


def _beside(said: Claim, at: int, before: int) -> bool:
    """A date's day and month, or two of a list, may change places."""
    if before - at != 1:
        return False
    one, other = said.words[at], said.words[before]
    return (one.number != other.number and other.close and not one.link) or (
        other.starts and one.link == other.link
    )


def _in_order(said: Claim, claimed: Claim, blocks: Sequence[_Block], *, converse: bool) -> bool:
    if len(blocks) == 1:
        return not converse
    if _descending(blocks, converse=converse):
        return True
    rest = list(_without_a_circumstance(said, claimed, blocks, converse=converse))
    return any(_descending(one, converse=converse) for one in rest)


def _descending(blocks: Sequence[_Block], *, converse: bool) -> bool:
    """One block as it stands, or, where it is told the other way round, two or three in turn."""
    if len(blocks) == 1:
        return not converse
    falling = all(
        max(at for _, at in after) < min(at for _, at in before) for before, after in pairwise(blocks)
    )
    return converse and falling and len(blocks) <= 3


def _without_a_circumstance(
    said: Claim, claimed: Claim, blocks: Sequence[_Block], *, converse: bool
) -> Iterator[list[_Block]]:
    """A whole phrase with its preposition may stand anywhere in its part of the sentence."""
    laid = [pair for block in blocks for pair in block]
    for first in range(len(laid)):
        number, at = laid[first]
        link = claimed.words[number].link
        if link != said.words[at].link or not (link in _CIRCUMSTANCE or (link == "to" and converse)):
            continue
        for last in range(first + 1, len(laid) + 1):
            if any(laid[n][1] != at + n - first for n in range(first, last)):
                break
            year = last == first + 1 and len(said.words[at].key) == 4 and said.words[at].number
            if not year and not _is_a_phrase(said.words[at : at + last - first + 1], last - first, link):
                continue
            if not year and last < len(laid) and claimed.words[laid[last][0]].close:
                continue
            rest = laid[:first] + laid[last:]
            if len(rest) > 1 and (
                at == 0 or all(_part_start(said, at) == _part_start(said, one) for _, one in rest)
            ):
                yield _blocks(said, claimed, rest)


def _is_a_phrase(words: Sequence[Word], size: int, link: str) -> bool:
    """Whether the first `size` of the words are a whole one: a clause, or words that hang together."""
    if len(words) > size and words[size].close:
        return False
    return link in _SUBORDINATE or all(one.close or one.link == "of" for one in words[1:size])


def _starts_well(
    source: Source, claimed: Claim, places: Sequence[int], blocks: Sequence[_Block], spoken: frozenset[str]
) -> bool:
    """Whether the claim's subject is the sentence's: what stands before it there is a circumstance, or a word
    that only describes it."""
    words = source.said.words
    first = min(at for block in blocks for _, at in block)
    start = _part_start(source.said, first)
    skipped = words[start:first]
    crossing = any(
        one.starts for one in words[first + 1 : max(at for block in blocks for _, at in block) + 1]
    )
    if not skipped:
        return True
    if source.said.leans and _OUTSIDE in places and not claimed.leans:
        return len(skipped) == 1 and start == 0 and source.said.points
    known = source.about | source.carried if source.said.leans else frozenset[str]()
    if {one.key for one in skipped} <= (spoken | known):
        return True
    if claimed.leans:
        return False
    if skipped[0].link:
        return True
    return len(skipped) <= 2 and not crossing and all(one.close for one in words[start + 1 : first + 1])
