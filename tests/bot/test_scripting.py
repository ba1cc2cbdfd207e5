"""the JSON that scripts read"""

from dataclasses import replace

from bot.commandline import scripting
from knowledge.models import Match, Question
from tests.fakes.small_course import CHUNK, TERMS, WHY, answered, silent


def test_an_answer_carries_its_marks_and_what_they_stand_on():
    assert scripting.answer(answered("why?"), 0.25) == {
        "question": "why?",
        "answer": f"{WHY} [1]",
        "abstained": False,
        "citations": [
            {
                "n": 1,
                "title": "Reusing a model",
                "heading": ["Why it works"],
                "source": "lessons/transfer.md",
                "url": "https://course.example/transfer",
                "quote": WHY,
            }
        ],
        "suggestions": [],
        "composer": "extractive",
        "seconds": 0.25,
    }


def test_a_remark_on_an_answer_is_told_to_a_script_too():
    told = scripting.answer(replace(answered("why?"), remark="Two lessons do not agree."), 0.0)
    assert told["remark"] == "Two lessons do not agree."
    assert "remark" not in scripting.answer(answered("why?"), 0.0)


def test_an_abstention_has_suggestions_and_no_text():
    told = scripting.answer(silent("why?"), 0.0)
    assert (told["answer"], told["abstained"]) == ("", True)
    assert told["suggestions"][0] == {  # type: ignore[index]
        "kind": "lesson",
        "title": "Reusing a model",
        "source": "lessons/transfer.md",
    }


def test_a_definition_is_whole_or_says_none():
    term = TERMS[3]
    found = scripting.definition("tl", Match("alias"), term)
    assert (found["match"], found["term"], found["aliases"]) == ("alias", "Transfer learning", ["TL"])
    assert found["related"] == [{"term": "Fine-tuning", "why": "where the carried knowledge is adapted"}]
    none = scripting.definition("x", Match("none", suggestions=("Layer",)), None)
    assert (none["match"], none["sections"], none["suggestions"]) == ("none", [], ["Layer"])
    assert (none["term"], none["category"], none["source"]) == (None, None, None)


def test_passages_and_questions_keep_their_shapes():
    from knowledge.models import Passage

    (passage,) = scripting.passages("q", [Passage(CHUNK, 0.5)])["passages"]  # type: ignore[misc]
    assert set(passage) == {"source", "title", "heading", "text", "score"}
    one = Question("1", "choice", "Which?", ("a",), ("a", "b"))
    many = Question("2", "order", "Order?", ("a", "b"), ("b", "a"))
    made = scripting.questions([one, many])["questions"]
    assert [question["answer"] for question in made] == ["a", ["a", "b"]]  # type: ignore[union-attr]


def test_a_line_holds_no_line_break():
    assert "\n" not in scripting.line({"a": "b\nc\u2028"})
