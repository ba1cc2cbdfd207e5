"""What every catalogue promises: in memory, on SQLite, on PostgreSQL"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.adapters.catalogue import SqlCatalogue
from knowledge.adapters.database import open_database
from knowledge.errors import LibraryBusy
from knowledge.models import (
    Challenge,
    Change,
    Chunk,
    ChunkId,
    ChunkState,
    Lesson,
    LessonHeading,
    Library,
    LibraryId,
    Question,
    RelatedTerm,
    Section,
    SourceState,
    Step,
    Term,
    TermHeading,
    TermSection,
)
from knowledge.ports import Catalogue
from tests.conftest import HISTORIES
from tests.fakes.memory_catalogue import MemoryCatalogue

BIRDS, FISH = LibraryId("birds"), LibraryId("fish")
LIBRARY = Library(
    BIRDS,
    "Birds",
    language="en",
    embedder="small",
    dimension=3,
    roots=("/course",),
    tracks=("Flight", "Song"),
    hints_only=True,
)
SCALES = ChunkId("f" * 32)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Catalogue]:
    if request.param == "memory":
        yield MemoryCatalogue()
        return
    async with open_database(request.getfixturevalue(f"{request.param}_url"), HISTORIES) as database:
        yield SqlCatalogue(database, tmp_path)


def a_chunk(source: str, position: int = 0, *, library: LibraryId = BIRDS, **more: str) -> Chunk:
    id = ChunkId(f"{source}{position}".encode("utf-8", "replace").hex().zfill(32)[-32:])
    chunk = Chunk(id, library, source, "Owls", ("Night", "Ears"), f"Text {position}", position, "hash")
    return replace(chunk, **more)  # type: ignore[arg-type]


def a_lesson(source: str, **more: object) -> Lesson:
    lesson = Lesson(BIRDS, source, source.removesuffix(".md"), source.title(), (Section((), "Hoo."),))
    return replace(lesson, **more)  # type: ignore[arg-type]


def a_term(source: str, name: str, **more: object) -> Term:
    return replace(Term(BIRDS, source, name, (TermSection("In short", name),)), **more)  # type: ignore[arg-type]


def a_question(id: str) -> Question:
    return Question(
        id,
        "choice",
        "Who?",
        ("Owl",),
        options=("Owl", "Hen"),
        accept=("the owl",),
        why="It hoots.",
        library=BIRDS,
        source="owls.md",
        heading=("Night",),
        term="Owl",
        authored=True,
    )


FULL_LESSON = Lesson(
    BIRDS,
    "owls.md",
    "owls",
    "Owls",
    (
        Section((), "Hoo.\n\n"),
        Section(("Night",), "## Night\n\n| a | b |\n"),
        Section(("Night", "Ears"), "  \n"),
    ),
    track="Song",
    order=1.5,
    minutes=7,
    url="https://example.org/owls",
    summary="They hoot – “softly”.",
    terms=("owl",),
    requires=("hens",),
    related=("larks",),
    questions=(a_question("q2"), a_question("q1")),
    challenges=(Challenge("Hoot", ("loud", "low")),),
    steps=(Step("One", "First", "one.svg"), Step("Two", "")),
)
FULL_TERM = Term(
    BIRDS,
    "words.csv#owl",
    "Owl",
    (TermSection("In short", "A bird of the night."), TermSection("Example", "Hoo.")),
    aliases=("OWL", "Strix"),
    category="Animals",
    related=(RelatedTerm("Hen", "by day"), RelatedTerm("Lark")),
    url="https://example.org/owl",
)


async def test_before_the_first_ingest_there_is_nothing(catalogue: Catalogue) -> None:
    assert await catalogue.libraries() == ()
    assert await catalogue.generations((BIRDS,)) == {}
    assert await catalogue.chunks((BIRDS,), (SCALES,)) == {}
    assert await catalogue.chunks_of(BIRDS, "owls.md") == ()
    assert [chunk async for chunk in catalogue.every_chunk(BIRDS)] == []
    assert await catalogue.lessons((BIRDS,)) == ()
    assert await catalogue.lesson(BIRDS, "owls.md") is None
    assert await catalogue.terms((BIRDS,)) == ()
    assert await catalogue.term(BIRDS, "owl.md") is None
    assert await catalogue.questions((BIRDS,)) == ()
    assert await catalogue.neighbours(BIRDS) == {}
    assert await catalogue.calibration(BIRDS) == {}
    assert await catalogue.library(BIRDS) is None
    assert await catalogue.source_states(BIRDS) == ()
    assert await catalogue.chunk_states(BIRDS) == ()


async def test_a_switch_makes_the_library_and_each_moves_its_generation(catalogue: Catalogue) -> None:
    assert await catalogue.switch(Change(replace(LIBRARY, generation=41))) == 1
    assert await catalogue.switch(Change(replace(LIBRARY, title="All birds"))) == 2
    assert await catalogue.switch(Change(Library(FISH, "Fish"))) == 1
    known = replace(LIBRARY, title="All birds", generation=2)
    assert await catalogue.library(BIRDS) == known
    assert await catalogue.libraries() == (known, Library(FISH, "Fish", generation=1))
    assert await catalogue.generations((FISH, LibraryId("moss"), BIRDS)) == {BIRDS: 2, FISH: 1}


async def test_no_libraries_asked_for_find_nothing(catalogue: Catalogue) -> None:
    chunk = a_chunk("owls.md")
    await catalogue.switch(Change(LIBRARY, lessons=(FULL_LESSON,), terms=(FULL_TERM,), chunks=(chunk,)))
    assert await catalogue.generations(()) == {}
    assert await catalogue.chunks((), (chunk.id,)) == {}
    assert await catalogue.chunks((BIRDS,), ()) == {}
    assert await catalogue.lessons(()) == ()
    assert await catalogue.terms(()) == ()
    assert await catalogue.questions(()) == ()


async def test_a_lesson_comes_back_as_it_was_put_in(catalogue: Catalogue) -> None:
    await catalogue.switch(Change(LIBRARY, lessons=(FULL_LESSON, a_lesson("hens.md"))))
    assert await catalogue.lesson(BIRDS, "owls.md") == FULL_LESSON
    assert await catalogue.lesson(BIRDS, "hens.md") == a_lesson("hens.md")
    assert await catalogue.lesson(BIRDS, "larks.md") is None
    assert await catalogue.lesson(FISH, "owls.md") is None


async def test_a_term_comes_back_as_it_was_put_in(catalogue: Catalogue) -> None:
    await catalogue.switch(Change(LIBRARY, terms=(FULL_TERM,)))
    assert await catalogue.term(BIRDS, "words.csv#owl") == FULL_TERM
    assert await catalogue.term(BIRDS, "words.csv") is None
    assert await catalogue.terms_of(BIRDS, ["words.csv#owl", "words.csv"]) == {"words.csv#owl": FULL_TERM}
    assert await catalogue.terms_of(FISH, ["words.csv#owl"]) == await catalogue.terms_of(BIRDS, ()) == {}
    heading = TermHeading(BIRDS, "words.csv#owl", "Owl", ("OWL", "Strix"), "Animals", "A bird of the night.")
    assert await catalogue.terms((BIRDS,)) == (heading,)


async def test_lessons_come_by_track_in_course_order_then_order_then_source(catalogue: Catalogue) -> None:
    put = (
        a_lesson("loose.md"),
        a_lesson("foreign.md", track="Zoo", order=0.0),
        a_lesson("b-song.md", track="Song"),
        a_lesson("a-song.md", track="Song"),
        a_lesson("late-song.md", track="Song", order=2.0),
        a_lesson("z-flight.md", track="Flight", order=0.5),
        a_lesson("y-flight.md", track="Flight", order=10.0, minutes=3, summary="Up."),
    )
    carp = replace(a_lesson("carp.md"), library=FISH)
    await catalogue.switch(Change(LIBRARY, lessons=put))
    await catalogue.switch(Change(Library(FISH, "Fish"), lessons=(carp,)))
    found = await catalogue.lessons((FISH, BIRDS))
    assert [lesson.source for lesson in found] == [
        "z-flight.md",
        "y-flight.md",
        "late-song.md",
        "a-song.md",
        "b-song.md",
        "foreign.md",
        "loose.md",
        "carp.md",
    ]
    heading = LessonHeading(BIRDS, "y-flight.md", "y-flight", "Y-Flight.Md", "Flight", 10.0, 3, "Up.")
    assert found[1] == heading
    assert await catalogue.lessons((FISH,)) == found[-1:]


async def test_terms_come_by_library_then_name_whatever_the_case(catalogue: Catalogue) -> None:
    names = ["wren", "Ära", "Owl", "auk", "Bat"]
    terms = tuple(a_term(f"{name}.md", name) for name in names)
    await catalogue.switch(Change(LIBRARY, terms=terms))
    await catalogue.switch(Change(Library(FISH, "Fish"), terms=(replace(FULL_TERM, library=FISH),)))
    found = [term.name for term in await catalogue.terms((FISH, BIRDS))]
    assert found == ["auk", "Bat", "Owl", "wren", "Ära", "Owl"]


async def test_questions_come_by_source_as_the_author_ordered_them(catalogue: Catalogue) -> None:
    wings = a_lesson("a-wings.md", questions=(a_question("w1"),))
    await catalogue.switch(Change(LIBRARY, lessons=(FULL_LESSON, wings)))
    found = await catalogue.questions((BIRDS,))
    assert [question.id for question in found] == ["w1", "q2", "q1"]
    assert found[1:] == FULL_LESSON.questions == await catalogue.questions((BIRDS,), "owls.md")
    assert await catalogue.questions((BIRDS,), "hens.md") == ()


async def test_a_question_knows_its_lesson_though_its_author_did_not_say(catalogue: Catalogue) -> None:
    bare = Question("q", "typed", "Who?", ("Owl",))
    await catalogue.switch(Change(LIBRARY, lessons=(a_lesson("owls.md", questions=(bare,)),)))
    assert await catalogue.questions((BIRDS,)) == (replace(bare, library=BIRDS, source="owls.md"),)


async def test_chunks_are_found_by_id_and_unknown_ids_are_missing(catalogue: Catalogue) -> None:
    chunks = tuple(a_chunk("owls.md", position) for position in range(700))
    full = replace(a_chunk("owl.md", kind="term"), url="https://example.org/#owl", joint="\n\n")
    await catalogue.switch(Change(LIBRARY, chunks=(*chunks, full)))
    asked = [chunk.id for chunk in chunks] + [SCALES]
    assert await catalogue.chunks((BIRDS, FISH), asked) == {chunk.id: chunk for chunk in chunks}
    assert await catalogue.chunks((BIRDS,), {full.id}) == {full.id: full}
    assert await catalogue.chunks((FISH,), asked) == {}


async def test_two_libraries_may_hold_the_same_chunk_and_each_gives_its_own(catalogue: Catalogue) -> None:
    ours, theirs = a_chunk("owls.md"), a_chunk("owls.md", library=FISH, title="Owlfish")
    await catalogue.switch(Change(LIBRARY, chunks=(ours,)))
    await catalogue.switch(Change(Library(FISH, "Fish"), chunks=(theirs,)))
    assert await catalogue.chunks((BIRDS,), (ours.id,)) == {ours.id: ours}
    assert await catalogue.chunks((FISH,), (ours.id,)) == {ours.id: theirs}


async def test_chunks_come_by_source_and_position(catalogue: Catalogue) -> None:
    sources = ["Zebra.md", "a.md", "é.md"]
    chunks = [a_chunk(source, position) for source in sources for position in range(12)]
    await catalogue.switch(Change(LIBRARY, chunks=tuple(reversed(chunks))))
    assert [chunk async for chunk in catalogue.every_chunk(BIRDS)] == chunks
    assert await catalogue.chunks_of(BIRDS, "a.md") == tuple(chunks[12:24])
    states = tuple(ChunkState(chunk.id, chunk.source, "hash") for chunk in chunks)
    assert await catalogue.chunk_states(BIRDS) == states


async def test_sources_come_by_name_with_root_and_hash(catalogue: Catalogue) -> None:
    states = (SourceState("a.md", "/course", "1"), SourceState("b.md", "/other", "2"))
    await catalogue.switch(Change(LIBRARY, sources=states[::-1]))
    await catalogue.switch(Change(Library(FISH, "Fish"), sources=states[:1]))
    assert await catalogue.source_states(BIRDS) == states
    await catalogue.switch(Change(LIBRARY, sources=(replace(states[0], content_hash="3"),)))
    assert await catalogue.source_states(BIRDS) == (replace(states[0], content_hash="3"), states[1])


async def test_all_of_a_removed_source_goes_and_nothing_else(catalogue: Catalogue) -> None:
    gone, stays = a_lesson("gone.md", questions=(a_question("g"),)), FULL_LESSON
    chunks = (a_chunk("gone.md"), a_chunk("owls.md"), a_chunk("gone.md#x.md"))
    states = tuple(SourceState(source, "/course", "1") for source in ("gone.md", "owls.md"))
    await catalogue.switch(Change(LIBRARY, states, lessons=(gone, stays), chunks=chunks))
    same_name = replace(gone, library=FISH)
    await catalogue.switch(Change(Library(FISH, "Fish"), lessons=(same_name,)))
    await catalogue.switch(Change(LIBRARY, removed=("gone.md", "never-was.md")))
    assert await catalogue.source_states(BIRDS) == states[1:]
    assert [lesson.source for lesson in await catalogue.lessons((BIRDS,))] == ["owls.md"]
    assert await catalogue.questions((BIRDS,)) == stays.questions
    assert [chunk async for chunk in catalogue.every_chunk(BIRDS)] == [chunks[2], chunks[1]]
    assert len(await catalogue.lessons((FISH,))) == 1


async def test_the_terms_of_a_removed_file_go_with_it(catalogue: Catalogue) -> None:
    hen = a_term("hens.csv#hen", "Hen")
    chunks = (a_chunk("words.csv#owl", kind="term"), a_chunk("hens.csv#hen", kind="term"))
    await catalogue.switch(Change(LIBRARY, terms=(FULL_TERM, hen), chunks=chunks))
    await catalogue.switch(Change(LIBRARY, removed=("words.csv",)))
    assert [term.name for term in await catalogue.terms((BIRDS,))] == ["Hen"]
    assert [chunk async for chunk in catalogue.every_chunk(BIRDS)] == [chunks[1]]
    await catalogue.switch(Change(LIBRARY, removed=("hens.csv#hen",)))
    assert await catalogue.terms((BIRDS,)) == ()


async def test_a_source_read_anew_has_its_new_rows_only(catalogue: Catalogue) -> None:
    old = tuple(a_chunk("owls.md", position) for position in range(3))
    await catalogue.switch(Change(LIBRARY, lessons=(FULL_LESSON,), chunks=old))
    new = a_lesson("owls.md", title="Owls, again")
    fresh = (replace(old[0], text="New"),)
    await catalogue.switch(Change(LIBRARY, lessons=(new,), chunks=fresh, removed=("owls.md",)))
    assert await catalogue.lesson(BIRDS, "owls.md") == new
    assert await catalogue.questions((BIRDS,)) == ()
    assert await catalogue.chunks_of(BIRDS, "owls.md") == fresh


async def test_what_is_put_in_under_a_key_that_stands_takes_its_place(catalogue: Catalogue) -> None:
    chunk, lesson, term = a_chunk("owls.md"), FULL_LESSON, FULL_TERM
    await catalogue.switch(Change(LIBRARY, lessons=(lesson,), terms=(term,), chunks=(chunk,)))
    after = (a_lesson("owls.md"), replace(term, name="Owlet"), replace(chunk, text="New"))
    await catalogue.switch(Change(LIBRARY, lessons=after[:1], terms=after[1:2], chunks=after[2:]))
    assert await catalogue.lesson(BIRDS, "owls.md") == after[0]
    assert await catalogue.term(BIRDS, term.source) == after[1]
    assert await catalogue.chunks_of(BIRDS, "owls.md") == after[2:]


async def test_neighbours_are_replaced_as_a_whole_or_left(catalogue: Catalogue) -> None:
    terms = tuple(a_term(f"{name}.md", name) for name in ("a", "b", "c"))
    near = {"a.md": ("c.md", "b.md"), "b.md": ("a.md",)}
    await catalogue.switch(Change(LIBRARY, terms=terms, neighbours=near))
    await catalogue.switch(Change(LIBRARY))
    assert await catalogue.neighbours(BIRDS) == near
    assert await catalogue.neighbours(FISH) == {}
    await catalogue.switch(Change(LIBRARY, neighbours={"c.md": ("a.md",)}))
    assert await catalogue.neighbours(BIRDS) == {"c.md": ("a.md",)}
    await catalogue.switch(Change(LIBRARY, neighbours={}))
    assert await catalogue.neighbours(BIRDS) == {}


async def test_a_term_that_is_gone_is_nobodys_neighbour(catalogue: Catalogue) -> None:
    terms = tuple(a_term(f"{name}.md", name) for name in ("a", "b", "c"))
    near = {"a.md": ("c.md", "b.md"), "c.md": ("a.md",)}
    await catalogue.switch(Change(LIBRARY, terms=terms, neighbours=near))
    await catalogue.switch(Change(LIBRARY, removed=("c.md",)))
    assert await catalogue.neighbours(BIRDS) == {"a.md": ("b.md",)}


async def test_calibration_stays_until_an_ingest_measures_again(catalogue: Catalogue) -> None:
    await catalogue.switch(Change(LIBRARY, calibration={"floor": 0.25, "many": 3.0}))
    await catalogue.switch(Change(LIBRARY))
    assert await catalogue.calibration(BIRDS) == {"floor": 0.25, "many": 3.0}
    await catalogue.switch(Change(LIBRARY, calibration={"floor": 0.5}))
    assert await catalogue.calibration(BIRDS) == {"floor": 0.5}


async def test_a_library_that_was_only_marked_is_not_switched_on(catalogue: Catalogue) -> None:
    await catalogue.mark_swept(BIRDS, False)
    assert await catalogue.library(BIRDS) == Library(BIRDS, "birds", swept=False)
    assert await catalogue.libraries() == ()
    assert await catalogue.generations((BIRDS,)) == {}


async def test_marking_sets_swept_alone_and_a_switch_leaves_it(catalogue: Catalogue) -> None:
    await catalogue.mark_swept(BIRDS, False)
    assert await catalogue.switch(Change(LIBRARY)) == 1
    assert await catalogue.library(BIRDS) == replace(LIBRARY, generation=1, swept=False)
    await catalogue.mark_swept(BIRDS, True)
    await catalogue.switch(Change(replace(LIBRARY, swept=False)))
    assert await catalogue.library(BIRDS) == replace(LIBRARY, generation=2, swept=True)
    await catalogue.switch(Change(Library(FISH, "Fish", swept=False)))
    assert await catalogue.library(FISH) == Library(FISH, "Fish", generation=1)


async def test_a_forgotten_library_is_gone_with_all_of_it_and_no_other(catalogue: Catalogue) -> None:
    chunk, sardine = a_chunk("owls.md"), a_chunk("sardines.md", library=FISH)
    near = {FULL_TERM.source: (FULL_TERM.source,)}
    state = SourceState("owls.md", "/course", "1")
    await catalogue.switch(Change(LIBRARY, (state,), (FULL_LESSON,), (FULL_TERM,), (chunk,), neighbours=near))
    await catalogue.switch(Change(Library(FISH, "Fish"), chunks=(sardine,)))
    await catalogue.forget(BIRDS)
    await catalogue.forget(LibraryId("moss"))
    assert [library.slug for library in await catalogue.libraries()] == [FISH]
    assert await catalogue.library(BIRDS) is None
    assert await catalogue.generations((BIRDS, FISH)) == {FISH: 1}
    assert await catalogue.chunks((BIRDS, FISH), (chunk.id, sardine.id)) == {sardine.id: sardine}
    assert await catalogue.lessons((BIRDS,)) == await catalogue.terms((BIRDS,)) == ()
    assert await catalogue.questions((BIRDS,)) == await catalogue.source_states(BIRDS) == ()
    assert await catalogue.chunk_states(BIRDS) == ()
    assert await catalogue.neighbours(BIRDS) == await catalogue.calibration(BIRDS) == {}


async def test_a_library_that_comes_again_is_empty_and_counts_on(catalogue: Catalogue) -> None:
    await catalogue.switch(Change(LIBRARY, lessons=(FULL_LESSON,)))
    await catalogue.switch(Change(LIBRARY, chunks=(a_chunk("owls.md"),)))
    await catalogue.forget(BIRDS)
    await catalogue.forget(BIRDS)
    await catalogue.mark_swept(BIRDS, False)
    assert await catalogue.libraries() == ()
    new = a_chunk("owls.md", 7)
    assert await catalogue.switch(Change(LIBRARY, chunks=(new,))) == 3
    assert await catalogue.generations((BIRDS,)) == {BIRDS: 3}
    assert await catalogue.chunks_of(BIRDS, "owls.md") == (new,)
    assert await catalogue.lessons((BIRDS,)) == ()


async def test_a_library_is_locked_by_one_at_a_time_and_freed_after(catalogue: Catalogue) -> None:
    async with catalogue.lock(BIRDS), catalogue.lock(FISH):
        with pytest.raises(LibraryBusy, match="birds"):
            await catalogue.lock(BIRDS).__aenter__()
    with pytest.raises(RuntimeError, match="broke"):
        async with catalogue.lock(BIRDS):
            raise RuntimeError("the ingest broke")
    async with catalogue.lock(BIRDS):
        pass


async def test_an_ingest_that_was_cancelled_frees_its_library(catalogue: Catalogue) -> None:
    held = asyncio.Event()

    async def ingest() -> None:
        async with catalogue.lock(BIRDS):
            held.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(ingest())
    await held.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with catalogue.lock(BIRDS):
        pass


HOLD = """
import asyncio, sys
from pathlib import Path
from knowledge.adapters.catalogue import SqlCatalogue
from knowledge.adapters.database import open_database
async def hold():
    async with open_database(sys.argv[1]) as database:
        async with SqlCatalogue(database, Path(sys.argv[2])).lock("birds"):
            print("held", flush=True)
            await asyncio.Event().wait()
asyncio.run(hold())
"""


@pytest.mark.slow
async def test_a_library_whose_holder_was_killed_is_free(database_url: str, tmp_path: Path) -> None:
    command = (sys.executable, "-c", HOLD, database_url, str(tmp_path))
    holder = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    async with open_database(database_url, HISTORIES) as database:
        catalogue = SqlCatalogue(database, tmp_path)
        with pytest.raises(LibraryBusy):
            await catalogue.lock(BIRDS).__aenter__()
        holder.kill()
        await holder.wait()
        await _locks_at_last(catalogue)


async def _locks_at_last(catalogue: SqlCatalogue) -> None:
    """PostgreSQL needs a moment to see that the connection is gone."""
    for _ in range(200):
        try:
            async with catalogue.lock(BIRDS):
                return
        except LibraryBusy:
            await asyncio.sleep(0.05)
    raise AssertionError("still locked")


async def test_a_reader_in_the_middle_of_a_switch_reads_one_generation_to_the_end(
    database_url: str, tmp_path: Path
) -> None:
    old = tuple(a_chunk("owls.md", position, text="old") for position in range(1200))
    new = tuple(replace(chunk, text="new") for chunk in old)
    async with open_database(database_url, HISTORIES) as database:
        catalogue = SqlCatalogue(database, tmp_path)
        await catalogue.switch(Change(LIBRARY, chunks=old))
        stream = catalogue.every_chunk(BIRDS)
        seen = [await anext(stream)]
        await catalogue.switch(Change(LIBRARY, chunks=new, removed=("owls.md",)))
        seen += [chunk async for chunk in stream]
        assert {chunk.text for chunk in seen} == {"old"}
        assert {chunk.text for chunk in await catalogue.chunks_of(BIRDS, "owls.md")} == {"new"}


async def test_a_switch_that_fails_leaves_all_as_it_was(database_url: str, tmp_path: Path) -> None:
    async with open_database(database_url, HISTORIES) as database:
        catalogue = SqlCatalogue(database, tmp_path)
        chunks = tuple(a_chunk("owls.md", position) for position in range(3))
        await catalogue.switch(Change(LIBRARY, lessons=(FULL_LESSON,), chunks=chunks))
        broken = replace(chunks[0], title=None)  # type: ignore[arg-type]
        with pytest.raises(Exception, match="title"):
            await catalogue.switch(Change(LIBRARY, chunks=(broken,), removed=("owls.md",)))
        assert await catalogue.generations((BIRDS,)) == {BIRDS: 1}
        assert await catalogue.lesson(BIRDS, "owls.md") == FULL_LESSON
        assert await catalogue.chunks_of(BIRDS, "owls.md") == chunks


async def test_text_that_a_database_cannot_hold_is_mended_and_never_refused(
    database_url: str, tmp_path: Path
) -> None:
    odd = "a\0b\ud800c 🦉"
    async with open_database(database_url, HISTORIES) as database:
        catalogue = SqlCatalogue(database, tmp_path)
        chunk = replace(a_chunk(odd), text=odd, heading=(odd,))
        await catalogue.switch(Change(LIBRARY, chunks=(chunk,)))
        (found,) = await catalogue.chunks_of(BIRDS, odd)
        assert found.text == found.source == "a\ufffdb\ufffdc 🦉"
        assert found.heading == (odd,)
        await catalogue.switch(Change(LIBRARY, removed=(odd,)))
        assert await catalogue.chunk_states(BIRDS) == ()
