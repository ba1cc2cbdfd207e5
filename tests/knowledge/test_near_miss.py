"""Whether passages speak of a thing, or of something one fact away from it"""

from dataclasses import replace

import pytest

from knowledge.confidence import evidence
from knowledge.models import Passage
from knowledge.near_miss import Difference, difference, is_near_miss
from tests.knowledge.answering_material import passage

RIVER = passage(
    "The Rhone is the largest river of the valley. It was bridged in 1878 by Anton Berger. Salmon do not "
    "return to it.",
    title="Rhone",
)


def near(question: str) -> bool:
    held = replace(RIVER, nearness=(0.55, 0.5, 0.45))
    return is_near_miss(between(question, held))


def between(question: str, *passages: Passage) -> Difference:
    return difference(question, passages, evidence(question, passages, {}))


@pytest.mark.parametrize(
    "question",
    [
        "What is the largest river of the valley?",
        "Who bridged the Rhone in 1878?",
        "When was the Rhone bridged by Anton Berger?",
        "Do salmon not return to the Rhone?",
    ],
)
def test_what_a_sentence_says_is_no_near_miss(question: str) -> None:
    assert not near(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the smallest river of the valley?",
        "Who bridged the Rhone in 1923?",
        "Why was the bridge of Marie Dubois never built in 1901?",
    ],
)
def test_another_year_or_name_or_the_opposite_is_one(question: str) -> None:
    assert near(question)


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("What is the smallest river of the valley?", "opposite"),
        ("Who bridged the Rhone in 1923?", "number_passage"),
        ("When did Marie bridge the river?", "names"),
        ("What is the first bridge of the river?", "extreme"),
        ("Which salmon never swim in the valley of the largest river?", "negation"),
    ],
)
def test_what_differs_is_seen(question: str, what: str) -> None:
    assert getattr(between(question, RIVER), what) > 0


def test_a_number_asked_for_and_not_near_is_seen() -> None:
    bare = passage("Salmon return to it in autumn.", title="Rhone")
    assert between("How many salmon return?", bare).kind == 1
    assert between("How many salmon return?", RIVER).kind == 0


def test_without_passages_there_is_nothing_to_tell_apart() -> None:
    assert between("What is the largest river?").nearest is None
