"""an ingest with a guard, on fakes at its ports"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ingest.guarding import Version
from ingest.pipeline import Order
from ingest.progress import Progress
from ingest.report import Report
from knowledge.errors import GuardRefused
from knowledge.models import Chunk, ChunkId, Library, LibraryId
from knowledge.ports import Catalogue
from tests.fakes.indexes import MemorySentenceIndex, MemoryVectorIndex, WordEmbedder
from tests.ingest.schoolroom import AI, FREEZING, PROMPTING, PRUNING, Schoolroom, course, write


@dataclass(frozen=True)
class Word:
    allowed: bool
    told: str = "what the guard found"
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Watchman:
    """Says what it was told to say, and remembers what it saw."""

    allows: bool = True
    dies: bool = False
    former: Mapping[str, Any] | None = None
    coming: Mapping[str, Any] = field(default_factory=dict)

    async def compare(
        self, library: LibraryId, former: Version | None, coming: Version, progress: Progress
    ) -> Word:
        self.former = await seen(former) if former else None
        self.coming = await seen(coming)
        if self.dies:
            raise Died
        return Word(self.allows)


class Died(Exception):
    pass


class DyingIndex(MemoryVectorIndex):
    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        raise Died


async def seen(version: Version) -> Mapping[str, Any]:
    """All that can be read of the library, and what its vectors give."""
    known = [chunk async for chunk in version.catalogue.every_chunk(AI)]
    generations = await version.catalogue.generations((AI,))
    (vector,) = await WordEmbedder().embed(["network"])
    hits = await version.vectors.nearest(AI, generations[AI], vector, 1000)
    return {**await read(version.catalogue, known), "near": {hit.id for hit in hits}}


async def read(catalogue: Catalogue, known: list[Chunk]) -> Mapping[str, Any]:
    sources = {chunk.source for chunk in known}
    return {
        "library": [replace(it, swept=True) for it in await catalogue.libraries()],
        "chunks": known,
        "by id": await catalogue.chunks((AI,), [chunk.id for chunk in known]),
        "by source": {source: await catalogue.chunks_of(AI, source) for source in sources},
        "lessons": await catalogue.lessons((AI,)),
        "texts": [await catalogue.lesson(AI, it.source) for it in await catalogue.lessons((AI,))],
        "terms": await catalogue.terms((AI,)),
        "cards": [await catalogue.term(AI, it.source) for it in await catalogue.terms((AI,))],
        "prompts": [it.prompt for it in await catalogue.questions((AI,))],
        "neighbours": await catalogue.neighbours(AI),
        "calibration": await catalogue.calibration(AI),
    }


@pytest.fixture
async def room(root: Path) -> Schoolroom:
    made = Schoolroom()
    await made.ingest(root)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return course(tmp_path / "ai")


async def guarded(room: Schoolroom, root: Path, guard: Watchman, *, reembed: bool = False) -> Report:
    return await replace(room.pipeline(), guard=guard).run(Order(AI, (root,), reembed=reembed))


async def library(room: Schoolroom) -> Library:
    (found,) = await room.catalogue.libraries()
    return found


def change(root: Path) -> None:
    """A lesson gone, one told otherwise, one new, a word gone and a word new."""
    (root / "lessons/freezing.md").unlink()
    (root / "glossary/overfitting.md").unlink()
    write(
        root,
        {
            "lessons/prompting.md": f"# Prompting\n\n{PRUNING}",
            "lessons/a-first.md": f"---\ntrack: Adapting\norder: 1\n---\n# First\n\n{PROMPTING}",
            "glossary/distilling.md": "---\nterm: Distilling\n---\nTeaching a small network.\n",
        },
    )


async def test_a_guard_sees_the_library_just_as_it_will_be_and_just_as_it_is(
    room: Schoolroom, root: Path
) -> None:
    before = await seen(Version(room.catalogue, room.vectors))
    change(root)
    guard = Watchman()
    report = await guarded(room, root, guard)
    assert guard.former == before
    assert guard.coming == await seen(Version(room.catalogue, room.vectors))
    assert guard.coming["near"] != guard.former["near"]
    assert report.guard == Word(allowed=True)


async def test_a_refused_library_is_never_served_and_leaves_nothing_behind(
    room: Schoolroom, root: Path
) -> None:
    before = await seen(Version(room.catalogue, room.vectors))
    change(root)
    with pytest.raises(GuardRefused) as refused:
        await guarded(room, root, Watchman(allows=False))
    assert refused.value.told == "what the guard found"
    assert await seen(Version(room.catalogue, room.vectors)) == before
    assert await room.is_consistent()
    assert (await library(room)).swept


async def test_what_was_refused_is_read_again_by_the_next_ingest(room: Schoolroom, root: Path) -> None:
    change(root)
    with pytest.raises(GuardRefused):
        await guarded(room, root, Watchman(allows=False))
    await room.ingest(root)
    assert PRUNING.strip() in await room.texts()
    assert FREEZING.strip() not in await room.texts()
    assert await room.is_consistent()


async def test_an_ingest_that_dies_while_its_guard_asks_leaves_the_old_library(
    room: Schoolroom, root: Path
) -> None:
    before = await room.texts()
    change(root)
    with pytest.raises(Died):
        await guarded(room, root, Watchman(dies=True))
    assert await room.texts() == before
    assert await room.embedded_by(root) == 0
    assert PRUNING.strip() in await room.texts()
    assert await room.is_consistent()


async def test_an_ingest_that_dies_while_it_sweeps_what_was_refused_is_completed_by_the_next(
    room: Schoolroom, root: Path
) -> None:
    before = await room.texts()
    change(root)
    dying = replace(room, vectors=DyingIndex(beside=room.vectors))
    with pytest.raises(Died):
        await guarded(dying, root, Watchman(allows=False))
    assert await room.texts() == before
    await room.ingest(root)
    assert PRUNING.strip() in await room.texts()
    assert await room.is_consistent()


async def test_the_first_version_is_measured_alone_and_may_be_refused_too(root: Path) -> None:
    room = Schoolroom()
    guard = Watchman(allows=False)
    with pytest.raises(GuardRefused):
        await guarded(room, root, guard)
    assert guard.former is None
    assert await room.catalogue.libraries() == ()
    assert await room.vectors.ids(AI) == frozenset()
    await guarded(room, root, Watchman())
    assert await room.is_consistent()


async def test_an_unchanged_course_asks_no_guard(room: Schoolroom, root: Path) -> None:
    guard = Watchman(allows=False)
    report = await guarded(room, root, guard)
    assert (report.guard, guard.coming) == (None, {})


async def test_a_refused_embedder_leaves_the_vectors_of_the_one_that_serves(
    room: Schoolroom, root: Path
) -> None:
    served = await room.vectors.ids(AI)
    another = replace(
        room,
        embedder=WordEmbedder("others"),
        vectors=MemoryVectorIndex("others", beside=room.vectors),
        sentences=MemorySentenceIndex("others", beside=room.sentences),
    )
    guard = Watchman(allows=False)
    with pytest.raises(GuardRefused):
        await guarded(another, root, guard, reembed=True)
    assert guard.former is None
    assert (await room.vectors.ids(AI), await another.vectors.ids(AI)) == (served, frozenset())
    assert (await library(room)).embedder == "words"
