"""a term -> what can be asked of it: its names, its definition without its name  (pure)"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.models import TermHeading
from knowledge.quizzes.quiz_text import plain, split, stems
from knowledge.words import compact, spaced, unbracketed

BLANK = "_____"
_LONGEST = 190
_READ = 1200
"""Characters of a definition that are read: its first sentences."""
_GENERIC = re.compile(r"an? (type|kind|form|variant|example|part) of\b", re.I)
_UNCLEAN = re.compile(
    r"\b(we|you|I|our|your|following|below|above|stands for|will|question|chapter|lesson)\b|"
    r"https?:|[|{}\\<>=]|\.\.\.|…"
)
_UNFIT = re.compile(
    r"^(see|this|these|those|that|such|however|for example|for instance|e\.g|also|another|similarly|unlike|"
    r"similar to|like|as with|from|according to|"
    r"note|abbreviation|acronym|short for|same as|synonym|plural|opposite|stands for|if you|in contrast|"
    r"there|here|they|he|she|its|on the other|alternative|again|compare|contrast|"
    r"the (inverse|opposite|converse|complement) of)\b",
    re.I,
)
_BEGINS = re.compile(r"(?<![\w-])(?=\S)")
_VERB = re.compile(r"(?P<verb>is|are|was|were|refers? to|means?|denotes?)\s+(?P<rest>.+)$", re.S)
_FINITE = re.compile(r"(?:[a-z]{2,}s|can|will|may)\s+\w")
_NOUN_PHRASE = re.compile(
    r"^(an?|any|the|one|two|when|how|what|where|whether|to|data|all|everything|something)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Subject:
    """`body` is what the term is, in one sentence that never names it; empty where there is none fit.

    `told` is the definition as plain text, for the word after the answer.
    """

    term: TermHeading
    names: tuple[str, ...]
    body: str
    told: str
    stems: frozenset[str]

    @property
    def name(self) -> str:
        return self.term.name

    @property
    def key(self) -> tuple[str, str]:
        return (self.term.library, self.term.source)


def subject_of(term: TermHeading) -> Subject:
    names = names_of(term)
    text = plain(term.definition[:_READ])
    whole = split(text)
    body = _body(whole[0], names) if whole else ""
    return Subject(term, names, body, _told(whole), stems(body))


def names_of(term: TermHeading) -> tuple[str, ...]:
    bare, inside = unbracketed(term.name)
    every = (term.name, bare, *term.aliases, inside)
    return tuple(dict.fromkeys(name.strip() for name in every if len(name.strip()) > 1))


def pattern(names: tuple[str, ...]) -> str:
    """A regex for any of the names with its plurals, hyphens or spaces."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    return rf"(?<![\w-])(?:{'|'.join(map(_one_name, longest))})(?:'s|’s|e?s)?(?![\w-])"


def mentions(text: str, names: tuple[str, ...]) -> bool:
    folded = text.casefold()
    # Most texts hold no name's first letters: a compiled pattern for each of them would be slow.
    near = any(_start(name) in folded for name in names)
    return near and compiled(names).search(text) is not None


class Names:
    """Sets of names that are looked for in many texts."""

    def __init__(self, keys: Iterable[tuple[str, ...]]) -> None:
        self._keys = tuple(keys)
        self._starts: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, names in enumerate(self._keys):
            for start in map(_start, names):
                self._starts[len(start)][start].append(place)

    def near(self, text: str) -> list[tuple[str, ...]]:
        """In their order, those of which the text may speak: no other one is mentioned there."""
        folded = text.casefold()
        begins = [found.start() for found in _BEGINS.finditer(folded)]
        places: set[int] = set()
        for length, starts in self._starts.items():
            for start in starts.keys() & {folded[at : at + length] for at in begins}:
                places.update(starts[start])
        return [self._keys[place] for place in sorted(places)]


@lru_cache(maxsize=4096)
def compiled(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(names))


def blanked(text: str, names: tuple[str, ...]) -> str:
    """The names out of the text, and the article before them told nothing."""
    bare = compiled(names).sub(BLANK, text)
    bare = re.sub(rf"\b[Aa]n? {BLANK}", lambda m: f"{'A(n)' if m[0][0] == 'A' else 'a(n)'} {BLANK}", bare)
    return re.sub(rf"{BLANK}\s*\(\s*{BLANK}\s*\)", BLANK, bare)


def gives_away(text: str, name: str) -> bool:
    """Whether a word of the name, or of its family, stands in the text."""
    theirs, folded = stems(text), compact(spaced(name))
    shorts = {short.casefold() for short in re.findall(r"\b[A-Z]{2,6}\b", text)}
    begun = any(folded.startswith(short) or short == _initials(name) for short in shorts)
    return begun or any(_family(own, other) for own in stems(name) for other in theirs)


def hint(name: str) -> str:
    """What a learner who types may know: how many words, and the first letter."""
    count = len(re.findall(r"[^\s\-–/]+", name))
    return (
        f"{count} words" * (count > 1)
        + "one word" * (count == 1)
        + f", starts with {name.lstrip()[0].upper()}"
    )


@lru_cache(maxsize=4096)
def _start(name: str) -> str:
    return re.split(r"[\s\-–]", name.casefold(), maxsplit=1)[0]


def _one_name(name: str) -> str:
    parts = [re.escape(part) for part in re.split(r"[\s\-–]+", name) if part]
    joined = r"[\s\-–]*".join(parts)
    return joined if name.isupper() and len(name) <= 5 else f"(?i:{joined})"


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name.casefold()))


def _family(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    same_start = shorter >= 5 and one[:5] == other[:5]
    return one == other or same_start or (shorter >= 4 and one[:shorter] == other[:shorter])


def _body(sentence: str, names: tuple[str, ...]) -> str:
    rest = _after_name(sentence, names)
    if found := _VERB.match(rest):
        said = re.sub(r"^(defined as|known as|basically|simply|generally|essentially)\s+", "", found["rest"])
        verb = {"are": "is", "were": "was"}.get(found["verb"], found["verb"])
        copula = verb in ("is", "was") and not _NOUN_PHRASE.match(said)
        return _fit(f"It {verb} {said}" if copula else said, names)
    return _fit(f"It {rest}" if _FINITE.match(rest) else sentence, names)


def _after_name(sentence: str, names: tuple[str, ...]) -> str:
    """What follows the name where the sentence begins with it; else nothing."""
    if not mentions(sentence[:90], names):
        return ""
    lead = re.match(r"(?:(?:in|for) [\w\s-]{3,40}, )?(?:an?\s+|the\s+)?", sentence, re.I)
    start = lead.end() if lead else 0
    found = compiled(names).match(sentence, start) or compiled(names).match(sentence)
    if found is None:
        return ""
    return re.sub(r"^(?:\s*\([^)]*\))?,?\s+", "", sentence[found.end() :])


def _fit(body: str, names: tuple[str, ...]) -> str:
    body = re.sub(r"\s*\((?:[^()]{45,}|(?:e\.g|i\.e|or|also|see|abbreviated)[^()]*)\)", "", body).strip()
    body = _shortened(body).rstrip(" .;:,")
    sound = len(body.split()) >= 6 and len(body) <= 230 and not _UNFIT.match(body)
    generic = _GENERIC.match(body) is not None and len(stems(body)) < 6
    clean = not generic and not _UNCLEAN.search(body) and body.count("(") == body.count(")")
    if not (sound and clean) or mentions(body, names) or body.count('"') % 2:
        return ""
    return body[0].upper() + body[1:] + "."


def _shortened(body: str) -> str:
    """At most a card's width, cut where a clause ends."""
    if len(body) <= _LONGEST:
        return body
    cuts = [
        m.start()
        for m in re.finditer(
            r"; |, (?:which|where|while|whereas|so that|such as|but|and then)\b| [—–-] ", body
        )
    ]
    fit = [cut for cut in cuts if 60 <= cut <= _LONGEST]
    return body[: fit[-1]] if fit else body


def _told(sentences: list[str]) -> str:
    told = ""
    for sentence in sentences[:3]:
        if told and len(told) + len(sentence) > 320:
            break
        told = f"{told} {sentence}".strip()
    return told if len(told) <= 480 else told[:470].rsplit(" ", 1)[0] + " …"
