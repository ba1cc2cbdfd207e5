"""folder -> the courses and questions that are measured

A folder of one's own has `squad/lessons/*.md` with `squad/questions.jsonl` ("question", "answers",
"article", "answerable") and `courses/NAME` with `courses/NAME.quiz.jsonl` ("question", "lesson_path");
whatever is missing is left out. Without a folder, the course that ships and benchmarks/questions.jsonl.
"""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
STARTER = HERE.parent / "knowledge" / "starter"


@dataclass(frozen=True, slots=True)
class Asked:
    """`answers` are strings of which one must be found; `source` the lesson it belongs to, or empty.

    Not `answerable`: the lessons do not hold it. `article` is the lesson that it was written about."""

    question: str
    answers: tuple[str, ...] = ()
    source: str = ""
    article: str = ""
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    name: str
    folder: Path
    asked: tuple[Asked, ...]

    @property
    def answerable(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.asked if asked.answerable)

    @property
    def characters(self) -> int:
        return sum(len(file.read_text("utf-8")) for file in self.folder.rglob("*.md"))


def material(folder: Path | None) -> tuple[Course, ...]:
    if folder is None:
        return (Course("starter", STARTER, _asked(HERE / "questions.jsonl")),)
    courses = [
        Course(
            quiz.name.removesuffix(".quiz.jsonl"),
            quiz.with_name(quiz.name[: -len(".quiz.jsonl")]),
            _asked(quiz),
        )
        for quiz in sorted(folder.glob("courses/*.quiz.jsonl"))
    ]
    if (folder / "squad/questions.jsonl").exists():
        courses.insert(0, Course("squad", folder / "squad/lessons", _asked(folder / "squad/questions.jsonl")))
    if not courses:
        raise SystemExit(f"{folder} holds no squad/questions.jsonl and no courses/*.quiz.jsonl")
    return tuple(courses)


def _asked(file: Path) -> tuple[Asked, ...]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return tuple(
        Asked(
            row["question"],
            tuple(row.get("answers", ())),
            row.get("lesson_path", ""),
            row.get("article", ""),
            row.get("answerable", True),
        )
        for row in rows
    )
