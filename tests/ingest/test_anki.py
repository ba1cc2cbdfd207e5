"""an Anki deck -> a lesson with questions and a glossary; a hostile one is refused with advice"""

import json
import os
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import dispatcher
from bot.commands import AddMaterial, Ask, Define, LearnTerm, StartQuiz
from bot.models import Upload
from bot.opening import opened_ports
from bot.settings import Settings
from ingest import anki
from ingest.anki import read_deck
from ingest.anki_markup import Gap, gaps_of, markdown_of
from ingest.loaders import Course, Loaded, load
from ingest.markdown import plain
from ingest.sources import find
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId
from tests.fakes.anki_decks import BASIC, CLOZE, MODELS, WORDS, Fields, apkg, collection, newest, zipped
from tests.fakes.scripted_platform import ScriptedPlatform, origin, text_of
from tests.ingest.schoolroom import Schoolroom

WHY = "Through which part does a moss take in its water, since it has no roots?"
NOTES: tuple[Fields, ...] = (
    (BASIC, "Botany::Mosses", ("Rhizoid", "A thread that <b>holds</b> a moss.")),
    (BASIC, "Botany::Mosses", (WHY, "The whole leaf")),
    (CLOZE, "Botany::Mosses", ("A {{c1::spore::a cell}} grows into a {{c2::protonema}}.", "Seen in spring.")),
)


def loaded(tmp_path: Path, data: bytes, name: str = "moss.apkg") -> Loaded:
    (tmp_path / name).write_bytes(data)
    (file,) = find([tmp_path]).files
    return load(file, LibraryId("moss"), Course())


def basic(*sides: tuple[str, str]) -> bytes:
    return apkg([(BASIC, "Default", pair) for pair in sides])


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as refused:
        read_deck(data)
    return str(refused.value)


# What is read


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21"])
def test_a_note_has_two_sides_its_deck_and_its_tags(name: str):
    note = read_deck(apkg(NOTES, name=name)).notes[0]
    assert (note.front, note.back) == ("Rhizoid", "A thread that holds a moss.")
    assert (note.deck, note.tags) == (("Botany", "Mosses"), ("moss", "wet"))


def test_the_sides_are_what_the_note_types_templates_show():
    (note,) = read_deck(apkg([(WORDS, "D", ("17", "the moss", "das Moos", "[sound:moos.mp3]"))])).notes
    assert (note.front, note.back) == ("das Moos", "the moss")


def test_a_short_front_is_a_term_and_the_rest_are_questions(tmp_path: Path):
    found = loaded(tmp_path, apkg(NOTES))
    (term,) = found.terms
    assert (term.name, term.source, term.category) == ("Rhizoid", "moss.apkg#rhizoid", "Mosses")
    assert term.sections[0].text == "A thread that holds a moss."
    (lesson,) = found.lessons
    assert (lesson.title, lesson.slug, lesson.terms) == ("Mosses", "moss", ("Rhizoid",))
    assert [(it.kind, it.prompt, it.answer, it.why) for it in lesson.questions] == [
        ("typed", WHY, ("The whole leaf",), ""),
        ("typed", "A _____ (a cell) grows into a protonema.", ("spore",), "Seen in spring."),
        ("typed", "A spore grows into a _____.", ("protonema",), "Seen in spring."),
    ]
    text = "".join(section.text for section in lesson.sections)
    assert f"### {WHY}\n\nThe whole leaf." in text
    assert text.startswith("## Cards\n\nA spore grows into a protonema.\n\nSeen in spring.")
    assert found.notes == ()


def test_a_deck_without_a_name_of_its_own_is_called_after_its_file(tmp_path: Path):
    (lesson,) = loaded(tmp_path, basic((WHY, "Leaves")), "wet_woods.apkg").lessons
    assert (lesson.title, lesson.slug) == ("Wet woods", "wet-woods")


def test_each_deck_within_is_a_heading(tmp_path: Path):
    notes: list[Fields] = [(BASIC, f"B::{deck}", (f"What is {deck}?", "That.")) for deck in "xyx"]
    (lesson,) = loaded(tmp_path, apkg(notes)).lessons
    assert lesson.title == "B"
    assert [it.heading for it in lesson.sections] == [
        ("B – x",),
        ("B – x", "What is x?"),
        ("B – x", "What is x?"),
        ("B – y",),
        ("B – y", "What is y?"),
    ]
    assert len(lesson.questions) == 2


def test_a_long_answer_is_chosen_among_others_of_the_deck_the_same_ones_each_time(tmp_path: Path):
    long = [
        (f"Why does moss number {n} grow here?", f"Because rain fell {n} times in this wood.")
        for n in range(6)
    ]
    first = loaded(tmp_path, basic(*long)).lessons[0].questions
    assert {it.kind for it in first} == {"choice"}
    assert all(len(set(it.options)) == 4 and it.answer[0] in it.options for it in first)
    assert loaded(tmp_path, basic(*long)).lessons[0].questions == first


def test_an_answer_of_a_page_is_read_and_not_asked_for(tmp_path: Path):
    found = loaded(tmp_path, basic(("Why does a moss grow here at all?", "Rain. " * 100), (WHY, "Leaves")))
    assert [it.prompt for it in found.lessons[0].questions] == [WHY]
    assert found.notes == ("1 of its answers are too long to be asked for: they are read as text.",)


def test_notes_without_words_on_both_sides_and_those_too_long_are_left_out_and_told(tmp_path: Path):
    found = loaded(
        tmp_path, basic(("<img src=x>", "A picture"), ("Peat", " "), ("Bog", "x" * 10_001), ("Fen", "Wet."))
    )
    assert [term.name for term in found.terms] == ["Fen"]
    assert found.notes == ("3 of its notes were left out: they lack words on one side, or are too long.",)


def test_a_deck_and_a_page_of_one_name_have_slugs_of_their_own(tmp_path: Path):
    (tmp_path / "moss.md").write_text("# Moss\n")
    (tmp_path / "moss.apkg").write_bytes(apkg(NOTES))
    assert len({file.slug for file in find([tmp_path]).files}) == 2


def test_names_of_decks_and_terms_are_words_in_the_lessons_text(tmp_path: Path):
    bait = "[bait](http://x)"
    notes: list[Fields] = [(BASIC, f"B::{bait}{n}", (f"What is *{n}*?", "That.")) for n in "xy"]
    (lesson,) = loaded(tmp_path, apkg([*notes, (BASIC, "B", ("[a](http://y)", "It."))])).lessons
    text = "\n".join(section.text for section in lesson.sections)
    assert "&#91;bait](http://x)" in text
    assert not any(mark in text for mark in ("[bait]", "[a]"))
    assert ("B – [bait](http://x)x",) in [it.heading for it in lesson.sections]


# HTML


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<div>Two</div><div>parts&nbsp;&amp; more</div>", "Two\n\nparts & more"),
        ("one<br>two", "one\\\ntwo"),
        ("has<ul><li>a</li><li><p>b</p></li></ul>end", "has\n\n- a\n- b\n\nend"),
        ("x<script>alert(1)</script><style>b{}</style>y", "xy"),
        ('<a href="javascript:x">go</a><img src="x" onerror="y">[sound:a.mp3]', "go"),
        ("10<sup>−3</sup> m<sup>2</sup>, H<sub>2</sub>O", "10^−3 m², H₂O"),
        (r"\(x_1 * 2\) and [$]\frac 12[/$]", r"$x_1 * 2$ and $\frac 12$"),
        ("# no *heading* `x`", "\\# no \\*heading\\* \\`x\\`"),
        ("1. no list", "1\\. no list"),
        ("&lt;script&gt;", "\\<script>"),
        ("<script>never closed", ""),
        ("a <!-- <b>unseen</b> --> b, 1 < 2", "a b, 1 \\< 2"),
        ("[go](http://evil.example)", "&#91;go](http://evil.example)"),
    ],
)
def test_html_becomes_markdown_that_shows_its_words(html: str, markdown: str):
    assert markdown_of(html) == markdown


@given(st.text(alphabet="<>/![]()*#`{}c1:ab \n&;\"'", max_size=80))
def test_no_field_breaks_the_reader_nor_leaves_a_live_tag_or_link(html: str):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(markdown_of(html))
    kinds = {inner.type for token in tokens for inner in (token, *(token.children or ()))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence", "heading_open"}
    gaps_of(html)


def test_gaps_of_one_number_are_asked_together_and_inner_ones_alone():
    assert gaps_of("{{c1::a}} and {{c1::b}}, {{c2::c {{c3::d}}}}") == (
        Gap("_____ and _____, c d", "a, b"),
        Gap("a and b, _____", "c d"),
        Gap("a and b, c _____", "d"),
    )


# Hostile files


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        apkg(NOTES)[:-40],
        zipped({"media": b"{}"}),
        zipped({"collection.anki2": b""}),
        zipped({"collection.anki2": b"no sqlite" * 999}),
        zipped({"collection.anki2": collection(NOTES)[:5000]}),
        zipped({"collection.anki2": collection(script="DROP TABLE cards")}),
    ],
)
def test_what_is_no_deck_is_told_so(data: bytes):
    assert refusal(data) == anki._NO_DECK


def test_a_damaged_collection_never_ends_in_another_error():
    whole = collection(NOTES)
    for at in range(0, len(whole), 97):
        broken = whole[:at] + b"\xff" * 40 + whole[at + 40 :]
        with suppress(UnreadableSource):
            assert len(read_deck(zipped({"collection.anki2": broken})).notes) <= len(NOTES)


def test_the_newest_format_is_read_as_the_older_one_is():
    assert read_deck(newest((*NOTES, (WORDS, "D", ("17", "the moss", "das Moos", ""))))) == read_deck(
        apkg((*NOTES, (WORDS, "D", ("17", "the moss", "das Moos", ""))))
    )


def test_a_packed_collection_that_unpacks_to_too_much_is_stopped_whatever_it_says_of_itself(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(anki, "MOST_UNPACKED", 20_000)
    untold = zstandard.ZstdCompressor(write_content_size=False).compress
    assert "unpacks to more than" in refusal(newest(NOTES, packed=untold))


@pytest.mark.parametrize(
    "packed",
    [lambda data: b"\x28\xb5\x2f\xfd", lambda data: data, lambda data: zstandard.compress(data)[:-99]],
)
def test_a_packed_collection_that_is_damaged_is_told_so(packed: Callable[[bytes], bytes]):
    assert "no Anki deck" in refusal(newest(NOTES, packed=packed))


@pytest.mark.parametrize(
    "config", [b"", b"\x0a", b"\x0a\xff\xff\xff\xff\x0f", b"\xff" * 40, b"\x07", b"\x0a\x02\xff\xfe"]
)
def test_of_a_template_that_cannot_be_read_the_first_two_fields_are_the_sides(config: bytes):
    data = newest([(BASIC, "D", ("Bog", "Wet."))], script=f"UPDATE templates SET config = x'{config.hex()}'")
    assert [(note.front, note.back) for note in read_deck(data).notes] == [("Bog", "Wet.")]


def test_what_is_to_be_typed_is_the_other_side():
    model = MODELS["1"] | {
        "tmpls": [{"qfmt": "{{Front}} {{type:Back}}", "afmt": "{{Front}}<hr>{{type:Back}}"}],
    }
    told = json.dumps({"1": model}).replace("'", "''")
    data = zipped(
        {
            "collection.anki2": collection(
                [(BASIC, "D", ("Bog", "Wet."))], script=f"UPDATE col SET models = '{told}'"
            )
        }
    )
    assert [(note.front, note.back) for note in read_deck(data).notes] == [("Bog", "Wet.")]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("models", '{"1": {"id": ' + "9" * 5000 + "}}"),
        ("decks", '{"1": {"name": "D", "id": ' + "9" * 5000 + "}}"),
        ("decks", '{"1": {"name": "\\ud800"}}'),
        ("decks", '{"1": {"name": "' + "a::" * 50_000 + '"}}'),
        ("decks", '{"1": {"name": "' + "a" * 50_000 + '"}}'),
    ],
)
def test_strange_names_and_numbers_of_a_collection_spoil_no_deck(tmp_path: Path, column: str, told: str):
    script = f"UPDATE col SET {column} = '{told}'"
    data = zipped({"collection.anki2": collection([(BASIC, "D", ("Bog", "Wet."))], script=script)})
    (term,) = loaded(tmp_path, data).terms
    assert term.name == "Bog"
    assert len(term.category.encode()) <= 200


def test_a_number_of_a_letter_with_thousands_of_digits_is_no_letter():
    assert markdown_of(f"a&#{'9' * 5000};b") == "a\ufffdb"


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<!--",
            "<!-- >",
            "<![cdata[ >",
            "<![x[ >",
            "<?x",
            "<?x >",
            "</",
            '<a b="',
            "<a b='>",
            "<svg></head>",
        ),
        *("[sound:", "[\n", "\\(", "\\[[$]\\([latex]", "{{c1::", "{{c1::a", "<ul><li>", "<script>", "&#9"),
    ],
)
def test_a_field_that_is_twice_as_long_takes_twice_as_long_to_read(piece: str):
    def steps(length: int) -> float:
        """The quickest of some, so that nothing else on the machine counts."""
        html, taken = (piece * length)[:length], []
        for _ in range(5):
            began = time.process_time()
            markdown = markdown_of(html)
            gaps_of(markdown)
            taken.append(time.process_time() - began)
        return max(min(taken), 1e-4)

    # Eight times as long: what grows with the square takes 64 times as long.
    assert steps(32_000) / steps(4_000) < 28


def test_a_deck_without_notes_is_told_so():
    assert refusal(apkg([])) == "It holds no notes."


def test_a_collection_that_unpacks_to_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch):
    bomb = zipped({"collection.anki2": bytes(anki.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    assert "unpacks to more than 60 MB" in refusal(bomb)


def test_a_hundred_thousand_notes_are_too_many():
    script = """INSERT INTO notes SELECT value, value, 1, 0, 0, '', 'a', 0, 0, 0, ''
      FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 100000)
      SELECT value FROM n);"""
    assert "more than 20000 notes" in refusal(zipped({"collection.anki2": collection(script=script)}))


ROWS = "WITH RECURSIVE rows(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < 200000)"


@pytest.mark.parametrize(
    "script",
    [
        f"{ROWS} INSERT INTO cards SELECT n + 5000000, n + 5000000, 1{',0' * 14}, '' FROM rows;",
        f"CREATE TABLE decks (id integer, name text); {ROWS} INSERT INTO decks SELECT n, 'd' || n FROM rows;",
        "CREATE TABLE fields (ntid integer, ord integer, name text);"
        "CREATE TABLE templates (ntid integer, ord integer, config blob);"
        f"{ROWS} INSERT INTO fields SELECT n, 0, 'f' || n FROM rows;",
    ],
)
def test_rows_that_belong_to_no_note_fill_no_memory(script: str):
    data = zipped({"collection.anki2": collection(NOTES, script=script)})
    tracemalloc.start()
    try:
        assert len(read_deck(data).notes) == len(read_deck(apkg(NOTES)).notes)
        assert tracemalloc.get_traced_memory()[1] < len(data) + 12_000_000
    finally:
        tracemalloc.stop()


def test_a_view_in_the_place_of_a_table_is_not_run():
    script = """DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL
      SELECT id FROM n) SELECT id, 1 AS mid, 'a' AS flds, '' AS tags FROM n;"""
    assert refusal(zipped({"collection.anki2": collection(script=script)})) == anki._NO_DECK


def test_nothing_of_the_media_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len(read_deck(apkg(NOTES, media={"../../evil": b"x", "/evil": b"x"})).notes) == 3
    assert os.listdir(tmp_path) == []


# The whole way


async def test_a_deck_is_ingested_as_any_file_is(tmp_path: Path):
    room = Schoolroom()
    (tmp_path / "moss.apkg").write_bytes(apkg(NOTES))
    report = await room.ingest(tmp_path)
    assert (report.lessons, report.terms, report.questions, report.skipped) == (1, 1, 3, ())
    assert "The whole leaf" in await room.texts()
    assert (await room.ingest(tmp_path)).read == 0


@pytest.mark.slow
async def test_a_deck_that_one_adds_is_asked_defined_and_learned(tmp_path: Path, models: Path):
    async with opened_ports(Settings(data=tmp_path)) as (ports, _):
        learner = ScriptedPlatform(dispatcher(ports), replace(origin(), direct=True))
        added = text_of(await learner.send(AddMaterial((Upload("moss.apkg", apkg(NOTES)),))))
        assert "1 lesson" in added
        assert "1 term" in added
        assert "holds a moss" in text_of(await learner.send(Define("rhizoid")))
        assert "whole leaf" in plain(text_of(await learner.send(Ask(WHY))))
        asked = text_of(await learner.send(StartQuiz("Mosses", count=3, seed=1)))
        assert any(prompt in asked for prompt in (WHY, "A spore grows into a", "grows into a protonema"))
        assert "5 cards" in text_of(await learner.send(LearnTerm("Mosses")))
