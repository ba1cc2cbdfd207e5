"""what teachers write -> questions, or all that is wrong with it"""

import pytest

from evaluation.questions import Asked, read


def test_a_line_may_be_written_as_people_write_it() -> None:
    text = (
        '\ufeff{"question": "What  is it?", "answers": ["a", "b"], "source": "one", "id": 7}\n'
        "# a remark\n\n"
        '{"Q": "Which?", "Expected Answer": 42, "lesson_path": "a/b.md", "section": "End"}\r\n'
        '{"prompt": "Who?", "title": ["one", "two"], "note": "asked in May"}\n'
        '{"query": "When?", "answerable": "no"}\n'
        '{"ask": "Where?", "is_impossible": true}\n'
    )
    written = read(text)
    assert written.faults == ()
    assert written.ignored == ("note",)
    assert written.asked == (
        Asked("What is it?", ("a", "b"), ("one",), "", True, "7", 1),
        Asked("Which?", ("42",), ("a/b.md",), "End", True, "", 4),
        Asked("Who?", (), ("one", "two"), "", True, "", 5),
        Asked("When?", answerable=False, line=6),
        Asked("Where?", answerable=False, line=7),
    )


def test_of_an_answer_and_its_spellings_the_list_counts() -> None:
    (one,) = read('{"question": "Q", "answer": "x", "answers": ["x", "y"]}').asked
    assert one.answers == ("x", "y")


@pytest.mark.parametrize(
    ("line", "what", "advice"),
    [
        ('{"question": "Q"', "This is not JSON", "Write one object a line"),
        ('"Why?"', "This is not an object", "in braces"),
        ('{"answers": ["a"]}', "There is no question in it", "What is a stoma?"),
        ('{"question": " "}', "There is no question in it", ""),
        ('{"question": "Q", "anwserable": false}', "I do not know “anwserable”", "Write “answerable”"),
        ('{"question": "Q", "answerable": "perhaps"}', "“answerable” is", "true or"),
        ('{"question": "Q", "answers": [["a"]]}', "“answers” holds", "Write text"),
        ('{"question": "Q", "answers": true}', "“answers” holds", "Write text"),
        ('{"question": "Q", "answers": ["a"], "answerable": false}', "not to be answerable", "Leave out"),
        ('{"question": "Q", "answerable": true, "unanswerable": true}', "and not to be", "true or false"),
    ],
)
def test_a_line_that_cannot_be_used_says_what_to_write(line: str, what: str, advice: str) -> None:
    (fault,) = read(f'{{"question": "fine"}}\n{line}').faults
    assert fault.line == 2
    assert what in fault.what
    assert advice in fault.advice


def test_all_faults_are_told_at_once() -> None:
    text = '{"question": "Q", "id": "a"}\nnonsense\n{"question": "R", "id": "a"}\n{}\n'
    assert [fault.line for fault in read(text).faults] == [2, 3, 4]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "[]"])
def test_a_file_without_a_question_measures_nothing(text: str) -> None:
    (fault,) = read(text).faults
    assert fault.line == 0


def test_a_list_in_brackets_is_read_too() -> None:
    assert [one.question for one in read('[{"question": "A"},\n {"question": "B"}]').asked] == ["A", "B"]
    assert read('[{"question": "A"},').faults[0].line == 1
