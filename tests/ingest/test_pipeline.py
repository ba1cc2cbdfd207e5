"""the ingest, on fakes at its ports"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

import pytest

from ingest.pipeline import Order
from ingest.settled import difference_of
from ingest.sources import Found, Skipped
from knowledge.errors import EmbedderMismatch, LibraryBusy, NothingReadable
from knowledge.models import ChunkId, LibraryId, SourceState
from knowledge.ports import Vectors
from tests.fakes.indexes import MemorySentenceIndex, MemoryVectorIndex, WordEmbedder
from tests.ingest.schoolroom import AI, FREEZING, PROMPTING, PRUNING, Schoolroom, course, write


@pytest.fixture
def room() -> Schoolroom:
    return Schoolroom()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return course(tmp_path / "ai")


async def test_a_first_ingest_switches_a_library_on(room: Schoolroom, root: Path) -> None:
    report = await room.ingest(root)
    (library,) = await room.catalogue.libraries()
    assert (library.title, library.tracks, library.generation) == (
        "AI Foundations",
        ("Foundations", "Adapting"),
        1,
    )
    assert (library.embedder, library.dimension, library.roots) == ("words", 256, (str(root),))
    assert (report.lessons, report.terms, report.questions, report.read) == (2, 3, 1, 6)
    assert report.chunks.added == len(await room.chunks())
    assert await room.is_consistent()


async def test_how_much_a_library_holds_is_measured_at_each_change(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    first = len(await room.chunks())
    assert (await room.catalogue.calibration(AI))["chunks"] == first
    (root / "lessons/freezing.md").unlink()
    await room.ingest(root)
    assert (await room.catalogue.calibration(AI))["chunks"] == first - 1


async def test_where_the_scale_of_cosines_begins_is_the_embedders_and_not_the_courses(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    chunks = len(await room.chunks())
    assert await room.catalogue.calibration(AI) == {"chunks": chunks, "unlike": room.embedder.unlike}


async def test_an_unchanged_course_meets_no_model_and_no_index(room: Schoolroom, root: Path) -> None:
    before = await room.ingest(root)
    room.vectors = MemoryVectorIndex()
    report = await room.ingest(root)
    assert room.embedder.embedded == before.chunks.added
    assert (report.chunks.unchanged, report.chunks.added, report.read) == (before.chunks.added, 0, 0)
    assert (report.lessons, report.terms, report.questions) == (2, 3, 1)
    assert (await room.catalogue.generations((AI,)))[AI] == 1


async def test_only_what_changed_is_embedded(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    write(root, {"lessons/prompting.md": f"# Prompting\n\n{PROMPTING}\n## More\n\n{PRUNING}"})
    assert await room.embedded_by(root) == 1
    assert PRUNING.strip() in await room.texts()
    assert await room.is_consistent()


async def test_a_lesson_that_is_gone_is_removed_everywhere(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    (root / "lessons/freezing.md").unlink()
    report = await room.ingest(root)
    assert report.chunks.removed == 1
    assert (report.lessons, report.questions) == (1, 0)
    assert FREEZING.strip() not in await room.texts()
    assert await room.is_consistent()


async def test_a_renamed_file_is_not_embedded_twice(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    (former,) = [chunk for chunk in await room.chunks() if chunk.source == "lessons/freezing.md"]
    vector = (await room.vectors.vectors(AI, [former.id]))[former.id]
    (root / "lessons/freezing.md").rename(root / "lessons/frozen.md")
    assert await room.embedded_by(root) == 0
    (chunk,) = [chunk for chunk in await room.chunks() if chunk.source == "lessons/frozen.md"]
    assert chunk.id != former.id
    assert ((await room.vectors.vectors(AI, [chunk.id]))[chunk.id] == vector).all()
    assert await room.is_consistent()


async def test_of_two_equal_lessons_one_is_embedded(room: Schoolroom, tmp_path: Path) -> None:
    root = write(tmp_path / "ai", {"a.md": f"# Same\n\n{FREEZING}", "b.md": f"# Same\n\n{FREEZING}"})
    assert await room.embedded_by(root) == 1
    assert await room.is_consistent()
    assert len(await room.chunks()) == 2


async def test_a_new_title_is_embedded_anew(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    write(root, {"lessons/prompting.md": f"# Asking a model\n\n{PROMPTING}"})
    assert await room.embedded_by(root) == 1
    assert await room.is_consistent()


async def test_a_run_over_one_root_leaves_the_other_alone(
    room: Schoolroom, root: Path, tmp_path: Path
) -> None:
    other = write(tmp_path / "extra", {"pruning.md": f"# Pruning\n\n{PRUNING}"})
    await room.ingest(root, other)
    (root / "lessons/freezing.md").unlink()
    (other / "pruning.md").unlink()
    write(other, {"distilling.md": "# Distilling\n\nA small model learns from a large one.\n"})
    await room.ingest(other)
    assert FREEZING.strip() in await room.texts()
    assert PRUNING.strip() not in await room.texts()
    await room.ingest(root)
    assert FREEZING.strip() not in await room.texts()
    (library,) = await room.catalogue.libraries()
    assert library.roots == (str(root), str(other))
    assert library.title == "AI Foundations"


async def test_two_libraries_share_nothing(room: Schoolroom, root: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "extra", {"pruning.md": f"# Pruning\n\n{PRUNING}"})
    await room.ingest(root)
    before = await room.texts()
    await room.pipeline().run(Order(LibraryId("extra"), (other,)))
    assert await room.texts() == before
    assert [library.slug for library in await room.catalogue.libraries()] == ["ai", "extra"]


async def test_a_file_that_cannot_be_read_keeps_what_was_read_of_it(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    (root / "lessons/freezing.md").write_bytes(b"\xff\xfe\x00\x00\x9d\x81broken\x00\x00")
    for _ in range(2):
        report = await room.ingest(root)
        (skipped,) = report.skipped
        assert skipped.path == "lessons/freezing.md"
        assert skipped.reason.endswith("What was read of it before is kept.")
        assert FREEZING.strip() in await room.texts()
    assert (await room.catalogue.generations((AI,)))[AI] == 1


def test_what_lies_in_a_folder_that_cannot_be_opened_is_not_gone() -> None:
    states = tuple(
        SourceState(source, "/ai", "hash") for source in ("closed.md", "closed/in/a.md", "closed-not/b.md")
    )
    found = Found((), (Skipped("closed", "The folder cannot be opened."),), ("/ai",))
    assert difference_of(found, states).gone == ("closed.md", "closed-not/b.md")


async def test_a_new_file_that_cannot_be_read_holds_nothing_up(room: Schoolroom, root: Path) -> None:
    (root / "lessons/broken.md").write_bytes(b"\x00\x01\x02\xff" * 20)
    report = await room.ingest(root)
    assert [skipped.path for skipped in report.skipped] == ["lessons/broken.md"]
    assert report.lessons == 2


async def test_a_folder_without_anything_readable_leaves_the_library_as_it_was(
    room: Schoolroom, root: Path, tmp_path: Path
) -> None:
    await room.ingest(root)
    before = await room.texts()
    rmtree(root)
    write(root, {"picture.svg": ""})
    for paths in ([root], [tmp_path / "nowhere"], [write(tmp_path / "blank", {"blank.md": " \n"})]):
        with pytest.raises(NothingReadable):
            await room.ingest(*paths)
    assert await room.texts() == before
    assert (await room.catalogue.generations((AI,)))[AI] == 1


async def test_a_path_that_does_not_exist_is_named_beside_one_that_does(
    room: Schoolroom, root: Path, tmp_path: Path
) -> None:
    report = await room.ingest(root, tmp_path / "nowhere")
    (skipped,) = report.skipped
    assert skipped.path == str(tmp_path / "nowhere")
    assert report.lessons == 2


async def test_a_stub_gives_its_name_to_the_term_that_it_points_at(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    assert await room.aliases("Fine-tuning") == ("FT",)


async def test_a_stub_that_stayed_the_same_still_counts_when_its_term_is_read_anew(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    write(root, {"glossary/fine-tuning.md": "---\nterm: Fine-tuning\n---\nTraining a little more.\n"})
    assert await room.embedded_by(root) == 1
    assert await room.aliases("Fine-tuning") == ("FT",)


async def test_a_stub_that_points_elsewhere_moves_its_alias_without_embedding(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    write(root, {"glossary/ft.md": "---\nterm: FT\n---\nSee [Pre-training](pre-training.md).\n"})
    assert await room.embedded_by(root) == 0
    assert await room.aliases("Fine-tuning") == ()
    assert await room.aliases("Pre-training") == ("FT",)
    (root / "glossary/ft.md").unlink()
    await room.ingest(root)
    assert await room.aliases("Pre-training") == ()
    assert await room.is_consistent()


async def test_a_stub_reaches_a_term_of_another_root(room: Schoolroom, root: Path, tmp_path: Path) -> None:
    stubs = write(tmp_path / "more", {"glossary/of.md": "---\nterm: OF\n---\nSee overfitting.\n"})
    await room.ingest(root)
    await room.ingest(stubs)
    assert await room.aliases("Overfitting") == ("OF",)
    write(root, {"glossary/overfitting.md": "---\nterm: Overfitting\n---\nLearning by heart.\n"})
    await room.ingest(root)
    assert await room.aliases("Overfitting") == ("OF",)


async def test_a_stub_that_points_at_nothing_is_told(room: Schoolroom, root: Path) -> None:
    write(root, {"glossary/ft.md": "---\nterm: FT\n---\nSee the moon.\n"})
    report = await room.ingest(root)
    assert [skipped.path for skipped in report.skipped] == ["glossary/ft.md"]


async def test_terms_know_their_nearest_and_never_themselves(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    neighbours = await room.catalogue.neighbours(AI)
    assert neighbours["glossary/fine-tuning.md"][0] == "glossary/pre-training.md"
    assert all(source not in nearest for source, nearest in neighbours.items())
    (root / "glossary/pre-training.md").unlink()
    await room.ingest(root)
    assert (await room.catalogue.neighbours(AI))["glossary/fine-tuning.md"] == ("glossary/overfitting.md",)


async def test_a_changed_course_file_changes_the_library_without_embedding(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    write(root, {"course.yaml": "title: Reuse\nbase_url: https://school.example/ai\ntracks: [Adapting]\n"})
    assert await room.embedded_by(root) == 0
    (library,) = await room.catalogue.libraries()
    assert (library.title, library.tracks) == ("Reuse", ("Adapting",))
    lesson = await room.catalogue.lesson(AI, "lessons/freezing.md")
    assert lesson is not None
    assert lesson.url == "https://school.example/ai/freezing"
    assert {chunk.url for chunk in await room.chunks() if chunk.source == lesson.source} == {lesson.url}
    assert await room.is_consistent()


async def test_another_embedder_is_refused_with_the_command_that_embeds_anew(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    other = Schoolroom(
        catalogue=room.catalogue,
        vectors=MemoryVectorIndex("other", beside=room.vectors),
        embedder=WordEmbedder("other", 64),
    )
    with pytest.raises(EmbedderMismatch) as refused:
        await other.ingest(root)
    assert refused.value.hint == f"Run: studyhall ingest --library ai --reembed {root}"
    (library,) = await room.catalogue.libraries()
    assert (library.embedder, library.generation) == ("words", 1)


async def test_embedding_anew_switches_whole_and_drops_the_old_vectors(
    room: Schoolroom, root: Path, tmp_path: Path
) -> None:
    pruning = write(tmp_path / "extra", {"pruning.md": f"# Pruning\n\n{PRUNING}"})
    await room.ingest(root, pruning)
    other = Schoolroom(
        room.catalogue,
        MemoryVectorIndex("other", beside=room.vectors),
        WordEmbedder("other", 64),
        MemorySentenceIndex("other", beside=room.sentences),
    )
    report = await other.ingest(root, reembed=True)
    assert await other.is_consistent()
    assert await room.vectors.ids(AI) == await room.sentences.ids(AI) == frozenset()
    assert other.embedder.embedded == report.chunks.unchanged == len(await room.chunks())
    (library,) = await room.catalogue.libraries()
    assert (library.embedder, library.dimension, library.generation) == ("other", 64, 2)


async def test_two_ingests_of_one_library_say_so_or_wait(room: Schoolroom, root: Path) -> None:
    async with room.catalogue.lock(AI):
        with pytest.raises(LibraryBusy):
            await room.ingest(root)
        waiting = asyncio.create_task(room.pipeline().run(Order(AI, (root,), wait=True)))
        await asyncio.sleep(0)
    assert (await waiting).lessons == 2


class _Killed(BaseException):
    """What a kill is to a coroutine: nothing may catch it."""


class _VectorsThatDie(MemoryVectorIndex):
    """Ends the ingest at its n-th writing call."""

    def __init__(self, beside: MemoryVectorIndex, after: int) -> None:
        super().__init__(beside=beside)
        self._left = after

    async def add(self, library: LibraryId, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        self._count()
        await super().add(library, ids, vectors)

    async def remove(self, library: LibraryId, ids: object) -> None:
        self._count()

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _Killed


async def test_vectors_of_an_ingest_that_died_are_used_by_the_next(room: Schoolroom, tmp_path: Path) -> None:
    many = {f"{n:03}.md": f"# Lesson {n}\n\n{FREEZING}" for n in range(300)}
    root = write(tmp_path / "ai", many)
    dying = Schoolroom(room.catalogue, _VectorsThatDie(room.vectors, after=1), room.embedder, room.sentences)
    with pytest.raises(_Killed):
        await dying.ingest(root)
    written = len(await room.vectors.ids(AI))
    assert 0 < written < 300
    assert await room.catalogue.libraries() == ()
    assert await room.embedded_by(root) == 300 - written
    assert await room.is_consistent()


async def test_what_an_ingest_that_died_left_is_swept_even_where_nothing_changed(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    (root / "lessons/freezing.md").unlink()
    dying = Schoolroom(room.catalogue, _VectorsThatDie(room.vectors, after=0), room.embedder, room.sentences)
    with pytest.raises(_Killed):
        await dying.ingest(root)
    assert FREEZING.strip() not in await room.texts()
    assert not await room.is_consistent()
    assert await room.embedded_by(root) == 0
    assert await room.is_consistent()


async def test_vectors_that_were_lost_are_made_again_with_the_next_change(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    await room.vectors.drop(AI)
    write(root, {"lessons/pruning.md": f"# Pruning\n\n{PRUNING}"})
    await room.ingest(root)
    assert await room.is_consistent()


async def test_a_library_of_the_version_before_gets_its_sentences_with_the_next_change(
    room: Schoolroom, root: Path
) -> None:
    await room.ingest(root)
    await room.sentences.remove(AI, await room.sentences.ids(AI))
    assert await room.embedded_by(root) == 0
    write(root, {"lessons/pruning.md": f"# Pruning\n\n{PRUNING}"})
    await room.ingest(root)
    assert await room.is_consistent()


async def test_a_renamed_file_takes_its_sentences_along(room: Schoolroom, root: Path) -> None:
    await room.ingest(root)
    (root / "lessons/prompting.md").rename(root / "lessons/asking.md")
    assert await room.embedded_by(root) == 0
    assert await room.is_consistent()
