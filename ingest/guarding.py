"""an ingest before it switches over -> a guard's word on whether it may

A guard is asked with both libraries as learners would meet them, the one that is served and the one that
would be, so that it can ask both the same questions. It comes from outside: an ingest answers nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ingest.progress import Progress
from knowledge.models import LibraryId
from knowledge.ports import Catalogue, VectorIndex


@dataclass(frozen=True, slots=True)
class Version:
    """One library as it is or would be; the other ports serve both."""

    catalogue: Catalogue
    vectors: VectorIndex


class Ruling(Protocol):
    """`told` is for people, `figures` for scripts."""

    @property
    def allowed(self) -> bool: ...
    @property
    def told(self) -> str: ...
    @property
    def figures(self) -> Mapping[str, object]: ...


class Guard(Protocol):
    async def compare(
        self, library: LibraryId, former: Version | None, coming: Version, progress: Progress
    ) -> Ruling:
        """`former` is None where nothing is served yet, or only with another embedder."""
