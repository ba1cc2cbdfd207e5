"""A passage's pieces -> where they stand in its Markdown"""

import pytest

from knowledge.places import places
from knowledge.sentences import pieces


def standing(markdown: str) -> list[str]:
    """Of each piece, what stands where it is said to stand."""
    return [markdown[start:end] for start, end in places(markdown, [it.text for it in pieces(markdown)])]


def test_plain_sentences_stand_as_they_are() -> None:
    assert standing("Owls hoot. Wrens trill.\n\nOwls fly at night.") == [
        "Owls hoot.",
        "Wrens trill.",
        "Owls fly at night.",
    ]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("An **owl** [hoots](https://a.example/b) `here`.\nSo it does.", ["owl** [hoots", "So it does"]),
        ("# Owls\n\n- Owls\n  hoot\n- Wrens _trill_\n", ["Owls\n  hoot", "Wrens _trill"]),
        ("```\nowls = hoot\n```\n\n> Owls *do* hoot &amp; fly.", ["Owls *do* hoot &amp; fly"]),
    ],
)
def test_markup_may_stand_between(markdown: str, expected: list[str]) -> None:
    for part, found in zip(expected, standing(markdown), strict=True):
        assert part in found
        assert len(found) <= len(part) + 35


def test_a_word_that_the_passage_does_not_have_moves_no_border() -> None:
    table = "| Bird | Call |\n|---|---|\n| owl | hoots |\n| wren | trills |\n\nOf these the owl is louder."
    rows = ["Bird: owl; Call: hoots.", "Bird: wren; Call: trills.", "Of these the owl is louder."]
    found = [table[start:end] for start, end in places(table, rows)]
    assert found[0].endswith("owl | hoots")
    assert found[1:] == ["wren | trills", "Of these the owl is louder"]


def test_a_first_word_that_also_stands_far_ahead_is_not_taken_for_it() -> None:
    code = "```\n" + "x = y + z\n" * 20 + "```"
    markdown = f"The\n\n{code}\n\n**The** owl [hoots](u) at night."
    assert standing(markdown)[-1].endswith("owl [hoots](u) at night")
    assert "x = y" not in standing(markdown)[-1]


def test_what_stands_nowhere_has_an_empty_place() -> None:
    assert places("Owls hoot.", ["Wrens trill", "🦜", ""]) == ((0, 0), (0, 0), (0, 0))


def test_writing_without_spaces_is_found_by_its_letters() -> None:
    markdown = "猫头鹰在**夜里**飞。它们[吃](u)老鼠。"
    assert standing(markdown) == ["猫头鹰在**夜里**飞", "它们[吃](u)老鼠"]
