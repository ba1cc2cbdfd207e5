"""Cards and reviews -> a package that Anki reads: what stands where it looks"""

import io
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.models import Card, CardId, CardKey, CardReview, CardText, Habits, LearnerId, Memory, SpaceId
from bot.study.anki.fields import html
from bot.study.anki.package import apkg
from ingest.anki import read_deck
from knowledge.models import LibraryId

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = CardKey(LibraryId("birds"), "owls.md", ("Night",), "term", "owl")
TEXT = CardText(KEY, "What **hoots**?", "An *owl*.", "h", why="At night.")
STEP = Memory(NOW - 8 * DAY + timedelta(minutes=10), "learning", 2.3, 5.5, 1, NOW - 8 * DAY)
KNOWN = Memory(NOW + 4 * DAY, "review", 9.12345, 6.4, None, NOW - 3 * DAY)
HABITS = Habits(zone="Europe/Berlin", retention=0.85)


def a_card(n: int = 1, memory: Memory | None = None, **more: Any) -> Card:
    text = replace(TEXT, key=replace(KEY, name=f"owl {n}"))
    return Card(CardId(n), LearnerId(1), SpaceId("here"), text, memory, **more)


REVIEWED = a_card(1, KNOWN, reviews=2, lapses=1)
REVIEWS = (
    CardReview(CardId(1), 1, "good", NOW - 8 * DAY, None, STEP),
    CardReview(CardId(1), 2, "easy", NOW - 3 * DAY, STEP, KNOWN),
)


def read(tmp_path: Path, cards: Sequence[Card], reviews: Sequence[CardReview] = ()) -> sqlite3.Connection:
    package = zipfile.ZipFile(io.BytesIO(apkg(cards, reviews, habits=HABITS, now=NOW)))
    assert sorted(package.namelist()) == ["collection.anki2", "media"]
    assert json.loads(package.read("media")) == {}
    file = tmp_path / "collection.anki2"
    file.write_bytes(package.read("collection.anki2"))
    found = sqlite3.connect(file)
    found.row_factory = sqlite3.Row
    assert found.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return found


def rows(found: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in found.execute(f"SELECT * FROM {table} ORDER BY id")]


def one(tmp_path: Path, card: Card) -> dict[str, Any]:
    (found,) = rows(read(tmp_path, [card]), "cards")
    return found


def test_the_collection_names_its_schema_its_deck_and_its_kind_of_note(tmp_path: Path) -> None:
    found = read(tmp_path, [REVIEWED], REVIEWS)
    (col,), (note,), (card,) = (rows(found, name) for name in ("col", "notes", "cards"))
    assert col["ver"] == 11
    model = json.loads(col["models"])[str(note["mid"])]
    assert len(model["flds"]) == len(note["flds"].split("\x1f"))
    assert json.loads(col["decks"])[str(card["did"])]["name"] == "Studyhall"
    assert json.loads(col["dconf"])[str(json.loads(col["decks"])[str(card["did"])]["conf"])]
    assert card["nid"] == note["id"]


def test_a_card_keeps_what_is_remembered_of_it_where_fsrs_looks(tmp_path: Path) -> None:
    found = read(tmp_path, [REVIEWED], REVIEWS)
    (card,) = rows(found, "cards")
    data = json.loads(card["data"])
    assert (data["s"], data["d"], data["dr"]) == (9.1235, 6.4, 0.85)
    assert data["lrt"] == (NOW - 3 * DAY).timestamp()
    assert (card["type"], card["queue"], card["ivl"]) == (2, 2, 7)
    assert (card["reps"], card["lapses"]) == (2, 1)


def test_a_card_is_due_on_the_same_day_in_anki(tmp_path: Path) -> None:
    found = read(tmp_path, [REVIEWED], REVIEWS)
    (card,), (col,) = rows(found, "cards"), rows(found, "col")
    first = datetime.fromtimestamp(col["crt"], UTC)
    assert (first + card["due"] * DAY).date() == (NOW + 4 * DAY).date()


def test_what_is_due_before_the_day_begins_is_due_the_day_before(tmp_path: Path) -> None:
    late = replace(KNOWN, due=datetime(2026, 3, 14, 1, 30, tzinfo=UTC))
    early, on_time = one(tmp_path, a_card(1, late)), one(tmp_path, a_card(1, KNOWN))
    assert on_time["due"] - early["due"] == 1


def test_a_new_card_stands_in_line_and_one_that_is_learned_waits_to_the_second(tmp_path: Path) -> None:
    first, second, learned = rows(read(tmp_path, [a_card(1), a_card(2), a_card(3, STEP)]), "cards")
    assert [(it["type"], it["queue"], it["due"], it["data"]) for it in (first, second)] == [
        (0, 0, 1, "{}"),
        (0, 0, 2, "{}"),
    ]
    assert (learned["type"], learned["queue"], learned["left"]) == (1, 1, 1)
    assert learned["due"] == STEP.due.timestamp()
    relearned = one(tmp_path, a_card(4, replace(STEP, state="relearning", step=0)))
    assert (relearned["type"], relearned["queue"]) == (3, 1)


@pytest.mark.parametrize(
    ("aside", "queue", "mark"),
    [
        ({"suspended": True}, -1, "studyhall::suspended"),
        ({"retired": True}, -1, "studyhall::retired"),
        ({"buried_until": NOW + DAY}, -3, ""),
        ({"buried_until": NOW - DAY}, 2, ""),
    ],
)
def test_a_card_that_is_set_aside_is_so_in_anki_and_is_marked(
    tmp_path: Path, aside: dict[str, Any], queue: int, mark: str
) -> None:
    found = read(tmp_path, [a_card(1, KNOWN, **aside)])
    (card,), (note,) = rows(found, "cards"), rows(found, "notes")
    assert card["queue"] == queue
    assert card["type"] == 2
    assert (f" {mark} " in note["tags"]) if mark else "studyhall::retired" not in note["tags"]


def test_every_review_stands_in_the_log(tmp_path: Path) -> None:
    found = read(tmp_path, [REVIEWED], REVIEWS)
    (card,) = rows(found, "cards")
    first, second = rows(found, "revlog")
    assert [it["cid"] for it in (first, second)] == [card["id"]] * 2
    assert [it["id"] for it in (first, second)] == [1000 * (NOW - n * DAY).timestamp() for n in (8, 3)]
    assert [(it["ease"], it["type"], it["lastIvl"], it["ivl"]) for it in (first, second)] == [
        (3, 0, 0, -600),
        (4, 0, -600, 7),
    ]
    assert [it["factor"] for it in (first, second)] == [600, 700]


def test_reviews_at_one_moment_have_each_a_number_of_their_own(tmp_path: Path) -> None:
    cards = [a_card(n, KNOWN, reviews=1) for n in (1, 2, 3)]
    given = [CardReview(card.id, 1, "again", NOW, None, KNOWN) for card in cards]
    found = read(tmp_path, cards, given)
    assert len({it["id"] for it in rows(found, "revlog")}) == 3
    assert len({it["id"] for it in rows(found, "cards")}) == 3


def test_a_card_has_the_same_name_in_each_package_and_no_other_has_it(tmp_path: Path) -> None:
    before, after = (
        [it["guid"] for it in rows(read(tmp_path, cards), "notes")]
        for cards in ([a_card(1), a_card(2)], [replace(a_card(1), id=CardId(70), memory=KNOWN)])
    )
    assert after == before[:1]
    assert before[0] != before[1]


def test_the_same_cards_give_the_same_bytes() -> None:
    first, second = (apkg([REVIEWED], REVIEWS, habits=HABITS, now=NOW) for _ in range(2))
    assert first == second


def test_a_deck_that_was_taken_along_can_be_brought_back_as_material() -> None:
    (note,) = read_deck(apkg([REVIEWED], REVIEWS, habits=HABITS, now=NOW)).notes
    assert (note.deck, note.tags) == (("Studyhall",), ("studyhall::birds",))
    assert "hoots" in note.front
    assert "At night." in note.back


def test_without_cards_there_is_an_empty_deck(tmp_path: Path) -> None:
    assert rows(read(tmp_path, []), "cards") == []


def test_both_sides_are_html_and_nobodys_markup_gets_through() -> None:
    assert html("What **hoots**?") == "<div>What <b>hoots</b>?</div>"
    assert html("$a < b$ and `x<y>`") == "<div>\\(a &lt; b\\) and <code>x&lt;y&gt;</code></div>"
    assert "<script" not in html("a <script>alert(1)</script> & `<script>`")
    assert html("") == ""


@pytest.mark.parametrize(
    "said", ["[sound:http://x/y.mp3]", "[latex]\\input{x}[/latex]", "`[anki:tts lang=en]x`", "$[$]x$"]
)
def test_nobodys_words_are_commands_to_anki(said: str) -> None:
    assert "[" not in html(said)


def test_words_that_no_file_can_hold_do_not_stop_it(tmp_path: Path) -> None:
    odd = replace(a_card(), text=replace(TEXT, front="\x1f \ud800 \x00", back="a\x1fb"))
    (note,) = rows(read(tmp_path, [odd]), "notes")
    assert len(note["flds"].split("\x1f")) == 4
