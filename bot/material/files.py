"""files that somebody sent -> files with safe names, zips opened, or what is wrong with them  (pure)

Names are theirs and may hold anything. What is left of one is a relative path of plain parts, so that it lies
below the folder it is put into, is no hidden file, and means the same on every system.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.errors import UnusableMaterial
from bot.models import Upload

MOST_FILES = 20
MOST_BYTES = 10_000_000
LONGEST_NAME = 60
_MOST_ENTRIES = 2000
_DEEPEST = 6
_PIECE = 64 * 1024
# What a shell, a URL or another system reads otherwise than as a letter.
_ODD = re.compile(r"[^\w .,()+&'’–-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LEFT_BY_SYSTEMS = {"__MACOSX", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Opened:
    """`skipped` are names with the reason."""

    files: tuple[Upload, ...]
    skipped: tuple[tuple[str, str], ...] = ()


def opened(sent: Sequence[Upload]) -> Opened:
    """No two files of one name. Raises UnusableMaterial where there are too many, they are too long, or a zip
    cannot be opened."""
    files: list[Upload] = []
    skipped: list[tuple[str, str]] = []
    room = MOST_BYTES
    if sum(len(upload.content) for upload in sent) > MOST_BYTES:
        raise too_much()
    for one in (inner for upload in sent for inner in _unpacked(upload, skipped)):
        content = one.read(room)
        room -= len(content)
        files.append(Upload(_told_apart(one.name, files), content))
        if len(files) > MOST_FILES:
            raise too_many()
    return Opened(tuple(files), tuple(skipped))


def safe_name(name: str, *, folders: bool) -> str:
    """Empty for a name of which nothing should be kept: a hidden file, dots only. With `folders` its inner
    folders stay; one that leads elsewhere ("..", a drive) is dropped, never followed."""
    parts = re.split(r"[/\\]", unicodedata.normalize("NFC", name))
    *above, last = (_part(part) for part in parts)
    if not last or last.startswith("."):
        return ""
    kept = [part for part in above if part and not part.startswith(".")][-_DEEPEST:] if folders else []
    return "/".join((*kept, last))


def _part(part: str) -> str:
    plain = " ".join(_ODD.sub(" ", part).split())
    if not plain.strip(". "):
        return ""
    stem, dot, suffix = plain.rstrip(". ").rpartition(".")
    short = f"{stem[: LONGEST_NAME - len(suffix)].rstrip()}{dot}{suffix}"[-LONGEST_NAME:]
    return f"_{short}" if _RESERVED.fullmatch(short) else short


@dataclass(frozen=True, slots=True)
class _Inner:
    """A file that was sent, alone or within the zip `within`."""

    name: str
    content: bytes = b""
    within: zipfile.ZipFile | None = None
    place: zipfile.ZipInfo | None = None

    def read(self, room: int) -> bytes:
        """Never more than fits, whatever a zip says of itself."""
        if self.within is None or self.place is None:
            content = self.content[: room + 1]
        else:
            content = _read(self.within, self.place, room)
        if len(content) > room:
            raise too_much()
        return content


def too_many() -> UnusableMaterial:
    return UnusableMaterial(f"I take {MOST_FILES} files at once.", hint="Send the others after these.")


def too_much() -> UnusableMaterial:
    most = f"I take {MOST_BYTES // 1_000_000} MB at once, unzipped."
    return UnusableMaterial(most, hint="Send it in several parts.")


def _unpacked(upload: Upload, skipped: list[tuple[str, str]]) -> Iterator[_Inner]:
    if not upload.name.lower().endswith(".zip"):
        if name := safe_name(upload.name, folders=False):
            yield _Inner(name, upload.content)
        else:
            skipped.append((_shown(upload.name), "That is no name for a lesson."))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as within:
            yield from _inner(within, skipped)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError):
        raise UnusableMaterial(f"“{_shown(upload.name)}” is no zip that I can open.") from None


def _inner(within: zipfile.ZipFile, skipped: list[tuple[str, str]]) -> Iterator[_Inner]:
    if len(within.infolist()) > _MOST_ENTRIES:
        raise too_many()
    for place in within.infolist():
        if place.is_dir() or _is_left_over(place.filename):
            continue
        if reason := _refused(place):
            skipped.append((_shown(place.filename), reason))
        else:
            yield _Inner(safe_name(place.filename, folders=True), within=within, place=place)


def _is_left_over(name: str) -> bool:
    """What a system puts into a zip by itself: nobody need hear of it."""
    parts = PurePosixPath(name).parts
    return any(part in _LEFT_BY_SYSTEMS or part.startswith("._") or part == ".DS_Store" for part in parts)


def _refused(place: zipfile.ZipInfo) -> str:
    parts = re.split(r"[/\\]", place.filename)
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return "Its name leads out of the zip."
    if (place.external_attr >> 16) & 0o170000 == 0o120000:
        return "It is a link."
    if place.flag_bits & 0x1:
        return "It is locked with a password."
    if place.filename.lower().endswith(".zip"):
        return "It is a zip within a zip: send it by itself."
    return "" if safe_name(place.filename, folders=True) else "It is a hidden file."


def _read(within: zipfile.ZipFile, place: zipfile.ZipInfo, room: int) -> bytes:
    try:
        with within.open(place) as stream:
            held = bytearray()
            while len(held) <= room and (piece := stream.read(min(_PIECE, room + 1 - len(held)))):
                held += piece
            return bytes(held)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnusableMaterial(f"“{_shown(place.filename)}” cannot be unpacked.") from error


def _told_apart(name: str, files: Sequence[Upload]) -> str:
    """With a number before its suffix where another file is called so, whatever the capitals."""
    taken = {file.name.casefold() for file in files}
    path = PurePosixPath(name)
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
    return free


def _shown(name: str) -> str:
    """Short, and on one line."""
    return " ".join(name.split())[:LONGEST_NAME] or "a file without a name"
