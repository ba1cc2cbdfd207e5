"""The LangChain example of docs/retrieval.md runs as it stands"""

import ast
import inspect
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.adapters.langchain_retriever import StudyhallRetriever
from knowledge.wiring import KnowledgeSettings, open_knowledge

PAGE = Path(__file__).parents[2] / "docs" / "retrieval.md"


def example() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return str(code)


def ingested(folder: Path) -> None:
    lesson = folder / "garden" / "aphids.md"
    lesson.parent.mkdir()
    lesson.write_text("# Aphids\n\nAphids suck sap. Ladybirds eat about fifty aphids a day.\n", "utf-8")
    done = CliRunner().invoke(app, ["--data", str(folder / "data"), "ingest", str(lesson.parent)])
    assert done.exit_code == 0, done.output


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: Path) -> Path:
    ingested(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_the_example_finds_the_lesson(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {
        "Path": Path,
        "KnowledgeSettings": KnowledgeSettings,
        "open_knowledge": open_knowledge,
        "StudyhallRetriever": StudyhallRetriever,
    }
    code = compile(example(), str(PAGE), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    running = eval(code, names)  # the page is ours
    if inspect.isawaitable(running):
        await running
    assert capsys.readouterr().out.startswith("Aphids Aphids suck sap.")


def test_the_example_is_five_lines() -> None:
    assert len(example().splitlines()) == 5
