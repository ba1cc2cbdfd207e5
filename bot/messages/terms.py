"""a term of the glossary, or the lack of one -> Reply"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import Define, LearnTerm, ReadLesson, StartQuiz
from bot.markup import parts_of, spans_of
from bot.messages.phrases import either
from bot.replies import (
    Bullets,
    Button,
    Footnote,
    Heading,
    Part,
    Reply,
    Span,
    Text,
    paragraph,
    plain,
)
from knowledge.models import LessonHeading, Match, Term, TermHeading, TermSection

_MISTAKES = "common mistakes"
_TURNS = ("->", "→", "=>")
_BUTTONS_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Around:
    """The terms before and after in the glossary."""

    before: TermHeading | None = None
    after: TermHeading | None = None


def card(term: Term, match: Match, asked: str, around: Around) -> Reply:
    parts = (*_doubt(term, match, asked), *_head(term), *_sections(term), *_related(term))
    footnotes = (Footnote(1, term.name, (), term.url),) if term.url else ()
    return Reply(parts, footnotes, _buttons(term, around))


def unknown(asked: str, suggestions: Sequence[str], lesson: LessonHeading | None) -> Reply:
    """The glossary does not have the word: what is near, and where a lesson explains it."""
    parts: list[Part] = [paragraph(f"The glossary does not have “{asked}”.")]
    if suggestions:
        parts.append(paragraph(f"Did you mean {either(suggestions)}?"))
    if lesson:
        parts.append(paragraph(f"The lesson “{lesson.title}” explains it best."))
    if not suggestions and not lesson:
        parts.append(paragraph("No lesson explains it either. Try /ask with more words.", "quiet"))
    words = tuple(Button(name, Define(name)) for name in suggestions)
    read = (Button(f"Read {lesson.title}", ReadLesson(lesson.slug), "primary"),) if lesson else ()
    return Reply(tuple(parts), (), tuple(row for row in (words, read) if row))


def _doubt(term: Term, match: Match, asked: str) -> tuple[Part, ...]:
    if match.kind != "near":
        return ()
    return (paragraph(f"Did you mean {term.name}? Showing it, as the glossary has no “{asked}”.", "quiet"),)


def _head(term: Term) -> tuple[Part, ...]:
    facts = []
    if term.aliases:
        facts.append(f"Also: {', '.join(term.aliases)}")
    if term.category:
        facts.append(term.category)
    line = (paragraph(" · ".join(facts), "quiet"),) if facts else ()
    return (Heading(plain(term.name), 1), *line)


def _sections(term: Term) -> tuple[Part, ...]:
    found: list[Part] = []
    for section in term.sections:
        if section.heading:
            found.append(Heading(spans_of(section.heading), 2))
        found += _mistakes(section) if section.heading.casefold() == _MISTAKES else parts_of(section.text)
    return tuple(found)


def _mistakes(section: TermSection) -> tuple[Part, ...]:
    """Each "mistake -> what to do instead" as two halves that read as such."""
    return tuple(
        Bullets(tuple(_turned(item) for item in part.items), part.numbered, part.start)
        if isinstance(part, Bullets)
        else part
        for part in parts_of(section.text)
    )


def _turned(item: Text) -> Text:
    """The item with its arrow, however it was typed, drawn as one and the way out in bold."""
    for number, span in enumerate(item):
        for arrow in _TURNS:
            before, found, after = span.text.partition(arrow)
            if found and span.style == "plain":
                instead = (Span(after.lstrip(), "plain", span.link), *item[number + 1 :])
                return (*item[:number], Span(before.rstrip() + " "), Span("→ instead: ", "bold"), *instead)
    return item


def _related(term: Term) -> tuple[Part, ...]:
    if not term.related:
        return ()
    items = tuple(
        (Span(one.term, "bold"), *((Span(f": {one.why}"),) if one.why else ())) for one in term.related
    )
    return (Heading(plain("Related"), 2), Bullets(items))


def _buttons(term: Term, around: Around) -> tuple[tuple[Button, ...], ...]:
    related = tuple(Button(one.term, Define(one.term)) for one in term.related)[:_BUTTONS_A_ROW]
    turns = (
        *((Button(f"← {around.before.name}", Define(around.before.name)),) if around.before else ()),
        *((Button(f"{around.after.name} →", Define(around.after.name)),) if around.after else ()),
        Button("Quiz me on this", StartQuiz(term.name), "primary"),
        Button("Learn this", LearnTerm(term.name)),
    )
    return (related, turns) if related else (turns,)
