"""space -> the libraries that it may study, and those that it studies"""

from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.models import Choice, SpaceId, Upload
from bot.ports import Intake, StudyRecord, Taken
from bot.teaching import OWN_TITLE, own_library
from knowledge.errors import NothingIngested
from knowledge.models import Library, LibraryId
from knowledge.ports import Catalogue

Libraries = Callable[[SpaceId], Awaitable[tuple[LibraryId, ...]]]
"""Raises NothingIngested where there is none to study."""


async def libraries_of(space: SpaceId, *, record: StudyRecord, catalogue: Catalogue) -> tuple[LibraryId, ...]:
    """What the space chose of the libraries that are open or lent to it, as far as it was ingested; all of
    those where it chose nothing."""
    open_here, choice = await _open(space, record=record, catalogue=catalogue)
    known = tuple(library.slug for library in open_here)
    if not known:
        raise NothingIngested("There are no lessons here yet.")
    studied = chosen_of(known, choice.chosen)
    if not studied:
        raise NothingIngested("None of the libraries chosen for this place can be studied here now.")
    return studied


async def open_to(space: SpaceId, *, record: StudyRecord, catalogue: Catalogue) -> tuple[Library, ...]:
    """By slug; what is lent to other spaces alone is as if it were not there."""
    return (await _open(space, record=record, catalogue=catalogue))[0]


async def _open(
    space: SpaceId, *, record: StudyRecord, catalogue: Catalogue
) -> tuple[tuple[Library, ...], Choice]:
    # In this order: a library is lent before it is made, so whatever is seen here is lent there.
    known = await catalogue.libraries()
    choice = await record.choice(space)
    return tuple(library for library in known if library.slug not in choice.closed), choice


def chosen_of(known: tuple[LibraryId, ...], chosen: Collection[LibraryId]) -> tuple[LibraryId, ...]:
    return tuple(slug for slug in known if slug in chosen) if chosen else known


async def take_in(space: SpaceId, files: Sequence[Upload], *, record: StudyRecord, intake: Intake) -> Taken:
    """Into the space's own library, which it studies from now on, and no other space. Raises
    UnusableMaterial."""
    own = own_library(space)
    lent = (await record.lendings()).get(own)
    if lent is not None and not lent:
        # What is left of a place that was forgotten must not come back with new lessons.
        await intake.forget(own)
    if not lent or space not in lent:
        await record.lend(own, {*(lent or ()), space})
    taken = await intake.add(own, OWN_TITLE, files)
    chosen = await record.libraries_of(space)
    if chosen and own not in chosen:
        await record.set_libraries(space, (*chosen, own))
    return taken
