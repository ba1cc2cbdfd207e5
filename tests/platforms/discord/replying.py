"""Replies of every kind, with words in them that Discord could take for something else"""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.commands import Ask, Define, GiveFeedback, Help, ReadLesson
from bot.models import ConversationId
from bot.replies import (
    Attachment,
    Bullets,
    Button,
    Code,
    Countdown,
    Footnote,
    Formula,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Reply,
    Span,
    Table,
)

_HOSTILE = (
    "@everyone @here @ <@123> <@&1> <@!9> <#1> <t:1:R> <:x:1> </a:1> <id:guide> :smile: : || ** * _ __ ~~ ` "
    "`` ``` ```` # ## -# > >>> - + = --- 1. 12) [ ] ( ) [a](https://e.example) ![b] https://e.example/a "
    "steam://x <https://e.example> \\ \\\\ & &amp; | ! C# a Word snake_case well, it's 10:30 "
    "日本語 שלום 👍🏽 👩‍👩‍👧 x\u0302 \u200b \u202e \ufeff \x00 \x1b \ud800 ¯\\_(ツ)_/¯ everyone here "
    "3️⃣ http: //e.example"
)
HOSTILE = tuple(_HOSTILE.split(" "))
GLUE = ("", "", " ", " ", "  ", "\n", "\n\n", "\t")
LINKS = ("", "", "", "https://e.example/a_(b)", "http://e.example/@everyone?x=1&y=[2]", "file:///etc/passwd")
FORMULAS = (
    r"\frac{a}{b}",
    r"e^{-x_i}",
    r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}",
    r"\unheard{of}```@everyone",
    "x" * 900,
    "",
)
PNG = b"\x89PNG\r\n\x1a\n"

hostile = st.lists(st.tuples(st.sampled_from(HOSTILE), st.sampled_from(GLUE)), max_size=8).map(
    lambda pairs: "".join(word + glue for word, glue in pairs)
)
long = st.tuples(hostile, st.integers(1, 120)).map(lambda pair: pair[0][:40] * pair[1]) | st.integers(
    300, 5000
).map(lambda n: "x" * n)
words = hostile | hostile | st.text(max_size=30) | long
styles = st.sampled_from(("plain", "plain", "bold", "italic", "code", "mark"))
citations = st.integers(1, 6).map(lambda n: Span(f"[{n}]", "mark"))
formulas = st.sampled_from(FORMULAS).map(lambda latex: Span(latex, "formula"))


def texts(words: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Span, ...]]:
    spans = st.builds(Span, words, styles, st.sampled_from(LINKS))
    return st.lists(spans | spans | spans | citations | formulas, max_size=4).map(tuple)


short_texts = texts(hostile)
some_texts = texts(words)
rows = st.lists(short_texts, max_size=3).map(tuple)
parts = (
    st.builds(Heading, short_texts, st.integers(1, 3))
    | st.builds(Paragraph, some_texts, st.sampled_from(("plain", "good", "bad", "quiet")))
    | st.builds(
        Bullets, st.lists(some_texts, max_size=5).map(tuple), st.booleans(), st.integers(0, 30), st.booleans()
    )
    | st.builds(Table, rows, st.lists(rows, max_size=4).map(tuple))
    | st.builds(Code, words, st.sampled_from(("", "py", "c++", "```", "a b")))
    | st.builds(Formula, st.sampled_from(FORMULAS))
    | st.builds(Quote, some_texts)
    | st.builds(Countdown, short_texts, st.just(datetime(2026, 1, 1, tzinfo=UTC)))
    | st.builds(Picture, hostile, st.just(PNG), hostile)
    | st.builds(Attachment, hostile, st.just(PNG), hostile)
)
footnotes = st.lists(
    st.builds(
        Footnote,
        st.integers(1, 6),
        hostile,
        st.lists(hostile, max_size=2).map(tuple),
        st.sampled_from(LINKS),
    ),
    max_size=6,
    unique_by=lambda note: note.n,
).map(tuple)
commands = (
    st.builds(Define, hostile)
    | st.builds(Help, st.sampled_from("abcde"))
    | st.builds(ReadLesson, hostile)
    | st.builds(Ask, long)
    | st.builds(GiveFeedback, st.integers(1, 3).map(ConversationId), st.integers(1, 3), st.booleans())
)
buttons = st.builds(
    Button,
    words,
    commands,
    st.sampled_from(("plain", "primary", "good", "bad")),
    emoji=st.sampled_from(("", "👍")),
)
replies = st.builds(
    Reply,
    st.lists(parts, max_size=7).map(tuple),
    footnotes,
    st.lists(st.lists(buttons, max_size=7).map(tuple), max_size=6).map(tuple),
    st.booleans(),
    st.booleans(),
)
