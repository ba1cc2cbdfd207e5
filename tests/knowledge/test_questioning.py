"""What a question asks for"""

import pytest

from knowledge.questioning import defines, plainly, sort_of


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("what does freezing mean?", "what is freezing?"),
        ("What does PEFT stand for", "what is PEFT?"),
        ("what is the meaning of blossom end rot?", "what is blossom end rot?"),
        ("define mulch", "what is mulch?"),
        ("what does mulch do?", "what does mulch do?"),
        ("why does the mean matter?", "why does the mean matter?"),
    ],
)
def test_a_question_for_a_meaning_is_asked_plainly(question: str, plain: str) -> None:
    assert plainly(question) == plain


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("A prime number is a number with two divisors.", "prime number"),
        ("LoRA, short for low-rank adaptation, is a way to tune.", "LoRA"),
        ("Rot, or decay, is what follows.", "Rot"),
        ("Water the bed.", ""),
    ],
)
def test_a_definition_is_known_by_its_subject(sentence: str, subject: str) -> None:
    assert defines(sentence) == subject


def test_how_something_works_asks_for_steps_as_how_to_do_it_does() -> None:
    assert sort_of("how does grafting work?") == sort_of("how do I graft?") == "how to"
