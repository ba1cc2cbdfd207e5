"""a side (Studyhall, the usual pipeline) -> its commands, and what they print as values

Both sides are driven from outside, as processes, with the same files and the same questions.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.processes import Run, run

STUDYHALL = (str(Path(sys.executable).with_name("studyhall")),)
USUAL = (sys.executable, "-m", "benchmarks.usual")

Passages = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Replies:
    """What one side said to a list of questions, in their order.

    `answers` have at most 600 characters; an empty one is an abstention. `seconds` are for each question
    once the process is warm: the first is left out of figures."""

    passages: list[Passages]
    answers: list[str]
    seconds: list[float]
    run: Run


@dataclass(frozen=True, slots=True)
class Told:
    """One of our answers, empty where we abstained, and the lessons that it stands on."""

    answer: str
    sources: frozenset[str]


def usual_ingest(folder: Path, data: Path) -> Run:
    return run([*USUAL, "ingest", str(folder), str(data / "usual")])


def ours_ingest(folder: Path, data: Path) -> Run:
    return run(
        [*STUDYHALL, "--data", str(data / "ours"), "ingest", "--library", "bench", "--json", str(folder)]
    )


def usual_ask(data: Path, questions: Sequence[str]) -> Replies:
    """The best passage, cut at 600 characters, stands for the answer: it never abstains."""
    done = run([*USUAL, "ask", str(data / "usual"), "5"], questions)
    rows = [json.loads(line) for line in done.output.splitlines()]
    passages: list[Passages] = [row["passages"] for row in rows]
    answers = [found[0]["text"][:600] if found else "" for found in passages]
    return Replies(passages, answers, [row["seconds"] for row in rows], done)


def ours_ask(data: Path, questions: Sequence[str]) -> Replies:
    done = run([*STUDYHALL, "--data", str(data / "ours"), "ask", "--json", "-"], questions)
    rows = _rows(done)
    answers = ["" if row["abstained"] else row["answer"] for row in rows]
    return Replies([], answers, [row["seconds"] for row in rows], done)


def ours_told(data: Path, questions: Sequence[str]) -> list[Told]:
    done = run([*STUDYHALL, "--data", str(data / "ours"), "ask", "--json", "-"], questions)
    return [Told(row["answer"], frozenset(one["source"] for one in row["citations"])) for row in _rows(done)]


def ours_search(data: Path, questions: Sequence[str], k: int) -> list[Passages]:
    done = run([*STUDYHALL, "--data", str(data / "ours"), "search", "--k", str(k), "--json", "-"], questions)
    return [row["passages"] for row in _rows(done)]


def _rows(done: Run) -> list[dict[str, Any]]:
    """Raises RuntimeError where a line is an error: a benchmark does not count over faults."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in done.output.splitlines()]
    for row in rows:
        if "error" in row:
            raise RuntimeError(f"{row['query']}: {row['error']}")
    return rows
