"""/link through the dispatcher: a code from one platform, typed on the other"""

import re
from dataclasses import replace

import pytest

from bot.commands import LearnTerm, Link, Review
from bot.models import Identity, SpaceId
from bot.replies import Reply
from bot.study.joining import ALPHABET, digest_of, spelled
from knowledge.models import Change, Library, LibraryId
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import ScriptedPlatform, labels, origin, text_of
from tests.fakes.small_course import COURSE

DISCORD = replace(origin(), identity=Identity("discord", "7", "Ada"))
HOME = replace(origin(), identity=Identity("terminal", "ada", "ada"))


async def two_sides() -> tuple[Bench, ScriptedPlatform, ScriptedPlatform]:
    at = await bench()
    return at, at.beside(DISCORD), at.beside(HOME)


def code_in(reply: Reply) -> str:
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", text_of(reply))
    assert found
    return found[0]


async def test_a_code_typed_on_the_other_side_joins_both():
    at, discord, home = await two_sides()
    await home.send(LearnTerm("TL"))
    told = await home.send(Link(code_in(await discord.send(Link()))))
    assert "you are one learner on both platforms" in text_of(told)
    assert told.private
    learner = await at.record.learner(DISCORD.identity)
    assert learner == await at.record.learner(HOME.identity)


async def test_what_one_side_learns_the_other_reviews():
    _, discord, home = await two_sides()
    await home.send(LearnTerm("TL"))
    code = code_in(await discord.send(Link()))
    nothing = text_of(await discord.send(Review()))
    assert "2 cards and 0 reviews came over" in text_of(await home.send(Link(code)))
    assert text_of(await discord.send(Review())) != nothing


async def test_the_reply_with_a_code_is_for_the_asker_alone_and_warns():
    _, discord, _ = await two_sides()
    told = await discord.send(Link())
    assert told.private
    assert "Show it to nobody" in text_of(told)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
async def test_a_code_is_understood_however_it_is_typed(typed: str):
    _, discord, home = await two_sides()
    code = code_in(await discord.send(Link())).lower()
    assert "one learner" in text_of(await home.send(Link(typed.format(code.replace("-", " ")))))


async def test_ones_own_code_is_told_so_and_still_works_on_the_other_side():
    _, discord, home = await two_sides()
    code = code_in(await discord.send(Link()))
    assert "your own code" in text_of(await discord.send(Link(code)))
    assert "one learner" in text_of(await home.send(Link(code)))
    assert "do not know that code" in text_of(await home.send(Link(code)))


async def test_a_code_is_over_after_ten_minutes():
    at, discord, home = await two_sides()
    code = code_in(await discord.send(Link()))
    at.clock.advance(minutes=10)
    assert "expired" in text_of(await home.send(Link(code)))
    assert await at.record.learner(DISCORD.identity) != await at.record.learner(HOME.identity)


async def test_after_five_wrong_codes_even_the_right_one_waits():
    at, discord, home = await two_sides()
    for _ in range(5):
        assert "do not know" in text_of(await home.send(Link("2222-2222")))
    code = code_in(await discord.send(Link()))
    assert "too many" in text_of(await home.send(Link(code)))
    at.clock.advance(minutes=10)
    code = code_in(await discord.send(Link()))
    assert "one learner" in text_of(await home.send(Link(code)))


async def test_a_lent_librarys_cards_show_only_where_it_is_studied():
    at, discord, home = await two_sides()
    await home.send(LearnTerm("TL"))
    await home.send(Link(code_in(await discord.send(Link()))))
    assert "2 new today" in text_of(await discord.send(Review()))
    await at.ports.catalogue.switch(Change(Library(LibraryId("other"), "Other"), (), (), (), ()))
    await at.record.lend(COURSE, {SpaceId("scripted:two")})
    assert "2 more wait where their library is studied" in text_of(await discord.send(Review()))
    assert "Reveal" not in labels(discord.last)
    there = at.beside(replace(HOME, space=SpaceId("scripted:two")))
    assert "2 new today" in text_of(await there.send(Review()))


def test_the_alphabet_has_nothing_that_is_read_for_something_else():
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("01ILO") & set(ALPHABET)


def test_small_letters_blanks_and_hyphens_make_no_other_code():
    assert digest_of("ABCD-EFGH") == digest_of(" abcd efgh ") != digest_of("ABCDEFGJ")
    assert spelled("ABCDEFGH") == "ABCD-EFGH"
