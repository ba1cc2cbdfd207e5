"""the real program on a small course: ingested, asked on a pipe, asked by a script"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

LESSON = """---
title: Keeping bees
track: The garden
minutes: 4
terms: [waggle dance]
quiz:
  - ask: What does a scout dance for?
    options: [To show where flowers are, To keep warm, To call the queen]
    answer: To show where flowers are
    why: The waggle dance tells direction and distance.
---
# Keeping bees

A hive of bees is a colony of one queen and up to 60,000 workers.

## How bees find flowers

The waggle dance is a movement by which a scout tells her sisters where flowers are. Its angle gives the
direction from the sun, and its length gives the distance.

| Length of the run | Distance |
|---|---|
| 1 second | about 1 km |
"""
GLOSSARY = "term,definition,aliases\nWaggle dance,A dance that tells where flowers are.,bee dance\n"


def studyhall(data: Path, *arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STUDYHALL_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "--data", str(data), *arguments],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        env=kept | {"FORCE_COLOR": "1", "COLUMNS": "200"},
        check=False,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    (folder / "bees").mkdir()
    (folder / "bees/bees.md").write_text(LESSON, "utf-8")
    (folder / "bees/glossary.csv").write_text(GLOSSARY, "utf-8")
    done = studyhall(folder / "data", "ingest", "--json", str(folder / "bees"))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["library"], report["lessons"], report["terms"]) == ("bees", 1, 1)
    return folder / "data"


def test_a_pipe_is_answered_in_plain_text_and_ends_well(data: Path):
    typed = (
        "/define waggle-dance\nwhat is the waggle dance?\n/source 1\n"
        "/lesson bees\nn\n/quiz bees 1\na\n/dance\n"
    )
    done = studyhall(data, "start", lines=typed)
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "Also: bee dance",
        "tells her sisters where flowers are. [1]",
        "Keeping bees › How bees find flowers ====",
        "1 of 1 in The garden · 4 minutes",
        "Keeping bees, section 1 of 2",
        "What does a scout dance for?",
        "of 1 right",
        "no command called “dance”",
    ):
        assert words in " ".join(done.stdout.split())
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_script_gets_a_line_for_each_line(data: Path):
    done = studyhall(
        data, "ask", "-", lines="How does a bee tell the distance?\n\nWho invented the telephone?\n"
    )
    first, empty, silent = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert first["citations"][0]["heading"] == ["How bees find flowers"]
    assert "distance" in first["answer"]
    assert (empty["query"], bool(empty["error"]), bool(empty["hint"])) == ("", True, True)
    assert (silent["abstained"], silent["answer"]) == (True, "")


def test_a_quiz_prints_its_questions_with_their_answers(data: Path):
    done = studyhall(data, "quiz", "--count", "1", "--seed", "7", "--json")
    (question,) = json.loads(done.stdout)["questions"]
    assert (question["kind"], question["source"]) == ("choice", "bees.md")
    assert question["answer"] in question["options"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ask", "anything"), 1, "Run: studyhall --data {data} ingest FOLDER"),
        (("dance",), 2, "No such command"),
        (("quiz", "--count", "0"), 2, "--count"),
    ],
)
def test_what_cannot_be_done_says_so_in_words(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
):
    done = studyhall(tmp_path / "none", *arguments)
    assert done.returncode == code
    assert words.format(data=tmp_path / "none") in done.stderr
    assert "Traceback" not in done.stderr
