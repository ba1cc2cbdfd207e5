"""library -> what the catalogue holds of it before an ingest, and what it is called after"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.loaders.course import Course
from knowledge.models import ChunkState, Library, LibraryId, SourceState, TermHeading
from knowledge.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Holding:
    """`library` is None before the first ingest; a source of `lessons` or `states` is a file's."""

    slug: LibraryId
    library: Library | None = None
    states: tuple[SourceState, ...] = ()
    chunks: tuple[ChunkState, ...] = ()
    lessons: frozenset[str] = frozenset()
    terms: tuple[TermHeading, ...] = ()

    @property
    def generation(self) -> int:
        return self.library.generation if self.library else 0

    @property
    def roots(self) -> tuple[str, ...]:
        return self.library.roots if self.library else ()

    @property
    def files(self) -> frozenset[str]:
        return frozenset(state.source for state in self.states)

    def file_of(self, source: str) -> str:
        """A term's source may be a place in a file; a file's own name may hold a # as well."""
        return source if source in self.files else source.rpartition("#")[0] or source

    def glossaries(self) -> frozenset[str]:
        """Files that gave terms, or nothing but what other files' terms are also called."""
        return frozenset(self.file_of(term.source) for term in self.terms) | (self.files - self.lessons)


async def held(catalogue: Catalogue, slug: LibraryId) -> Holding:
    library = await catalogue.library(slug)
    if library is None or library.generation == 0:
        return Holding(slug, library)
    return Holding(
        slug,
        library,
        await catalogue.source_states(slug),
        await catalogue.chunk_states(slug),
        frozenset(lesson.source for lesson in await catalogue.lessons((slug,))),
        await catalogue.terms((slug,)),
    )


def described(before: Holding, courses: Mapping[str, Course], roots: Sequence[str]) -> Library:
    """The library by its course files, in the order of `roots`. A root that lies no more where it lay says
    nothing: what was known stays."""
    known = [courses[root] for root in roots if root in courses]
    former = before.library if before.library and len(known) < len(roots) else None
    titles = [*(course.title for course in known), former.title if former else "", _named(before.slug, roots)]
    tracks = [track for course in known for track in course.tracks] + list(former.tracks if former else ())
    first = known[0] if known else Course()
    return replace(
        before.library or Library(before.slug, title=""),
        title=next(title for title in titles if title),
        language=first.language,
        roots=tuple(roots),
        tracks=tuple(dict.fromkeys(tracks)),
        hints_only=any(course.hints_only for course in known),
    )


def _named(slug: LibraryId, roots: Sequence[str]) -> str:
    name = Path(roots[0]).stem if len(roots) == 1 else slug
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or slug
