"""Whether a library holds an answer: from evidence combined"""

from dataclasses import replace
from math import inf

import pytest

from knowledge.confidence import confidence, evidence, of_all, reasons
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
    assert mentioned.thin == pytest.approx(2 / 3)
    assert begun.thin == pytest.approx(1 / 3)
    assert defined.thin == 0
    assert confidence(mentioned) < confidence(begun) < confidence(defined)


def test_the_nearest_passage_of_a_small_library_need_not_be_as_near() -> None:
    found = evidence("why does the fruit rot?", (passage(ROT),), {})
    small, middling, large = (confidence(found, {"chunks": chunks}) for chunks in (50.0, 300.0, 5000.0))
    assert small > middling > large == confidence(found)


def test_a_rare_word_need_only_be_mentioned() -> None:
    rare = evidence("what is straw?", (passage("Lay straw on the soil.", score=0.8),), {"straw": 6.0})
    assert rare.thin == 0


def test_the_card_of_another_term_is_no_answer_in_a_glossary() -> None:
    card = passage("Mulch is a layer of wood chips.", source="terms/mulch.md", title="Mulch")
    other = evidence("what are wood chips?", (card,), {})
    own = evidence("what is mulch?", (card,), {})
    lesson = evidence("what are wood chips?", (passage("Mulch is a layer of wood chips."),), {})
    assert (other.undefined, own.undefined, lesson.undefined) == (1.0, 0.0, 0.0)
    assert confidence(other) < confidence(lesson)


@pytest.mark.parametrize("asking", ["explain mulch", "Describe mulch!", "please tell me about mulch"])
def test_the_words_that_only_ask_are_not_looked_for(asking: str) -> None:
    card = passage("Mulch is a layer of wood chips.", source="terms/mulch.md", title="Mulch")
    rarity = dict.fromkeys(("explain", "describe", "tell", "please"), inf)
    assert evidence(asking, (card,), rarity) == evidence("what is mulch?", (card,), rarity)


def test_a_library_without_vectors_is_judged_by_its_words() -> None:
    held = replace(passage(ROT, score=5.0), cosine=None)
    found = evidence("why does uneven watering rot the fruit?", (held,), {})
    absent = evidence("why does the Eiffel tower shine?", (held,), {"eiffel": inf, "tower": inf})
    assert found.by_words
    assert confidence(found) > 0.5 > confidence(absent)
    assert not any("near in meaning" in reason for reason in reasons(absent))


def test_a_passage_whose_sentences_have_no_vectors_is_as_near_as_the_whole_of_it() -> None:
    whole = passage(ROT, score=1.2)
    sentences = replace(whole, nearness=(0.2, 0.9, 0.1))
    assert evidence("why does fruit rot?", (whole,), {}).sentence == 0.6
    assert evidence("why does fruit rot?", (sentences,), {}).sentence == 0.9


def test_cosines_of_an_embedder_that_puts_everything_near_count_for_less() -> None:
    near = evidence("why does the fruit rot?", (passage(ROT, score=1.6),), {})
    usual, crowded, one_subject = ({"unlike": unlike} for unlike in (0.0, 0.7, 0.2))
    assert confidence(near, crowded) < confidence(near, usual) == confidence(near, one_subject)


def test_libraries_asked_together_are_as_large_as_all_of_them() -> None:
    assert of_all([{"chunks": 3.0, "unlike": 0.1}, {"chunks": 4.0}]) == {"chunks": 7.0}
    assert of_all([{"chunks": 3.0}, {}]) == of_all([]) == {}
    assert of_all([{"unlike": 0.3}, {"unlike": 0.2}]) == {"unlike": 0.2}


def test_a_teacher_is_told_why_there_is_no_answer() -> None:
    said = reasons(evidence("Who was Pasteur?", (passage(ROT, score=0.2),), {"pasteur": inf}))
    assert any("near in meaning" in reason for reason in said)
    assert any("name" in reason for reason in said)
