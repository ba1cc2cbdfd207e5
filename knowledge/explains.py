"""word + passages -> the lesson that explains it best, if one does  (pure)"""

from collections.abc import Sequence

from knowledge.models import Chunk, LessonHeading, Passage
from knowledge.words import compact, singulars, spaced, without_asking


def lesson_about(
    word: str, passages: Sequence[Passage], lessons: Sequence[LessonHeading]
) -> LessonHeading | None:
    """Of the lessons found, the first whose passage holds the word itself; one that is only near in
    meaning would promise an explanation that is not there."""
    asked = spaced(without_asking(word))
    forms = {compact(form) for form in (asked, *singulars(asked, written=word))} - {""}
    by_source = {(lesson.library, lesson.source): lesson for lesson in lessons}
    for passage in passages:
        lesson = by_source.get((passage.chunk.library, passage.chunk.source))
        if lesson and any(form in _words(passage.chunk, len(asked.split())) for form in forms):
            return lesson
    return None


def _words(chunk: Chunk, run: int) -> set[str]:
    """Every run of so many words (one more for a word written apart), without spaces, and its singular."""
    words = spaced(" ".join((chunk.title, *chunk.heading, chunk.text))).split()
    found: set[str] = set()
    for length in range(max(1, run - 1), run + 2):
        for start in range(len(words) - length + 1):
            key = " ".join(words[start : start + length])
            found.update(map(compact, (key, *singulars(key))))
    return found
