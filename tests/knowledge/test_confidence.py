"""Whether a library holds an answer: from evidence combined"""

from math import inf

import pytest

from knowledge.confidence import confidence, evidence, reasons
from tests.knowledge.answering_material import COURSE, passage

ROT = COURSE[2].text


def sure(question: str, *passages: object, rarity: dict[str, float] | None = None) -> float:
    return confidence(evidence(question, passages, rarity or {}))  # type: ignore[arg-type]


def test_a_question_that_the_passage_speaks_of_is_answered() -> None:
    assert sure("why does blossom end rot come from uneven watering?", passage(ROT)) > 0.5


def test_a_question_from_elsewhere_is_not() -> None:
    rarity = {"won": inf, "2010": inf, "world": inf, "cup": inf}
    assert sure("who won the 2010 world cup?", passage(ROT, score=0.3), rarity=rarity) < 0.5


def test_nothing_found_is_nothing_known() -> None:
    assert sure("what is mulch?") < 0.5


def test_a_question_without_a_word_that_carries_meaning_is_not_answered() -> None:
    assert sure("what is it?", passage(ROT)) == 0


@pytest.mark.parametrize(
    "better",
    [
        "why does uneven watering rot the fruit?",
        "why does unevn watering rot the fruit?",
        "why do fruits rot when unevenly watered?",
    ],
)
def test_a_typo_or_another_ending_does_not_make_a_word_missing(better: str) -> None:
    assert evidence(better, (passage(ROT),), {}).missing == 0


def test_a_name_that_no_passage_holds_speaks_against() -> None:
    with_name = evidence("Which rot did Pasteur find on the fruit?", (passage(ROT),), {})
    assert with_name.names_missing == 1
    assert confidence(with_name) < sure("Which rot is found on the fruit?", passage(ROT))


def test_a_single_word_needs_more_than_to_be_mentioned() -> None:
    mentioned = evidence("what is straw?", (passage("Lay straw on the soil.", score=0.8),), {"straw": 2.0})
    defined = evidence("what is straw?", (passage("Straw is dry grass.", score=0.8),), {"straw": 2.0})
    begun = evidence("what is straw?", (passage("Straw went on the soil.", score=0.8),), {"straw": 2.0})
    assert (mentioned.thin, begun.thin, defined.thin) == (1.0, 0.5, 0.0)
    assert confidence(mentioned) < confidence(begun) < confidence(defined)


def test_the_nearest_passage_of_a_small_library_need_not_be_as_near() -> None:
    found = evidence("why does the fruit rot?", (passage(ROT),), {})
    small, middling, large = (confidence(found, {"chunks": chunks}) for chunks in (50.0, 300.0, 5000.0))
    assert small > middling > large == confidence(found)


def test_a_teacher_is_told_why_there_is_no_answer() -> None:
    said = reasons(evidence("Who was Pasteur?", (passage(ROT, score=0.2),), {"pasteur": inf}))
    assert any("near in meaning" in reason for reason in said)
    assert any("name" in reason for reason in said)
