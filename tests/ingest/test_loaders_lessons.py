"""Any Markdown file is a lesson; front matter makes it richer and is never fatal"""

from pathlib import Path

import pytest

from ingest.loaders import Course, Loaded, load, read_course
from ingest.sources import find
from knowledge.errors import UnreadableSource
from knowledge.models import Challenge, Lesson, LibraryId, Step

LIBRARY = LibraryId("baking")


def loaded(tmp_path: Path, text: str | bytes, name: str = "bread.md", course: Course | None = None) -> Loaded:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (file,) = [file for file in find([tmp_path]).files if file.path == path]
    return load(file, LIBRARY, course or Course())


def lesson(tmp_path: Path, text: str | bytes, name: str = "bread.md", course: Course | None = None) -> Lesson:
    (only,) = loaded(tmp_path, text, name, course).lessons
    return only


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", "# Bread", "", "Flour, water and salt make a dough.", ""])


def test_a_lesson_is_called_after_its_first_heading(tmp_path: Path) -> None:
    found = lesson(tmp_path, "![badge](x.png)\n\n# How *bread* rises\n\nYeast makes gas.\n\n## Heat\n\nMore.")
    assert (found.title, found.slug, found.source) == ("How bread rises", "bread", "bread.md")
    assert [section.heading for section in found.sections] == [(), ("Heat",)]


def test_without_a_heading_it_is_called_after_its_file_or_folder(tmp_path: Path) -> None:
    assert lesson(tmp_path, "Just text.", "rye_and-wheat.md").title == "Rye and wheat"
    assert lesson(tmp_path, "Just text.", "Sour Dough/README.md").title == "Sour dough"


def test_a_heading_in_code_is_no_title(tmp_path: Path) -> None:
    assert lesson(tmp_path, "```sh\n# install\n```\n\nTitle\n=====\n\nText.").title == "Title"


def test_headings_beside_the_title_keep_their_own_paths(tmp_path: Path) -> None:
    found = lesson(tmp_path, "# One\n\na\n\n## Inner\n\nb\n\n# Two\n\nc")
    assert [section.heading for section in found.sections] == [(), ("Inner",), ("Two",)]


def test_sections_joined_are_the_text_under_the_front_matter(tmp_path: Path) -> None:
    body = "# Bread\r\n\r\nText.\r\n\r\n## Steps\r\n\r\n1. mix\r\n"
    found = lesson(tmp_path, f"---\r\ntitle: Loaf\r\n---\r\n{body}")
    assert "".join(part.text for part in found.sections) == body.replace("\r\n", "\n").rstrip()


def test_front_matter_is_read(tmp_path: Path) -> None:
    found = lesson(
        tmp_path,
        front(
            "title: 'Bread: a start'",
            "track: Basics",
            "order: 4",
            "minutes: 21",
            "url: https://example.org/bread",
            "summary: How *bread* is made.",
            "terms: [crumb, NO]",
            "requires: flour",
            "related: [cake, rolls]",
            "challenges:",
            "  - task: Bake one.",
            "    rubric: [it rose, it is brown]",
            "steps:",
            "  - {title: Mix, text: Stir it., image: mix.png}",
        ),
    )
    assert (found.title, found.track, found.order, found.minutes) == ("Bread: a start", "Basics", 4, 21)
    assert (found.url, found.summary) == ("https://example.org/bread", "How bread is made.")
    assert (found.terms, found.requires, found.related) == (("crumb", "NO"), ("flour",), ("cake", "rolls"))
    assert found.challenges == (Challenge("Bake one.", ("it rose", "it is brown")),)
    assert found.steps == (Step("Mix", "Stir it.", "mix.png"),)


def test_a_lesson_gets_its_address_from_the_course(tmp_path: Path) -> None:
    course = Course(base_url="https://example.org/course")
    assert lesson(tmp_path, "# Bread", course=course).url == "https://example.org/course/bread"


def test_minutes_are_counted_from_the_words(tmp_path: Path) -> None:
    assert lesson(tmp_path, "word " * 401).minutes == 3
    assert lesson(tmp_path, "word").minutes == 1


def test_the_summary_is_the_first_real_paragraph(tmp_path: Path) -> None:
    text = (
        "# Bread\n\n![a loaf](loaf.png)\n\nYou need:\n\n- flour\n\nBread is *baked* [dough](x.md) in the end."
    )
    assert lesson(tmp_path, text).summary == "Bread is baked dough in the end."


def test_a_long_summary_ends_with_a_sentence(tmp_path: Path) -> None:
    sentence = "Bread is a food that people make of flour and water and bake in an oven."
    summary = lesson(tmp_path, " ".join([sentence] * 9)).summary
    assert summary == " ".join([sentence] * 4)


def test_a_summary_without_any_sentence_end_is_cut_between_words(tmp_path: Path) -> None:
    summary = lesson(tmp_path, "kneading " * 90).summary
    assert len(summary) <= 300
    assert summary.endswith("kneading…")


QUIZ = """quiz:
  - ask: What makes bread rise?
    options: [Yeast, Salt, Water]
    answer: yeast
    why: It makes gas.
  - ask: Which one by its place?
    options: ["5", "1", "7"]
    answer: 2
  - ask: A number that is an option?
    options: [3, 0, 1]
    answer: 1
  - ask: Which are dry?
    kind: several
    options: [Flour, Water, Salt]
    answer: [0, Salt]
  - ask: In which order?
    kind: order
    options: [Bake, Mix, Rest]
    answer: [Mix, Rest, Bake]
  - ask: Bread is baked.
    options: [True, False]
    answer: True
  - ask: The inside of a loaf?
    answer: crumb
    accept: [the crumb, inside]"""


def test_authored_questions_are_read_in_order(tmp_path: Path) -> None:
    questions = lesson(tmp_path, front(QUIZ)).questions
    assert [(question.kind, question.answer) for question in questions] == [
        ("choice", ("Yeast",)),
        ("choice", ("7",)),
        ("choice", ("1",)),
        ("several", ("Flour", "Salt")),
        ("order", ("Mix", "Rest", "Bake")),
        ("true_false", ("True",)),
        ("typed", ("crumb",)),
    ]
    assert all(question.authored and question.source == "bread.md" for question in questions)
    assert len({question.id for question in questions}) == 7
    assert (questions[0].why, questions[6].accept) == ("It makes gas.", ("the crumb", "inside"))


def test_a_question_keeps_its_id_when_another_is_put_before_it(tmp_path: Path) -> None:
    one = "  - ask: What is inside?\n    answer: crumb"
    (before,) = lesson(tmp_path, front("quiz:", one)).questions
    after = lesson(tmp_path, front("quiz:", "  - ask: Else?\n    answer: no", one)).questions
    assert after[1].id == before.id


@pytest.mark.parametrize(
    ("quiz", "note"),
    [
        (
            "  - options: [a, b]\n    answer: a",
            "Quiz question 1: it was left out: write what is asked as “ask”.",
        ),
        ("  - ask: Q\n    options: [a, b]", "Quiz question 1: it was left out: give the “answer”"),
        ("  - ask: Q\n    options: [a, b]\n    answer: 7", "the answer “7” is none of the options"),
        ("  - ask: Q\n    options: [a, A]\n    answer: a", "give at least two options, each different"),
        ("  - ask: Q\n    kind: order\n    options: [a, b]\n    answer: [a]", "must hold all options"),
        ("  - ask: Q\n    kind: order\n    answer: [a]", "give the steps to be ordered as “options”"),
        ("  - just words", "“quiz” was left out: each item must have named fields."),
        ("  ask: Q", "“quiz” was left out: write it as a list"),
        (
            "  - ask: Q\n    answer: a\n  - ask: Q\n    answer: a",
            "Quiz question 2 was left out: it is the same",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_left_out_with_a_note(
    tmp_path: Path, quiz: str, note: str
) -> None:
    found = loaded(tmp_path, front("quiz:", quiz))
    assert len(found.lessons) == 1
    assert note in found.notes[0]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("minutes: many", "“minutes” was left out: write it as a number."),
        ("minutes: -3", "“minutes” was left out: write a number above 0."),
        ("order: [1]", "“order” was left out: write it as a number."),
        ("track: {a: b}", "“track” was left out: write it as one text."),
        ("terms: {a: b}", "“terms” was left out: write it as a list of texts."),
        ("steps:\n  - title: Alone", "Step 1: it was left out: give it a “text” or an “image”."),
        ("challenges:\n  - rubric: [a]", "Challenge 1: it was left out: give it a “task”."),
        ("title: [broken", "The front matter was left out: The YAML is broken in line"),
    ],
)
def test_a_wrong_field_is_left_out_with_a_note(tmp_path: Path, line: str, note: str) -> None:
    found = loaded(tmp_path, front(line))
    assert found.lessons[0].title == "Bread"
    assert note in found.notes[0]


def test_two_rules_at_the_top_are_no_front_matter(tmp_path: Path) -> None:
    assert (
        lesson(tmp_path, "---\nJust words between rules.\n---\n\n# Bread").sections[0].text.startswith("---")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_of_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert lesson(tmp_path, "# Café – “crème”".encode(encoding)).title == "Café – “crème”"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n", "The file is empty."),
        (b"\x00\x01\x02\xff\xfe", "It is not text that we can read: save it as UTF-8."),
        (b"\xff\xfe\x00\xd8\x00", "It is not text that we can read: save it as UTF-8."),
        (b"---\ntitle: x\n---\n", "It has front matter, but no text under it."),
    ],
)
def test_a_file_without_text_is_refused_in_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        loaded(tmp_path, data)
    assert str(refused.value) == reason


def test_a_file_that_went_away_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A")
    (file,) = find([tmp_path]).files
    file.path.unlink()
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        load(file, LIBRARY, Course())


def test_course_yaml_is_read(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text(
        "title: Baking\nlanguage: de\nbase_url: https://example.org/\ntracks: [Basics, 'Cakes, and more']\n"
        "hints_only: true\n"
    )
    course, notes = read_course(tmp_path)
    assert course == Course("Baking", "de", "https://example.org", ("Basics", "Cakes, and more"), True)
    assert notes == ()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("title: [", "course.yaml was left out. The YAML is broken in line"),
        ("just words", "course.yaml was left out: write it as “name: value” lines."),
        ("hints_only: maybe", "course.yaml: “hints_only” was left out: write true or false."),
        ("", "course.yaml was left out. The file is empty."),
    ],
)
def test_a_wrong_course_yaml_is_a_note(tmp_path: Path, text: str, note: str) -> None:
    (tmp_path / "course.yaml").write_text(text)
    course, notes = read_course(tmp_path)
    assert course == Course()
    assert notes[0].startswith(note)


def test_a_folder_without_course_yaml_has_the_usual_values(tmp_path: Path) -> None:
    assert read_course(tmp_path) == (Course(), ())
