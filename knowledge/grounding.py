"""a model's draft + passages -> only what its sources support

A sentence stands where one sentence of the passages that it cites says it, or where each of its parts is said
by one (knowledge.claims). One that cites another passage than the one that says it gets the right mark; what
cites nothing is held against all. A pronoun at its head must stand for what the sentence before it spoke of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.claim_words import Claim, claim
from knowledge.claims import Source, says
from knowledge.models import Passage
from knowledge.sentences import Piece, pieces, plain, sentences

_SUBJECT = 4
"""So many words at the head of a sentence are taken for its subject."""
_PARTS = 3
_MARK = re.compile(
    r"\s*(?:[\[【(]\s*(?:passages?|source)?\s*(\d{1,2}(?:\s*(?:[,;&-]|and)\s*\d{1,2})*)\s*[\]】)]|"
    r"\^(\d{1,2})\b)(?!\()",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    r"^(?:(?:according to|in|as (?:stated|mentioned|described) in|based on)\s+(?:the\s+)?passages?"
    r"\s*[\[【(]?(\d{1,2})?[\]】)]?\s*,|(?:the\s+)?passages?\s*[\[【(]?(\d{1,2})?[\]】)]?"
    r"\s+(?:says?|states?|explains?|tells?(?: us)?|mentions?|notes?)\s+that)\s*",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"https?:|www\.|\w\.(?:com|org|net|io|example|dev|ly)\b|<[@#!:/a-z]|[@＠]\w|\]\(|```|\bmailto:",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"\bnot in the passages?\b|\bas an ai\b|\blanguage model\b.*\bI\b|"
    r"\bI(?:'m| am| can| will| have| do|'ll|'ve)\b|"
    r"\bpassages?\s+(?:do|does|did|is|are|provided|above|below|\[?\d)|\bsystem prompt\b",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[^\W\d_]{2,}|[぀-ヿ㐀-鿿가-힯฀-๿]")
_PREAMBLE = re.compile(
    r"^(?:(?:sure|certainly|of course|great question)\b[!,.:]*\s*)?"
    r"(?:(?:the|short)?\s*answer\b[^:.]{0,40}:\s*)?",
    re.IGNORECASE,
)
# Enough to tell "The Manchester Railway." from a sentence; endings tell the other verbs.
_VERBS = frozenset(
    """
    is are was were be been being am has have had do does did can could will would shall should may
    might must isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't cannot
    couldn't won't wouldn't became began broke brought built came chose cost cut drew drove ate fell
    felt found flew froze gave got went grew held hid hit kept knew lay led left let lost made meant met
    paid put ran rose said sang saw sent set sold shut spent spoke spread stood stole struck swam taught
    thought threw told took understood won wore wrote allow cause come contain eat form give go grow
    help hold include keep know lead learn live make mean move need run say see show store take think
    turn use work
    """.split()  # noqa: SIM905
)
_ENGLISH = re.compile(r"\b(?:the|an?|of|and|in|on|at|for|to|with|by)\b", re.IGNORECASE)
_JOINT = re.compile(r"\s*;\s+|,?\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Supported:
    """One sentence without its marks, and the places (from 0) of the passages that support it. `at` is the
    passage and the sentence that its last part stands on; `keys` are the words of its subject; `quotes` is
    what each of `passages` says."""

    text: str
    passages: tuple[int, ...]
    at: tuple[int, int] = field(default=(-1, -1), compare=False)
    keys: frozenset[str] = field(default=frozenset(), compare=False)
    quotes: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class _Said:
    passage: int
    piece: int
    source: Source
    text: str


def supported(
    sentence: str, passages: Sequence[Passage], before: Supported | None = None, *, rough: bool = False
) -> Supported | None:
    """None where the passages do not hold what it says, or where it says nothing. `before` is the sentence
    shown before it, None where that one was dropped. `rough`: it was put together, and need have no verb
    that can be told."""
    text, cited = bare(sentence)
    if _UNTOLD.search(text) or _FOREIGN.search(text) or not _is_a_statement(text, rough=rough):
        return None
    right = [at for at in cited if at < len(passages)]
    for places in (right, [at for at in range(len(passages)) if at not in right]):
        every = [said for at in places for said in _sources(at, passages[at])]
        if found := _parts_said(text, every, before):
            return _kept(text, found, right, passages, before)
    return None


def _is_a_statement(text: str, *, rough: bool) -> bool:
    """Not a question, a heading, the lead of a list that lost it, or a name that answers without a verb: what
    such a one says, only the question tells."""
    words = _LETTERED.findall(text)
    if len(words) < 3 or len(claim(text).words) < 2 or text.endswith(("?", ":", "？", "：")):
        return False
    return (
        rough or _has_verb(words) or not (_ENGLISH.search(text) or all(word[:1].isupper() for word in words))
    )


def _has_verb(words: Sequence[str]) -> bool:
    """In English. A last word with an -s is a plural; one before it may be a verb."""
    small = [word for word in words if word.islower()]
    if any(word in _VERBS or word.endswith("ed") for word in small):
        return True
    return any(word.islower() and word.endswith("s") and not word.endswith("ss") for word in words[:-1])


def bare(sentence: str) -> tuple[str, tuple[int, ...]]:
    """The sentence as plain text without its marks, and what it cites, from 0."""
    found = [int(n) for marks in _MARK.findall(sentence) for n in re.findall(r"\d+", " ".join(marks))]
    text = _PREAMBLE.sub("", plain(_MARK.sub("", sentence)).strip())
    if opening := _SAID_BY.match(text):
        found += [int(n) for n in opening.groups() if n]
        text = text[opening.end() :]
        text = text[:1].upper() + text[1:]
    return text, tuple(n - 1 for n in dict.fromkeys(found) if n > 0)


def _kept(
    text: str,
    found: Sequence[_Said],
    cited: Sequence[int],
    passages: Sequence[Passage],
    before: Supported | None,
) -> Supported:
    """With every passage that it cites and that says it by itself; else those of its parts."""
    every = list(found)
    if len(cited) > 1:
        alone = [one for at in cited for one in _parts_said(text, _sources(at, passages[at]), before)]
        every = alone or every
    quotes: dict[int, str] = {}
    for said in dict.fromkeys(every):
        quotes[said.passage] = f"{quotes.get(said.passage, '')} {said.text}".strip()
    subject = frozenset(word.key for word in claim(text).words[:_SUBJECT])
    keys = subject | (before.keys if before and claim(text).leans else frozenset())
    at = (found[-1].passage, found[-1].piece)
    return Supported(text, tuple(quotes), at, keys, tuple(quotes.values()))


def _parts_said(text: str, every: Sequence[_Said], before: Supported | None) -> tuple[_Said, ...]:
    """What says each part of a sentence, whole where it can be; empty where something is not said."""
    for parts in _divided(text):
        found: list[_Said] = []
        for part in parts:
            last = (found[-1].passage, found[-1].piece) if found else before.at if before else None
            spoken = frozenset(word.key for word in claim(parts[0]).words[:_SUBJECT]) if found else None
            spoken = spoken if spoken is not None else before.keys if before else frozenset()
            said = next(_saying(claim(part), every, last, spoken, first=not found), None)
            if said is None:
                break
            found.append(said)
        if len(found) == len(parts):
            return tuple(found)
    return ()


def _saying(
    claimed: Claim,
    every: Sequence[_Said],
    last: tuple[int, int] | None,
    spoken: frozenset[str],
    *,
    first: bool,
) -> Iterator[_Said]:
    for said in every:
        if not says(said.source, claimed, spoken):
            continue
        at = (said.passage, said.piece)
        if claimed.leans or (not first and not _own_subject(said, claimed)):
            if last is None:
                continue
            follows = at == last or (said.source.said.leans and at == (last[0], last[1] + 1))
            about = not said.source.said.leans and _head(said.source) & spoken
            if not (follows or about):
                continue
        yield said


def _own_subject(said: _Said, claimed: Claim) -> bool:
    return bool(_head(said.source) & {word.key for word in claimed.words[:_SUBJECT]})


def _head(source: Source) -> frozenset[str]:
    return frozenset(word.key for word in source.said.words[:2])


def _divided(text: str) -> Iterator[tuple[str, ...]]:
    """The whole sentence, then in two parts, then in three; a part has two words of its own."""
    yield (text,)
    joints = list(_JOINT.finditer(text))[:4]
    cuts = [(joint.start(), joint.end()) for joint in joints]
    for one in cuts:
        yield from _worth((text[: one[0]], text[one[1] :]))
    for at, one in enumerate(cuts):
        for other in cuts[at + 1 :]:
            yield from _worth((text[: one[0]], text[one[1] : other[0]], text[other[1] :]))


def _worth(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if all(len(claim(part).words) > 1 for part in parts):
        yield parts


def _sources(at: int, passage: Passage) -> tuple[_Said, ...]:
    chunk = passage.chunk
    read = _read(" ".join((chunk.title, *chunk.heading)), chunk.text)
    return tuple(_Said(at, number, source, text) for number, (source, text) in enumerate(read))


@lru_cache(maxsize=512)
def _read(named: str, text: str) -> tuple[tuple[Source, str], ...]:
    about = claim(named).keys
    found: list[tuple[Source, str]] = []
    before: Piece | None = None
    subject = frozenset[str]()
    for piece in pieces(text):
        said = claim(piece.text)
        if before is None or before.block != piece.block:
            subject = frozenset()
        carried = subject if said.leans else frozenset[str]()
        found.append((Source(said, about, carried), piece.text))
        subject = carried | (
            frozenset() if said.leans else frozenset(word.key for word in said.words[:_SUBJECT])
        )
        before = piece
    return tuple(found)


# Reading a draft

_THOUGHT = re.compile(r"<(think|thinking|reasoning|analysis)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_MARKS_AFTER_STOP = re.compile(r"([.!?。！？])((?:\s*[\[【]\d{1,2}(?:\s*[,;]\s*\d{1,2})*[\]】])+)")
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")
_ENDED = re.compile(r"[.!?…。！？।][\"'”’»)\]】*_`]*$|[\]】]$")


def drafted(draft: str, *, ended: bool) -> tuple[str, ...]:
    """The whole sentences of a draft so far, marks inside, without what a model thought aloud or wrote as
    code. What breaks off is no sentence, but for a line of a list."""
    found: list[tuple[str, bool]] = []
    for line in _unwrapped(_MARKS_AFTER_STOP.sub(r"\2\1", _CODE.sub("\n", _THOUGHT.sub("\n", draft)))):
        bullet = _BULLET.match(line)
        own = sentences(line[bullet.end() :] if bullet else line)
        found += [(one, bool(bullet or _ENDED.search(one))) for one in own]
    if not ended and found:
        found = found[: -2 if found[-1][0].startswith(("[", "【")) else -1]
    return tuple(one for one, whole in found if whole)


_WRAPPED = 50


def _unwrapped(text: str) -> Iterator[str]:
    """Lines, with those together that were broken in the midst of a sentence."""
    held = ""
    for line in (*(one.strip() for one in text.splitlines()), ""):
        goes_on = held and line and not _BULLET.match(line) and not _ENDED.search(held)
        if goes_on and (len(held) > _WRAPPED or not line[:1].isupper()):
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = line
