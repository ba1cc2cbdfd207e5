"""Simpler, Deeper and Example, through the dispatcher"""

from dataclasses import replace

import pytest

from bot.commands import Ask, Reword
from bot.models import SpaceId
from knowledge.models import LibraryId
from tests.bot.bench import bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import button, labels, origin, text_of
from tests.fakes.small_course import COURSE, TRANSFER, WHY, answered, silent


@pytest.mark.parametrize(
    ("label", "level"), [("Simpler", "simpler"), ("Deeper", "deeper"), ("Example", "example")]
)
async def test_a_button_tells_the_answer_otherwise_as_a_turn_of_its_own(label: str, level: str):
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(Ask("why?"))
    reply = await at.platform.tap(label)
    assert WHY in text_of(reply)
    last = at.answerer.asked[-1]
    assert (last.question, last.libraries, last.level) == ("why?", (COURSE,), level)
    assert label not in labels(reply)
    assert {"Simpler", "Deeper", "Example"} - set(labels(reply)) == {label}
    told = button(reply, "Show passage 1").command
    assert getattr(told, "turn", None) == 2


async def test_a_level_can_be_asked_for_at_once():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    assert "Deeper" not in labels(await at.platform.send(Ask("why?", level="deeper")))
    assert at.answerer.asked[0].level == "deeper"


async def test_an_answer_kept_to_a_lesson_is_told_otherwise_out_of_that_lesson():
    kept = replace(answered("why?"), source=TRANSFER.source)
    at = await bench(answerer=ScriptedAnswerer(kept))
    await at.platform.send(Ask("why?", lesson="reusing a model"))
    await at.platform.tap("Deeper")
    assert at.answerer.asked[-1].source == TRANSFER.source


async def test_what_was_private_stays_private():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(Ask("why?", private=True))
    assert (await at.platform.tap("Simpler")).private
    await at.platform.send(Ask("why?"))
    assert not (await at.platform.tap("Simpler")).private


async def test_where_the_lessons_are_silent_there_is_nothing_to_tell_otherwise():
    at = await bench(answerer=ScriptedAnswerer(silent("what is a qubit?")))
    assert not {"Simpler", "Deeper", "Example"} & set(labels(await at.platform.send(Ask("a qubit?"))))


async def test_a_level_that_the_library_does_not_have_is_told_with_what_lies_near():
    none = replace(silent("why?"), remark="The lessons give no example of this.")
    at = await bench(answerer=ScriptedAnswerer(none))
    reply = await at.platform.send(Ask("why?", level="example"))
    assert text_of(reply).startswith("The lessons give no example of this. The nearest that I have:")
    assert await at.record.unanswered(at.platform.origin.space) == ()


async def test_without_an_answer_named_the_learners_newest_one_there_is_told_otherwise():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(Ask("why?"))
    newest = button(await at.platform.send(Ask("why?")), "Simpler").command
    friend = at.beside(origin("bo", "scripted:one"))
    await friend.send(Ask("why?"))
    reply = await at.platform.send(Reword(None, 0, "deeper"))
    told = button(reply, "Simpler").command
    assert isinstance(newest, Reword)
    assert told == replace(newest, turn=2)


async def test_who_has_asked_nothing_there_is_told_to_ask_first():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(Ask("why?"))
    for stranger in (origin("bo", "scripted:one"), origin("ada", "scripted:two")):
        told = text_of(await at.beside(stranger).send(Reword(None, 0, "simpler")))
        assert told.startswith("You have no answer here yet.\nAsk something first")


async def test_another_spaces_answer_is_stale():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    simpler = button(await at.platform.send(Ask("why?")), "Simpler").command
    stranger = at.beside(origin("eve", "scripted:two"))
    assert "not here any more" in text_of(await stranger.send(simpler))


async def test_a_library_that_the_space_no_longer_studies_is_not_told_of():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    simpler = button(await at.platform.send(Ask("why?")), "Simpler").command
    assert isinstance(simpler, Reword)
    turn = await at.record.turn(SpaceId("scripted:one"), simpler.conversation)
    lent = await at.record.add_turn(
        simpler.conversation, turn.answer, [LibraryId("lent")], at.ports.clock.now()
    )
    assert "not studied here" in text_of(await at.platform.send(replace(simpler, turn=lent.n)))
