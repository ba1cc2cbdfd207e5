"""course.yaml -> Course"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Course:
    """What course.yaml says of a root. `title` is empty where it says none; lessons get `base_url`/slug."""

    title: str = ""
    language: str = "en"
    base_url: str = ""
    tracks: tuple[str, ...] = ()
    hints_only: bool = False


def read_course(root: Path) -> tuple[Course, tuple[str, ...]]:
    """The course.yaml (or .yml) of a root folder, beside a single file, or the defaults; and notes on what in it
    could not be used. Never raises for what is written in it: a broken file is a note."""
    raise NotImplementedError
