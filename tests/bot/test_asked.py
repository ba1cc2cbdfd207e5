"""What is typed on a card is graded by what stands on it"""

from dataclasses import replace
from itertools import permutations

import pytest

from bot.models import CardText
from bot.study.asked import as_shown
from bot.study.cards import of_question
from knowledge.grading import grade
from knowledge.models import Question, QuestionKind
from tests.fakes.small_course import COURSE, TRANSFER

FOUR = ("Alpha", "Beta", "Gamma", "Delta")


def question(
    kind: QuestionKind = "choice", *answer: str, options: tuple[str, ...] = FOUR, id: str = "q1"
) -> Question:
    return Question(id, kind, "Which?", answer or ("Beta",), options, library=COURSE, source=TRANSFER.source)


def letters(text: CardText) -> dict[str, str]:
    lines = [line for line in text.front.splitlines() if line.startswith("- ")]
    return {line[5:]: line[2] for line in lines}


def verdict(text: CardText, authored: Question | None, response: str) -> str:
    return grade(as_shown(text, authored), response).verdict


@pytest.mark.parametrize("known", [True, False], ids=["a teacher's", "made up"])
@pytest.mark.parametrize("n", range(12))
def test_a_letter_means_what_stands_beside_it_on_the_card(n: int, known: bool):
    asked = question(id=f"q{n}")
    text = of_question(asked)
    by = letters(text)
    for option in FOUR:
        wanted = "right" if option == "Beta" else "wrong"
        for said in (by[option], by[option].lower(), f"option {by[option]}", option):
            assert verdict(text, asked if known else None, said) == wanted


@pytest.mark.parametrize("known", [True, False], ids=["a teacher's", "made up"])
def test_an_order_and_several_are_graded_by_the_letters_of_the_card(known: bool):
    steps = question("order", *FOUR)
    text = of_question(steps)
    right = ", ".join(letters(text)[it] for it in FOUR)
    assert verdict(text, steps if known else None, right) == "right"
    assert verdict(text, steps if known else None, " -> ".join(FOUR)) == "right"
    assert verdict(text, steps if known else None, "A, B, C, D") == "wrong"
    several = question("several", "Delta", "Alpha")
    text = of_question(several)
    right = " ".join(letters(text)[it] for it in ("Alpha", "Delta"))
    assert verdict(text, several if known else None, right) == "right"
    assert verdict(text, several if known else None, letters(text)["Alpha"]) == "wrong"


@pytest.mark.parametrize("kind", ["choice", "several", "order"])
def test_however_a_quiz_mixed_the_options_the_card_is_the_same(kind: QuestionKind):
    answer = FOUR if kind == "order" else ("Beta",)
    made = {of_question(question(kind, *answer, options=tuple(it))).front for it in permutations(FOUR)}
    assert len(made) == 1


def test_an_answer_that_a_teacher_gave_by_letter_stays_right():
    asked = question("choice", "B")
    text = of_question(asked)
    assert text.back == "Beta"
    assert {letters(text)["Beta"], "Beta"} <= set(text.accept)
    assert verdict(text, asked, letters(text)["Beta"]) == "right"


def test_true_and_false_keep_their_order_and_so_do_options_that_name_one_another():
    truth = question("true_false", "False", options=("True", "False"))
    assert list(letters(of_question(truth)).values()) == ["A", "B"]
    assert list(letters(of_question(truth))) == ["True", "False"]
    assert verdict(of_question(truth), None, "f") == "right"
    options = ("Zinc", "Iron", "A and B")
    assert list(letters(of_question(question("choice", "Iron", options=options)))) == list(options)


def test_a_question_that_asks_otherwise_by_now_does_not_change_what_a_letter_means():
    text = of_question(question())
    today = question("choice", "Beta", options=("Beta", "Epsilon", "Zeta"))
    for option, letter in letters(text).items():
        assert verdict(text, today, letter) == ("right" if option == "Beta" else "wrong")


def test_a_question_without_options_is_graded_as_it_stands_today():
    asked = question("typed", "weights", options=())
    today = replace(asked, prompt="What?", accept=("parameters",))
    assert as_shown(of_question(asked), today) == today
    assert verdict(of_question(asked), None, "weihgts") == "close"
