"""paths on this machine -> the files that the one at the terminal sends; and files that they are sent"""

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from bot.errors import UnusableMaterial
from bot.material.files import MOST_BYTES, MOST_FILES, too_many, too_much
from bot.models import Upload
from bot.replies import Attachment, Part, Reply, paragraph


def sent(paths: Sequence[str]) -> tuple[Upload, ...]:
    """A folder goes as a zip, so that its inner folders stay. Raises UnusableMaterial, before anything long
    is read."""
    found = [Path(path).expanduser() for path in paths]
    try:
        return tuple(map(_upload, found))
    except OSError as error:
        told = error.strerror or "it cannot be read"
        raise UnusableMaterial(
            f"I cannot open “{error.filename or paths[0]}”: {told}.", hint="Look at its name and its rights."
        ) from None


def kept(reply: Reply, folder: Path) -> Reply:
    """With its files written into the folder, none over one that is there, and told where they are."""
    return replace(
        reply, parts=tuple(_kept(it, folder) if isinstance(it, Attachment) else it for it in reply.parts)
    )


def _kept(file: Attachment, folder: Path) -> Part:
    try:
        path = _written(file, folder)
    except OSError as error:
        told = error.strerror or "it cannot be written"
        return paragraph(f"I could not write {file.name} into {folder.resolve()}: {told}.", "bad")
    return paragraph(f"{path.resolve()}: {file.about}")


def _written(file: Attachment, folder: Path) -> Path:
    """For its owner's eyes."""
    named = Path(file.name)
    for number in count(1):
        path = folder / (named.name if number == 1 else f"{named.stem}-{number}{named.suffix}")
        try:
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            continue
        with os.fdopen(made, "wb") as into:
            into.write(file.data)
        return path
    raise AssertionError("there is always another number")


def _upload(path: Path) -> Upload:
    if path.is_dir():
        return Upload(f"{path.resolve().name}.zip", _zipped(path))
    if path.stat().st_size > MOST_BYTES:
        raise too_much()
    return Upload(path.name, path.read_bytes())


def _zipped(folder: Path) -> bytes:
    held = io.BytesIO()
    room = MOST_BYTES
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as into:
        for number, path in enumerate(_files(folder), start=1):
            room -= path.stat().st_size
            if number > MOST_FILES:
                raise too_many()
            if room < 0:
                raise too_much()
            into.write(path, path.relative_to(folder).as_posix())
    return held.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    """Hidden ones and links are left where they are."""
    for inner, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(inner, name) for name in sorted(names) if not name.startswith("."))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())
