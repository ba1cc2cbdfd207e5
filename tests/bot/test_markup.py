"""a lesson's Markdown -> reply parts"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markup import parts_of, plain_of, spans_of, with_mark
from bot.replies import Bullets, Code, Formula, Heading, Paragraph, Quote, Span, Table, paragraph, plain


def test_words_keep_their_styles():
    assert spans_of("a *b* **c** `d` [e](https://f.example)") == (
        Span("a "),
        Span("b", "italic"),
        Span(" "),
        Span("c", "bold"),
        Span(" "),
        Span("d", "code"),
        Span(" "),
        Span("e", "plain", "https://f.example"),
    )


def test_only_web_links_are_links():
    assert all(not span.link for span in spans_of("[a](file:///etc/passwd) [b](data:text/html,x)"))


def test_headings_lists_quotes_and_code_are_parts_of_their_own():
    markdown = "# One\n\ntext\n\n1. a\n2. b\n\n> said\n\n```py\nx = 1\n```\n"
    assert parts_of(markdown) == (
        Heading(plain("One"), 2),
        paragraph("text"),
        Bullets((plain("a"), plain("b")), numbered=True),
        Quote(plain("said")),
        Code("x = 1", "py"),
    )


def test_a_list_goes_on_after_what_hangs_on_an_item():
    first, nested, second = parts_of("1. a\n   - x\n2. b\n")
    assert first == Bullets((plain("a"),), numbered=True)
    assert isinstance(nested, Bullets)
    assert second == Bullets((plain("b"),), numbered=True, start=2)


def test_a_table_keeps_its_cells():
    (table,) = parts_of("| a | b |\n|---|---|\n| 1 | `x|y` |\n")
    assert isinstance(table, Table)
    assert table.header == (plain("a"), plain("b"))


def test_formulas_are_neither_emphasis_nor_prices():
    assert spans_of("$x_i * y_i$ and $z_j * w_j$") == (
        Span("x_i * y_i", "formula"),
        Span(" and "),
        Span("z_j * w_j", "formula"),
    )
    assert plain_of("between $5 and $6") == "between $5 and $6"
    assert spans_of("`$x$`") == (Span("$x$", "code"),)


def test_a_displayed_formula_stands_alone():
    assert parts_of("so\n\n$$\n\\frac{a}{b}\n$$\n") == (paragraph("so"), Formula("\\frac{a}{b}"))
    assert parts_of("text $$x$$ more") == (paragraph("text"), Formula("x"), paragraph("more"))


def test_dollars_in_a_code_block_stay_as_they_are():
    assert parts_of("    a = '$x$'\n") == (Code("a = '$x$'"),)


def test_tags_go_and_their_words_stay():
    assert plain_of("a <b>c</b>") == "a c"
    assert plain_of("<div>kept <script>alert(1)</script></div>") == "kept alert(1)"


def test_the_quoted_words_are_marked_where_they_stand():
    parts = parts_of("First.\n\nIt **needs** less data. More.\n")
    (_, marked) = with_mark(parts, "It needs less data.")
    assert isinstance(marked, Paragraph)
    assert "".join(span.text for span in marked.text if span.style == "mark") == "It needs less data."
    assert "".join(span.text for span in marked.text) == "It needs less data. More."


def test_words_in_a_cell_or_an_item_can_be_marked_too():
    for markdown in ("- a b\n- c\n", "| x |\n|---|\n| a b |\n"):
        assert with_mark(parts_of(markdown), "a  b") != parts_of(markdown)


def test_a_quote_that_is_not_there_marks_nothing():
    parts = parts_of("Something.\n")
    assert with_mark(parts, "else") == parts
    assert with_mark(parts, "") == parts


@given(st.text(alphabet="ab $*_`#->|\n[]()<!\\1.", max_size=60))
@settings(max_examples=200)
def test_any_text_can_be_read(markdown: str):
    for part in parts_of(markdown):
        assert part


@given(st.text(alphabet="abcdefg hij", min_size=1, max_size=80))
def test_plain_words_stay_whole(words: str):
    assert plain_of(words.strip()).split() == words.split()


@pytest.mark.parametrize(
    ("markdown", "link"),
    [
        ("[https://bank.example](https://evil.example/login)", ""),
        ("[www.bank.com](https://evil.example)", ""),
        ("[bank.com/help](http://bank.com.evil.example)", ""),
        ("[https://bank.example/a](https://bank.example/b)", "https://bank.example/b"),
        ("[app.py](https://code.example/app.py)", "https://code.example/app.py"),
        ("[the guide](https://code.example)", "https://code.example"),
        ("[run](javascript:alert(1))", ""),
        ("[read](data:text/html;base64,AAAA)", ""),
        ("[open](file:///etc/passwd)", ""),
        ("[mail](vbscript:x)", ""),
    ],
)
def test_a_link_leads_where_its_words_say_or_nowhere(markdown: str, link: str):
    assert {span.link for span in spans_of(markdown)} == {link}
