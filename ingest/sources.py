"""paths -> source files with content hashes: new, changed, gone"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.models import SourceState


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
    """Walk folders and take single files. `states` is what the library holds: a root keeps the prefix that its
    sources were first given, and a new root gets one (its own name) where the library has others.

    A root that does not exist is in `skipped`. Reads every file once, for its hash."""
    raise NotImplementedError


def compare(files: Sequence[SourceFile], states: Sequence[SourceState], roots: Sequence[str]) -> Difference:
    """`roots` are `Found.roots`: only their sources can be gone."""
    raise NotImplementedError
