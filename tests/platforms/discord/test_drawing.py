"""Reply -> messages that Discord takes and that show all of it"""

import json
import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from bot import buttons
from bot.commands import (
    AddMaterial,
    Ask,
    Command,
    Define,
    Help,
    ListLessons,
    ReadLesson,
    StartQuiz,
)
from bot.formulas import legible, shows
from bot.markup import parts_of
from bot.messages.lengths import CUT
from bot.platforms.discord import limits
from bot.platforms.discord.composing import composed
from bot.platforms.discord.drawing import BAD, GOOD, draw
from bot.platforms.discord.drawn import Drawn, Image, Row, Rule, Typeset, Words
from bot.platforms.discord.limits import size
from bot.replies import (
    Bullets,
    Button,
    Code,
    Countdown,
    Footnote,
    Formula,
    Heading,
    Paragraph,
    Part,
    Picture,
    Quote,
    Reply,
    Span,
    Style,
    Table,
    Text,
    paragraph,
    plain,
)
from tests.bot.bench import bench
from tests.fakes.discord_wire import limits as unlisted
from tests.fakes.discord_wire.openapi import specification
from tests.platforms.discord.reading import read
from tests.platforms.discord.replying import PNG, replies
from tests.platforms.discord.test_words import visible

MESSAGES = "/channels/1/messages"
V2 = 1 << 15
MARKUP = {"block", "bold", "italic", "code", "subtext", "heading", "quote", "item", "time", "masked"}
many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def texts(drawn: Drawn) -> list[str]:
    return [block.markdown for block in drawn.blocks if isinstance(block, Words)]


def told(drawn: Drawn) -> list[str]:
    """Without the sources."""
    above = drawn.blocks[: drawn.blocks.index(Rule())] if Rule() in drawn.blocks else drawn.blocks
    return [block.markdown for block in above if isinstance(block, Words)]


def sources(drawn: Drawn) -> str:
    return "\n".join(texts(drawn)[len(told(drawn)) :])


def only(*parts: Part) -> list[str]:
    (drawn,) = draw(Reply(parts))
    return texts(drawn)


def nested(components: list[dict]) -> list[dict]:
    return [it for one in components for it in (one, *nested(one.get("components", [])))]


async def body(drawn: Drawn) -> dict:
    """What is sent to make the message."""
    view, files = await composed(drawn)
    attachments = [{"id": number, "filename": file.filename} for number, file in enumerate(files)]
    made = {"components": view.to_components(), "flags": V2, "attachments": attachments}
    return json.loads(json.dumps(made))


def expected(reply: Reply) -> list[str]:
    """The words of a reply in their order, without space and what cannot be seen."""
    return [word for part in reply.parts for text in _said(part) for word in _split(text)]


def _said(part: Part) -> list[Text]:
    match part:
        case Heading(text) | Paragraph(text) | Quote(text) | Countdown(text):
            return [text]
        case Bullets(items):
            return list(items)
        case Table(_, rows):
            return [cell for row in rows for cell in row]
        case Code(text):
            return [plain(text)]
        case Formula(latex):
            return [(Span(latex, "formula"),)] if shows(latex) else []
        case _:
            return []


def _split(text: Text) -> list[str]:
    shown = "".join(legible(it.text) if it.style == "formula" else it.text for it in text)
    return [word for word in map(visible, shown.split()) if word]


def missing(words: list[str], text: str) -> list[str]:
    """The first word that does not stand in the text behind those before it."""
    at = 0
    for word in words:
        found = text.find(word, at)
        if found < 0:
            return [word]
        at = found + len(word)
    return []


@many
@given(replies)
async def test_whatever_a_reply_holds_discord_takes_its_messages(reply: Reply):
    for drawn in draw(reply):
        made = await body(drawn)
        assert not specification().complaints("POST", MESSAGES, made)
        assert not unlisted.complaints("POST", MESSAGES, made)


@many
@given(replies)
async def test_no_message_is_larger_than_discord_allows(reply: Reply):
    messages = draw(reply)
    assert 1 <= len(messages) <= limits.MESSAGES
    for drawn in messages:
        components = nested((await body(drawn))["components"])
        assert len(components) <= limits.COMPONENTS
        assert sum(size(one.get("content", "")) for one in components) <= limits.TEXT
        assert all(size(one.get("label") or "") <= limits.LABEL for one in components)


@many
@given(replies)
def test_all_words_are_shown_in_their_order(reply: Reply):
    messages = draw(reply)
    shown = "".join(visible(read(text).text) for drawn in messages for text in told(drawn))
    cut = visible(CUT)
    assert shown.endswith(cut) or not missing(expected(reply), shown)


@many
@given(replies)
def test_a_source_stands_in_each_message_that_names_it(reply: Reply):
    notes = {note.n for note in reply.footnotes}
    messages = draw(reply)
    for drawn in messages:
        named = {int(n) for text in told(drawn) for n in re.findall(r"\[(\d)\]", read(text).text)}
        assert named & notes <= {int(n) for n in re.findall(r"\[(\d)\]", read(sources(drawn)).text)}
    if visible(CUT) not in visible("".join(read(text).text for text in texts(messages[-1]))):
        assert all(any(f"[{n}]" in read(sources(drawn)).text for drawn in messages) for n in notes)


@many
@given(replies)
def test_no_markup_is_cut_in_two(reply: Reply):
    for text in (text for drawn in draw(reply) for text in texts(drawn)):
        found = read(text)
        assert set(found.found) <= MARKUP | {"quiet link"}
        assert text.count("```") == 2 * found.found["block"]


@many
@given(replies)
def test_a_button_is_there_once_and_says_what_it_does(reply: Reply):
    *before, last = draw(reply)
    assert not any(isinstance(block, Row) for drawn in before for block in drawn.blocks)
    rows = [block for block in last.blocks if isinstance(block, Row)]
    ids = [tap.custom_id for row in rows for tap in row.taps]
    assert len(ids) == len(set(ids))
    wanted = [button.command for row in reply.buttons for button in row]
    assert all(buttons.decode(custom_id) in wanted for custom_id in ids)
    assert not (reply.partial and rows)


def test_parts_are_drawn_as_discord_has_them():
    assert only(
        Heading(plain("Title"), 1),
        paragraph("first line\nsecond", "quiet"),
        Bullets((plain("one"), plain("two")), numbered=True, start=9),
        Bullets((plain("a"), plain(""))),
        Bullets((plain("Early"), plain("Late")), lettered=True),
        Quote(plain("said\nso")),
        Code("x = 1", "py"),
        Formula(r"\frac{a}{b}"),
        Countdown(plain("Next"), datetime(2026, 1, 1, tzinfo=UTC)),
    ) == [
        "# Title\n-# first line\n-# second",
        "9. one\n10. two",
        "- a\n- –",
        "**A.** Early\n**B.** Late",
        "> said\n> so",
        "```py\nx = 1\n```",
        "*a/b*",
        "Next <t:1767225600:R>",
    ]


def test_a_sharp_at_a_headings_end_is_shown():
    assert visible(read(only(Heading(plain("About C#")))[0]).text) == "AboutC#"


def test_a_list_within_a_list_is_drawn_as_one():
    lesson = parts_of("- Flour\n  - rye\n    - fine\n  - `oat`\n- Water\n\n1. Mix\n2. Fold\n")
    assert only(*lesson) == ["- Flour\n  - rye\n    - fine\n  - `oat`\n- Water", "1. Mix\n2. Fold"]


def test_a_table_is_aligned_by_what_its_letters_are_wide():
    table = Table((plain("Term"), plain("Means")), ((plain("日本"), plain("x")), (plain("e\u0302"),)))
    assert only(table) == ["```\nTerm  Means\n────  ─────\n日本  x\ne\u0302\n```"]


def test_a_table_that_is_too_wide_for_a_phone_is_told_row_by_row():
    once = ("one pass " * 8).strip()
    rows = ((plain("Epoch"), plain(once)), (plain("Step"), (Span("x_i", "code"),)), (plain(""), plain("so")))
    assert only(Table((plain("Term"), plain("Means")), rows)) == [
        f"**Term: Epoch**\nMeans: {once}\n\n**Term: Step**\nMeans: `x_i`\n\n**Means: so**"
    ]


def test_numbers_in_a_table_stand_at_the_right():
    rows = ((plain("Ada"), plain("90"), plain("5 of 9")), (plain("Ben"), plain("1,160"), plain("–")))
    header = (plain(""), plain("Points"), plain("Right"))
    assert only(Table(header, rows)) == [
        "```\n     Points  Right\n───  ──────  ──────\nAda      90  5 of 9\nBen   1,160  –\n```"
    ]


def test_a_table_of_25_rows_stays_one_message():
    rows = tuple((plain(f"term {n}"), plain("what it means in a few words")) for n in range(25))
    (text,) = only(Table((plain("Term"), plain("Meaning")), rows))
    assert text.count("\n") == 28


def test_a_table_that_is_parted_has_its_header_in_each_message():
    rows = tuple((plain(f"term {n}"), plain("what it means in a few words")) for n in range(200))
    messages = draw(Reply((Table((plain("Term"), plain("Meaning")), rows),)))
    assert len(messages) > 1
    assert all("Meaning" in texts(drawn)[0] for drawn in messages)


def test_a_code_block_that_is_parted_is_closed_and_opened_again():
    messages = draw(Reply((Code("\n".join(f"line {n}" for n in range(900)), "py"),)))
    found = [text for drawn in messages for text in texts(drawn)]
    assert len(found) > 1
    assert all(text.startswith("```py\nline ") and text.endswith("\n```") for text in found)


def test_4000_characters_are_one_message_and_one_more_is_two():
    assert len(draw(Reply((paragraph("word " * 799 + "words"),)))) == 1
    assert len(draw(Reply((paragraph("word " * 799 + "words."),)))) == 2


def test_a_long_paragraph_is_parted_between_words():
    messages = draw(Reply((Paragraph((Span("word " * 2000, "bold"),)),)))
    assert all(re.fullmatch(r"\*\*(word )*word\*\*", text) for drawn in messages for text in texts(drawn))


@pytest.mark.parametrize("style", ["plain", "bold"])
def test_ten_times_the_words_do_not_take_a_hundred_times_as_long(style: Style):
    def cost(words: int) -> float:
        begun = time.process_time()
        draw(Reply((Paragraph((Span("some *words* of_it: " * words, style),)),)))
        return time.process_time() - begun

    cost(200)
    assert cost(20_000) < 40 * max(cost(2000), 0.01)


def test_parts_go_to_the_next_message_whole_and_headings_with_them():
    first, second = draw(Reply((paragraph("a" * 3000), Heading(plain("On")), paragraph("b" * 3000))))
    assert texts(first) == ["a" * 3000]
    assert texts(second) == [f"## On\n{'b' * 3000}"]


def test_what_is_longer_than_five_messages_says_that_it_was_cut():
    messages = draw(Reply((paragraph("word " * 9000),)))
    assert len(messages) == limits.MESSAGES
    assert texts(messages[-1])[-1] == f"*{CUT}*"


def test_many_parts_are_one_message_of_40_components_at_most():
    lists = [Bullets((plain(str(n)),), numbered=n % 2 == 0) for n in range(80)]
    (text,) = only(*lists)
    assert read(text).found["item"] == 80
    assert "\n\u200b\n" in text


def test_an_empty_reply_is_still_a_message():
    assert only() == ["…"]
    assert only(paragraph(" \n"), Bullets(()), Code(""), Table((), ())) == ["…"]


def test_sources_stand_under_the_answer_with_their_links():
    note = Footnote(1, "Lesson", ("Why",), "https://x.example")
    (drawn,) = draw(Reply((Paragraph((Span("Because. "), Span("[1]", "mark"))),), (note,)))
    assert drawn.blocks[1:] == (Rule(), Words(r"-# \[1\] [Lesson › Why](<https://x.example>)"))


def test_each_message_has_the_sources_of_its_own_marks():
    marked = [Paragraph((Span("x" * 3000), Span(f"[{n}]", "mark"))) for n in (1, 2)]
    notes = tuple(Footnote(n, f"Lesson {n}") for n in (1, 2, 3))
    first, second = draw(Reply(tuple(marked), notes))
    assert sources(first) == r"-# \[1\] Lesson 1"
    assert sources(second) == "-# \\[2\\] Lesson 2\n-# \\[3\\] Lesson 3"


def test_what_went_wrong_is_red_and_what_was_right_is_green():
    assert draw(Reply((paragraph("No.", "bad"), paragraph("Yes.", "good"))))[0].accent == BAD
    assert draw(Reply((Heading(plain("Well")), paragraph("Yes.", "good"))))[0].accent == GOOD
    assert draw(Reply((paragraph("So."), paragraph("Yes.", "good"))))[0].accent == GOOD
    assert draw(Reply((paragraph("So."), paragraph("Or so.", "quiet"))))[0].accent is None


def test_rows_hold_five_buttons_and_a_message_five_rows():
    row = tuple(Button(f"Term {n}", Define(f"t{n}")) for n in range(12))
    (drawn,) = draw(Reply((), buttons=(row, *((Button(f"{n}", Help(str(n))),) for n in range(9)))))
    rows = [block for block in drawn.blocks if isinstance(block, Row)]
    assert [len(it.taps) for it in rows] == [5, 5, 2, 1, 1]


@pytest.mark.parametrize("command", [Ask("x" * 200), AddMaterial(())])
def test_a_command_that_no_id_can_hold_has_no_button(command: Command):
    (drawn,) = draw(Reply((paragraph("x"),), buttons=((Button("Go", command),),)))
    assert drawn.blocks == (Words("x"),)


def test_a_long_label_is_cut_visibly():
    (drawn,) = draw(Reply((), buttons=((Button("a" * 90, Help()),),)))
    assert isinstance(drawn.blocks[-1], Row)
    assert drawn.blocks[-1].taps[0].label == "a" * 79 + "…"


def test_a_formula_that_letters_cannot_show_is_a_picture_with_words_for_it():
    matrix = r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}"
    (drawn,) = draw(Reply((Formula(matrix),)))
    assert drawn.blocks == (Typeset(matrix, matrix, f"```latex\n{matrix}\n```", "formula-1.png"),)


def test_such_a_formula_in_a_line_stays_in_it_and_is_shown_below():
    (drawn,) = draw(Reply((Paragraph((Span("so "), Span("e^{-x_i}", "formula"))),)))
    assert drawn.blocks == (Words("so *e^(-xᵢ)*"), Typeset("e^{-x_i}", "e^(-xᵢ)", "", "formula-2.png"))


def test_an_answer_that_grows_has_no_pictures_and_no_buttons():
    parts = (Formula("e^{-x_i}"), Paragraph((Span("e^{-x_i}", "formula"),)))
    (drawn,) = draw(Reply(parts, buttons=((Button("Go", Help()),),), partial=True))
    assert drawn.blocks == (Words("```\ne^(-xᵢ)\n```"), Words("*e^(-xᵢ)*"))


async def test_a_picture_is_attached_and_shown():
    drawn = Drawn((Image(PNG, "a graph", "picture-1.png"),))
    view, (file,) = await composed(drawn)
    gallery = nested(view.to_components())[1]
    assert gallery["items"][0]["media"]["url"] == f"attachment://{file.filename}"
    assert gallery["items"][0]["description"] == "a graph"
    assert file.fp.read() == PNG


async def test_a_formula_that_cannot_be_typeset_is_shown_as_it_is_written():
    (drawn,) = draw(Reply((Formula(r"\unheard{of}"), Picture("x", PNG, "y"))))
    view, files = await composed(drawn)
    assert nested(view.to_components())[1]["content"] == "```latex\n\\unheard{of}\n```"
    assert [file.filename for file in files] == ["picture-2.png"]


async def test_discord_py_keeps_no_view_of_a_message():
    (drawn,) = draw(Reply((), buttons=((Button("Go", Help()),),)))
    view, _ = await composed(drawn)
    assert view.is_finished()
    assert view.is_persistent()


@pytest.mark.parametrize(
    "command",
    [
        Define("transfer learning"),
        Define("nothing of it"),
        Ask("why?"),
        ReadLesson("transfer"),
        ReadLesson("transfer", 1),
        ListLessons(),
        StartQuiz(),
        Help(),
    ],
)
async def test_what_the_bot_says_is_one_message(command: Command):
    reply = await (await bench()).platform.send(command)
    (drawn,) = draw(reply)
    assert not specification().complaints("POST", MESSAGES, await body(drawn))
    shown = "".join(visible(read(text).text) for text in told(drawn))
    assert not missing(expected(reply), shown)
