"""what a benchmark found -> figures"""

from pathlib import Path

import pytest

from benchmarks import measures
from benchmarks.material import Asked, material


def test_an_answer_string_is_found_whatever_its_case_and_line_breaks():
    assert measures.holds("mounted on a drive\n shaft.", ("The shaft", "a Drive Shaft"))
    assert not measures.holds("mounted on a shaft", ("a drive shaft",))


def test_only_the_first_thousand_characters_of_a_passage_count():
    asked = [Asked("q", ("needle",))]
    assert measures.within(asked, [[{"text": "x" * 995 + "needle"}]], 3) == 0
    assert measures.within(asked, [[{"text": "needle"}]], 3) == 1


def test_only_the_best_k_count():
    asked = [Asked("q", source="b.md")]
    found = [[{"source": "a.md"}, {"source": "b.md"}]]
    assert (measures.right_source(asked, found, 1), measures.right_source(asked, found, 2)) == (0, 1)


def test_a_side_that_never_abstains_gets_half():
    assert measures.balanced([True] * 90, [False] * 10) == 0.5


def test_the_material_of_ones_own_is_read_or_refused_with_a_word(tmp_path: Path):
    with pytest.raises(SystemExit, match="holds no squad"):
        material(tmp_path)
    (tmp_path / "courses/tides").mkdir(parents=True)
    (tmp_path / "courses/tides/moon.md").write_text("# Moon\n")
    line = '{"question": "What pulls?", "answers": ["the moon"], "lesson_path": "moon.md"}\n'
    (tmp_path / "courses/tides.quiz.jsonl").write_text(line)
    (course,) = material(tmp_path)
    assert (course.name, course.characters) == ("tides", 7)
    assert course.asked == (Asked("What pulls?", ("the moon",), "moon.md"),)


def test_the_project_brings_material_of_its_own():
    (course,) = material(None)
    assert len(course.answerable) >= 20
    assert len(course.asked) - len(course.answerable) >= 10
