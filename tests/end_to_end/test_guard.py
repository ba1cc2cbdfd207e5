"""the real program on a small course: measured with a teacher's questions, and guarded by them"""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

pytestmark = pytest.mark.slow

BEES = """# Keeping bees

A hive is a colony of one queen and up to 60,000 workers.

## How bees find flowers

The waggle dance is a movement by which a scout tells her sisters where flowers are.
"""
SOURDOUGH = """# Baking sourdough

A sourdough starter is a mixture of flour and water in which wild yeast lives.

## Feeding

The starter is fed once a day with equal weights of flour and water.
"""
TIDES = """# The tides

Spring tides are the strongest tides. They come at new moon and full moon, when sun and moon pull in one line.
"""
QUESTIONS = """# for our CI
{"question": "How many workers live in a hive?", "answers": ["60,000"], "source": "bees", "id": "workers"}
{"q": "What is the waggle dance?", "expected": "where flowers are", "lesson": "Keeping bees"}
{"question": "What is a sourdough starter?", "answers": ["wild yeast"], "source": "sourdough.md"}
{"question": "How often is the starter fed?", "answers": ["once a day"], "lesson": "sourdough"}
{"question": "Who won the football world cup in 2010?", "answerable": false}
{"question": "What is the capital of Mongolia?", "answerable": false}
"""
ONE_MORE = '{"question": "When do spring tides come?", "answers": ["full moon"], "source": "tides"}\n'


@dataclass(frozen=True)
class School:
    """A course in `folder`, with its questions beside it."""

    folder: Path

    def run(self, *arguments: object) -> tuple[int, str, str]:
        data = ("--data", str(self.folder / "data"))
        done = CliRunner().invoke(app, [*data, *map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    def write(self, **lessons: str) -> None:
        for name, text in lessons.items():
            (self.folder / "course" / f"{name}.md").write_text(text, "utf-8")

    @property
    def course(self) -> Path:
        return self.folder / "course"

    @property
    def questions(self) -> Path:
        return self.folder / "questions.jsonl"

    def ingest(self, *more: object) -> tuple[int, str, str]:
        return self.run("ingest", self.course, "--guard", self.questions, *more)

    def answers(self, question: str) -> str:
        code, out, _ = self.run("ask", question, "--json")
        assert code == 0
        answer: str = json.loads(out)["answer"]
        return answer


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, models: Path) -> School:
    made = School(tmp_path_factory.mktemp("school"))
    made.course.mkdir()
    made.write(bees=BEES, sourdough=SOURDOUGH)
    made.questions.write_text(QUESTIONS, "utf-8")
    code, out, err = made.ingest()
    assert (code, err) == (0, "")
    assert "There was no library to compare with." in out
    return made


def test_a_teacher_reads_what_failed_and_a_script_gets_an_exit_code(school: School) -> None:
    code, out, err = school.run("eval", school.questions, "--at-least", "answered=0.9,abstained=90%")
    assert (code, err) == (0, "")
    assert "6 questions asked of “course”: 4 that the lessons answer, 2 that they do not." in out
    assert "reached: answered at least 90.0 %, and it is 100.0 %" in out
    asked = school.folder / "hard.jsonl"
    asked.write_text('{"question": "What is the waggle dance?", "answers": ["a polka"]}\n', "utf-8")
    code, out, _ = school.run("eval", asked, "--json", "--at-least", "right=1", "--at-least", "abstained=1")
    told = json.loads(out)
    assert (code, told["met"], told["failed"]) == (1, False, {"untold": 1})
    assert told["failures"][0]["cited"] == ["bees.md"]
    assert told["figures"]["abstained"] == {"value": None, "of": 0}


def test_a_file_that_cannot_be_used_is_told_whole_and_nothing_is_asked(school: School) -> None:
    asked = school.folder / "wrong.jsonl"
    asked.write_text(
        '{"question": "Why?", "source": "bess"}\n{"question": "How?", "source": "no"}\n', "utf-8"
    )
    code, out, err = school.run("eval", asked)
    assert (code, out) == (2, "")
    assert "line 1: There is no lesson and no term called “bess”. Did you mean “bees”?" in err
    assert "line 2: There is no lesson" in err
    code, out, err = school.run("eval", school.folder / "none.jsonl", "--json")
    assert (code, json.loads(out)["errors"][0]["line"]) == (2, 0)
    code, _, err = school.run("eval", school.questions, "--at-least", "anwsered=0.9")
    assert (code, "Did you mean answered?" in err) == (2, True)
    assert school.run("ingest", school.course, "--at-least", "right=1")[0] == 2


def test_a_lesson_that_lost_its_text_is_not_switched_on(school: School) -> None:
    school.write(sourdough="# Baking sourdough\n\nThis lesson is being written anew.\n")
    code, out, err = school.ingest()
    assert (code, out) == (1, "")
    assert "Right before, and not any more (2):" in err
    assert "How often is the starter fed?" in err
    assert "The old library is kept." in err
    assert "wild yeast" in school.answers("What is a sourdough starter?")
    code, out, _ = school.ingest("--json")
    told = json.loads(out)
    assert (code, told["guard"]["allowed"], len(told["guard"]["lost"])) == (1, False, 2)
    school.write(sourdough=SOURDOUGH)
    code, out, _ = school.ingest()
    assert (code, "Nothing changed, so the guard was not asked." in out) == (0, True)


def test_a_course_that_answers_more_is_switched_on(school: School) -> None:
    school.write(tides=TIDES, sourdough=SOURDOUGH)
    school.questions.write_text(QUESTIONS + ONE_MORE, "utf-8")
    code, out, err = school.ingest("--at-least", "right=0.9")
    assert (code, err) == (0, "")
    assert "The new library takes the place of the old one." in out
    assert "full moon" in school.answers("When do spring tides come?")
