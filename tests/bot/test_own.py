"""/mydata: all that is held of a learner in files, and all of it gone after one question"""

import asyncio
import io
import json
import sqlite3
import zipfile
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import fields, replace
from os import listdir
from pathlib import Path

import pytest

from bot.budgets import Limits
from bot.commands import Ask, AskToForgetMe, Command, ExportMyData, Help, LearnTerm, RateCard, Review
from bot.errors import BadCommand
from bot.models import CardId, ConversationId, Memory, SpaceId
from bot.platforms.terminal import files
from bot.platforms.terminal.piped import plain_console
from bot.platforms.terminal.session import Terminal
from bot.platforms.terminal.typed import Session, command_of
from bot.replies import Attachment, Reply, paragraph
from bot.study.foresight.review_log import read
from bot.study.owned import LARGE, as_csv, owned, sized
from tests.bot.bench import Bench, bench
from tests.contracts.test_record_history import KNOWN, LEARNT, reviewed
from tests.fakes.scripted_platform import button, labels, origin, text_of

BOB = origin("bob")
KEPT = tuple(it.name for it in fields(Memory))


async def studying() -> Bench:
    """Two cards of a word, one of them rated twice."""
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    for rating in ("good", "again"):
        card = await at.record.card(1, CardId(1))
        await at.platform.send(RateCard(card.id, card.reviews, rating))
        at.clock.advance(days=2)
    return at


def attached(reply: Reply) -> dict[str, bytes]:
    return {part.name: part.data for part in reply.parts if isinstance(part, Attachment)}


async def exported(at: Bench) -> dict[str, bytes]:
    reply = await at.platform.send(ExportMyData())
    assert reply.private
    return attached(reply)


async def test_three_files_hold_it_all():
    at = await studying()
    found = await exported(at)
    assert list(found) == ["studyhall.json", "reviews.csv", "studyhall.apkg"]
    told = json.loads(found["studyhall.json"])
    assert [len(told[name]) for name in ("identities", "cards", "card_reviews")] == [1, 2, 2]
    assert "2 cards and 2 reviews" in text_of(at.platform.last)


async def test_the_log_in_csv_is_one_that_can_be_measured():
    at = await studying()
    log = read((await exported(at))["reviews.csv"].decode())
    assert log.faults == ()
    assert [(it.card, it.rating) for it in log.reviews] == [("1", "good"), ("1", "again")]
    assert [it.at for it in log.reviews] == [
        it.at for it in await at.record.reviews_since(1, log.reviews[0].at)
    ]


async def test_the_deck_for_anki_has_the_cards_and_the_reviews(tmp_path: Path):
    at = await studying()
    package = zipfile.ZipFile(io.BytesIO((await exported(at))["studyhall.apkg"]))
    package.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as found:
        counts = [found.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("cards", "revlog")]
        assert counts == [2, 2]
        (factor,) = found.execute("SELECT reps FROM cards WHERE type != 0").fetchone()
        assert factor == 2


async def test_who_has_nothing_gets_files_without_a_row():
    at = await bench()
    found = await exported(at)
    assert len(found["reviews.csv"].splitlines()) == 1
    assert json.loads(found["studyhall.json"])["cards"] == []


async def test_nothing_of_others_is_in_the_files():
    at = await studying()
    found = attached(await at.beside(BOB).send(ExportMyData()))
    assert json.loads(found["studyhall.json"])["cards"] == []
    assert b"Layer" not in b"".join(found.values())


async def test_it_is_asked_before_anything_is_deleted():
    at = await studying()
    asked = await at.platform.send(AskToForgetMe())
    assert asked.private
    assert "2 cards with all that you remember of them, and 2 reviews" in text_of(asked)
    assert [button(asked, name).tone for name in labels(asked)] == ["bad", "plain"]
    kept = await at.platform.tap("Keep it")
    assert "Nothing was deleted" in text_of(kept)
    assert kept.buttons, "a reply without buttons leaves the question open beside it"
    assert len((await at.record.everything_of(1))["cards"]) == 2


async def test_after_a_yes_the_learner_is_a_stranger():
    at = await studying()
    await at.platform.send(AskToForgetMe())
    gone = await at.platform.tap("Delete everything")
    assert "hold nothing of you" in text_of(gone)
    assert gone.buttons
    assert "no cards to review" in text_of(await at.platform.send(Review()))
    assert not any((await at.record.everything_of(1)).values())


async def test_a_button_deletes_only_the_data_of_who_was_asked():
    at = await studying()
    bob = at.beside(BOB)
    await bob.send(LearnTerm("Layer"))
    asked = await at.platform.send(AskToForgetMe())
    refused = await bob.send(button(asked, "Delete everything").command)
    assert "deletes nothing" in text_of(refused)
    learner = await at.record.learner(BOB.identity)
    assert len((await at.record.everything_of(learner))["cards"]) == 2
    assert len((await at.record.everything_of(1))["cards"]) == 2


async def test_an_old_button_deletes_nothing_of_who_began_anew():
    at = await studying()
    asked = await at.platform.send(AskToForgetMe())
    await at.platform.tap("Delete everything")
    await at.platform.send(LearnTerm("Layer"))
    assert "deletes nothing" in text_of(await at.platform.send(button(asked, "Delete everything").command))
    assert "2 new" in text_of(await at.platform.send(Review()))


async def test_two_taps_at_once_delete_once():
    at = await studying()
    asked = await at.platform.send(AskToForgetMe())
    yes = button(asked, "Delete everything").command
    told = await asyncio.gather(at.platform.send(yes), at.beside(at.platform.origin).send(yes))
    assert not any((await at.record.everything_of(1)).values())
    for said in ("hold nothing of you", "deletes nothing"):
        assert sum(said in text_of(it) for it in told) == 1


async def test_a_reviews_memory_is_the_one_before_it_and_the_next_ones_the_one_after():
    at = await bench()
    learner = await at.record.learner(BOB.identity)
    now = at.clock.now()
    await reviewed(at.record, learner, "Owl", [(now, "good", LEARNT), (now, "again", KNOWN)], SpaceId("here"))
    found = owned(await at.record.everything_of(learner))
    assert [(it.before, it.after) for it in found.reviews] == [(None, LEARNT), (LEARNT, KNOWN)]
    assert [card.memory for card in found.cards] == [KNOWN]


async def test_no_table_program_reckons_with_a_cards_words():
    at = await studying()
    found = owned(await at.record.everything_of(1))
    evil = [replace(card, text=replace(card.text, front="=cmd()")) for card in found.cards]
    assert ",'=cmd()" in as_csv(replace(found, cards=tuple(evil))).decode()


async def test_a_review_whose_memory_nobody_kept_is_still_told():
    at = await studying()
    told = dict(await at.record.everything_of(1))
    told["card_reviews"] = [{**row, **dict.fromkeys(KEPT)} for row in told["card_reviews"]]
    told["cards"] = [{**row, **dict.fromkeys(KEPT)} for row in told["cards"]]
    found = owned(told)
    assert [(it.rating, it.before) for it in found.reviews] == [("good", None), ("again", None)]
    assert len(as_csv(found).splitlines()) == 3


async def test_what_one_asked_in_anothers_conversation_is_ones_own():
    at = await bench()
    await at.platform.send(Ask("What does Ana ask?"))
    bob = at.beside(BOB)
    await bob.send(Ask("What does Bob ask?", conversation=ConversationId(1)))
    numbers = [
        [
            turn["n"]
            for turn in json.loads(attached(await who.send(ExportMyData()))["studyhall.json"])["turns"]
        ]
        for who in (at.platform, bob)
    ]
    assert numbers == [[1], [2]]
    assert "1 question that you asked me" in text_of(await bob.send(AskToForgetMe()))


async def test_deleting_ones_data_is_no_way_around_the_pace():
    at = await bench(limits=Limits(questions_a_minute=1))
    await at.platform.send(Ask("why?"))
    await at.platform.send(AskToForgetMe())
    await at.platform.tap("Delete everything")
    assert "to catch up" in text_of(await at.platform.send(Ask("why?")))


async def test_the_log_opens_in_a_table_program():
    assert (await exported(await studying()))["reviews.csv"].startswith(BOM_UTF8)


def test_a_large_file_comes_zipped():
    assert sized("a.json", b"x") == ("a.json", b"x")
    name, data = sized("a.json", b"x" * (LARGE + 1))
    assert name == "a.json.zip"
    assert zipfile.ZipFile(io.BytesIO(data)).read("a.json") == b"x" * (LARGE + 1)


# In the terminal


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/mydata export", ExportMyData()),
        ("/mydata DELETE", AskToForgetMe()),
        ("/help mydata", Help("mydata")),
    ],
)
def test_it_is_typed(line: str, command: Command):
    assert command_of(line, Session()) == command


@pytest.mark.parametrize("line", ["/mydata", "/mydata everything"])
def test_what_shall_be_done_must_be_said(line: str):
    with pytest.raises(BadCommand):
        command_of(line, Session())


async def typed(at: Bench, folder: Path, lines: Sequence[str]) -> str:
    out = io.StringIO()
    terminal = Terminal(at.platform._dispatcher, at.platform.origin, plain_console(out), folder=folder)
    for line in lines:
        await terminal.take(line)
    return out.getvalue()


async def test_files_are_written_where_one_is_and_never_over_others(tmp_path: Path):
    at = await studying()
    (tmp_path / "studyhall.json").write_text("mine")
    told = await typed(at, tmp_path, ["/mydata export"])
    assert (tmp_path / "studyhall.json").read_text() == "mine"
    assert len(json.loads((tmp_path / "studyhall-2.json").read_text())["cards"]) == 2
    names = set(listdir(tmp_path))
    assert names == {"studyhall.json", "studyhall-2.json", "reviews.csv", "studyhall.apkg"}
    told = "".join(told.split())
    assert all(str(tmp_path / name) in told for name in names - {"studyhall.json"})


async def test_where_nothing_can_be_written_that_is_said(tmp_path: Path):
    told = await typed(await studying(), tmp_path / "nowhere", ["/mydata export"])
    assert "could not write reviews.csv" in " ".join(told.split())


async def test_all_is_deleted_from_the_terminal(tmp_path: Path):
    at = await studying()
    told = await typed(at, tmp_path, ["/mydata delete", "1", "/review"])
    assert "hold nothing of you" in told
    assert "no cards to review" in told


def test_a_files_name_leads_into_no_other_folder(tmp_path: Path):
    inner = tmp_path / "inner"
    inner.mkdir()
    reply = Reply((paragraph("here"), Attachment("../evil.txt", b"x", "evil")))
    files.kept(reply, inner)
    assert [path.name for path in inner.iterdir()] == ["evil.txt"]
