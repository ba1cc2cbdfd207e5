"""what a teacher types and answers in a terminal"""

import io
import zipfile
from pathlib import Path

import pytest

from bot.bootstrap import dispatcher
from bot.commands import (
    AnswerConcern,
    Ask,
    ChangeSettings,
    Command,
    FollowUp,
    Help,
    ListConcerns,
    ListLibraries,
    ShowSettings,
    StudyLibrary,
    TypeAnswer,
    WriteAnswer,
)
from bot.errors import BadCommand, UnusableMaterial
from bot.material.files import MOST_BYTES, MOST_FILES, opened
from bot.models import ConversationId, Identity, Origin, RoundId, SpaceId, UnansweredQuestion
from bot.platforms.terminal import piped
from bot.platforms.terminal.drawing import draw
from bot.platforms.terminal.files import sent
from bot.platforms.terminal.teaching import SendFiles
from bot.platforms.terminal.typed import Session, Typed, command_of, drops, keyed
from bot.replies import Button, Reply, paragraph
from tests.bot.bench import Bench, bench

TERMINAL = Origin(Identity("terminal", "local"), SpaceId("terminal:local"), "session", direct=True)
WHEN = "When is the homework due?"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/studyhall", ShowSettings()),
        ("/studyhall settings", ShowSettings()),
        ("/studyhall settings private on", ChangeSettings(private_answers=True)),
        ("/StudyHall Settings Private OFF", ChangeSettings(private_answers=False)),
        ("/studyhall questions", ListConcerns()),
        ("/library", ListLibraries()),
        ("/library list", ListLibraries()),
        ("/library study birds", StudyLibrary("birds", True)),
        ("/library leave birds", StudyLibrary("birds", False)),
        ("/library add a.md 'my glossary.csv'", SendFiles(("a.md", "my glossary.csv"))),
        ("/help library", Help("library")),
    ],
)
def test_a_line_of_a_teacher_is_a_command(line: str, command: Typed):
    assert command_of(line, Session()) == command


@pytest.mark.parametrize(
    "line",
    [
        "/studyhall dance",
        "/studyhall settings private",
        "/studyhall settings public on",
        "/library burn birds",
        "/library add",
        "/library study",
        "/library add 'a.md",
    ],
)
def test_what_cannot_be_meant_is_said_with_what_to_type(line: str):
    with pytest.raises(BadCommand) as refused:
        command_of(line, Session())
    assert "/" in refused.value.hint or "quotation" in str(refused.value)


# A form is answered by the next line


async def answers(*lines: str) -> tuple[str, Bench]:
    """What a script on a pipe is told, where one question was asked in vain."""
    at = await bench()
    at_now = at.clock.now()
    await at.record.add_unanswered(UnansweredQuestion(TERMINAL.space, WHEN, (), at_now))
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    await piped.run(dispatcher(at.ports), TERMINAL, typed, out)
    return out.getvalue(), at


def sent_of(at: Bench) -> list[str]:
    files = [file for own in at.ports.intake.sent.values() for file in own]  # type: ignore[attr-defined]
    return [file.content.decode().rpartition("\n\n")[2].strip() for file in files]


async def test_a_question_is_answered_with_the_next_line():
    told, at = await answers("/studyhall questions", "a1", "Friday at noon.")
    assert "Answer for the lessons" in told
    assert "Your next line is taken for it." in told
    assert "Your answer is part of the lessons here now" in told
    assert sent_of(at) == ["Friday at noon."]


@pytest.mark.parametrize("line", ["", "  ", "/stop"])
async def test_an_empty_line_leaves_the_form_and_the_next_one_is_a_question_again(line: str):
    told, at = await answers("/studyhall questions", "a1", line, "why?")
    assert "Left as it was." in told
    assert not sent_of(at)
    assert at.answerer.asked[-1].question == "why?"


async def test_a_command_in_between_leaves_the_form_too():
    _, at = await answers("/studyhall questions", "a1", "/define layer", "why?")
    assert not sent_of(at)
    assert at.answerer.asked[-1].question == "why?"


async def test_words_that_look_like_a_choice_are_the_answer():
    _, at = await answers("/studyhall questions", "a1", "d1")
    assert sent_of(at) == ["d1"]


def test_a_form_is_filled_by_plain_words_alone():
    filling = Session(form=WriteAnswer(7))
    assert command_of("Friday.", filling) == AnswerConcern(7, "Friday.")
    assert command_of("/studyhall questions", filling) == ListConcerns()
    assert drops("", filling)
    assert not drops("", Session())


def test_what_a_plain_line_does_anyway_has_no_button_and_takes_no_number():
    asking: Command = Ask("why?")
    on, typing = FollowUp(ConversationId(1)), TypeAnswer(RoundId(1), 0)
    reply = Reply(
        (paragraph("So."),),
        buttons=((Button("Follow up", on), Button("Again", asking)), (Button("Type it", typing),)),
    )
    assert [(key, button.command) for key, button in keyed(reply, slashed=False)] == [("1", asking)]
    out = io.StringIO()
    draw(reply, piped.plain_console(out))
    assert out.getvalue() == "So.\n\n1 Again\n"
    out = io.StringIO()
    draw(Reply((paragraph("So."),), buttons=((Button("Follow up", on),),)), piped.plain_console(out))
    assert out.getvalue() == "So.\n"


# Files of the one who types


async def test_files_are_read_and_sent(tmp_path: Path):
    (tmp_path / "moss.md").write_text("# Moss")
    told, at = await answers(f"/library add {tmp_path}/moss.md", f"/library add {tmp_path}/none.md")
    assert "I have read 1 lesson" in told
    assert "No such file or directory" in " ".join(told.split())
    assert sent_of(at) == ["# Moss"]


def test_a_folder_keeps_its_inner_folders_and_leaves_hidden_files_and_links(tmp_path: Path):
    (tmp_path / "course" / "glossary").mkdir(parents=True)
    (tmp_path / "course" / ".git").mkdir()
    for name in ("a.md", "glossary/b.md", ".env", ".git/config"):
        (tmp_path / "course" / name).write_text(name)
    (tmp_path / "course" / "link.md").symlink_to(tmp_path / "course" / ".env")
    (upload,) = sent([str(tmp_path / "course")])
    assert upload.name == "course.zip"
    assert [file.name for file in opened((upload,)).files] == ["a.md", "glossary/b.md"]
    assert zipfile.ZipFile(io.BytesIO(upload.content)).testzip() is None


def test_what_is_too_much_is_refused_before_it_is_read(tmp_path: Path):
    with (tmp_path / "long.md").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(UnusableMaterial, match="10 MB"):
        sent([str(tmp_path / "long.md")])
    with pytest.raises(UnusableMaterial, match="10 MB"):
        sent([str(tmp_path)])
    (tmp_path / "many").mkdir()
    for number in range(MOST_FILES + 1):
        (tmp_path / "many" / f"{number}.md").write_text("x")
    with pytest.raises(UnusableMaterial, match=f"{MOST_FILES} files"):
        sent([str(tmp_path / "many")])
