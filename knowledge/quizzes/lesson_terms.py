"""a lesson -> the terms that its own text explains  (pure)

What it sets in bold or in a heading, and then says what it is. For libraries without a glossary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.models import HeadingPath, Lesson, TermHeading
from knowledge.quizzes.lesson_questions import tellable, word_like
from knowledge.quizzes.quiz_text import prose
from knowledge.quizzes.subjects import subject_of
from knowledge.words import spaced

_LED = re.compile(
    r"^(?P<name>[A-Za-z][\w \-/]{2,38}?)(?:\s*\([^)]{2,20}\))?(?:\.|:| [-–—])\s+(?P<rest>[A-Z0-9a-z].{25,})$"
)
_DEFINED = re.compile(
    r"^(?:An?\s+|The\s+)?(?P<name>[A-Za-z][\w \-]{2,38}?)(?:\s*\([^)]{2,20}\))?,?\s+"
    r"(?:is|are|refers? to|means?)\s+(?:an?|the|any|when|how)\b(?! (?:very|hard|good|big|reason|way to))"
)
_SAYS_WHAT = re.compile(r"^(?:An?|The|To|It|When|Any|Two|One|How|Where|What|[A-Z][a-z]+ing)\b")
_GOES_ON = re.compile(r"^(?:An?|To|[A-Z][a-z]+ing)\b.{28,}")
_STEPS = re.compile(
    r"^(install|add|use|run|create|make|build|choose|select|open|find|show|draw|try|get|set|train|load|import|"
    r"check|write|test|convert|print|start|plot|explore|discuss|given|your|how|why|what|when|is|are|do|does|"
    r"another|main|key|goal|reason|result|problem|idea|aim|purpose|point|first|second|last|most|best|example|case|"
    r"some|many|other|there|this|that|these|those|it|they|he|she|all|each|every|such|or|and|but|if|here|as|at|by|"
    r"for|from|in|on|of|to|with|while|since|both|one|two|not|no|according|you|we)\b",
    re.I,
)
_MARK = "\x1f"
"""Between a lesson's source and a term's name: in no path."""


@dataclass(frozen=True, slots=True)
class LessonTerm:
    term: TermHeading
    source: str
    heading: HeadingPath


def terms_in(lesson: Lesson) -> Iterator[LessonTerm]:
    """Each once, in the lesson's order. `term.source` is made up; `source` is the lesson's."""
    found: set[str] = set()
    whole = " ".join(section.text for section in lesson.sections)
    for section in lesson.sections:
        read = prose(section.text)
        named = {spaced(it) for it in (*read.stressed, *section.heading[-1:], *lesson.terms, lesson.title)}
        for number, sentence in enumerate(read.sentences):
            name, text = _explained(sentence, read.sentences[number + 1 : number + 2])
            meant = spaced(name) in named or (text == sentence and _often(name, whole))
            if name and meant and spaced(name) not in found and _is_name(name):
                term = _term(lesson, name, text)
                if subject_of(term).body and _SAYS_WHAT.match(subject_of(term).body):
                    found.add(spaced(name))
                    yield LessonTerm(term, lesson.source, section.heading)


def _explained(sentence: str, following: tuple[str, ...]) -> tuple[str, str]:
    """A name and what is said of it: "Name: text", "Name. Text" or "A name is a …"."""
    bare = sentence.rstrip(".")
    if following and len(bare) <= 40 and _GOES_ON.match(following[0]):
        return bare, following[0]
    if led := _LED.match(sentence):
        return led["name"], led["rest"]
    if (defined := _DEFINED.match(sentence)) and tellable(sentence):
        return defined["name"], sentence
    return "", ""


def _often(name: str, text: str) -> bool:
    """A word that a lesson says what it is, and goes on to use."""
    return len(re.findall(rf"\b{re.escape(name)}", text, re.I)) >= 4


def _is_name(name: str) -> bool:
    return word_like(name) and not _STEPS.match(name)


def _term(lesson: Lesson, name: str, text: str) -> TermHeading:
    source = f"{lesson.source}{_MARK}{name}"
    return TermHeading(lesson.library, source, name, category=lesson.title, definition=text)
