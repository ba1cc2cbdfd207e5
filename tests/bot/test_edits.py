"""An edited question is the same one; another that is near it is not"""

from dataclasses import replace

import pytest

from bot.study.cards import of_question, of_term
from bot.study.following.edits import is_edited, near, within
from bot.study.following.made_up import made_up
from bot.study.following.renaming import is_same_term
from knowledge.models import LibraryId, Question, QuestionKind, Term, TermSection

LIBRARY = LibraryId("plants")
TRUTHS = ("True", "False")


def asked(
    prompt: str, answer: str, *options: str, kind: QuestionKind = "typed", accept: tuple[str, ...] = ()
) -> Question:
    return Question(
        f"{prompt} {answer}", kind, prompt, (answer,), options, accept, library=LIBRARY, source="a.md"
    )


def choice(prompt: str, answer: str, *wrong: str) -> Question:
    return asked(prompt, answer, answer, *wrong, kind="choice")


def judged(prompt: str, answer: str) -> Question:
    return asked(prompt, answer, *TRUTHS, kind="true_false")


def edited(before: Question, after: Question) -> bool:
    return is_edited(of_question(before), of_question(after)) > 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (asked("Waht is a stoma in a leaf?", "a pore"), asked("What is a stoma in a leaf?", "a pore")),
        (asked("Where does xilem lie?", "in the stem"), asked("Where does xylem lie?", "in the stem")),
        (asked("What carries the water?", "phloem"), asked("What carries the water?", "xylem")),
        (asked("What carries the water?", "xylm"), asked("What carries the water?", "xylem")),
        (asked("What is a pore?", "stoma"), choice("What is a pore?", "stoma", "xylem", "root")),
        (choice("Which is right?", "a", "b", "c"), choice("Which is right?", "b", "a", "c")),
        (choice("Which carries water?", "xylem", "a", "b"), choice("Which carries water?", "xylem", "c")),
        (choice("Which tissu carries water?", "xylem", "a"), choice("Which tissue carries water?", "a", "b")),
        (judged("Every leaf has a stoma.", "True"), judged("Every leaf has a stoma.", "False")),
        (judged("Evry leaf has a stoma.", "True"), judged("Every leaf has a stoma.", "True")),
        (
            asked("What closes at night?", "the stoma"),
            asked("What closes at night in every plant?", "the stoma"),
        ),
    ],
)
def test_an_edited_question_is_the_same(before: Question, after: Question):
    assert edited(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (asked("What is freezing first?", "the body"), asked("What is freezing last?", "the head")),
        (asked("What is 3 + 4?", "seven"), asked("What is 3 + 5?", "seven")),
        (asked("What is a < b called?", "less"), asked("What is a > b called?", "less")),
        (asked("Which vitamin is A?", "retinol"), asked("Which vitamin is B?", "retinol")),
        (asked("Does the leaf open?", "yes"), asked("Does the leaf not open?", "yes")),
        (asked("Does heat cause rain?", "no"), asked("Does rain cause heat?", "no")),
        (asked("What?", "a pore"), asked("What?", "a root")),
        (asked("What is abduction?", "outwards"), asked("What is adduction?", "inwards")),
        (choice("Which is right?", "a", "b", "c"), choice("Which is right?", "d", "e", "f")),
        (judged("Stomata open by day.", "True"), judged("Stomata open by night.", "True")),
        (judged("Stomata close.", "True"), judged("Stomata close when it is dry.", "False")),
        (asked("What is a stoma for?", "gas"), asked("Where is a stoma found?", "gas")),
    ],
)
def test_another_question_is_another_however_near(before: Question, after: Question):
    assert not edited(before, after)


def test_the_same_prompt_is_surer_than_a_near_one():
    before = asked("What carries the water?", "xylem")
    mended, other = asked("What carries the water?", "the xylem"), asked("What caries the water?", "xylem")
    made = of_question(before)
    assert is_edited(made, of_question(mended)) > is_edited(made, of_question(other)) > 0


def test_order_and_numbers_and_letters_tell_texts_apart():
    assert near("a hidden layer", "the hiden layers")
    assert not near("vitamin A", "vitamin")
    assert not near("", "")
    assert not near("water light", "light water")
    assert within("what closes", "what closes at night")
    assert not within("what closes", "night closes what")


@pytest.mark.parametrize(
    ("name", "told", "same"),
    [
        ("Stomas", "Something else altogether, in other words.", True),
        ("Leaf pore", "A small pore in the skin of a leaf, closed at night.", True),
        ("Xylem", "Tissue that carries water up from the roots.", False),
    ],
)
def test_a_term_is_the_same_by_its_name_or_by_what_it_means(name: str, told: str, same: bool):
    before = Term(LIBRARY, "g.md", "Stoma", (TermSection("", "A small pore in the skin of a leaf, open."),))
    after = replace(before, name=name, sections=(TermSection("", told),))
    pairs = zip(of_term(before), of_term(after), strict=True)
    assert [is_same_term(one, other, after.listed) for one, other in pairs] == [same, same]


def test_a_teachers_question_is_not_taken_for_one_that_was_made_up():
    for question in (asked("What is a pore?", "stoma"), choice("Which?", "a", "b"), judged("So?", "True")):
        assert made_up(of_question(question)) is None
