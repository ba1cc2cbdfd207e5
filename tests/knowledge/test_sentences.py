"""Markdown passages become whole plain sentences, items and steps"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import pieces, plain, sentences


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Lovelace met Mr. Babbage.",
        "The U.S. Army paid 3.14 dollars, e.g. for tea, cf. Fig. 2 and No. 7.",
        "J. R. R. Tolkien wrote it.",
        "Water it (see ch. 3. Then stop) every day.",
        'She said "Stop. Now." and left.',
        "Version 2.0.1 came out at 5 p.m. on Monday.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He lives in the U.S. The house is old.", 2),
        ("Is it ripe? Yes! Eat it.", 3),
        ("「熟した。」赤い。食べる。", 3),
        ("Это томат. Он красный.", 2),
        ("यह लाल है। वह हरा है।", 2),
        ("It holds for every n. It fails for none.", 2),
        ("It ended in 1990. In 1991 it began.", 2),
        ('Their first hit was "No, No". The next was "Yes".', 2),
    ],
)
def test_sentences_end_in_any_script(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet="ab .!?()\"'AB1。\n", max_size=80))
def test_splitting_loses_no_letter(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_markup_goes_and_words_stay() -> None:
    marked = (
        "**Mulch** is _straw_ on [the soil](https://x.example/a_(b)), see ![a picture](p.png)`a*b*c`[^1]."
    )
    assert plain(marked) == "Mulch is straw on the soil, see a*b*c."


def test_underscores_and_stars_that_are_no_markup_stay() -> None:
    assert plain("set snake_case_name to 2 * 3 * 4") == "set snake_case_name to 2 * 3 * 4"


def test_a_stop_in_code_ends_nothing() -> None:
    assert [piece.text for piece in pieces("Call `a. B` first. Then rest.")] == [
        "Call a. B first.",
        "Then rest.",
    ]


def test_headings_code_and_rules_are_no_sentences() -> None:
    markdown = (
        "# Soil. Deep.\n\nSub. Head.\n---------\n\n"
        "```python\nx. Y\n```\n\n***\n\n<!-- hidden. Words. -->\n\nOnly this."
    )
    assert [piece.text for piece in pieces(markdown)] == ["Only this."]


def test_a_passage_that_begins_or_ends_inside_code_shows_none_of_it() -> None:
    assert [piece.text for piece in pieces("x = 1. Y\n```\n\nText after.")] == ["Text after."]
    assert [piece.text for piece in pieces("Text before.\n\n```python\nx = 1. Y")] == ["Text before."]


def test_items_and_steps_know_their_list() -> None:
    found = pieces(
        "There are two kinds:\n\n- Bush tomatoes.\n- Vine\n  tomatoes.\n\nFirst:\n\n1. Dig.\n2. Water."
    )
    assert [(one.kind, one.text, one.lead, one.number) for one in found if one.kind != "prose"] == [
        ("item", "Bush tomatoes.", "There are two kinds:", 0),
        ("item", "Vine tomatoes.", "There are two kinds:", 0),
        ("step", "Dig.", "First:", 1),
        ("step", "Water.", "First:", 2),
    ]


def test_a_tables_row_is_one_piece_that_names_its_columns() -> None:
    markdown = (
        "Two kinds:\n\n| Kind | Height | Stake |\n|:---|---:|---|\n| **Bush** | 60 cm. High | no |\n"
        "| Vine | 2 \\| 3 m | [yes](https://x.example) |\n\nThat is all."
    )
    assert [(one.kind, one.text) for one in pieces(markdown)] == [
        ("prose", "Two kinds:"),
        ("row", "Kind: Bush; Height: 60 cm. High; Stake: no."),
        ("row", "Kind: Vine; Height: 2 | 3 m; Stake: yes."),
        ("prose", "That is all."),
    ]


def test_a_column_without_a_name_is_what_its_row_is_about() -> None:
    (row,) = pieces("| | Bush | Vine |\n|---|---|---|\n| Height | 60 cm | 2 m |")
    assert row.text == "Height — Bush: 60 cm; Vine: 2 m."
    assert row.cells == "Height 60 cm 2 m"


@pytest.mark.parametrize(
    "markdown",
    [
        "| Bush | 60 cm |\n| Vine | 2 m |",
        "| Kind | Height |\n|---|---|",
        "| Kind | Height |\n|---|---|\n| Bush | - |\n| | |",
        "| Kind | Height |\n|---|---|\n| Bush | " + "high " * 100 + "|",
        "| Kind | Height | Stake |\n|---|---|---|\n| Bush | 60 cm |",
        "| | 0 | 1 |\n|---|---|---|\n| Bush | 17 | 4 |",
        "|" + " Plant |" * 9 + "\n|" + "---|" * 9 + "\n|" + " 7 |" * 9,
    ],
    ids=["headless", "header only", "one cell", "endless", "ragged", "bare numbers", "data by the dozen"],
)
def test_a_row_that_tells_nothing_by_itself_is_no_piece(markdown: str) -> None:
    assert pieces(markdown) == ()


def test_a_sentence_may_begin_with_a_link_in_small_letters() -> None:
    found = pieces("The seeds come in. [click here](https://x.example) to order, e.g. [vine](v.md) seeds.")
    assert [one.text for one in found] == ["The seeds come in.", "click here to order, e.g. vine seeds."]


def test_notes_behind_a_sentence_are_no_part_of_it() -> None:
    noted = (
        "It came out in 2006.[b] Seeds,[n 5] it said, keep.[citation needed] Then[update] they rot.:13–14 "
        "Call x[0] and y[i] then."
    )
    assert [one.text for one in pieces(noted)] == [
        "It came out in 2006.",
        "Seeds, it said, keep.",
        "Then they rot.",
        "Call x[0] and y[i] then.",
    ]


def test_a_list_of_links_is_no_text() -> None:
    contents = "1. [All about aphids](aphids.md)\n2. [Pests](pests.md): what eats your leaves"
    assert [one.text for one in pieces(contents)] == ["Pests: what eats your leaves"]
