"""what teachers type in Discord -> the command that it means"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.app_commands import locale_str as _

from bot.commands import (
    AddMaterial,
    ChangeSettings,
    Command,
    ListConcerns,
    ListLibraries,
    ShowClass,
    ShowSettings,
    StudyLibrary,
)
from bot.material.files import MOST_BYTES, too_much
from bot.models import Upload
from bot.platforms.discord.faults import delivering

if TYPE_CHECKING:
    from bot.platforms.discord.client import StudyClient

Interaction: TypeAlias = "discord.Interaction[StudyClient]"

library = app_commands.Group(name="library", description=_("For teachers: what is studied here"))


@library.command(name="list", description=_("For teachers: choose what is studied here"))
async def library_list(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, ListLibraries())


@library.command(name="study", description=_("For teachers: take up a library"))
@app_commands.describe(name=_("The library's name"))
async def library_study(interaction: Interaction, name: Range[str, 1, 200]) -> None:
    await interaction.client.typed(interaction, StudyLibrary(name, True))


@library.command(name="leave", description=_("For teachers: leave a library"))
@app_commands.describe(name=_("The library's name"))
async def library_leave(interaction: Interaction, name: Range[str, 1, 200]) -> None:
    await interaction.client.typed(interaction, StudyLibrary(name, False))


@library.command(name="add", description=_("For teachers: send lessons and glossaries"))
@app_commands.describe(
    file=_("Markdown, a glossary, an Anki deck, or a zip of them"),
    second=_("Another file"),
    third=_("Another file"),
    fourth=_("Another file"),
    fifth=_("Another file"),
)
async def library_add(
    interaction: Interaction,
    file: discord.Attachment,
    second: discord.Attachment | None = None,
    third: discord.Attachment | None = None,
    fourth: discord.Attachment | None = None,
    fifth: discord.Attachment | None = None,
) -> None:
    files = [one for one in (file, second, third, fourth, fifth) if one is not None]

    async def fetched() -> Command:
        return AddMaterial(await uploads_of(files))

    await interaction.client.typed(interaction, AddMaterial(()), ready=fetched)


async def uploads_of(files: Sequence[discord.Attachment]) -> tuple[Upload, ...]:
    """Fetched one after the other. Raises UnusableMaterial before the first where they are too large."""
    if sum(file.size for file in files) > MOST_BYTES:
        raise too_much()
    found = []
    for file in files:
        with delivering("fetch a file"):
            found.append(Upload(file.filename, await file.read()))
    return tuple(found)


studyhall = app_commands.Group(
    name="studyhall", description=_("For teachers: settings, open questions, the class")
)


@studyhall.command(name="settings", description=_("For teachers: who sees an answer, and who teaches here"))
@app_commands.describe(
    private_answers=_("Only the asker sees an answer, unless they say otherwise"),
    teachers=_("The role whose members may do all this too; @everyone: none"),
)
async def settings(
    interaction: Interaction, private_answers: bool | None = None, teachers: discord.Role | None = None
) -> None:
    role = None if teachers is None else "" if teachers.is_default() else str(teachers.id)
    nothing = private_answers is None and role is None
    command = ShowSettings() if nothing else ChangeSettings(private_answers, role)
    await interaction.client.typed(interaction, command)


@studyhall.command(name="questions", description=_("For teachers: what I could not answer, or not well"))
async def questions(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, ListConcerns())


@studyhall.command(
    name="class", description=_("For teachers: what is forgotten most, and how much is reviewed")
)
@app_commands.describe(csv=_("As CSV, for a table program"))
async def class_(interaction: Interaction, csv: bool = False) -> None:
    await interaction.client.typed(interaction, ShowClass(csv=csv))
