"""files sent to the bot -> a library, read by a process of its own, with the real parts"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import Ports, dispatcher
from bot.commands import AddMaterial, AnswerConcern, Ask, ListConcerns
from bot.errors import UnusableMaterial
from bot.material import uploads
from bot.material.intake import ProcessIntake
from bot.models import SpaceId, Upload
from bot.opening import opened_ports
from bot.ports import Taken
from bot.settings import Settings
from bot.teaching import OWN_TITLE, own_library
from knowledge.models import LibraryId
from knowledge.wiring import Knowledge
from tests.fakes.scripted_platform import ScriptedPlatform, button, origin, text_of

pytestmark = pytest.mark.slow

MOSS = LibraryId("moss")
LESSON = Upload("moss.md", b"# Moss\n\nMoss drinks rain through its leaves, since it has no roots.\n")
TERMS = Upload("terms.csv", b"term,definition\nSpore,A cell from which a moss grows.\nRhizoid,A thread.\n")


@pytest.fixture
async def school(tmp_path: Path, models: Path) -> AsyncIterator[tuple[Ports, Knowledge]]:
    async with opened_ports(Settings(data=tmp_path)) as opened:
        yield opened


def folder(data: Path, library: LibraryId = MOSS) -> list[str]:
    home = data / "uploads" / library
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def intake(school: tuple[Ports, Knowledge], data: Path, **more: float) -> ProcessIntake:
    known = school[1]
    return ProcessIntake(
        data=data, catalogue=known.catalogue, vectors=known.vectors, lexical=known.lexical, **more
    )


async def test_files_become_a_library_and_what_cannot_be_read_is_told_and_not_kept(
    school: tuple[Ports, Knowledge], tmp_path: Path
):
    ports, known = school
    files = (LESSON, TERMS, Upload("slides.pdf", b"%PDF"), Upload("picture.png", b"x"), Upload("e.md", b" "))
    taken = await ports.intake.add(MOSS, "All of moss", files)
    assert (taken.lessons, taken.terms) == (1, 2)
    assert dict(taken.skipped) == {
        "slides.pdf": "Studyhall cannot read PDF yet: save it as Markdown.",
        "picture.png": "It holds nothing that I can read.",
        "e.md": "The file is empty.",
    }
    assert folder(tmp_path) == ["course.yaml", "moss.md", "terms.csv"]
    library = await known.catalogue.library(MOSS)
    assert library is not None
    assert library.title == "All of moss"
    assert not list((tmp_path / "uploads" / ".arriving").iterdir())


async def test_no_more_than_two_read_at_once_and_the_others_wait(
    school: tuple[Ports, Knowledge], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    taking, under_way, most = intake(school, tmp_path), 0, 0

    async def read(*arguments: str) -> tuple[int, str, str]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(20):
            await asyncio.sleep(0)
        under_way -= 1
        return 1, '{"error": "It says nothing."}', ""

    monkeypatch.setattr(taking, "_run", read)
    adding = (taking.add(LibraryId(f"moss-{n}"), "Moss", (LESSON,)) for n in range(5))
    told = await asyncio.gather(*adding, return_exceptions=True)
    assert {str(it) for it in told} == {"It says nothing."}
    assert most == 2


async def test_a_file_of_the_same_name_takes_the_others_place_and_the_rest_stays(
    school: tuple[Ports, Knowledge],
):
    ports, known = school
    await ports.intake.add(MOSS, "Moss", (LESSON, TERMS))
    taken = await ports.intake.add(MOSS, "Moss", (Upload("moss.md", b"# Moss and peat\n\nPeat is moss.\n"),))
    assert taken == Taken(lessons=1)
    assert [lesson.title for lesson in await known.catalogue.lessons((MOSS,))] == ["Moss and peat"]
    assert len(await known.catalogue.terms((MOSS,))) == 2


async def test_the_same_file_sent_again_is_read_again(school: tuple[Ports, Knowledge]):
    ports, _ = school
    await ports.intake.add(MOSS, "Moss", (LESSON,))
    assert await ports.intake.add(MOSS, "Moss", (LESSON,)) == Taken(lessons=1)


async def test_a_file_that_cannot_be_read_leaves_the_one_that_it_was_to_replace(
    school: tuple[Ports, Knowledge], tmp_path: Path
):
    ports, known = school
    await ports.intake.add(MOSS, "Moss", (LESSON,))
    with pytest.raises(UnusableMaterial, match=r"moss\.md: It is not text"):
        await ports.intake.add(MOSS, "Moss", (Upload("moss.md", b"\x00\x01\xff\xfe\x81"),))
    assert (tmp_path / "uploads" / MOSS / "moss.md").read_bytes() == LESSON.content
    assert [lesson.title for lesson in await known.catalogue.lessons((MOSS,))] == ["Moss"]


async def test_where_nothing_can_be_read_there_is_no_library_and_no_path_of_the_machine_is_told(
    school: tuple[Ports, Knowledge], tmp_path: Path
):
    ports, known = school
    with pytest.raises(UnusableMaterial) as refused:
        await ports.intake.add(MOSS, "Moss", (Upload("slides.pdf", b"%PDF"),))
    assert str(refused.value) == (
        "Nothing in what you sent can be read: "
        "slides.pdf: Studyhall cannot read PDF yet: save it as Markdown."
    )
    assert str(tmp_path) not in str(refused.value) + refused.value.hint
    assert await known.catalogue.libraries() == ()
    assert not (tmp_path / "uploads" / MOSS).exists()


async def test_a_course_file_of_the_senders_own_names_the_library(
    school: tuple[Ports, Knowledge], tmp_path: Path
):
    ports, known = school
    await ports.intake.add(MOSS, "Moss", (LESSON, Upload("Course.yml", b"title: Botany\n")))
    await ports.intake.add(MOSS, "Moss", (TERMS,))
    library = await known.catalogue.library(MOSS)
    assert library is not None
    assert library.title == "Botany"
    assert folder(tmp_path) == ["course.yaml", "moss.md", "terms.csv"]


async def test_a_reader_that_takes_too_long_is_stopped_and_all_is_as_it_was(
    school: tuple[Ports, Knowledge], tmp_path: Path
):
    hasty = intake(school, tmp_path, patience_s=0.05)
    with pytest.raises(UnusableMaterial, match="longer than 0 minutes"):
        await hasty.add(MOSS, "Moss", (LESSON,))
    assert not (tmp_path / "uploads" / MOSS).exists()


async def test_a_sender_who_gives_up_leaves_nothing_behind(school: tuple[Ports, Knowledge], tmp_path: Path):
    adding = asyncio.create_task(school[0].intake.add(MOSS, "Moss", (LESSON,)))
    while not (tmp_path / "uploads" / MOSS / "moss.md").exists():  # noqa: ASYNC110 - nothing tells of a file
        await asyncio.sleep(0.01)
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    assert not (tmp_path / "uploads" / MOSS).exists()


async def test_two_sendings_at_once_are_both_taken_in(school: tuple[Ports, Knowledge]):
    ports, known = school
    both = await asyncio.gather(
        ports.intake.add(MOSS, "Moss", (LESSON,)), ports.intake.add(MOSS, "Moss", (TERMS,))
    )
    assert both == [Taken(lessons=1), Taken(terms=2)]
    assert len(await known.catalogue.lessons((MOSS,))) == 1


async def test_a_forgotten_library_is_gone_with_its_files_and_may_come_again(
    school: tuple[Ports, Knowledge], tmp_path: Path
):
    ports, known = school
    await ports.intake.add(MOSS, "Moss", (LESSON,))
    assert await known.retriever.find("How does moss drink?", (MOSS,))
    await ports.intake.forget(MOSS)
    await ports.intake.forget(LibraryId("never"))
    assert await known.retriever.find("How does moss drink?", (MOSS,)) == ()
    assert await known.vectors.ids(MOSS) == await known.sentences.ids(MOSS) == frozenset()
    assert not (tmp_path / "uploads" / MOSS).exists()
    assert not list((tmp_path / "lexical" / MOSS).glob("[0-9]*"))
    await ports.intake.add(
        MOSS, "Moss", (Upload("peat.md", b"# Peat\n\nPeat burns slowly when it is dry.\n"),)
    )
    (found,) = await known.retriever.find("Does peat burn?", (MOSS,))
    assert found.chunk.title == "Peat"
    assert [lesson.title for lesson in (await known.shelf.contents((MOSS,))).lessons] == ["Peat"]


PAIRS = (
    ("When is the homework due?", "Friday at noon, on the course page."),
    ("Is there an exam?", "No, but there is a project at the end."),
    ("Can I hand in the project late?", "Yes. Write to me before the deadline, and you get three more days."),
    ("Where do I find the slides?", "They are in the shared folder of the class."),
)


async def test_a_teachers_answer_is_what_learners_of_the_place_are_told_and_nobody_elses(
    school: tuple[Ports, Knowledge],
):
    ports, _ = school
    answering = dispatcher(ports)
    teacher = ScriptedPlatform(answering, replace(origin("grace"), manages=True))
    learner, stranger = ScriptedPlatform(answering), ScriptedPlatform(answering, origin(space="scripted:two"))
    await ports.intake.add(LibraryId("open"), "Moss", (LESSON, TERMS))
    for question, answer in PAIRS:
        assert "do not say" in text_of(await learner.send(Ask(question)))
        await teacher.send(ListConcerns())
        opens = button(teacher.last, "Answer 1").command
        told = text_of(await teacher.send(AnswerConcern(opens.question, answer)))  # type: ignore[union-attr]
        assert answer in told
        found = text_of(await learner.send(Ask(question.lower().rstrip("?"))))
        assert answer in found.replace(" [1]", "")
        assert f"[1] {question}" in found
        assert "do not say" in text_of(await stranger.send(Ask(question)))
    assert text_of(await teacher.send(ListConcerns())).startswith("Nothing waits for you here")


async def test_what_a_place_sends_is_found_there_at_once_and_nowhere_else(school: tuple[Ports, Knowledge]):
    ports, _ = school
    answering = dispatcher(ports)
    teacher = ScriptedPlatform(answering, replace(origin("grace"), manages=True))
    stranger = ScriptedPlatform(answering, origin(space="scripted:two"))
    await ports.intake.add(LibraryId("open"), "Terms", (TERMS,))
    await teacher.send(AddMaterial((LESSON,)))
    assert "no roots" in text_of(await teacher.send(Ask("How does moss drink?")))
    assert "no roots" not in text_of(await stranger.send(Ask("How does moss drink?")))


# The folder alone


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path):
    home = tmp_path / "uploads" / "moss"
    for name in ("../x.md", "a/../../x.md", "/x.md", ""):
        with pytest.raises(UnusableMaterial, match="leads out"):
            uploads.place(home, "Moss", (Upload(name, b"x"),))
    assert not home.exists()


def test_a_folder_holds_no_more_than_it_may(tmp_path: Path):
    home = tmp_path / "uploads" / "moss"
    uploads.place(home, "Moss", (Upload("a.md", bytes(uploads.MOST_KEPT - 1000)),)).settle(("a.md",))
    with pytest.raises(UnusableMaterial, match="50 MB"):
        uploads.place(home, "Moss", (Upload("b.md", bytes(2000)),))
    assert [path.name for path in home.iterdir()] == ["a.md"]


async def test_a_library_is_called_after_the_place_unless_its_teachers_say_otherwise(
    school: tuple[Ports, Knowledge],
):
    ports, known = school
    own = own_library(SpaceId("scripted:one"))
    await ports.intake.add(own, OWN_TITLE, (LESSON,))
    library = await known.catalogue.library(own)
    assert library is not None
    assert library.title == "This place's own lessons"
