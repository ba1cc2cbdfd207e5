"""spans -> Discord Markdown that shows just those words"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formulas import legible
from bot.platforms.discord.words import address, code_text, fenced, words
from bot.replies import Span, Text, plain
from tests.platforms.discord.reading import Seen, read
from tests.platforms.discord.replying import HOSTILE, some_texts

STYLES = {"bold", "italic", "code", "masked", "quiet link"}


def visible(text: str) -> str:
    """Without what cannot be seen, and without space, which styles may shift."""
    return "".join(it for it in text if unicodedata.category(it)[0] not in "CZ" or it == "\u200d")


def shown(text: Text) -> str:
    told = (legible(it.text).replace("\n", ";") if it.style == "formula" else it.text for it in text)
    return visible("".join(told))


def seen(text: Text) -> Seen:
    return read(words(text))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (plain("C* and_so"), r"C\* and\_so"),
        (plain("# no heading"), r"\# no heading"),
        (plain("- no list"), r"\- no list"),
        (plain("1. no list"), r"1\. no list"),
        (plain("-# not small"), r"\-\# not small"),
        (plain("see https://e.example"), r"see https\://e.example"),
        (plain("@everyone"), "\\@\u200beveryone"),
        (plain("<@123> :smile:"), r"\<@123\> \:smile:"),
        (plain("I have:"), "I have:"),
        ((Span("a"), Span("[1]", "mark")), r"a\[1\]"),
        ((Span("said so", "mark"),), "**said so**"),
        ((Span("a ", "bold"), Span("b")), "**a** b"),
        ((Span("a", "bold"), Span("b", "italic")), "**a**\u200b*b*"),
        ((Span("x_i", "code"),), "`x_i`"),
        ((Span("a`b", "code"),), "`` a`b ``"),
        ((Span("a```b", "code"),), r"a\`\`\`b"),
        ((Span(r"x_i^2", "formula"),), "*xᵢ²*"),
        ((Span(r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}", "formula"),), "*1 2; 3 4*"),
        (
            (Span("Lesson (1)", "plain", "https://e.example/a_(b)"),),
            "[Lesson (1)](<https://e.example/a_%28b%29>)",
        ),
        ((Span("- a", "bold", "https://e.example"),), r"**\- a** <https://e.example>"),
        ((Span("1. a", "plain", "https://e.example"),), "[1. a](<https://e.example>)"),
        ((Span("a_b", "plain", "https://e.example"),), r"a\_b <https://e.example>"),
        ((Span("a", "plain", "javascript:x"),), "a"),
        ((Span("https://e.example", "plain", "https://e.example"),), "<https://e.example>"),
        (plain("one\ntwo"), "one two"),
        (plain(" \u200b "), "\u200b"[:0]),
    ],
)
def test_words_are_written_so_that_they_are_shown(text: Text, markdown: str):
    assert words(text) == markdown


@given(some_texts)
def test_what_is_read_is_what_was_said(text: Text):
    assert visible(seen(text).text) == shown(text)


@given(some_texts)
def test_words_from_outside_are_no_markup(text: Text):
    assert set(seen(text).found) <= STYLES


@given(some_texts)
def test_nobody_is_called_by_what_is_sent(text: Text):
    raw = words(text)
    assert "@everyone" not in raw
    assert "@here" not in raw


@given(some_texts)
def test_links_are_those_of_the_library(text: Text):
    wanted = {address(span.link) for span in text} - {""}
    assert set(seen(text).links) <= wanted


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=12).map("".join))
def test_plain_words_are_plain_whatever_they_are(text: str):
    found = read(words(plain(text)))
    assert not found.found
    assert visible(found.text) == visible(text)


@given(st.lists(st.sampled_from((*HOSTILE, "\n", "x")), min_size=1, max_size=12).map("".join))
def test_a_code_block_ends_where_its_text_ends(text: str):
    found = read(fenced(code_text("x" + text), "py"))
    assert len(found.blocks) == 1
    assert visible(found.text) == visible("x" + text)
    assert set(found.found) == {"block"}
