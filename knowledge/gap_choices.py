"""a lesson's sentences -> a gap and words of the same kind to choose from  (pure)

For lessons without a glossary: what may be left out are words that the lesson stresses or repeats.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge.lesson_questions import from_lesson, repeated_names, shapely, word_like
from knowledge.models import Lesson, Question, Section
from knowledge.quiz_text import Prose, prose, stems
from knowledge.subjects import BLANK, blanked, gives_away
from knowledge.words import spaced

_FEWEST_MEANT = 6
_WRONG = 3
_A_LESSON = 6
_LOOKED_AT = 60
_KEYS_SEEN = 80
_KEYS_A_LESSON = 30
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


def gap_choices(lessons: Sequence[Lesson], dice: random.Random) -> Iterator[Question]:
    """At most a few from each lesson, every word once."""
    read = [(lesson, [(section, prose(section.text)) for section in lesson.sections]) for lesson in lessons]
    keys = [_keys(lesson, [text for _, text in sections]) for lesson, sections in read]
    every = list(dict.fromkeys(key for own in keys for key in own))
    for (lesson, sections), own in zip(read, keys, strict=True):
        sentences = [(section, it) for section, text in sections for it in text.sentences if _fit(it)]
        looked_at = dice.sample(sentences, min(_LOOKED_AT, len(sentences)))
        yield from islice(_of_lesson(lesson, looked_at, own, [*own, *every][:_KEYS_SEEN], dice), _A_LESSON)


def _of_lesson(
    lesson: Lesson,
    sentences: Sequence[tuple[Section, str]],
    own: Sequence[_Key],
    every: Sequence[_Key],
    dice: random.Random,
) -> Iterator[Question]:
    left = list(own)
    for section, sentence in sentences:
        for key in left:
            if key.word in sentence and (question := _asked(lesson, section, sentence, key, every, dice)):
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
    found = {spaced(word): _Key(word, _kind(word)) for word in (*lesson.terms, *stressed, *names, *nouns)}
    return [key for key in found.values() if spaced(key.word) != spaced(lesson.title)][:_KEYS_A_LESSON]


def _kind(word: str) -> str:
    case = "name" if word[0].isupper() else "word"
    return f"{case} {len(word.split()) > 1} {word.endswith('s')} {bool(_NOUN.fullmatch(word))}"


def _times(word: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}", text, re.I))


def _fit(sentence: str) -> bool:
    clear = shapely(sentence) and not _UNFIT.match(sentence) and not _UNCLEAR.search(sentence)
    return clear and len(stems(sentence)) >= _FEWEST_MEANT


def _asked(
    lesson: Lesson, section: Section, sentence: str, key: _Key, every: Sequence[_Key], dice: random.Random
) -> Question | None:
    gap = blanked(sentence, (key.word,))
    if gap.count(BLANK) != 1 or gives_away(gap, key.word) or _LISTED.search(gap):
        return None
    if key.kind.startswith("name") and not _among_names(gap):
        return None
    wrong = _wrong(key, sentence, every, dice)
    if len(wrong) < _WRONG:
        return None
    prompt, options = f"What fills the gap? “{gap}”", (key.word, *wrong)
    return from_lesson(
        lesson, section, "choice", prompt, options[:1], options=options, why=sentence, term=key.word
    )


def _among_names(gap: str) -> bool:
    """Whether other names fix what the gap is, and it is no part of a longer name."""
    part = re.search(rf"{BLANK} [A-Z]|[A-Z]\w+ {BLANK}", gap)
    return part is None and len(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", gap)) >= 1


def _wrong(key: _Key, sentence: str, every: Sequence[_Key], dice: random.Random) -> list[str]:
    alike: list[str] = []
    for other in every:
        if other.kind != key.kind or gives_away(sentence, other.word):
            continue
        if not any(gives_away(other.word, word) for word in (key.word, *alike)):
            alike.append(other.word)
        if len(alike) == 2 * _WRONG:
            break
    return dice.sample(alike, min(_WRONG, len(alike)))
