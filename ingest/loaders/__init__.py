"""source file -> lessons and terms: one table, suffix -> loader"""

from collections.abc import Callable

from ingest.formats import DECKS, MARKDOWN, RECORDS, TABLES
from ingest.loaders.course import Course, read_course
from ingest.loaders.deck import load_deck
from ingest.loaders.loaded import Loaded
from ingest.loaders.markdown import load_markdown
from ingest.loaders.records import load_records, load_table
from ingest.sources import SourceFile
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId

__all__ = ["Course", "Loaded", "load", "read_course"]

_Loader = Callable[[SourceFile, LibraryId, Course], Loaded]

_LOADERS: dict[str, _Loader] = {
    **dict.fromkeys(MARKDOWN, load_markdown),
    **dict.fromkeys(RECORDS, load_records),
    **dict.fromkeys(TABLES, load_table),
    **dict.fromkeys(DECKS, load_deck),
}


def load(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    """Raises UnreadableSource with one sentence where nothing of the file can be used."""
    loader = _LOADERS.get(file.path.suffix.lower())
    if loader is None:
        raise UnreadableSource(f"Studyhall cannot read {file.path.suffix or 'such'} files yet.")
    try:
        return loader(file, library, course)
    except OSError as error:
        raise UnreadableSource(f"It cannot be opened ({error.strerror}).") from error
