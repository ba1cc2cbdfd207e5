"""what a library holds + what was found -> the report, where nothing is to be done  (pure)

Told by hashes alone: no model, no index and no course file is opened.
"""

from collections.abc import Collection
from dataclasses import replace

from ingest.report import ChunkCounts, Report
from ingest.sources import Difference, Found, Skipped, compare
from knowledge.models import Library, SourceState, Standing

KEPT = "What was read of it before is kept."


def unchanged(standing: Standing, found: Found) -> Report | None:
    """None where there is something to do. Its seconds are the caller's to say."""
    library = standing.library
    if not found.files or not is_settled(library, difference_of(found, standing.states), found):
        return None
    return Report(
        library.slug,
        ChunkCounts(unchanged=standing.chunks),
        told(found.skipped, {state.source for state in standing.states}),
        lessons=standing.lessons,
        terms=standing.terms,
        questions=standing.questions,
    )


def is_settled(library: Library | None, difference: Difference, found: Found) -> bool:
    if library is None or library.generation == 0 or not library.swept:
        return False
    return not (difference.fresh or difference.gone or not set(found.roots) <= set(library.roots))


def difference_of(found: Found, states: Collection[SourceState]) -> Difference:
    """A file that is there and cannot be opened is not gone; nor is what lies in such a folder."""
    difference = compare(found.files, tuple(states), found.roots)
    closed = [it.path for it in found.skipped]
    gone = (
        source
        for source in difference.gone
        if not any(source == path or source.startswith(f"{path}/") for path in closed)
    )
    return replace(difference, gone=tuple(gone))


def told(skipped: Collection[Skipped], files: Collection[str]) -> tuple[Skipped, ...]:
    """With a word that nothing is lost where the library holds the file already."""
    return tuple(replace(it, reason=kept(it.reason, it.path, files)) for it in skipped)


def kept(reason: str, source: str, files: Collection[str]) -> str:
    return f"{reason} {KEPT}" if source in files else reason
