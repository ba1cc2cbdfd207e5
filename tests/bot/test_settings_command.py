"""/studyhall settings through the dispatcher"""

from dataclasses import replace

import pytest

from bot.commands import (
    AddMaterial,
    AnswerConcern,
    ChangeSettings,
    Command,
    DismissConcern,
    ListConcerns,
    ListLibraries,
    ShowSettings,
    StudyLibrary,
)
from bot.models import SpaceSettings, Upload
from knowledge.models import Change, Library, LibraryId
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import ScriptedPlatform, labels, origin, text_of
from tests.fakes.small_course import COURSE, catalogue

SPACE = origin().space


async def taught() -> tuple[Bench, ScriptedPlatform]:
    at = await bench()
    return at, at.beside(replace(origin("grace"), manages=True))


@pytest.mark.parametrize(
    "command",
    [
        ShowSettings(),
        ChangeSettings(private_answers=True),
        ListLibraries(),
        StudyLibrary(COURSE, False),
        AddMaterial((Upload("a.md", b"# A"),)),
        ListConcerns(),
        AnswerConcern(1, "So."),
        DismissConcern("unanswered", 1),
    ],
    ids=lambda command: type(command).__name__,
)
async def test_a_learner_is_refused_and_nothing_happens(command: Command):
    at = await bench()
    await at.record.set_settings(SPACE, SpaceSettings(teacher_role="7"))
    learner = at.beside(replace(origin(), roles=("8",)))
    assert text_of(await learner.send(command)).startswith("Only those who teach here can do that.")
    assert learner.last.private
    assert await at.record.settings(SPACE) == SpaceSettings(teacher_role="7")
    assert await at.record.libraries_of(SPACE) == ()
    assert [library.slug for library in await at.ports.catalogue.libraries()] == [COURSE]


async def test_settings_say_who_sees_answers_who_teaches_and_what_is_studied():
    at, teacher = await taught()
    await at.record.set_settings(SPACE, SpaceSettings(teacher_role="7"))
    shown = text_of(await teacher.send(ShowSettings())).splitlines()
    assert shown[1:4] == [
        "Answers: everybody sees them",
        "Who teaches: whoever manages this place, and all who have its teachers' role",
        "What is studied: Course",
    ]
    assert teacher.last.private
    assert labels(teacher.last) == ["Keep answers private", "Libraries", "Open questions"]


async def test_whoever_bears_the_role_sees_them_too():
    at, _ = await taught()
    await at.record.set_settings(SPACE, SpaceSettings(teacher_role="7"))
    assistant = at.beside(replace(origin(), roles=("7",)))
    assert "Settings of this place" in text_of(await assistant.send(ShowSettings()))


async def test_answers_are_made_private_and_public_again_and_the_role_stays():
    at, teacher = await taught()
    await at.record.set_settings(SPACE, SpaceSettings(teacher_role="7"))
    await teacher.send(ShowSettings())
    assert text_of(await teacher.tap("Keep answers private")).startswith("Saved.\n")
    assert await at.record.settings(SPACE) == SpaceSettings(private_answers=True, teacher_role="7")
    await teacher.tap("Show answers to everybody")
    assert await at.record.settings(SPACE) == SpaceSettings(teacher_role="7")


async def test_a_role_is_set_and_taken_away():
    at, teacher = await taught()
    await teacher.send(ChangeSettings(teacher_role="9"))
    assert (await at.record.settings(SPACE)).teacher_role == "9"
    assert "role" not in text_of(await teacher.send(ChangeSettings(teacher_role="")))
    assert (await at.record.settings(SPACE)).teacher_role == ""


async def test_settings_change_in_one_place_alone():
    at, teacher = await taught()
    await teacher.send(ChangeSettings(private_answers=True))
    elsewhere = at.beside(replace(origin(space="scripted:two"), direct=True))
    assert "everybody sees them" in text_of(await elsewhere.send(ShowSettings()))


async def test_settings_are_shown_where_nothing_can_be_studied():
    held = await catalogue()
    await held.switch(Change(Library(LibraryId("lent"), "Lent")))
    at = await bench(taught=held)
    for library in (COURSE, LibraryId("lent")):
        await at.record.lend(library, (origin(space="scripted:two").space,))
    alone = at.beside(replace(origin(), direct=True))
    assert "What is studied: nothing yet" in text_of(await alone.send(ShowSettings()))
