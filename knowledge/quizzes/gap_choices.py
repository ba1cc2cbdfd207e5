"""a lesson's sentences -> a gap and words of the same kind to choose from  (pure)

For lessons without a glossary: what may be left out are words that the lesson stresses or repeats.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge.models import Lesson, Question, Section
from knowledge.quizzes.lesson_questions import from_lesson, hangs, repeated_names, shapely, word_like
from knowledge.quizzes.quiz_text import Prose, prose, stems
from knowledge.quizzes.subjects import BLANK, blanked, gives_away
from knowledge.words import spaced

_FEWEST_MEANT = 6
_WRONG = 3
_A_LESSON = 6
_LOOKED_AT = 60
_KEYS_A_LESSON = 40
_ALIKE = 0.8
"""Cosine of two words' uses from which one can stand in the other's place."""
_NOUN = re.compile(
    r"\b[a-z]{4,}(?:tion|sion|ment|ness|ity|ance|ence|ism|logy|acy|ship|sis|tions|sions|ments)\b"
)
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """information instance instances section question questions introduction documentation
        attention addition difference experience importance sentence evidence instruction
        situation condition position function
        functions community university opportunity majority relation implementation solution solutions
        application applications variety ability quality quantity moment comment version occasion""",
    )
)
_FEWEST_USES = 3
_PLACED = frozenset(("in", "at", "near", "to", "from", "across", "around", "into", "outside"))
_VERBS = frozenset(
    re.findall(r"\w+", "was were is are had has did would could made took gave became began won")
)
_LINKS = frozenset(
    re.findall(r"\w+", "and or in of to at on for with as by from that which who when the but during after")
)
_PEOPLES = re.compile(
    r"[A-Z]\w+(?:ish|ese|ian|ean|ic|ist|ant)$|^(?:French|German|Dutch|Greek|Swiss|Roman|Norman|Arab|Saudi|Mongol)$"
)
_BROAD = frozenset(("European", "Western", "Eastern", "Asian", "African", "Europe", "Asia", "Africa", "West"))
"""What holds many of the others: it may be as right as one of them."""
_DATES = frozenset(
    re.findall(
        r"\w+",
        """January February March April May June July August September October November December Monday
        Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter News""",
    )
)
_UNFIT = re.compile(
    r"^(it|this|these|those|they|that|he|she|such|here|there|then|so|but|and|or|also|another|similarly|remember|"
    r"note|tip|now|next|again|click|see|both|instead|thus|therefore|let|add|run|open|create|use|install|first|you|"
    r"we|if|make|select|in addition|"
    r"finally|however|for example|hence|in this|the (?:above|following|latter|former|same|other|two))\b",
    re.I,
)
_UNCLEAR = re.compile(
    r"\b(lessons?|course|lecture|exercise|assignment|notebook|module|chapter|below|above|following|figure|image|"
    r"picture|video|click|quiz|https?|here|this|these|earlier|previous|i|let's|we'll|you'll|my)\b",
    re.I,
)


# In a list of things its neighbours' like would do as well, and a hyphen or an apostrophe gives a part away.
_LISTED = re.compile(rf"(?:,|\b(?:and|or)|&) {BLANK}|{BLANK}(?:,| and| or| &)|{BLANK}['’-]|['’-]{BLANK}")


@dataclass(frozen=True, slots=True)
class _Key:
    word: str
    kind: str
    """Words of one kind can stand in one another's place: names, stressed words, nouns of one number."""
    uses: tuple[float, ...] = ()
    """Of a name, shares of what stands around it: places, people, the "the" of things, adjectives."""
    beside: frozenset[str] = frozenset()
    """Of a noun, the words that it stands beside twice or more: "trial division", "prime factor"."""


def gap_choices(lessons: Sequence[Lesson], dice: random.Random) -> Iterator[Question]:
    """At most a few from each lesson, every word once."""
    read = [(lesson, [(section, prose(section.text)) for section in lesson.sections]) for lesson in lessons]
    for lesson, sections in read:
        keys = _keys(lesson, [text for _, text in sections])
        sentences = [(section, it) for section, text in sections for it in text.sentences if _fit(it)]
        looked_at = dice.sample(sentences, min(_LOOKED_AT, len(sentences)))
        yield from islice(_of_lesson(lesson, looked_at, keys, dice), _A_LESSON)


def _of_lesson(
    lesson: Lesson,
    sentences: Sequence[tuple[Section, str]],
    own: Sequence[_Key],
    dice: random.Random,
) -> Iterator[Question]:
    left = list(own)
    for section, sentence in sentences:
        for key in left:
            if key.word in sentence and (question := _asked(lesson, section, sentence, key, own, dice)):
                yield question
                left.remove(key)
                break


def _keys(lesson: Lesson, read: Sequence[Prose]) -> list[_Key]:
    text = " ".join(sentence for one in read for sentence in one.sentences)
    stressed = [w for one in read for w in one.stressed if word_like(w) and _times(w, text) >= 2]
    names = repeated_names(lesson, read)
    nouns = [
        word for word, n in sorted(Counter(_NOUN.findall(text)).items()) if n >= 3 and word not in _EMPTY
    ]
    pairs = Counter(re.findall(r"(?=\b([a-z]{4,}) ([a-z]{4,})\b)", text))
    found = {spaced(word): word for word in (*lesson.terms, *stressed, *names, *nouns)}
    left_out = {spaced(it) for it in (lesson.title, *_DATES, *_BROAD)}
    words = [word for key, word in found.items() if key not in left_out and _is_noun(word)][:_KEYS_A_LESSON]
    return [_Key(word, _kind(word), _uses(word, text), _beside(word, pairs)) for word in words]


def _is_noun(word: str) -> bool:
    return word[0].isupper() or " " in word or _NOUN.fullmatch(word) is not None


def _uses(word: str, text: str) -> tuple[float, ...]:
    """In what company a name stands; empty for other words and for a name that stands alone too seldom."""
    if not word[0].isupper():
        return ()
    found = [place.span() for place in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]
    if len(found) < _FEWEST_USES:
        return ()
    counts = [0] * 6
    for start, end in found:
        marks = _company(text[max(0, start - 24) : start], text[end : end + 24])
        counts = [count + mark for count, mark in zip(counts, marks, strict=True)]
    return tuple(count / len(found) for count in counts)


def _company(before: str, after: str) -> tuple[bool, ...]:
    last = before.split()[-1] if before.strip() else ""
    following = re.match(r"\s+([a-z]\w*)", after)
    word = following[1] if following else ""
    verb = bool(word) and (word in _VERBS or word.endswith("ed"))
    return (
        last.casefold() == "the",
        last in _PLACED,
        last == "by" or verb,
        last == "of",
        after.startswith(("'s", "’s")),
        bool(word) and not verb and word not in _LINKS,
    )


def _beside(word: str, pairs: Counter[tuple[str, str]]) -> frozenset[str]:
    if word[0].isupper():
        return frozenset()
    often = [pair for pair, n in pairs.items() if n >= 2 and word in pair]
    return frozenset(one for pair in often for one in pair if one != word and stems(one))


def _stands_alike(one: _Key, other: _Key) -> bool:
    if not (one.uses and other.uses):
        return not one.word[0].isupper()
    along = sum(a * b for a, b in zip(one.uses, other.uses, strict=True))
    return along > _ALIKE * math.hypot(*one.uses) * math.hypot(*other.uses)


def _kind(word: str) -> str:
    case = "name" if word[0].isupper() else "word"
    case += " people's" * bool(_PEOPLES.search(word))
    return f"{case} {len(word.split()) > 1} {word.endswith('s')} {bool(_NOUN.fullmatch(word))}"


def _times(word: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}", text, re.I))


def _fit(sentence: str) -> bool:
    clear = (
        shapely(sentence)
        and not hangs(sentence)
        and not _UNFIT.match(sentence)
        and not _UNCLEAR.search(sentence)
    )
    return clear and len(stems(sentence)) >= _FEWEST_MEANT


def _asked(
    lesson: Lesson, section: Section, sentence: str, key: _Key, every: Sequence[_Key], dice: random.Random
) -> Question | None:
    gap = blanked(sentence, (key.word,))
    if not re.search(rf"(?<![\w-]){re.escape(key.word)}(?![\w'’-])", sentence):
        return None
    if gap.count(BLANK) != 1 or gives_away(gap, key.word) or _LISTED.search(gap):
        return None
    if not (_among_names(gap) if key.kind.startswith("name") else _fixed_by(gap, key)):
        return None
    wrong = _wrong(key, sentence, every, dice)
    if len(wrong) < _WRONG:
        return None
    prompt, options = f"What fills the gap? “{gap}”", (key.word, *wrong)
    return from_lesson(
        lesson, section, "choice", prompt, options[:1], options=options, why=sentence, term=key.word
    )


def _fixed_by(gap: str, key: _Key) -> bool:
    """Whether a noun stands beside a word that it often stands beside, which no other does."""
    found = re.search(rf"(\w*)\W?{BLANK}\W?(\w*)", gap)
    return found is not None and bool({found[1], found[2]} & key.beside)


def _among_names(gap: str) -> bool:
    """Whether other names fix what the gap is, and it is no part of a longer name."""
    part = re.search(rf"{BLANK} [A-Z]|[A-Z]\w+ {BLANK}", gap)
    return part is None and len(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", gap)) >= 1


def _wrong(key: _Key, sentence: str, every: Sequence[_Key], dice: random.Random) -> list[str]:
    alike: list[str] = []
    for other in every:
        if other.kind != key.kind or gives_away(sentence, other.word) or not _stands_alike(key, other):
            continue
        if key.beside & other.beside or other.word.casefold().endswith(key.word.casefold()):
            continue
        if not any(gives_away(other.word, word) for word in (key.word, *alike)):
            alike.append(other.word)
        if len(alike) == 2 * _WRONG:
            break
    return dice.sample(alike, min(_WRONG, len(alike)))
