"""what may be studied, what was taken in -> Reply"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import ListLessons, ListLibraries, StudyLibrary
from bot.messages.phrases import counted
from bot.ports import Taken
from bot.replies import Bullets, Button, Heading, Part, Reply, Span, Text, paragraph, plain
from knowledge.models import LibraryId

_SHOWN = 10
_BUTTONS_A_ROW, _ROWS = 5, 5
_LONGEST_TITLE = 60

Skipped = Sequence[tuple[str, str]]
"""Names with the reason."""

_ADD = "Add your own with /library add: Markdown lessons, a glossary, an Anki deck, or a zip of them."


@dataclass(frozen=True, slots=True)
class Shelved:
    """A library that may be studied here, and whether it is."""

    slug: LibraryId
    title: str
    lessons: int
    terms: int
    studied: bool


def listed(libraries: Sequence[Shelved]) -> Reply:
    if not libraries:
        return Reply((paragraph("There are no lessons here yet."), paragraph(_ADD, "quiet")), private=True)
    parts: tuple[Part, ...] = (
        Heading(plain("What may be studied here"), 1),
        Bullets(tuple(map(_line, libraries))),
        paragraph(_ADD, "quiet"),
    )
    choices = [_choice(it) for it in libraries[: _BUTTONS_A_ROW * _ROWS]]
    return Reply(parts, buttons=_rows(choices), private=True)


def added(taken: Taken, left_out: Skipped) -> Reply:
    """`left_out` are those that were not even sent on to be read."""
    what = " and ".join(
        counted(n, noun) for n, noun in ((taken.lessons, "lesson"), (taken.terms, "term")) if n
    )
    parts: tuple[Part, ...] = (
        paragraph(f"I have read {what or 'it'}, and learners here find it from now on.", "good"),
        paragraph("Only this place studies it.", "quiet"),
        *_told((*taken.skipped, *left_out)),
    )
    buttons = (Button("See the lessons", ListLessons(), "primary"), Button("Libraries", ListLibraries()))
    return Reply(parts, buttons=(buttons,), private=True)


def nothing(skipped: Skipped) -> str:
    reasons = "; ".join(f"{name}: {reason.rstrip('.')}" for name, reason in skipped[:3])
    return (
        f"There is nothing in that which I can read: {reasons}." if reasons else "There is nothing in that."
    )


def _line(it: Shelved) -> Text:
    held = f", {counted(it.lessons, 'lesson')} and {counted(it.terms, 'term')}"
    return (Span(it.title, "bold"), Span(f" ({it.slug}){held}"), Span(", studied here" if it.studied else ""))


def _choice(it: Shelved) -> Button:
    title = it.title if len(it.title) <= _LONGEST_TITLE else f"{it.title[: _LONGEST_TITLE - 1].rstrip()}…"
    verb = "Leave" if it.studied else "Study"
    return Button(f"{verb} {title}", StudyLibrary(it.slug, not it.studied))


def _rows(choices: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    starts = range(0, len(choices), _BUTTONS_A_ROW)
    return tuple(tuple(choices[start : start + _BUTTONS_A_ROW]) for start in starts)


def _told(skipped: Skipped) -> tuple[Part, ...]:
    if not skipped:
        return ()
    lines = [(Span(name, "code"), Span(f"  {reason}")) for name, reason in skipped[:_SHOWN]]
    more = len(skipped) - _SHOWN
    tail = (paragraph(f"And {more} more.", "quiet"),) if more > 0 else ()
    return (Heading(plain("Left out"), 2), Bullets(tuple(lines)), *tail)
