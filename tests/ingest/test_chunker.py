"""A lesson or a term is cut into chunks that read well alone and rejoin exactly"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunker import chunks_of_lesson, chunks_of_term, embedded_text, term_text
from ingest.cutting import LIMIT
from ingest.markdown import sections
from knowledge.models import Chunk, Lesson, LibraryId, Term, TermSection

LIBRARY = LibraryId("baking")

frugal = settings(max_examples=40, derandomize=True, deadline=None)


def lesson(text: str, source: str = "bread.md") -> Lesson:
    return Lesson(LIBRARY, source, "bread", "Bread", sections(text))


def chunks(text: str) -> tuple[Chunk, ...]:
    return chunks_of_lesson(lesson(text))


def rejoined(found: tuple[Chunk, ...]) -> str:
    return "".join(chunk.joint + chunk.text for chunk in found)


def paragraph(words: int, word: str = "dough") -> str:
    """Sentences of nine words."""
    sentences = [" ".join([word.capitalize(), *[word] * 8]) + "." for _ in range(words // 9)]
    return " ".join(sentences)


words = st.text(
    alphabet="abcdefg éßñ漢字🙂*_`[]()<>!:.|#-0123456789\t\u2028\x0b\x85", min_size=1, max_size=60
)
lines = st.lists(words, min_size=1, max_size=4).map("\n".join)
pieces = st.one_of(
    lines,
    st.integers(30, 400).map(paragraph),
    st.builds(lambda level, name: "#" * level + " " + name, st.integers(1, 6), words),
    st.builds(lambda name, rule: f"{name}\n{rule * 3}", words, st.sampled_from("=-")),
    st.builds(lambda fence, code: f"{fence}python\n{code}\n{fence}", st.sampled_from(["```", "~~~~"]), lines),
    st.builds(lambda code, n: "```\n" + f"{code}\n" * n, words, st.integers(1, 60)),
    st.builds(lambda n: "| a | b |\n|---|---|\n" + "| one | two and three |\n" * n, st.integers(0, 80)),
    st.builds(lambda item, n: f"- {item}\n\n  more of it\n" * n, words, st.integers(1, 40)),
    st.builds(lambda item, n: f"1. {item}\n   ```\n   # no heading\n   ```\n" * n, words, st.integers(1, 30)),
    lines.map(lambda text: "> " + text.replace("\n", "\n> ")),
    words.map(lambda text: f"<!-- {text}\n\n# not a heading -->"),
    words.map(lambda text: f"    {text}"),
    st.sampled_from(["---", "[1]: https://example.org/a", "<div>\n", "a" * 2500, "漢字。" * 700, ""]),
)
pages = st.builds(
    lambda parts, joints, end: end.join(
        "".join(part + joint for part, joint in zip(parts, joints, strict=False)).split("\n")
    ),
    st.lists(pieces, max_size=8),
    st.lists(st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n"]), min_size=12, max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


@frugal
@given(pages)
def test_sections_joined_are_the_lesson(page: str) -> None:
    assert "".join(section.text for section in sections(page)) == page


@frugal
@given(pages)
def test_chunks_rejoin_to_the_lesson_exactly(page: str) -> None:
    found = chunks(page)
    assert rejoined(found) == (page if page.strip() else "")
    assert [chunk.position for chunk in found] == list(range(len(found)))


@frugal
@given(pages.map(str.rstrip))
def test_no_chunk_is_longer_than_the_limit_or_without_text(page: str) -> None:
    for chunk in chunks(page):
        assert chunk.text.strip()
        assert len(chunk.text) <= LIMIT


@frugal
@given(pages, pages)
def test_ids_are_unique_within_a_library(one: str, other: str) -> None:
    ids = [chunk.id for source, page in (("a.md", one), ("b.md", other)) for chunk in chunks_of(source, page)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in ids)


def chunks_of(source: str, page: str) -> tuple[Chunk, ...]:
    return chunks_of_lesson(lesson(page, source))


def test_a_chunk_carries_the_path_of_its_headings_and_no_heading_line() -> None:
    found = chunks("Before.\n\n## Dough\n\nFlour.\n\n### Resting\n\nWait.\n\nOven\n----\n\nHot.\n")
    assert [(chunk.heading, chunk.text.strip()) for chunk in found] == [
        ((), "Before."),
        (("Dough",), "Flour."),
        (("Dough", "Resting"), "Wait."),
        (("Oven",), "Hot."),
    ]


def test_a_heading_inside_code_a_list_or_a_quote_is_text() -> None:
    page = "```sh\n# install\n```\n\n- item\n\n  # in a list\n\n> # in a quote\n"
    (only,) = chunks(page)
    assert (only.heading, only.text) == ((), page)


def test_paragraphs_of_a_good_length_stay_whole_and_alone() -> None:
    long, longer = paragraph(80), paragraph(160)
    assert [chunk.text for chunk in chunks(f"{long}\n\n{longer}\n\n{long}")] == [long, longer, long]


def test_short_paragraphs_are_packed_under_one_heading_but_never_over_two() -> None:
    found = chunks("## A\n\nOne.\n\nTwo.\n\n## B\n\nThree.")
    assert [chunk.text for chunk in found] == ["One.\n\nTwo.", "Three."]


def test_words_that_lead_to_a_list_stay_with_it() -> None:
    intro = paragraph(72) + " You need:"
    found = chunks(f"{intro}\n\n- flour\n- water\n")
    assert found[0].text == f"{intro}\n\n- flour\n- water\n"


def test_a_paragraph_that_is_too_long_is_cut_between_sentences() -> None:
    found = chunks(paragraph(400))
    assert len(found) > 1
    assert all(chunk.text.startswith("Dough") and chunk.text.endswith(".") for chunk in found)


def test_an_abbreviation_ends_no_sentence() -> None:
    sentence = "Bakers, e.g. Dr. Smith of St. Ives, knead for ten minutes or so by hand every day. "
    found = chunks((sentence * 30).strip())
    assert all(chunk.text.startswith("Bakers") for chunk in found)


def test_code_and_tables_that_fit_are_never_cut() -> None:
    code = "```python\n" + "knead(dough)\n\n" * 40 + "```"
    table = "| step | minutes |\n|---|---|\n" + "| fold the dough | 30 |\n" * 30
    texts = [
        chunk.text.strip() for chunk in chunks(f"{paragraph(60)}\n\n{code}\n\n{paragraph(60)}\n\n{table}")
    ]
    assert sum(code in text for text in texts) == 1
    assert sum(table.strip() in text for text in texts) == 1


def test_a_table_that_is_too_long_is_cut_between_rows() -> None:
    rows = "| fold the dough | thirty minutes |\n" * 60
    found = chunks(f"| step | time |\n|---|---|\n{rows}")
    assert len(found) > 1
    assert all(
        line.startswith("|") and line.endswith("|") for chunk in found for line in chunk.text.splitlines()
    )


def test_a_list_that_is_too_long_is_cut_between_items() -> None:
    items = "".join(f"{n}. Fold the dough once more\n   and wait for half an hour.\n" for n in range(1, 60))
    found = chunks(items)
    assert len(found) > 1
    assert all(re.match(r"\d+\. ", chunk.text) and chunk.text.strip().endswith("hour.") for chunk in found)


def test_comments_are_in_no_chunk_between_texts() -> None:
    found = chunks("One.\n\n<!-- a note for the editor -->\n\nTwo.")
    assert [chunk.text for chunk in found] == ["One.", "Two."]


def test_a_lesson_of_headings_alone_is_one_chunk_and_a_blank_one_none() -> None:
    assert [chunk.text for chunk in chunks("\n## A\n\n## B")] == ["## A\n\n## B"]
    assert chunks(" \n\n") == ()


def test_a_section_put_in_leaves_the_ids_of_all_others() -> None:
    before = chunks("## A\n\nSame.\n\n## B\n\nOther.\n\n## B\n\nOther.")
    after = chunks("## New\n\nFresh.\n\n## A\n\nSame.\n\n## B\n\nOther.\n\n## B\n\nOther.")
    assert [chunk.id for chunk in after[1:]] == [chunk.id for chunk in before]


def test_the_same_text_is_embedded_once_wherever_its_file_lies() -> None:
    (one,), (other,) = chunks_of("a.md", "## A\n\nSame."), chunks_of("moved/b.md", "## A\n\nSame.")
    assert one.embedded == other.embedded
    assert one.id != other.id


@pytest.mark.parametrize("changed", ["## B\n\nSame.", "## A\n\nOther."])
def test_another_heading_or_text_is_embedded_anew(changed: str) -> None:
    (before,), (after,) = chunks("## A\n\nSame."), chunks(changed)
    assert before.embedded != after.embedded


def test_what_is_embedded_names_the_lesson_and_the_heading() -> None:
    (only,) = chunks("## Resting\n\nWait for an hour.")
    assert embedded_text(only) == "Bread > Resting\nWait for an hour."


def term(*parts: TermSection) -> Term:
    return Term(LIBRARY, "g.md#crumb", "Crumb", parts)


def test_each_section_of_a_term_is_found_by_its_heading() -> None:
    crumb = term(TermSection("In short", "The inside of a loaf."), TermSection("Example", "A sponge."))
    found = chunks_of_term(crumb)
    assert [(chunk.kind, chunk.title, chunk.heading, chunk.text.strip()) for chunk in found] == [
        ("term", "Crumb", ("In short",), "The inside of a loaf."),
        ("term", "Crumb", ("Example",), "A sponge."),
    ]


@frugal
@given(
    st.lists(
        st.builds(TermSection, st.sampled_from(["", "Example"]), pages.filter(str.strip)),
        min_size=1,
        max_size=2,
    )
)
def test_chunks_rejoin_to_the_term_exactly(parts: list[TermSection]) -> None:
    crumb = term(*parts)
    assert rejoined(chunks_of_term(crumb)) == term_text(crumb)
