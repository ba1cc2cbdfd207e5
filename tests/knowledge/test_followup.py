"""A question is read in the light of the turn before it, and only then"""

import pytest

from knowledge.followup import level_meant, standalone
from knowledge.models import Answer

BEFORE = Answer("what is blossom end rot?", "what is blossom end rot?")


@pytest.mark.parametrize(
    "question",
    [
        "and why is that?",
        "why?",
        "give me an example",
        "how do I prevent it?",
        "tell me more",
        "is this common?",
    ],
)
def test_words_that_lean_take_the_topic_along(question: str) -> None:
    alone = standalone(question, BEFORE)
    assert alone.startswith(question)
    assert "blossom end rot" in alone


@pytest.mark.parametrize("question", ["how?", "And how exactly?"])
def test_how_alone_asks_how_the_topic_works(question: str) -> None:
    assert standalone(question, BEFORE) == "how does it work? (blossom end rot)"


def test_what_about_brings_its_own_noun_and_the_topic() -> None:
    alone = standalone("what about peppers?", BEFORE)
    assert "peppers" in alone
    assert "rot" in alone


@pytest.mark.parametrize(
    "question",
    ["what are aphids?", "how often should tomatoes be watered in July?", "why does mulch keep weeds down?"],
)
def test_a_question_of_its_own_stays_as_it_is(question: str) -> None:
    assert standalone(question, BEFORE) == question


def test_without_a_turn_before_nothing_is_added() -> None:
    assert standalone("and why is that?", None) == "and why is that?"


def test_a_chain_of_follow_ups_keeps_its_topic() -> None:
    second = standalone("and why is that?", BEFORE)
    third = standalone("give me an example", Answer("and why is that?", second))
    assert "blossom end rot" in third


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("simpler please", "simpler"),
        ("can you explain that in simple words?", "simpler"),
        ("Explain it like I'm five", "simpler"),
        ("tell me more", "deeper"),
        ("and more details?", "deeper"),
        ("go on", "deeper"),
        ("give me an example", "example"),
        ("Could you give me a concrete example of that, please?", "example"),
        ("for example?", "example"),
        ("like what?", "example"),
        ("what is an example of blossom end rot?", "plain"),
        ("tell me more about aphids", "plain"),
        ("and why is that?", "plain"),
        ("how many examples do I need?", "plain"),
        ("more water?", "plain"),
        ("in short, what is mulch?", "plain"),
    ],
)
def test_only_words_that_ask_for_no_more_are_a_level(question: str, level: str) -> None:
    assert level_meant(question) == level
