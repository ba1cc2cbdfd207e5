"""paths -> source files with content hashes: new, changed, gone"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ingest.formats import COURSE_FILES, DECKS, MARKDOWN, READABLE, UNREADABLE_YET, in_glossary_folder
from ingest.slugs import slugs
from knowledge.models import SourceState

LOADERS = "1"
"""Moved when a loader or the chunker reads a file otherwise than before, so that old files are read anew."""

LARGEST = 20_000_000
"""Bytes. A longer file is data or a mistake, and would hold up all the others."""

_LEFT_ALONE = {"node_modules", "__pycache__", "site-packages", "venv"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to be read. `source` is its key in the library, `root` the absolute root that it came from
    (as kept in SourceState), `slug` what a lesson in it is called: unique among the files found.

    `content_hash` changes with the file's bytes, with its root's course.yaml, with its slug, and with the
    version of the loaders: whatever makes it read anew. Texts that stayed the same are told by their chunks.
    """

    source: str
    root: str
    path: Path
    content_hash: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """`path` is the source where it has one, else as the path was given; `reason` is one sentence."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """`files` by source; `roots` are the given ones that exist, absolute, as SourceFile.root names them."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """`fresh` are new or changed; `gone` are the sources that a root given in this run no longer has."""

    fresh: tuple[SourceFile, ...]
    unchanged: tuple[SourceFile, ...]
    gone: tuple[str, ...]


def find(roots: Sequence[Path], states: Sequence[SourceState] = ()) -> Found:
    """Walk folders and take single files. `states` is what the library holds: a root keeps the prefix that
    its sources were first given, and a new root gets one (its own name) where the library has others.

    A root that does not exist is in `skipped`. Reads every file once, for its hash."""
    walks = _walks(roots)
    files: list[SourceFile] = []
    skipped: list[Skipped] = [item for walk in walks for item in walk.missing]
    prefixes = _prefixes(walks, states)
    for walk in walks:
        prefix = prefixes[str(walk.root)]
        course = _course_bytes(walk.root)
        skipped += [replace(item, path=prefix + item.path) for item in walk.skipped]
        for relative, path in walk.files.items():
            try:
                digest = _digest(course, path.read_bytes())
            except OSError as error:
                skipped.append(Skipped(prefix + relative, f"It cannot be opened ({error.strerror})."))
                continue
            files.append(SourceFile(prefix + relative, str(walk.root), path, digest))
    found_roots = tuple(str(walk.root) for walk in walks if not walk.missing)
    elsewhere = [state for state in states if state.root not in found_roots]
    return Found(_with_slugs(files, elsewhere), tuple(skipped), found_roots)


def compare(files: Sequence[SourceFile], states: Sequence[SourceState], roots: Sequence[str]) -> Difference:
    """`roots` are `Found.roots`: only their sources can be gone."""
    known = {state.source: state.content_hash for state in states}
    here = {file.source for file in files}
    return Difference(
        fresh=tuple(file for file in files if known.get(file.source) != file.content_hash),
        unchanged=tuple(file for file in files if known.get(file.source) == file.content_hash),
        gone=tuple(state.source for state in states if state.root in roots and state.source not in here),
    )


@dataclass(frozen=True, slots=True)
class _Walk:
    """What one root holds: `files` by their path within it, in posix form."""

    root: Path
    files: Mapping[str, Path]
    skipped: tuple[Skipped, ...] = ()
    missing: tuple[Skipped, ...] = ()


def _walks(roots: Sequence[Path]) -> list[_Walk]:
    """A file that two roots hold (one within the other) belongs to the first of them alone."""
    taken: set[Path] = set()
    walks: list[_Walk] = []
    for root in dict.fromkeys(Path(os.path.abspath(root)) for root in roots):
        walk = _walk(root)
        walks.append(
            replace(walk, files={key: path for key, path in walk.files.items() if path not in taken})
        )
        taken.update(walk.files.values())
    return walks


def _walk(root: Path) -> _Walk:
    if root.is_dir():
        return _walk_folder(root)
    if not root.is_file():
        return _Walk(root, {}, missing=(Skipped(str(root), "There is no such file or folder."),))
    reason = _refusal(root, named=True)
    return _Walk(root, {}, (Skipped(root.name, reason),)) if reason else _Walk(root, {root.name: root})


def _walk_folder(root: Path) -> _Walk:
    files: dict[str, Path] = {}
    skipped: list[Skipped] = []
    home = root.resolve()
    closed: list[OSError] = []
    for path in _paths(root, closed.append):
        relative = _spelt(path.relative_to(root))
        # realpath, since resolve raises where a link leads to itself
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home):
            skipped.append(Skipped(relative, "It is a link to something outside the folder."))
        elif reason := _refusal(path):
            skipped.append(Skipped(relative, reason))
        elif path.suffix.lower() in READABLE and path.name.lower() not in COURSE_FILES:
            files[relative] = path
    if any(Path(error.filename) == root for error in closed):
        return _Walk(root, {}, missing=(Skipped(str(root), "The folder cannot be opened."),))
    skipped += [
        Skipped(_spelt(Path(error.filename).relative_to(root)), "The folder cannot be opened.")
        for error in closed
    ]
    return _Walk(root, files, tuple(skipped))


def _spelt(path: Path) -> str:
    """In posix form; bytes of a name that are not UTF-8 are replaced, since no database takes them."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _paths(root: Path, tell: Callable[[OSError], None]) -> Iterator[Path]:
    """Every file and linked folder, sorted; linked folders are not walked into. `tell` hears of each folder
    that cannot be opened."""
    for folder, folders, names in os.walk(root, onerror=tell):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _left_alone(name) and name not in links)
        yield from (Path(folder, name) for name in sorted([*names, *links]) if not _left_alone(name))


def _left_alone(name: str) -> bool:
    return name.startswith(".") or name in _LEFT_ALONE


def _refusal(path: Path, *, named: bool = False) -> str:
    """Why a file is not taken; empty where it is, or where nobody would expect it to be."""
    suffix = path.suffix.lower()
    if suffix in UNREADABLE_YET:
        return f"Studyhall cannot read {UNREADABLE_YET[suffix]} yet: save it as Markdown."
    if suffix not in READABLE:
        return f"Studyhall cannot read {suffix or 'such'} files: save it as Markdown." if named else ""
    if not path.is_file():
        return "It is a folder or a broken link with a file's name."
    size = path.stat().st_size
    if size > LARGEST:
        shorter = "export it without media" if suffix in DECKS else "cut it into several files"
        return f"It is too long ({size / 1e6:.0f} MB, at most {LARGEST / 1e6:.0f}): {shorter}."
    return ""


def _course_bytes(root: Path) -> bytes:
    folder = root if root.is_dir() else root.parent
    for name in COURSE_FILES:
        path = folder / name
        if path.is_file() and os.access(path, os.R_OK):
            return path.read_bytes()
    return b""


def _digest(*parts: bytes) -> str:
    digest = sha256(LOADERS.encode())
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()


def _prefixes(walks: Sequence[_Walk], states: Sequence[SourceState]) -> dict[str, str]:
    given = {str(walk.root) for walk in walks}
    taken = {state.source for state in states if state.root not in given}
    alone = len([walk for walk in walks if not walk.missing]) < 2 and not taken
    prefixes: dict[str, str] = {}
    for walk in walks:
        held = {state.source for state in states if state.root == str(walk.root)}
        prefix = _prefix(walk, held, taken, alone=alone)
        prefixes[str(walk.root)] = prefix
        taken |= {prefix + relative for relative in walk.files} | held
    return prefixes


def _prefix(walk: _Walk, held: set[str], taken: set[str], *, alone: bool) -> str:
    candidates = list(_candidates(walk, taken, alone=alone))
    matches = Counter({prefix: sum(prefix + name in held for name in walk.files) for prefix in candidates})
    best = max(candidates, key=lambda prefix: matches[prefix])
    return best if matches[best] else candidates[0]


def _candidates(walk: _Walk, taken: set[str], *, alone: bool) -> Iterator[str]:
    """The prefixes that give no source a second file, the one for a new root first."""
    single = walk.root.is_file()
    name = walk.root.parent.name if single else walk.root.name
    numbered = [f"{name}-{number}/" for number in range(2, 100)]
    order = ["", f"{name}/", *numbered] if alone or single else [f"{name}/", *numbered, ""]
    for prefix in order:
        clash = any(source.startswith(prefix) for source in taken) if prefix else False
        if not clash and not any(prefix + relative in taken for relative in walk.files):
            yield prefix


def _with_slugs(files: Iterable[SourceFile], elsewhere: Sequence[SourceState]) -> tuple[SourceFile, ...]:
    """Sources of roots that are not read now count too, so that no slug is given twice in a library. A term's
    file takes no slug from a lesson of the same name."""
    here = sorted(files, key=lambda file: file.source)

    names: dict[str, str] = {}
    for mine, others in zip(_split(here), _split(elsewhere), strict=True):
        roots = {item.source: Path(item.root).name for item in mine}
        names |= slugs(roots, beside=[item.source for item in others])
    return tuple(
        replace(
            file,
            slug=names[file.source],
            content_hash=_digest(file.content_hash.encode(), names[file.source].encode()),
        )
        for file in here
    )


def _split(items: Sequence[SourceFile | SourceState]) -> tuple[list[SourceFile | SourceState], ...]:
    """Those that can be lessons, and those that name terms."""
    groups: tuple[list[SourceFile | SourceState], ...] = ([], [])
    for item in items:
        suffix = PurePosixPath(item.source).suffix.lower()
        no_lesson = suffix not in MARKDOWN or in_glossary_folder(item.source, item.root)
        groups[no_lesson and suffix not in DECKS].append(item)
    return groups
