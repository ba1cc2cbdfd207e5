"""/define through the dispatcher"""

from bot.commands import Define
from knowledge.models import Passage
from tests.bot.bench import bench
from tests.fakes.scripted_platform import labels, text_of
from tests.fakes.small_course import CHUNK


async def test_a_card_has_all_that_the_glossary_says():
    at = await bench()
    assert text_of(await at.platform.send(Define("TL"))).splitlines() == [
        "Transfer learning",
        "Also: TL · Training",
        "In short",
        "Using what a model knows for another task.",
        "Common mistakes",
        "freezing it all → instead: unfreeze the top layers",
        "Related",
        "Fine-tuning: where the carried knowledge is adapted",
    ]
    assert labels(at.platform.last) == ["Fine-tuning", "← Learning rate", "Quiz me on this", "Learn this"]


async def test_a_near_miss_says_so_before_it_shows_the_card():
    at = await bench()
    first, second, *_ = text_of(await at.platform.send(Define("transfer lerning"))).splitlines()
    assert first == "Did you mean Transfer learning? Showing it, as the glossary has no “transfer lerning”."
    assert second == "Transfer learning"


async def test_the_next_term_is_one_tap_away():
    at = await bench()
    await at.platform.send(Define("fine tuning"))
    assert text_of(await at.platform.tap("Layer →")).startswith("Layer\n")


async def test_a_word_that_only_a_lesson_explains_leads_to_that_lesson():
    at = await bench(finds=(Passage(CHUNK, 1.0),))
    reply = await at.platform.send(Define("ImageNet"))
    assert "The lesson “Reusing a model” explains it best." in text_of(reply)
    assert labels(reply) == ["Read Reusing a model"]


async def test_nonsense_gets_neither_a_lesson_nor_a_definition():
    at = await bench(finds=(Passage(CHUNK, 1.0),))
    reply = await at.platform.send(Define("blorptang"))
    assert "does not have “blorptang”" in text_of(reply)
    assert labels(reply) == []


async def test_a_word_that_is_nearly_there_gets_suggestions():
    at = await bench()
    reply = await at.platform.send(Define("learning"))
    assert set(labels(reply)) == {"Transfer learning", "Learning rate"}


async def test_an_empty_word_is_told_what_to_do():
    at = await bench()
    assert "Write one after /define." in text_of(await at.platform.send(Define(" ")))
