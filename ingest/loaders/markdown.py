"""Markdown file -> a lesson, a term, or a glossary of terms"""

from ingest.loaders.course import Course
from ingest.loaders.decoding import page_of, text_of
from ingest.loaders.fields import Fields
from ingest.loaders.lesson import lesson_of
from ingest.loaders.loaded import Loaded
from ingest.sources import SourceFile
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId


def load_markdown(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    page = page_of(text_of(file.path.read_bytes()))
    fields = Fields(page.front, list(page.notes))
    if not page.body.strip():
        raise UnreadableSource("It has no text.")
    lesson = lesson_of(file, library, course, fields, page.body)
    return Loaded(lessons=(lesson,), notes=tuple(fields.notes))
