"""numbers, lists and long texts -> the words for them"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.phrases import columns, counted, named, shortened


@pytest.mark.parametrize(
    ("text", "longest", "line"),
    [
        ("in the prompt", 13, "in the prompt"),
        ("in the prompt", 12, "in the…"),
        ("in the, prompt", 9, "in the…"),
        ("in\n the  prompt", 13, "in the prompt"),
        ("Donaudampfschiff", 6, "Donau…"),
        ("a Donaudampfschiff", 10, "a Donauda…"),
        ("", 5, ""),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, longest: int, line: str):
    assert shortened(text, longest) == line


@given(st.text("ab ,\n", max_size=30), st.integers(2, 20))
def test_it_is_never_too_long(text: str, longest: int):
    assert len(shortened(text, longest)) <= longest


def test_what_is_counted_stands_with_its_thousands():
    assert [counted(n, "review") for n in (0, 1, 40076)] == ["0 reviews", "1 review", "40,076 reviews"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada", "Ada"),
        ("a\n b", "a b"),
        ("a" * 25, "a" * 23 + "…"),
        ("\u6f22\u5b57" * 6, "\u6f22\u5b57" * 6),
        ("\u6f22\u5b57" * 20, "\u6f22\u5b57" * 5 + "\u6f22…"),
        ("Zal" + "\u0336" * 200, "Zal" + "\u0336" * 89 + "…"),
    ],
)
def test_a_name_takes_no_more_columns_than_a_table_has(name: str, shown: str):
    assert named(name) == shown


@pytest.mark.parametrize("name", ["", " ", "\u3164", "\u200b\u202e", "\u2800 \u115f", "\u0301"])
def test_a_name_of_which_nothing_is_seen_is_somebodys(name: str):
    assert named(name) == "Somebody"


@given(st.text(max_size=80))
def test_no_name_is_too_wide(name: str):
    assert 1 <= columns(named(name)) <= 24
