"""/lessons and /lesson: name -> its cover, a page of it, or the list by track"""

from dataclasses import replace
from functools import partial

from bot.commands import ListLessons, ReadLesson
from bot.messages import lessons
from bot.messages.lessons import Surroundings
from bot.models import LearnerId, LessonProgress, Origin
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.reading import pages
from knowledge.contents import Contents
from knowledge.errors import UnknownLesson
from knowledge.glossary import Glossary
from knowledge.models import Lesson, LessonHeading
from knowledge.ports import Catalogue
from knowledge.shelf import Shelf

_COVER = -1


async def list_lessons(
    command: ListLessons, origin: Origin, *, shelf: Shelf, record: StudyRecord, libraries: Libraries
) -> Reply:
    contents = await shelf.contents(await libraries(origin.space))
    if not contents.lessons:
        raise UnknownLesson("There are no lessons here yet.", hint="There is a glossary: try /define.")
    learner = await record.learner(origin.identity)
    progress = {(one.library, one.source): one for one in await record.progress(learner)}
    return lessons.listed(contents.tracks(), progress)


async def read_lesson(
    command: ReadLesson,
    origin: Origin,
    *,
    shelf: Shelf,
    catalogue: Catalogue,
    record: StudyRecord,
    clock: Clock,
    libraries: Libraries,
) -> Reply:
    studied = await libraries(origin.space)
    contents, glossary = await shelf.contents(studied), await shelf.glossary(studied)
    heading = contents.find(command.name)
    lesson = await _fetched(heading, catalogue=catalogue)
    around = _around(lesson, heading, contents, glossary)
    learner = await record.learner(origin.identity)
    progress = await _progress(learner, lesson, record=record)
    number = _number(command.section, around, progress)
    if number == _COVER:
        return lessons.cover(lesson, around, progress)
    read = partial(_read, number=number, last=number + 1 == len(around.pages))
    await record.change_progress(learner, (lesson.library, lesson.source), read, clock.now())
    return lessons.page(lesson, around, number)


async def _fetched(heading: LessonHeading, *, catalogue: Catalogue) -> Lesson:
    lesson = await catalogue.lesson(heading.library, heading.source)
    if lesson is None:
        raise UnknownLesson(f"The lesson “{heading.title}” has just been taken away.")
    return lesson


def _around(lesson: Lesson, heading: LessonHeading, contents: Contents, glossary: Glossary) -> Surroundings:
    found = (glossary.find(name).term for name in lesson.terms)
    related = (contents.known(name) for name in lesson.related)
    following = contents.after(heading)
    return Surroundings(
        contents.place(heading),
        pages(lesson),
        tuple(dict.fromkeys(term.name for term in found if term)),
        following,
        tuple(one for one in dict.fromkeys(related) if one and one not in (heading, following)),
    )


async def _progress(learner: LearnerId, lesson: Lesson, *, record: StudyRecord) -> LessonProgress | None:
    for one in await record.progress(learner):
        if (one.library, one.source) == (lesson.library, lesson.source):
            return one
    return None


def _number(section: int | None, around: Surroundings, progress: LessonProgress | None) -> int:
    """The page asked for, within the lesson as it is now; -1 is the cover."""
    wanted = (progress.section if progress else 0) if section is None else section
    return max(_COVER, min(wanted, len(around.pages) - 1))


def _read(before: LessonProgress, *, number: int, last: bool) -> LessonProgress:
    return replace(before, section=number, done=last or before.done)
