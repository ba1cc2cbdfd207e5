"""typed lines -> commands; replies -> lines"""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bootstrap import dispatcher
from bot.commands import (
    AnswerQuestion,
    Ask,
    Command,
    Define,
    GiveFeedback,
    Help,
    ListLessons,
    ReadLesson,
    Reword,
    ShowPassage,
    StartQuiz,
    StopQuiz,
)
from bot.errors import BadCommand
from bot.messages.topics import TOPICS, Topic
from bot.models import ConversationId, RoundId
from bot.platforms.terminal import piped
from bot.platforms.terminal.drawing import draw
from bot.platforms.terminal.typed import Session, command_of, leaves
from bot.replies import (
    Bullets,
    Button,
    Code,
    Footnote,
    Formula,
    Heading,
    Paragraph,
    Quote,
    Reply,
    Span,
    Table,
    paragraph,
    plain,
)
from tests.bot.bench import bench
from tests.fakes.scripted_platform import origin
from tests.fakes.small_course import WHY

TURN = ConversationId(3)
ANSWERED = Session().after(
    Ask("why?"),
    Reply(
        (paragraph("Because."),),
        buttons=((Button("Show", ShowPassage(TURN, 2, 1)), Button("Good", GiveFeedback(TURN, 2, True))),),
    ),
)
QUESTION = AnswerQuestion("a", RoundId(1), 0)
TAPPED = Session().after(
    StartQuiz(),
    Reply(
        (),
        buttons=((Button("Early", QUESTION, key="a"), Button("Stop", StopQuiz(), key="q")),),
        expects="tap",
    ),
)
TYPED = Session().after(
    StartQuiz(), Reply((), buttons=((Button("Stop", StopQuiz(), key="q"),),), expects="typed")
)


def drawn(reply: Reply, *, slashed: bool = False) -> str:
    out = io.StringIO()
    draw(reply, piped.plain_console(out), slashed=slashed)
    return out.getvalue()


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("why?", Ask("why?")),
        ("/ask why?", Ask("why?")),
        ("/define transfer learning", Define("transfer learning")),
        ("/DEFINE x", Define("x")),
        ("/ask --lesson roots why?", Ask("why?", lesson="roots")),
        ('/ask --lesson "Deep roots" why?', Ask("why?", lesson="Deep roots")),
        ("/ask what is --lesson for?", Ask("what is --lesson for?")),
        ("/lessons", ListLessons()),
        ("/lesson", ListLessons()),
        ("/lesson transfer", ReadLesson("transfer")),
        ("/quiz", StartQuiz()),
        ("/quiz 10", StartQuiz("", 10, typed="10")),
        ("/quiz fine-tuning 3", StartQuiz("fine-tuning", 3, typed="fine-tuning 3")),
        ("/quiz GPT-3", StartQuiz("GPT-3")),
        ("/quiz ten", StartQuiz("", 10)),
        ("/stop", StopQuiz()),
        ("/help quiz", Help("quiz")),
        ("/dance", Help("dance")),
        ("   ", None),
    ],
)
def test_a_line_is_a_command_or_a_question(line: str, command: Command | None):
    assert command_of(line, Session()) == command


SPELLED = {
    "TIME": "8:30",
    "ZONE": "Europe/Berlin",
    "N": "1",
    "DATE": "2026-12-24",
    "COUNT": "5",
    "settings …": "settings new=5",
    "on|off": "on",
}


def lines_of(usage: str) -> list[str]:
    """What the usage of a command lets one type: without what stands in brackets, and with each of it."""
    for name, value in SPELLED.items():
        usage = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", value, usage)
    bare = re.sub(r" \[[^]]*\]", "", usage)
    first, *others = bare.split(" | ")
    ways = [way for some in re.findall(r"\[([^]]*)\]", usage) for way in some.split(" | ")]
    return [first, *(f"{first.split()[0]} {it}" for it in others), *(f"{bare} {way}" for way in ways)]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda it: it.name)
def test_what_help_tells_in_the_terminal_can_be_typed_there(topic: Topic):
    typed = topic.on("terminal")
    told = [*lines_of(typed.usage), typed.example, *re.findall(r"`(/[^`]+)`", f"{topic.more} {typed.more}")]
    for line in told:
        command = command_of(line, ANSWERED)
        assert topic.name == "help" or not isinstance(command, Help | None), line


def test_a_following_question_stays_in_its_conversation():
    assert command_of("and why?", ANSWERED) == Ask("and why?", conversation=TURN)


def test_source_speaks_of_the_last_answer():
    assert command_of("/source 2", ANSWERED) == ShowPassage(TURN, 2, 2)
    assert command_of("/source [1]", ANSWERED) == ShowPassage(TURN, 2, 1)
    with pytest.raises(BadCommand, match="no answer yet"):
        command_of("/source 1", Session())
    with pytest.raises(BadCommand, match="no number"):
        command_of("/source one", ANSWERED)


def test_the_last_answer_is_told_otherwise_or_a_question_answered_so():
    assert command_of("/simpler", ANSWERED) == Reword(TURN, 2, "simpler")
    assert command_of("/example overfitting", ANSWERED) == Ask(
        "overfitting", conversation=TURN, level="example"
    )
    assert command_of("/deeper --lesson roots why?", Session()) == Ask("why?", lesson="roots", level="deeper")
    with pytest.raises(BadCommand, match="no answer yet to tell otherwise"):
        command_of("/deeper", Session())


def test_what_can_be_chosen_is_chosen_by_its_key():
    assert command_of("2", ANSWERED) == GiveFeedback(TURN, 2, True)
    assert command_of("/2", ANSWERED) == GiveFeedback(TURN, 2, True)
    assert command_of("3", ANSWERED) == Ask("3", conversation=TURN)


def test_while_a_question_is_open_a_plain_line_answers_it():
    assert command_of("A", TAPPED) == QUESTION
    assert command_of("the early ones", TAPPED) == AnswerQuestion("the early ones")
    assert command_of("q", TYPED) == AnswerQuestion("q")
    assert command_of("/q", TYPED) == StopQuiz()


@pytest.mark.parametrize("line", ["stop", "Stop.", "/stop", "/q"])
def test_a_quiz_is_stopped_in_plain_words_too(line: str):
    assert command_of(line, TYPED) == StopQuiz()
    assert command_of("stop", Session()) == Ask("stop")


def test_looking_something_up_leaves_the_question_open():
    beside = TAPPED.after(Define("x"), Reply((), buttons=((Button("y", Define("y")),),)))
    assert command_of("b", beside) == AnswerQuestion("b")
    assert command_of("1", beside) == AnswerQuestion("1")
    assert command_of("/1", beside) == Define("y")
    assert command_of(
        "b", TAPPED.after(QUESTION, Reply((paragraph("None of the options."),)))
    ) == AnswerQuestion("b")


def test_the_summary_closes_the_quiz():
    ended = TAPPED.after(QUESTION, Reply((), buttons=((Button("New quiz", StartQuiz(), key="n"),),)))
    assert command_of("b", ended) == Ask("b")
    assert command_of("n", ended) == StartQuiz()


def test_leaving_has_its_words():
    assert leaves(" Exit ")
    assert not leaves("exit strategies")


def test_a_reply_is_drawn_in_plain_lines():
    reply = Reply(
        (
            Heading(plain("Title"), 1),
            paragraph("word " * 20),
            Bullets((plain("one"), plain("two")), numbered=True, start=9),
            Quote(plain("said")),
            Formula(r"\frac{a}{b}"),
        ),
        (Footnote(1, "Lesson", ("Why",), "https://x.example"),),
        ((Button("Go on", Help(), key="n"),), (Button("Other", Help()), Button("Third", Help()))),
    )
    assert drawn(reply).splitlines() == [
        "Title",
        "=====",
        "word word word word word word word word word word word word word word word word",
        "word word word word",
        "",
        " 9. one",
        "10. two",
        "",
        "│ said",
        "",
        "    a/b",
        "",
        "[1] Lesson › Why  https://x.example",
        "",
        "n Go on",
        "1 Other · 2 Third",
    ]
    assert "/n Go" in drawn(reply, slashed=True)


def test_options_named_by_letter_are_a_lettered_list_without_twice_the_letter():
    keys = tuple(Button(letter, QUESTION, key=letter.casefold()) for letter in "AB")
    text = drawn(Reply((Bullets((plain("Early"), plain("Late")), lettered=True),), buttons=(keys,)))
    assert text.split("\n") == ["A. Early", "B. Late", "", "a · b", ""]


def test_a_choice_is_not_parted_from_its_key_at_a_lines_end():
    labels = [f"A label of some words, the {n}th" for n in range(1, 6)]
    lines = drawn(Reply((), buttons=(tuple(Button(it, Help()) for it in labels),))).splitlines()
    shown = [choice for line in lines for choice in line.split(" · ")]
    assert shown == [f"{n} {label}" for n, label in enumerate(labels, start=1)]
    assert len(lines) == 3


def test_a_table_keeps_to_80_columns_and_counts_wide_characters():
    table = Table((plain("term"), plain("意味")), ((plain("転移"), plain("long " * 30)), (plain("x"),)))
    lines = drawn(Reply((table,))).splitlines()
    assert max(len(line) for line in lines) <= 80
    assert lines[0] == "term   意味"
    assert lines[2].startswith("転移   long long")
    assert lines[-1] == "x"


def test_code_is_neither_wrapped_nor_cropped():
    code = "x = " + "1" * 200
    assert f"    {code}\n" in drawn(Reply((Code(f"{code}\ny = 2"),)))


def test_text_from_elsewhere_steers_no_terminal():
    evil = "\x1b]0;title\x07\x1b[31mred\x9b0m[bold]x[/bold] \u202ereversed :smile:"
    parts = (
        paragraph(evil),
        Heading(plain(evil)),
        Code(evil),
        Formula(evil),
        Table((plain(evil),), ()),
        Quote(plain(evil)),
        Bullets((plain(evil),)),
        Paragraph((Span(evil, "code", f"https://x.example/{evil}"),)),
    )
    text = drawn(Reply(parts, (Footnote(1, evil, (evil,), evil),), ((Button(evil, Help()),),)))
    assert not set(text) & set("\x1b\x07\x9b\u202e")
    assert "[bold]x[/bold]" in text
    assert ":smile:" in text


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_no_line_of_text_is_wider_than_the_console(text: str):
    from rich.cells import cell_len

    for line in drawn(Reply((paragraph(text), Bullets((plain(text),))))).splitlines():
        assert cell_len(line) <= piped.WIDTH


async def test_a_pipe_is_answered_line_by_line_until_its_end():
    at = await bench()
    out = io.StringIO()
    lines = io.StringIO("/define TL\n\nwhy?\n/source 1\n/dance\n")
    await piped.run(dispatcher(at.ports), origin(), lines, out)
    text = out.getvalue()
    assert "Transfer learning\n=====" in text
    assert f"{WHY} [1]".split()[0] in text
    assert "Reusing a model › Why it works\n=====" in text
    assert "There is no command called “dance”." in text
    assert "\x1b" not in text


async def test_a_pipe_can_be_left_before_its_end():
    at = await bench()
    out = io.StringIO()
    await piped.run(dispatcher(at.ports), origin(), io.StringIO("exit\n/help\n"), out)
    assert out.getvalue() == ""
