"""/library through the dispatcher: listed, taken up, left, added"""

from dataclasses import replace

from bot.commands import AddMaterial, ListLessons, ListLibraries, StudyLibrary
from bot.models import Upload
from bot.teaching import own_library
from knowledge.models import Change, Library, LibraryId
from tests.bot.bench import Bench, bench
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.scripted_platform import ScriptedPlatform, labels, origin, text_of
from tests.fakes.small_course import COURSE, catalogue

SPACE, OTHER_SPACE = origin().space, origin(space="scripted:two").space
BIRDS, SECRET = LibraryId("birds"), LibraryId("secret")


async def school() -> tuple[Bench, ScriptedPlatform]:
    """Course and birds are open, and a third is lent to another place."""
    held = await catalogue()
    await held.switch(Change(Library(BIRDS, "Birds")))
    await held.switch(Change(Library(SECRET, "The secret")))
    at = await bench(taught=held)
    await at.record.lend(SECRET, (OTHER_SPACE,))
    return at, at.beside(replace(origin("grace"), manages=True))


async def test_libraries_are_listed_with_what_they_hold_and_whether_they_are_studied():
    at, teacher = await school()
    await at.record.set_libraries(SPACE, (COURSE,))
    assert text_of(await teacher.send(ListLibraries())).splitlines()[1:3] == [
        "Birds (birds), 0 lessons and 0 terms",
        "Course (course), 2 lessons and 4 terms, studied here",
    ]
    assert labels(teacher.last) == ["Study Birds", "Leave Course"]


async def test_what_is_lent_to_another_place_is_not_named_and_cannot_be_studied():
    at, teacher = await school()
    assert "secret" not in text_of(await teacher.send(ListLibraries())).lower()
    refused = text_of(await teacher.send(StudyLibrary(SECRET, True)))
    assert refused.startswith("There is no library “secret” to study here.")
    assert await at.record.libraries_of(SPACE) == ()


async def test_a_library_is_left_and_taken_up_again():
    at, teacher = await school()
    await teacher.send(ListLibraries())
    await teacher.tap("Leave Birds")
    assert await at.record.libraries_of(SPACE) == (COURSE,)
    assert labels(teacher.last) == ["Study Birds", "Leave Course"]
    await teacher.tap("Study Birds")
    assert await at.record.libraries_of(SPACE) == ()
    assert labels(teacher.last) == ["Leave Birds", "Leave Course"]


async def test_the_last_library_is_not_left():
    at, teacher = await school()
    await teacher.send(StudyLibrary(BIRDS, False))
    refused = text_of(await teacher.send(StudyLibrary(COURSE, False)))
    assert refused.startswith("That is the only library that is studied here")
    assert await at.record.libraries_of(SPACE) == (COURSE,)


async def test_a_choice_that_is_not_at_hand_just_now_is_kept():
    at, teacher = await school()
    await at.record.set_libraries(SPACE, (COURSE, LibraryId("gone")))
    await teacher.send(StudyLibrary(BIRDS, True))
    assert await at.record.libraries_of(SPACE) == ()
    await at.record.set_libraries(SPACE, (COURSE, BIRDS, LibraryId("gone")))
    await teacher.send(StudyLibrary(BIRDS, False))
    assert set(await at.record.libraries_of(SPACE)) == {COURSE, LibraryId("gone")}


async def test_where_there_is_no_library_it_is_said_how_to_add_one():
    at = await bench(taught=MemoryCatalogue())
    alone = at.beside(replace(origin(), direct=True))
    assert text_of(await alone.send(ListLibraries())).startswith(
        "There are no lessons here yet.\nAdd your own"
    )


async def test_what_a_teacher_sends_is_studied_here_and_nowhere_else():
    at, teacher = await school()
    files = (Upload("moss.md", b"# Moss"), Upload("slides.pdf", b"%PDF"))
    told = text_of(await teacher.send(AddMaterial(files))).splitlines()
    assert told[0] == "I have read 1 lesson, and learners here find it from now on."
    assert told[-1] == "slides.pdf  It is a PDF."
    assert "moss.md" in text_of(await at.beside(origin()).send(ListLessons()))
    elsewhere = at.beside(replace(origin(space=OTHER_SPACE), manages=True))
    assert "moss.md" not in text_of(await elsewhere.send(ListLessons()))
    assert own_library(SPACE) not in text_of(await elsewhere.send(ListLibraries()))


async def test_what_cannot_be_opened_is_told_beside_what_was_read():
    _, teacher = await school()
    files = (Upload("moss.md", b"# Moss"), Upload(".hidden", b"x"))
    assert ".hidden  That is no name" in text_of(await teacher.send(AddMaterial(files)))


async def test_files_of_which_nothing_can_be_read_change_nothing():
    at, teacher = await school()
    told = text_of(await teacher.send(AddMaterial((Upload("slides.pdf", b"%PDF"),))))
    assert told.startswith("slides.pdf: It is a PDF.")
    hidden = text_of(await teacher.send(AddMaterial((Upload(".env", b"x"),))))
    assert hidden.startswith("There is nothing in that which I can read: .env: That is no name for a lesson.")
    assert text_of(await teacher.send(AddMaterial(()))).startswith("There is no file in that.")
    assert own_library(SPACE) not in [it.slug for it in await at.ports.catalogue.libraries()]


async def test_twenty_five_libraries_have_a_button_and_no_more():
    held = MemoryCatalogue()
    for number in range(30):
        await held.switch(Change(Library(LibraryId(f"course-{number:02}"), "A very long title " * 10)))
    at = await bench(taught=held)
    alone = at.beside(replace(origin(), direct=True))
    rows = (await alone.send(ListLibraries())).buttons
    assert [len(row) for row in rows] == [5] * 5
    assert max(len(button.label) for row in rows for button in row) <= 80
