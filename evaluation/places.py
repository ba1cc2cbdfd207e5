"""a lesson or term as its teacher names it -> where it stands in the libraries  (pure)"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from knowledge.models import LessonHeading, LibraryId, TermHeading
from knowledge.words import spaced

Place = tuple[LibraryId, str]
"""A library and a source in it."""


class Places:
    """By source, any end of its path, with or without its suffix, by slug, title, name or other name."""

    def __init__(self, lessons: Sequence[LessonHeading], terms: Sequence[TermHeading]) -> None:
        self._places: dict[str, set[Place]] = {}
        self._shown: dict[str, str] = {}
        for lesson in lessons:
            self._add((lesson.library, lesson.source), (lesson.slug, lesson.title))
        for term in terms:
            self._add((term.library, term.source), (term.name, *term.aliases))

    def find(self, name: str) -> frozenset[Place]:
        """All that may be meant: two lessons may have one title. Empty for an unknown name."""
        return frozenset(self._places.get(_key(name), ()))

    def near(self, name: str) -> str:
        """The name that may have been meant, or ""."""
        return next((self._shown[it] for it in get_close_matches(_key(name), self._places, 1)), "")

    def _add(self, place: Place, names: Sequence[str]) -> None:
        for name in (*names, *_ends(place[1])):
            if key := _key(name):
                self._places.setdefault(key, set()).add(place)
                self._shown.setdefault(key, name)


def _ends(source: str) -> Iterator[str]:
    """`course/lessons/leaves.md`, `lessons/leaves.md`, `leaves.md` and each without `.md`; of a file that
    holds many terms, also the file. A README is no name of its own: half of the lessons may be called so."""
    file = source.rpartition("#")[0]
    for whole in (source, file) if file else (source,):
        parts = whole.split("/")
        for start in range(len(parts)):
            end = "/".join(parts[start:])
            stem = end.rpartition(".")[0] or end
            if start == 0 or spaced(stem) not in ("readme", "index"):
                yield end
                yield stem


def _key(name: str) -> str:
    return spaced(name.strip().removeprefix("./").strip("/"))
