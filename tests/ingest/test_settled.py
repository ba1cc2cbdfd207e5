"""An ingest that finds nothing new says so at a glance, and one that might find something does not"""

import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest.commandline import Arguments, run, run_settled
from ingest.holding import held
from knowledge.adapters.catalogue import SqlCatalogue
from knowledge.adapters.database import open_database
from knowledge.adapters.glance import glance
from knowledge.models import LibraryId, Standing
from tests.conftest import HISTORIES
from tests.fakes.indexes import MemoryLexicalIndex, MemorySentenceIndex, MemoryVectorIndex, WordEmbedder
from tests.ingest.schoolroom import AI, course, write


class Room:
    """A catalogue on SQLite beside indexes in memory: what an ingest works on."""

    def __init__(self, catalogue: SqlCatalogue, url: str, root: Path) -> None:
        self.catalogue, self.vectors, self.embedder = catalogue, MemoryVectorIndex(), WordEmbedder()
        self.lexical, self.sentences = MemoryLexicalIndex(catalogue), MemorySentenceIndex()
        self.url, self.root = url, root
        self.arguments = Arguments((root,), AI, as_json=True)

    async def ingest(self) -> dict[str, object]:
        out = io.StringIO()
        await run(self.arguments, self, out=out)
        return dict(json.loads(out.getvalue()))

    def settled(self, arguments: Arguments | None = None, embedder: str = "") -> dict[str, object] | None:
        out = io.StringIO()
        done = run_settled(
            arguments or self.arguments,
            partial(glance, self.url),
            embedder=embedder or self.embedder.name,
            out=out,
        )
        return dict(json.loads(out.getvalue())) if done else None


@pytest.fixture
async def room(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Room]:
    async with open_database(sqlite_url, HISTORIES) as database:
        yield Room(SqlCatalogue(database, tmp_path), sqlite_url, course(tmp_path / "ai"))


async def test_it_sees_what_the_catalogue_sees(room: Room) -> None:
    await room.ingest()
    before = await held(room.catalogue, AI)
    assert before.library is not None
    questions = await room.catalogue.questions((AI,))
    counts = len(before.lessons), len(before.terms), len(questions), len(before.chunks)
    assert glance(room.url, AI) == Standing(before.library, before.states, *counts)


async def test_what_is_unchanged_is_reported_as_the_whole_road_would_report_it(room: Room) -> None:
    write(room.root, {"old.pdf": "x"})
    await room.ingest()
    whole, quick = await room.ingest(), room.settled()
    assert quick is not None
    assert {**quick, "seconds": 0} == {**whole, "seconds": 0}


@pytest.mark.parametrize(
    "disturb",
    [
        lambda root: (root / "lessons/freezing.md").unlink(),
        lambda root: write(root, {"lessons/new.md": "# New\n\nSomething new to learn.\n"}),
        lambda root: write(root, {"lessons/freezing.md": "# Freezing\n\nAll of it anew.\n"}),
        lambda root: write(root, {"course.yaml": "title: Other\n"}),
    ],
    ids=["gone", "new", "changed", "another course file"],
)
async def test_whatever_changed_is_left_to_the_whole_road(
    room: Room, disturb: Callable[[Path], object]
) -> None:
    await room.ingest()
    disturb(room.root)
    assert room.settled() is None


async def test_what_an_interrupted_ingest_left_is_not_taken_for_settled(room: Room) -> None:
    await room.ingest()
    await room.catalogue.mark_swept(AI, False)
    assert room.settled() is None


async def test_another_embedder_or_library_or_a_new_embedding_is_not_settled(room: Room) -> None:
    await room.ingest()
    assert room.settled(embedder="another") is None
    assert room.settled(replace(room.arguments, reembed=True)) is None
    assert room.settled(replace(room.arguments, library="other")) is None


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at-all.db", "postgresql://here/db", "sqlite:///{0}"])
def test_what_cannot_be_looked_into_is_left_to_the_catalogue(url: str, tmp_path: Path) -> None:
    strange = tmp_path / "strange.db"
    strange.write_text("no database")
    assert glance(url.format(strange), LibraryId("ai")) is None
