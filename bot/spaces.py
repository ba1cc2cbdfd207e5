"""space -> the libraries that it studies"""

from collections.abc import Awaitable, Callable

from bot.models import SpaceId
from bot.ports import StudyRecord
from knowledge.errors import NothingIngested
from knowledge.models import LibraryId
from knowledge.ports import Catalogue

Libraries = Callable[[SpaceId], Awaitable[tuple[LibraryId, ...]]]
"""Raises NothingIngested where there is none to study."""


async def libraries_of(space: SpaceId, *, record: StudyRecord, catalogue: Catalogue) -> tuple[LibraryId, ...]:
    """What the space chose, as far as it was ingested; every library where it chose nothing."""
    known = tuple(library.slug for library in await catalogue.libraries())
    if not known:
        raise NothingIngested("There are no lessons here yet.")
    chosen = await record.libraries_of(space)
    studied = tuple(slug for slug in known if slug in chosen) if chosen else known
    if not studied:
        raise NothingIngested("None of the libraries chosen for this place has been ingested.")
    return studied
