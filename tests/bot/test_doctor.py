"""what is in order here, and what to do where something is not"""

from pathlib import Path

from bot.commandline.doctor import chat_model, folder, strays, taught
from knowledge.models import Library, LibraryId

COURSE = Library(LibraryId("course"), "Course", embedder="small", generation=3, roots=("/my lessons",))


def test_a_setting_with_a_slip_is_a_note_and_no_fault():
    (finding,) = strays({"STUDYHALL_CHATMODEL": "x"})
    assert (finding.well, finding.advice) == (None, "Did you mean STUDYHALL_CHAT_MODEL?")


def test_a_folder_that_is_not_there_yet_is_well_and_a_file_in_its_place_is_not(tmp_path: Path):
    assert folder(tmp_path / "new" / "data").well
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").write_text("x")
    assert folder(tmp_path / "file" / "data").well is False


def test_a_library_of_another_embedder_brings_the_command_that_mends_it():
    (finding,) = taught([COURSE], "large")
    assert finding.well is False
    assert finding.advice == "Run: studyhall ingest --library course --reembed '/my lessons'"
    (finding,) = taught([COURSE], "small")
    assert finding.well


def test_without_lessons_the_doctor_says_how_to_get_some():
    (finding,) = taught([], "small")
    assert (finding.well, finding.advice) == (False, "Run: studyhall ingest FOLDER")


async def test_no_language_model_is_in_order():
    assert (await chat_model(None)).well


def test_a_language_that_the_embedder_does_not_know_is_a_note_with_one_that_does():
    german = Library(LibraryId("kurs"), "Kurs", language="de", embedder="all-MiniLM-L6-v2", roots=("/kurs",))
    (finding,) = taught([german], "all-MiniLM-L6-v2")
    assert finding.well is None
    assert "words alone" in finding.what
    assert "multilingual" in finding.advice
    assert "studyhall ingest --library kurs --reembed /kurs" in finding.advice
    (finding,) = taught([german], "paraphrase-multilingual-MiniLM-L12-v2")
    assert finding.well is False
