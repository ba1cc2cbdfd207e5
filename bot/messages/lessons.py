"""lessons by track, a lesson's cover, one page of it, its end -> Reply"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands import Define, LearnLesson, ListLessons, ReadLesson, StartQuiz
from bot.messages.phrases import counted, percent
from bot.models import LessonProgress
from bot.replies import (
    Bullets,
    Button,
    Footnote,
    Heading,
    Paragraph,
    Part,
    Reply,
    Span,
    Text,
    paragraph,
    plain,
)
from bot.study.reading import Page, page_parts
from knowledge.contents import Place
from knowledge.models import Lesson, LessonHeading, LibraryId

_BUTTONS_A_ROW = 5
_NAMED = 20
"""Sections and terms on a cover: a deck of cards may have a thousand."""
Track = tuple[str, tuple[LessonHeading, ...]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a lesson stands, the terms of the glossary that it names, and what to read after it."""

    place: Place
    pages: tuple[Page, ...]
    terms: tuple[str, ...] = ()
    following: LessonHeading | None = None
    related: tuple[LessonHeading, ...] = ()


def listed(tracks: Sequence[Track], progress: Mapping[tuple[LibraryId, str], LessonProgress]) -> Reply:
    """All lessons by track; `progress` by library and source. Of one title, libraries tell them apart."""
    titles = Counter(lesson.title.casefold() for _, lessons in tracks for lesson in lessons)
    parts: list[Part] = []
    for track, lessons in tracks:
        minutes = sum(lesson.minutes for lesson in lessons)
        about = f"{counted(len(lessons), 'lesson')}, {counted(minutes, 'minute')}"
        parts.append(Heading((Span(track or "Lessons", "bold"), Span(f" ({about})")), 2))
        lines = (
            _line(one, progress.get((one.library, one.source)), shared=titles[one.title.casefold()] > 1)
            for one in lessons
        )
        parts.append(Bullets(tuple(lines), True))
    parts.append(paragraph("Read one with /lesson and its name.", "quiet"))
    return Reply(tuple(parts), private=True)


def cover(lesson: Lesson, around: Surroundings, progress: LessonProgress | None) -> Reply:
    parts: list[Part] = [Heading(plain(lesson.title), 1), paragraph(_standing(lesson, around), "quiet")]
    parts += _quiz(progress)
    if lesson.summary:
        parts.append(paragraph(lesson.summary))
    headings = tuple(plain(_heading(page)) for page in around.pages[:_NAMED])
    parts += [Heading(plain("Sections"), 2), Bullets(headings, numbered=True)] if headings else []
    if more := around.pages[_NAMED:]:
        parts.append(paragraph(f"and {len(more)} more", "quiet"))
    if around.terms:
        parts.append(Paragraph((Span("Key terms: ", "bold"), Span(_listed(around.terms)))))
    begin = _continue(lesson, around, progress)
    return Reply(
        tuple(parts),
        _footnote(lesson),
        tuple(row for row in (begin, _term_buttons(around.terms)) if row),
        private=True,
    )


def page(lesson: Lesson, around: Surroundings, number: int) -> Reply:
    """Page `number`, from 0, with the ways back and on; the last one leads to the quiz and further."""
    total = len(around.pages)
    where = paragraph(f"{lesson.title}, section {number + 1} of {total}", "quiet")
    parts = (where, *page_parts(around.pages[number]))
    back = Button("Back", ReadLesson(lesson.slug, number - 1 if number else -1), key="p")
    if number + 1 < total:
        forth = Button("Next", ReadLesson(lesson.slug, number + 1), "primary", key="n")
        return Reply(parts, _footnote(lesson), ((back, forth),), private=True)
    end = (*parts, *_ending(lesson, around))
    return Reply(end, _footnote(lesson), ((back, *_on(lesson, around)),), private=True)


def _line(lesson: LessonHeading, progress: LessonProgress | None, *, shared: bool) -> Text:
    where = f" in “{lesson.library}”" if shared else ""
    state = "" if progress is None else " ✓ read" if progress.done else " · begun"
    quiz = f" · quiz {_scores(progress)}" if progress and progress.last is not None else ""
    return (Span(lesson.title, "bold"), Span(f"{where}, {lesson.minutes} min{state}{quiz}"))


def _standing(lesson: Lesson, around: Surroundings) -> str:
    place = around.place
    within = f"{place.number} of {place.of}" + (f" in {place.track}" if place.track else "")
    return f"{within} · {counted(lesson.minutes, 'minute')}"


def _quiz(progress: LessonProgress | None) -> tuple[Part, ...]:
    if progress is None or progress.last is None:
        return ()
    return (paragraph(f"Your last quiz on it: {_scores(progress)}.", "quiet"),)


def _scores(progress: LessonProgress) -> str:
    """The last, and the best where that was another."""
    last, best = percent(progress.last or 0.0), percent(progress.best or 0.0)
    return last if last == best else f"{last}, best {best}"


def _heading(page: Page) -> str:
    return page.heading[-1] if page.heading else "Introduction"


def _continue(lesson: Lesson, around: Surroundings, progress: LessonProgress | None) -> tuple[Button, ...]:
    quiz = Button("Quiz me", StartQuiz(lesson.title, 8), key="q")
    learn = Button("Learn its cards", LearnLesson(lesson.slug), key="c")
    if not around.pages:
        return (quiz, learn)
    begin = Button("Start reading", ReadLesson(lesson.slug, 0), "primary", key="n")
    if progress is None or progress.done or not 0 < progress.section < len(around.pages):
        return (begin, quiz, learn)
    label = f"Go on at section {progress.section + 1}"
    return (
        Button(label, ReadLesson(lesson.slug, None), "primary", key="n"),
        begin_again(lesson),
        quiz,
        learn,
    )


def begin_again(lesson: Lesson) -> Button:
    return Button("From the start", ReadLesson(lesson.slug, 0))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _term_buttons(terms: Sequence[str]) -> tuple[Button, ...]:
    return tuple(Button(name, Define(name)) for name in terms)[:_BUTTONS_A_ROW]


def _ending(lesson: Lesson, around: Surroundings) -> tuple[Part, ...]:
    words = [f"That was {lesson.title}. Quiz yourself on it while it is fresh."]
    if around.following:
        words.append(f"Next in the course: {around.following.title}.")
    if around.related:
        words.append(f"Related: {', '.join(one.title for one in around.related)}.")
    return (Paragraph(plain(" ".join(words)), "good"),)


def _on(lesson: Lesson, around: Surroundings) -> tuple[Button, ...]:
    further = {one.slug: one for one in (around.following, *around.related) if one}
    return (
        Button("Quiz me", StartQuiz(lesson.title, 8), "primary", key="q"),
        *(Button(f"Read {one.title}", ReadLesson(one.slug)) for one in list(further.values())[:2]),
        Button("All lessons", ListLessons()),
    )


def _footnote(lesson: Lesson) -> tuple[Footnote, ...]:
    return (Footnote(1, lesson.title, (), lesson.url),) if lesson.url else ()
