"""files that were sent -> a library's folder, whole or not at all; and back again where they are of no use

Each file is written beside its place and moved into it: a kill leaves whole files only. What stood in its
place is kept until `settle` says which of the new ones stay.
"""

import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UnusableMaterial
from bot.models import Upload
from knowledge.models import LibraryId

COURSE = "course.yaml"
MOST_KEPT = 50_000_000
"""Bytes that one library's folder may hold."""

_ARRIVING = ".arriving"


@dataclass(frozen=True, slots=True)
class Placed:
    """`names` are relative paths in the folder; `same` those that stood there already, byte by byte."""

    folder: Path
    beside: Path
    names: tuple[str, ...]
    same: frozenset[str]

    def settle(self, kept: Collection[str]) -> None:
        """The others go, and what they took the place of is back."""
        for name in self.names:
            if name not in kept:
                _undo(self.folder / name, self.beside / "old" / name)
        shutil.rmtree(self.beside, ignore_errors=True)
        _prune(self.folder)


def folder_of(data: Path, library: LibraryId) -> Path:
    return data.absolute() / "uploads" / library


def place(folder: Path, title: str, files: Sequence[Upload]) -> Placed:
    """One at a time for a folder. `title` is the library's, where nothing else says it. Raises
    UnusableMaterial where it would hold too much, or a name leads out of the folder, and OSError."""
    beside = folder.parent / _ARRIVING / folder.name
    shutil.rmtree(beside, ignore_errors=True)
    sent = _with_course(folder, title, files)
    _refuse(folder, sent)
    placed = Placed(
        folder, beside, tuple(file.name for file in sent), frozenset(_standing(folder, one) for one in sent)
    )
    try:
        for file in sent:
            _write(beside / "new" / file.name, file.content)
        for file in sent:
            _exchange(beside / "new" / file.name, folder / file.name, beside / "old" / file.name)
    except OSError:
        placed.settle(())
        raise
    return placed


def remove(folder: Path) -> None:
    """The folder and what was arriving in it; one that is not there is no error."""
    shutil.rmtree(folder.parent / _ARRIVING / folder.name, ignore_errors=True)
    if folder.is_dir():
        shutil.rmtree(folder)


def _with_course(folder: Path, title: str, files: Sequence[Upload]) -> tuple[Upload, ...]:
    """Under one spelling: of two course files the ingest would read but one."""
    named = [
        Upload(COURSE, file.content) if file.name.lower() in (COURSE, "course.yml") else file
        for file in files
    ]
    if (folder / COURSE).exists() or any(file.name == COURSE for file in named):
        return tuple(named)
    import yaml

    return (*named, Upload(COURSE, yaml.safe_dump({"title": title}, allow_unicode=True).encode()))


def _refuse(folder: Path, files: Sequence[Upload]) -> None:
    home = os.path.normpath(folder)
    for file in files:
        if not os.path.normpath(folder / file.name).startswith(home + os.sep):
            raise UnusableMaterial("One of the files has a name that leads out of the lessons.")
    stands = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if stands + sum(len(file.content) for file in files) > MOST_KEPT:
        raise UnusableMaterial(
            f"I keep {MOST_KEPT // 1_000_000} MB for one place, and this would be more.",
            hint="Ask whoever runs me to take it in from a folder.",
        )


def _standing(folder: Path, file: Upload) -> str:
    """The name of a file that stands there as it was sent; else empty."""
    path = folder / file.name
    return file.name if path.is_file() and path.read_bytes() == file.content else ""


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _exchange(new: Path, place: Path, old: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(place, old)
    os.replace(new, place)


def _undo(place: Path, old: Path) -> None:
    if old.exists():
        os.replace(old, place)
    elif place.is_file():
        place.unlink()


def _prune(folder: Path) -> None:
    """Empty folders, the innermost first, and at last the library's own."""
    inner = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    for path in (*inner, folder):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
