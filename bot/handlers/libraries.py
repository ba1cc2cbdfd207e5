"""/library: what may be studied in the space, taken up, left, or added by its teachers"""

import asyncio
from collections.abc import Collection

from bot.commands import AddMaterial, ListLibraries, StudyLibrary
from bot.errors import BadCommand, UnusableMaterial
from bot.material.files import opened
from bot.messages import libraries as words
from bot.messages.libraries import Shelved
from bot.models import Origin, SpaceId
from bot.ports import Intake, StudyRecord
from bot.replies import Reply
from bot.spaces import chosen_of, open_to, take_in
from knowledge.errors import UnknownLibrary
from knowledge.models import LibraryId
from knowledge.ports import Catalogue


async def list_libraries(
    command: ListLibraries, origin: Origin, *, record: StudyRecord, catalogue: Catalogue
) -> Reply:
    return words.listed(await _shelved(origin.space, record=record, catalogue=catalogue))


async def study_library(
    command: StudyLibrary, origin: Origin, *, record: StudyRecord, catalogue: Catalogue
) -> Reply:
    known = [it.slug for it in await open_to(origin.space, record=record, catalogue=catalogue)]
    library = LibraryId(command.library.strip().casefold())
    if library not in known:
        raise UnknownLibrary(
            f"There is no library “{command.library}” to study here.",
            hint="Type /library list to see those there are.",
        )
    chosen = chosen_after(known, await record.libraries_of(origin.space), library, studied=command.studied)
    await record.set_libraries(origin.space, chosen)
    return words.listed(await _shelved(origin.space, record=record, catalogue=catalogue))


def chosen_after(
    known: Collection[LibraryId], chosen: Collection[LibraryId], library: LibraryId, *, studied: bool
) -> tuple[LibraryId, ...]:
    """What the space chooses from now on. All that there are is no choice: what comes later is studied too.
    Raises BadCommand where nothing would be left."""
    former = set(chosen or known)
    after = former | {library} if studied else former - {library}
    if not after.intersection(known):
        raise BadCommand(
            "That is the only library that is studied here, and I would have nothing left to answer from.",
            hint="Take up another one first, then leave this one.",
        )
    return () if after.issuperset(known) else tuple(sorted(after))


async def add_material(command: AddMaterial, origin: Origin, *, record: StudyRecord, intake: Intake) -> Reply:
    if not command.files:
        raise UnusableMaterial("There is no file in that.")
    found = await asyncio.to_thread(opened, command.files)
    if not found.files:
        raise UnusableMaterial(words.nothing(found.skipped))
    taken = await take_in(origin.space, found.files, record=record, intake=intake)
    return words.added(taken, found.skipped)


async def _shelved(space: SpaceId, *, record: StudyRecord, catalogue: Catalogue) -> tuple[Shelved, ...]:
    known = await open_to(space, record=record, catalogue=catalogue)
    studied = chosen_of(tuple(it.slug for it in known), await record.libraries_of(space))
    return tuple(
        [
            Shelved(
                it.slug,
                it.title,
                len(await catalogue.lessons((it.slug,))),
                len(await catalogue.terms((it.slug,))),
                it.slug in studied,
            )
            for it in known
        ]
    )
