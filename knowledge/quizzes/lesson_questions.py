"""a lesson -> questions from its own text: a gap in a key sentence, steps to order  (pure)"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.models import Lesson, Question, QuestionKind, Section
from knowledge.quizzes.question_forms import question_id
from knowledge.quizzes.quiz_text import Prose, Steps, numbered_steps, prose
from knowledge.quizzes.subjects import BLANK, Names, Subject, blanked, compiled, gives_away, hint, mentions
from knowledge.words import spaced

_UNFIT = re.compile(
    r"^(it|this|these|those|they|that|he|she|his|her|its|their|such|however|here|there|then|so|but|and|or|"
    r"in this|for example|for instance|also|another|similarly|remember|note|tip|now|next|again|click|see|"
    r"to do this|both|in these|instead|thus|therefore|as you|if you|when you|you|we|let|with this|at this|"
    r"the (?:above|following|latter|former|same|other|two|first|second|third))\b",
    re.I,
)
_PERSONAL = re.compile(
    r"\b(we|you|your|our|us|i|let's|lesson|lessons|course|lecture|exercise|assignment|notebook|module|chapter|"
    r"below|above|following|figure|image|picture|video|"
    r"click|quiz|https?|here|this|these|earlier|previous|as follows)\b",
    re.I,
)
_LEAD = re.compile(r"(?:An?|The)\s+")
_DEFINES = re.compile(
    r"(?:\s*\([^)]*\))?,?\s+(?:(?:is|"
    r"are|was|were)\s+(?:an?|the|any|when|how|used|called|known|made)\b(?! very)|"
    r"means?\b|"
    r"refers? to|describes?\b|measures?\b|happens? when|occurs? when|helps?\b|lets?\b|allows?\b|reuses?\b|"
    r"learns?\b|predicts?\b|finds?\b|combines?\b|trains?\b|adds?\b|reduces?\b|splits?\b|turns?\b|converts?\b|"
    r"works by|represents?\b|consists? of|stores?\b|assigns?\b|estimates?\b|keeps?\b|tries to|aims to|"
    r"provides?\b|freezes?\b|updates?\b|changes?\b|"
    r"copies\b|maps?\b|removes?\b|selects?\b|creates?\b|generates?\b|compares?\b)"
)
_NAMED = re.compile(
    r"(?:is|are|be|was|were)\s+(?:often |also |usually |commonly )?"
    r"(?:called|known as|termed|named|referred to as)\s+(?:an?\s+|the\s+)?[\"“]?"
)
_ELSEWHERE = re.compile(r"\b(lessons?|below|above|exercise|challenge|notebook|folder|click|open the)\b", re.I)
_PERSON = re.compile(r"\b(?:he|she|his|her|him)\b", re.I)
_COMMON = frozenset(
    [
        "note",
        "tip",
        "example",
        "warning",
        "important",
        "summary",
        "remember",
        "hint",
        "answer",
        "question",
        "data",
        "model",
        "step",
    ]
)


def gaps(lesson: Lesson, subjects: Sequence[Subject]) -> Iterator[Question]:
    """Sentences that say what a key word is, with the word left out; in the lesson's order."""
    read = [(section, prose(section.text)) for section in lesson.sections]
    keys = Names(_keys(lesson, subjects, [text for _, text in read]))
    for section, text in read:
        for sentence in text.sentences:
            if tellable(sentence):
                yield from _first(_gap(lesson, section, sentence, names) for names in keys.near(sentence))


def orders(lesson: Lesson) -> Iterator[Question]:
    """Numbered lists that are steps. The options come in the right order: the round's layout mixes them."""
    for section in lesson.sections:
        heading = re.sub(r"\s*\[\^[^\]]*\]", "", section.heading[-1] if section.heading else lesson.title)
        for steps in numbered_steps(section.text, heading):
            if not any(map(_ELSEWHERE.search, steps.items)):
                yield _ordered(lesson, section, heading, steps)


def _ordered(lesson: Lesson, section: Section, heading: str, steps: Steps) -> Question:
    prompt = f"Put these steps in order: {heading}"
    why = " → ".join(steps.items)
    return from_lesson(lesson, section, "order", prompt, steps.items, options=steps.items, why=why)


def _keys(lesson: Lesson, subjects: Sequence[Subject], read: Sequence[Prose]) -> list[tuple[str, ...]]:
    """Each key word with its other names: the glossary's, the lesson's own, what it stresses or repeats."""
    keys = [subject.names for subject in subjects]
    known = {spaced(name) for names in keys for name in names}
    stressed = [word for text in read for word in text.stressed if word_like(word)]
    repeated = [] if subjects or lesson.terms or stressed else repeated_names(lesson, read)
    for word in (*lesson.terms, *stressed, *repeated):
        if spaced(word) not in known and spaced(word) != spaced(lesson.title):
            known.add(spaced(word))
            keys.append((word,))
    return keys


def word_like(word: str) -> bool:
    short = 1 <= len(word.split()) <= 3 and 4 <= len(word) <= 40
    return short and re.fullmatch(r"[A-Za-z][A-Za-z\s\-]+", word) is not None and spaced(word) not in _COMMON


def repeated_names(lesson: Lesson, read: Sequence[Prose]) -> list[str]:
    """Names in capitals within sentences, twice or more, commonest first."""
    text = " ".join(sentence[1:] for prose_of in read for sentence in prose_of.sentences)
    found = Counter(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{2,}){0,2}", text))
    return [name for name, times in sorted(found.items(), key=lambda it: (-it[1], it[0])) if times >= 2][:30]


def tellable(sentence: str) -> bool:
    if "n't" in sentence or hangs(sentence):
        return False
    return shapely(sentence) and not _UNFIT.match(sentence) and not _PERSONAL.search(sentence)


def hangs(sentence: str) -> bool:
    """Whether it speaks of a person whom only the sentence before it names."""
    person = _PERSON.search(sentence)
    return person is not None and not re.search(
        r"(?<=[a-z,] )[A-Z]|^[A-Z]\w+ [A-Z]", sentence[: person.start()]
    )


def shapely(sentence: str) -> bool:
    count = len(sentence.split())
    shaped = 8 <= count <= 32 and sentence[0].isupper() and sentence[-1] == "."
    clean = not re.search(r"[|{}<>=*_#`~]|\.\.\.|…", sentence) and sentence.count("(") == sentence.count(")")
    return shaped and clean


def _gap(lesson: Lesson, section: Section, sentence: str, names: tuple[str, ...]) -> Question | None:
    if not mentions(sentence, names) or not _about(sentence, names):
        return None
    gap = blanked(sentence, names)
    found = compiled(names).search(sentence)
    if (
        found is None
        or _cut_short(gap, found[0])
        or gap.count(BLANK) != 1
        or gives_away(gap, found[0])
        or gives_away(gap, names[0])
    ):
        return None
    name = names[0]
    prompt = f"Fill the gap ({hint(found[0])}). “{gap}”"
    accept = tuple(dict.fromkeys(other for other in (*names[1:], found[0]) if other != name))
    return from_lesson(lesson, section, "cloze", prompt, (name,), accept=accept, why=sentence, term=name)


def _cut_short(gap: str, name: str) -> bool:
    """Whether the gap took a part of a longer name: "_____ War", "_____' War"."""
    capital = name[0].isupper() and not gap.startswith(BLANK)
    possessive = name.endswith(("'s", "’s")) or re.search(rf"{BLANK}['’]", gap) is not None
    return possessive or (capital and re.search(rf"{BLANK} [A-Z]|[a-z] [A-Z]\w+ {BLANK}", gap) is not None)


def _about(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether the sentence says what the word is, so that no other word fills its place."""
    word = compiled(names)
    lead = _LEAD.match(sentence)
    subject = word.match(sentence, lead.end() if lead else 0) or word.match(sentence)
    if subject is not None and _DEFINES.match(sentence, subject.end()):
        return True
    return any(word.match(sentence, named.end()) for named in _NAMED.finditer(sentence))


def _first(questions: Iterator[Question | None]) -> Iterator[Question]:
    found = next((question for question in questions if question is not None), None)
    if found is not None:
        yield found


def from_lesson(
    lesson: Lesson,
    section: Section,
    kind: QuestionKind,
    prompt: str,
    answer: tuple[str, ...],
    *,
    options: tuple[str, ...] = (),
    accept: tuple[str, ...] = (),
    why: str = "",
    term: str = "",
) -> Question:
    id = question_id(lesson.source, kind, prompt, answer[0])
    return Question(
        id, kind, prompt, answer, options, accept, why, lesson.library, lesson.source, section.heading, term
    )
