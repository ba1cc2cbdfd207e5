"""/studyhall settings: what the space chose, shown and changed"""

from dataclasses import replace

from bot.commands import ChangeSettings, ShowSettings
from bot.messages import settings as words
from bot.models import Origin, SpaceSettings
from bot.ports import StudyRecord
from bot.replies import Reply
from bot.spaces import chosen_of, open_to
from knowledge.models import Library
from knowledge.ports import Catalogue


async def show_settings(
    command: ShowSettings, origin: Origin, *, record: StudyRecord, catalogue: Catalogue
) -> Reply:
    studied = await _studied(origin, record=record, catalogue=catalogue)
    return words.shown(await record.settings(origin.space), studied)


async def change_settings(
    command: ChangeSettings, origin: Origin, *, record: StudyRecord, catalogue: Catalogue
) -> Reply:
    settings = changed(await record.settings(origin.space), command)
    await record.set_settings(origin.space, settings)
    studied = await _studied(origin, record=record, catalogue=catalogue)
    return words.shown(settings, studied, saved=True)


def changed(settings: SpaceSettings, command: ChangeSettings) -> SpaceSettings:
    if command.private_answers is not None:
        settings = replace(settings, private_answers=command.private_answers)
    if command.teacher_role is not None:
        settings = replace(settings, teacher_role=command.teacher_role)
    return settings


async def _studied(origin: Origin, *, record: StudyRecord, catalogue: Catalogue) -> tuple[Library, ...]:
    known = await open_to(origin.space, record=record, catalogue=catalogue)
    chosen = chosen_of(tuple(library.slug for library in known), await record.libraries_of(origin.space))
    return tuple(library for library in known if library.slug in chosen)
