"""course.yaml -> Course"""

from dataclasses import dataclass
from pathlib import Path

from ingest.formats import COURSE_FILES
from ingest.loaders.decoding import text_of, yaml_of
from ingest.loaders.fields import Fields
from knowledge.errors import UnreadableSource


@dataclass(frozen=True, slots=True)
class Course:
    """What course.yaml says of a root. `title` is empty where it says none; lessons get `base_url`/slug."""

    title: str = ""
    language: str = "en"
    base_url: str = ""
    tracks: tuple[str, ...] = ()
    hints_only: bool = False


def read_course(root: Path) -> tuple[Course, tuple[str, ...]]:
    """The course.yaml (or .yml) of a root folder, or the one beside a single file, or the defaults; and notes
    on what in it could not be used. Never raises for what is written in it: a broken file is a note."""
    folder = root if root.is_dir() else root.parent
    path = next((folder / name for name in COURSE_FILES if (folder / name).is_file()), None)
    if path is None:
        return Course(), ()
    try:
        values = yaml_of(text_of(path.read_bytes()))
    except UnreadableSource as error:
        return Course(), (f"{path.name} was left out. {error}",)
    except OSError as error:
        return Course(), (f"{path.name} cannot be opened ({error.strerror}).",)
    if not isinstance(values, dict):
        return Course(), (f"{path.name} was left out: write it as “name: value” lines.",)
    return _course(Fields({str(key): value for key, value in values.items()}, [], where=f"{path.name}: "))


def _course(fields: Fields) -> tuple[Course, tuple[str, ...]]:
    course = Course(
        title=fields.text("title"),
        language=fields.text("language", "lang") or "en",
        base_url=fields.text("base_url").rstrip("/"),
        tracks=fields.texts("tracks", commas=False),
        hints_only=fields.flag("hints_only"),
    )
    return course, tuple(fields.notes)
