"""a lesson's name as typed -> the lesson, its place in its track, and what to read next  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.errors import UnknownLesson
from knowledge.models import LessonHeading
from knowledge.words import spaced

_NEAR = 84
_LIKE = 50
_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """The lesson is the `number`th of `of` in `track`; without tracks, of its whole library."""

    number: int
    of: int
    track: str


class Contents:
    """The lessons of some libraries, in reading order as the catalogue gives them."""

    def __init__(self, lessons: Sequence[LessonHeading]) -> None:
        self.lessons = tuple(lessons)
        self._names: dict[str, LessonHeading] = {}
        for names_of in (_slug, _title, _source):
            for lesson in self.lessons:
                self._names.setdefault(names_of(lesson), lesson)

    def find(self, name: str) -> LessonHeading:
        """By slug, title, source, the only beginning that fits, or a near miss; else UnknownLesson."""
        asked = name.strip()
        for lesson in self.lessons:
            if lesson.source == asked:
                return lesson
        key = spaced(asked)
        found = self._names.get(key) or self._by_beginning(key) or self._near(key)
        if found:
            return found
        raise UnknownLesson(f"I know no lesson called “{asked}”.", hint=self._hint(key))

    def known(self, name: str) -> LessonHeading | None:
        """By slug, title or source alone: for names that an author wrote."""
        return self._names.get(spaced(name))

    def tracks(self) -> tuple[tuple[str, tuple[LessonHeading, ...]], ...]:
        """Each track with its lessons, in reading order; "" holds those without one."""
        found: dict[str, list[LessonHeading]] = {}
        for lesson in self.lessons:
            found.setdefault(lesson.track, []).append(lesson)
        return tuple((track, tuple(lessons)) for track, lessons in found.items())

    def place(self, lesson: LessonHeading) -> Place:
        beside = self._beside(lesson)
        return Place(beside.index(lesson) + 1, len(beside), lesson.track)

    def after(self, lesson: LessonHeading) -> LessonHeading | None:
        """The next lesson of the track, or the first of the track that follows; None at the end."""
        own = [one for one in self.lessons if one.library == lesson.library]
        following = own[own.index(lesson) + 1 :]
        return following[0] if following else None

    def complete(self, prefix: str, n: int) -> tuple[str, ...]:
        """Up to `n` titles with a word that begins so, in reading order."""
        key = spaced(prefix) if prefix.strip() else ""
        hits = (one.title for one in self.lessons if f" {key}" in f" {spaced(one.title)}")
        return tuple(dict.fromkeys(hits))[:n]

    def _beside(self, lesson: LessonHeading) -> list[LessonHeading]:
        return [x for x in self.lessons if (x.library, x.track) == (lesson.library, lesson.track)]

    def _by_beginning(self, key: str) -> LessonHeading | None:
        hits = {
            lesson.source: lesson
            for name, lesson in self._names.items()
            if len(key) > 1 and name.startswith(key)
        }
        return next(iter(hits.values())) if len(hits) == 1 else None

    def _near(self, key: str) -> LessonHeading | None:
        if len(key) < 4:
            return None
        hits = process.extract(key, list(self._names), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=2)
        lessons = {self._names[name].source: self._names[name] for name, _, _ in hits}
        if len(lessons) == 2 and hits[0][1] == hits[1][1]:
            return None
        return next(iter(lessons.values()), None)

    def _hint(self, key: str) -> str:
        titles = {spaced(one.title): one.title for one in self.lessons}
        begun = [title for name, title in titles.items() if key and key in name]
        hits = process.extract(key, list(titles), scorer=fuzz.WRatio, score_cutoff=_LIKE, limit=3)
        near = list(dict.fromkeys((*begun, *(titles[name] for name, _, _ in hits))))[:_SUGGESTIONS]
        if not near:
            return "Type /lessons to see what there is."
        return f"Did you mean {_either(near)}? Type /lessons to see all."


def _either(titles: list[str]) -> str:
    *first, last = (f"“{title}”" for title in titles)
    return f"{', '.join(first)} or {last}" if first else last


def _slug(lesson: LessonHeading) -> str:
    return spaced(lesson.slug)


def _title(lesson: LessonHeading) -> str:
    return spaced(lesson.title)


def _source(lesson: LessonHeading) -> str:
    return spaced(lesson.source)
