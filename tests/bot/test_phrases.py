"""numbers, lists and long texts -> the words for them"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.phrases import shortened


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
