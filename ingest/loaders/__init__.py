"""source file -> lessons and terms: one table, suffix -> loader"""

from ingest.loaders.course import Course, read_course
from ingest.loaders.loaded import Loaded
from ingest.sources import SourceFile
from knowledge.models import LibraryId

__all__ = ["Course", "Loaded", "load", "read_course"]


def load(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    """Raises UnreadableSource with one sentence where nothing of the file can be used."""
    raise NotImplementedError
