"""what an ingest tells of itself"""

import io
import json
from pathlib import Path

import pytest

from ingest.commandline import Arguments, default_library, run
from ingest.progress import BarProgress, SilentProgress, progress_for
from ingest.report import ChunkCounts, Report, as_json, as_text, nothing_readable
from ingest.sources import Skipped
from tests.ingest.schoolroom import AI, Schoolroom, course, write

REPORT = Report(
    library=AI,
    chunks=ChunkCounts(added=1200, unchanged=3, removed=1),
    skipped=(Skipped("lessons/scan.pdf", "Studyhall cannot read PDF files yet."),),
    read=4,
    lessons=1,
    terms=20,
    questions=0,
    seconds=2.34567,
)


def test_the_json_has_the_keys_that_scripts_count_on() -> None:
    assert as_json(REPORT) == {
        "library": "ai",
        "lessons": 1,
        "terms": 20,
        "questions": 0,
        "chunks": {"added": 1200, "unchanged": 3, "removed": 1},
        "skipped": [{"path": "lessons/scan.pdf", "reason": "Studyhall cannot read PDF files yet."}],
        "seconds": 2.346,
    }


def test_the_words_say_what_was_read_added_removed_and_skipped() -> None:
    assert as_text(REPORT) == (
        "“ai” holds 1 lesson, 20 terms and 0 questions.\n"
        "Read 4 files in 2.3 s; passages: 1,200 added, 3 unchanged, 1 removed.\n"
        "Skipped 1:\n"
        "  lessons/scan.pdf: Studyhall cannot read PDF files yet."
    )


def test_a_folder_full_of_unreadable_files_does_not_fill_the_screen() -> None:
    skipped = tuple(Skipped(f"{n}.pdf", "No.") for n in range(50))
    lines = as_text(Report(AI, ChunkCounts(), skipped)).splitlines()
    assert len(lines) == 2 + 1 + 20 + 1
    assert lines[-1] == "  and 30 more"


def test_nothing_readable_names_the_path_and_the_first_reasons() -> None:
    skipped = [Skipped(f"{n}.pdf", "No.") for n in range(5)]
    error = nothing_readable([Path("notes")], skipped)
    assert str(error) == "Nothing in notes can be read: 0.pdf: No; 1.pdf: No; 2.pdf: No (and 2 more)."
    assert str(nothing_readable([Path("notes")], [])) == "Nothing in notes can be read."


def test_a_single_folder_names_its_library(tmp_path: Path) -> None:
    folder = write(tmp_path / "AI Foundations", {"a.md": "# A\n"})
    assert default_library((folder,)) == "ai-foundations"
    assert default_library((folder, folder)) == "default"
    assert default_library((folder / "a.md",)) == "default"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bars_are_drawn_on_a_terminal_alone() -> None:
    assert isinstance(progress_for(io.StringIO()), SilentProgress)
    terminal = _Terminal()
    progress = progress_for(terminal)
    assert isinstance(progress, BarProgress)
    with progress:
        progress.begin("Reading", 2)
        progress.advance()
        progress.begin("Embedding", 40)
        progress.advance(20)
    drawn = terminal.getvalue()
    assert "Embedding" in drawn
    assert "20/40" in drawn


@pytest.mark.parametrize("library", ["AI", "a b", "-", "../x"])
async def test_a_library_name_that_is_no_slug_is_wrong_usage(tmp_path: Path, library: str) -> None:
    err = io.StringIO()
    assert await run(Arguments((tmp_path,), library), Schoolroom(), err=err) == 2
    assert "--library" in err.getvalue()


async def test_the_command_prints_one_json_object_and_nothing_else(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    arguments = Arguments((course(tmp_path / "ai"),), as_json=True)
    assert await run(arguments, Schoolroom(), out=out, err=err) == 0
    assert json.loads(out.getvalue())["library"] == "ai"
    assert err.getvalue() == ""


async def test_the_command_that_can_do_nothing_says_why_and_what_to_do(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    nowhere = tmp_path / "nowhere"
    assert await run(Arguments((nowhere,)), Schoolroom(), out=out, err=err) == 1
    assert out.getvalue() == ""
    assert err.getvalue().startswith(f"Nothing in {nowhere} can be read")
    assert "There is no such file or folder." in err.getvalue()
    assert await run(Arguments((nowhere,), as_json=True), Schoolroom(), out=out, err=err) == 1
    assert json.loads(out.getvalue()).keys() == {"library", "error", "hint"}
