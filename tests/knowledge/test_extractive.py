"""An answer made of the library's own sentences"""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.extractive import LIMIT, extract
from knowledge.models import Answer, Passage
from tests.knowledge.answering_material import COURSE, passage

ROT = COURSE[2].text


def text_of(question: str, *passages: Passage, limit: int = LIMIT) -> str:
    made = extract(question, passages, {}, limit=limit)
    return Answer(question, question, made.sentences, made.citations).text


def test_each_sentence_is_the_librarys_own_and_cites_where_it_stands() -> None:
    made = extract("why does the fruit rot?", (passage(ROT),), {})
    assert made.sentences
    for sentence in made.sentences:
        assert sentence.text in ROT
        assert [made.citations[n - 1].n for n in sentence.citations] == list(sentence.citations)


def test_a_citation_names_its_source_and_quotes_it() -> None:
    made = extract("what eats aphids?", (passage("Ladybirds eat aphids.", source="a.md", title="Pests"),), {})
    (citation,) = made.citations
    assert (citation.n, citation.title, citation.source) == (1, "Pests", "a.md")
    assert citation.quote == "Ladybirds eat aphids."


def test_a_definition_comes_first_where_the_question_asks_what_something_is() -> None:
    use = "Gardeners lay mulch in June. A thick layer of mulch saves the most water."
    definition = "Every bed needs care. Mulch is a layer of straw on the soil."
    text = text_of("what is mulch?", passage(use, 1.0), passage(definition, 0.9))
    assert text.startswith("Mulch is a layer of straw on the soil.")


def test_steps_come_whole_and_in_order_where_the_question_asks_how() -> None:
    text = text_of("how do I plant a seedling?", passage(COURSE[1].text))
    marks = [text.index(step) for step in ("Dig a hole", "Pinch off", "Bury the stem", "Water it well")]
    assert marks == sorted(marks)


def test_sentences_of_one_passage_keep_their_order() -> None:
    text = text_of("what is blossom end rot and what keeps the soil moist?", passage(ROT))
    assert text.index("dark patch") < text.index("Mulch keeps")


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    text = text_of("why is calcium not moved?", passage(ROT))
    assert "It comes from uneven watering" in text
    assert text.startswith("Blossom end rot is a dark patch")


def test_a_sentence_whose_noun_is_out_of_reach_stays_away() -> None:
    text = text_of("what makes calcium move?", passage("This makes calcium move. Calcium moves with water."))
    assert text == "Calcium moves with water. [1]"


def test_an_item_comes_with_the_sentence_that_announces_its_list() -> None:
    text = text_of("which tomatoes climb?", passage("There are two kinds:\n\n- Vine tomatoes climb high.\n"))
    assert text == "There are two kinds: [1]\nVine tomatoes climb high. [1]"


def test_nothing_is_said_twice() -> None:
    twice = "Ladybirds eat about 50 aphids a day."
    assert (
        text_of("what eats aphids?", passage(twice, 1.0), passage(twice, 0.9, source="b.md")).count("50") == 1
    )


def test_headings_and_questions_are_no_answer() -> None:
    assert text_of("what eats aphids?", passage("# What eats aphids\n\nWhat eats aphids?")) == ""


PESTS = "| Eater | Eaten | A day |\n|---|---|---|\n| Ladybird | aphids | 50 |\n| Hedgehog | slugs | 70 |"


def test_a_fact_that_stands_only_in_a_tables_row_is_told_with_its_columns() -> None:
    made = extract("how many aphids does a ladybird eat?", (passage(PESTS),), {})
    assert [(one.text, one.kind) for one in made.sentences] == [
        ("Eater: Ladybird; Eaten: aphids; A day: 50.", "item")
    ]


def test_a_columns_name_alone_does_not_bring_its_rows() -> None:
    other = passage(PESTS, 0.8, source="b.md")
    text = text_of("which eater hunts at night?", passage("The best eater hunts at night."), other)
    assert text == "The best eater hunts at night. [1]"


def test_markdown_is_resolved() -> None:
    text = text_of("what eats aphids?", passage("**Ladybirds** eat [aphids](https://x.example) with `zest`."))
    assert text == "Ladybirds eat aphids with zest. [1]"


def test_a_sentence_longer_than_the_answer_may_be_is_left_whole_or_out() -> None:
    endless = "Aphids " + "suck sap and " * 80 + "fly away."
    assert text_of("what do aphids do?", passage(f"{endless} Aphids suck sap.")) == "Aphids suck sap. [1]"


def test_an_example_as_code_in_a_sentence_stays_as_it_is() -> None:
    assert "`" not in text_of("how is it called?", passage("It is known that `a_b_c()` is how it is called."))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="abc tomato.!?:-*|`#\n[]()1", max_size=400), max_size=6),
    st.integers(40, 700),
)
def test_an_answer_never_exceeds_its_limit_and_every_mark_has_its_citation(
    texts: list[str], limit: int
) -> None:
    passages = tuple(passage(text, 1 - n / 10, source=f"{n}.md") for n, text in enumerate(texts))
    made = extract("what is a tomato?", passages, {}, limit=limit)
    answer = Answer("", "", made.sentences, made.citations)
    assert len(answer.text) <= limit
    assert {n for sentence in made.sentences for n in sentence.citations} == {one.n for one in made.citations}
    assert all(re.search(r"\S", sentence.text) for sentence in made.sentences)


def test_a_sentence_that_the_question_gives_its_noun_may_stand_alone() -> None:
    text = text_of("when did the water agreement end?", passage("This agreement on water ended in 1975."))
    assert text == "This agreement on water ended in 1975. [1]"


def test_a_mistake_is_told_in_words_and_only_where_it_fits() -> None:
    mistakes = passage(
        "- Watering at noon -> Water in the evening.\n- Feeding too early -> Wait for the first fruit.",
        0.9,
        source="terms/watering.md",
        title="Watering",
    )
    mistakes = Passage(replace(mistakes.chunk, heading=("Common mistakes",)), 0.9, 0.5, 0.9)
    asked = text_of("what mistakes are made with watering?", passage(ROT), mistakes)
    assert "Mistake: watering at noon. Instead: water in the evening." in asked
    assert "->" not in asked
    assert "Mistake" not in text_of("how much sun do tomatoes need?", passage(COURSE[0].text), mistakes)


def test_a_second_definition_of_the_same_is_left_out() -> None:
    text = text_of(
        "what is mulch?",
        passage("Mulch is a layer of straw on the soil.", 1.0),
        passage("Mulch means anything that covers a bed.", 0.9, source="b.md"),
    )
    assert text == "Mulch is a layer of straw on the soil. [1]"


def test_a_definition_in_other_words_is_folded_though_none_was_asked_for() -> None:
    text = text_of(
        "why is mulch laid on the soil?",
        passage("Mulch is a layer of straw on the soil. In a dry summer mulch lies thick.", 1.0),
        passage("Mulch is straw that gardeners spread on the soil.", 0.9, source="b.md"),
    )
    assert text.count("straw") == 1


def test_a_typo_in_the_question_finds_the_same_sentence() -> None:
    passages = (passage("Aphids suck sap. Ladybirds eat about 50 insects a day."),)
    assert text_of("what do ladibirds eat?", *passages) == text_of("what do ladybirds eat?", *passages)


def test_what_is_unlikely_to_answer_does_not_fill_an_answer_up() -> None:
    beside = passage("The museum of the town opens at noon. Its cellar holds barrels.", 0.2, source="b.md")
    text = text_of("how many aphids do ladybirds eat?", passage(COURSE[3].text), beside)
    assert "50 aphids" in text
    assert "museum" not in text


def test_an_example_is_told_from_its_beginning() -> None:
    told = passage("A bath towel lies on the lawn. Nothing grows below it. Mulch does the same.", 0.8)
    told = Passage(replace(told.chunk, heading=("Everyday example",), title="Mulch"), 0.8, 0.4, 0.8)
    text = text_of("give me an example of mulch", told)
    assert text.startswith("A bath towel lies on the lawn. [1] Nothing grows below it.")


def test_the_name_that_is_asked_for_may_stand_in_the_next_sentence() -> None:
    other = passage("Mulch was described long ago. A book by Ada Fern came out in 1731.", 0.8, source="b.md")
    assert "Ada Fern" in text_of("who described mulch?", passage(COURSE[4].text), other)


def test_a_title_in_a_list_of_lessons_is_no_sentence() -> None:
    lessons = passage(
        "Aphids suck sap.\n\n- [Aphids and other pests of the garden](pests.md)\n- Aphids bite."
    )
    assert text_of("what do aphids do?", lessons) == "Aphids suck sap. [1]\nAphids bite. [1]"


def test_what_a_lesson_says_of_itself_gives_way_to_what_it_teaches() -> None:
    told = "In this lesson, you will learn what aphids eat. Aphids eat sap out of young leaves."
    assert (
        text_of("what do aphids eat?", passage(told), limit=60) == "Aphids eat sap out of young leaves. [1]"
    )


def near(text: str, *nearness: float, cosine: float = 0.5) -> Passage:
    return Passage(passage(text).chunk, 1.0, cosine, 1.0, nearness)


def test_of_two_sentences_with_the_same_words_the_nearer_one_is_told() -> None:
    both = "Aphids on roses were counted by Ada. Aphids on roses die of soapy water."
    first, second = both.split(". ")[0] + ".", both.split(". ")[1]
    assert text_of("what harms aphids on roses?", near(both, 0.7, 0.4), limit=50) == f"{first} [1]"
    assert text_of("what harms aphids on roses?", near(both, 0.4, 0.7), limit=50) == f"{second} [1]"


def test_nearness_that_does_not_fit_the_pieces_is_left_aside() -> None:
    both = "Aphids on roses were counted by Ada. Aphids on roses die of soapy water."
    assert text_of("what harms aphids?", near(both, 0.9)) == text_of("what harms aphids?", near(both))
