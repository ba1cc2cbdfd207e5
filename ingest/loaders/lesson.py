"""front matter and Markdown -> Lesson"""

from collections.abc import Sequence
from math import ceil

from ingest.loaders.course import Course
from ingest.loaders.fields import Fields
from ingest.loaders.quiz import challenges_of, questions_of, steps_of
from ingest.markdown import blocks, plain, sections
from ingest.slugs import NAMELESS
from ingest.sources import SourceFile
from ingest.summary import summary_of
from knowledge.models import Lesson, LibraryId, Section

WORDS_A_MINUTE = 200


def lesson_of(file: SourceFile, library: LibraryId, course: Course, fields: Fields, body: str) -> Lesson:
    """`body` is kept whole but for blank space behind it: its sections joined give it back."""
    body = body.rstrip()
    title = " ".join(fields.text("title").split()) or _first_heading(body) or _name(file)
    return Lesson(
        library=library,
        source=file.source,
        slug=file.slug,
        title=title,
        sections=_sections(body, title),
        track=fields.text("track"),
        order=fields.number("order"),
        minutes=_minutes(fields, body),
        url=fields.text("url") or (f"{course.base_url}/{file.slug}" if course.base_url else ""),
        summary=plain(fields.text("summary", "description")) or summary_of(body),
        terms=fields.texts("terms"),
        requires=fields.texts("requires"),
        related=_related(fields),
        questions=questions_of(fields, library, file.source),
        challenges=challenges_of(fields),
        steps=steps_of(fields),
    )


def _first_heading(body: str) -> str:
    headings = [block for block in blocks(body) if block.kind == "heading"]
    return next(filter(None, (plain(heading.content) for heading in headings)), "")


def _name(file: SourceFile) -> str:
    stem = file.slug if file.path.stem.lower() in NAMELESS else file.path.stem
    words = stem.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or file.slug


def _sections(body: str, title: str) -> tuple[Section, ...]:
    """Heading paths without the title: it is the one heading of level 1, or one that reads like the title."""
    found = sections(body)
    tops = [block for block in blocks(body) if block.kind == "heading" and block.level == 1]
    named = [plain(top.content) for top in tops]
    dropped = named[0] if len(named) == 1 or title in named else ""
    dropped = title if title in named else dropped
    return _merged([Section(_without(section.heading, dropped), section.text) for section in found])


def _without(path: tuple[str, ...], title: str) -> tuple[str, ...]:
    return path[1:] if title and path[:1] == (title,) else path


def _merged(found: Sequence[Section]) -> tuple[Section, ...]:
    """What stands before the title's heading and what stands under it are one section."""
    if len(found) > 1 and found[0].heading == found[1].heading == ():
        return (Section((), found[0].text + found[1].text), *found[2:])
    return tuple(found)


def _minutes(fields: Fields, body: str) -> int:
    given = fields.number("minutes")
    if given is not None and given <= 0:
        fields.note("“minutes” was left out: write a number above 0.")
    return max(1, ceil(given if given and given > 0 else len(body.split()) / WORDS_A_MINUTE))


def _related(fields: Fields) -> tuple[str, ...]:
    value = fields.raw("related")
    return tuple(str(name) for name in value) if isinstance(value, dict) else fields.texts("related")
