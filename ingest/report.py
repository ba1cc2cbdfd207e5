"""an ingest -> what was read, what was skipped and why: JSON and words"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.guarding import Ruling
from ingest.sources import Skipped
from knowledge.errors import NothingReadable
from knowledge.models import LibraryId

_SHOWN_SKIPPED = 20


@dataclass(frozen=True, slots=True)
class ChunkCounts:
    added: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`lessons`, `terms` and `questions` are what the library holds now; `read` counts the files that were
    read anew. An entry of `skipped` may be a whole file, or a part of one."""

    library: LibraryId
    chunks: ChunkCounts
    skipped: tuple[Skipped, ...] = ()
    read: int = 0
    lessons: int = 0
    terms: int = 0
    questions: int = 0
    seconds: float = 0.0
    guard: Ruling | None = None
    """None where none was asked: there was none, or nothing changed."""


def as_json(report: Report) -> dict[str, object]:
    counts = report.chunks
    return {
        "library": report.library,
        "lessons": report.lessons,
        "terms": report.terms,
        "questions": report.questions,
        "chunks": {"added": counts.added, "unchanged": counts.unchanged, "removed": counts.removed},
        "skipped": [{"path": it.path, "reason": it.reason} for it in report.skipped],
        "seconds": round(report.seconds, 3),
        **({"guard": report.guard.figures} if report.guard else {}),
    }


def as_text(report: Report) -> str:
    counts = report.chunks
    held = (_many(report.lessons, "lesson"), _many(report.terms, "term"), _many(report.questions, "question"))
    lines = [
        f"“{report.library}” holds {held[0]}, {held[1]} and {held[2]}.",
        f"Read {_many(report.read, 'file')} in {report.seconds:.1f} s; passages: "
        f"{counts.added:,} added, {counts.unchanged:,} unchanged, {counts.removed:,} removed.",
    ]
    ruling = [report.guard.told] if report.guard else []
    return "\n".join(lines + ruling + _skipped_lines(report.skipped))


def nothing_readable(paths: Sequence[Path], skipped: Sequence[Skipped]) -> NothingReadable:
    """The error that says for each path why: the library stays as it was."""
    where = ", ".join(map(str, paths))
    reasons = "; ".join(f"{it.path}: {it.reason.rstrip('.')}" for it in skipped[:3])
    more = f" (and {len(skipped) - 3} more)" if len(skipped) > 3 else ""
    return NothingReadable(f"Nothing in {where} can be read" + (f": {reasons}{more}." if reasons else "."))


def _skipped_lines(skipped: Sequence[Skipped]) -> list[str]:
    if not skipped:
        return []
    shown = [f"  {it.path}: {it.reason}" for it in skipped[:_SHOWN_SKIPPED]]
    hidden = len(skipped) - len(shown)
    return [f"Skipped {len(skipped):,}:", *shown, *([f"  and {hidden:,} more"] if hidden else [])]


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
