"""What Discord refuses, or has forgotten: told to who can act, logged once, never an exception"""

import asyncio
from typing import Any

import pytest

from knowledge.models import Answer
from tests.fakes.discord_wire.shown import shown
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.small_course import WHY, answered
from tests.platforms.discord.schoolhouse import Schoolhouse, schoolhouse

FORM = 9


def noted(logs: str) -> list[str]:
    """Lines that an operator is to look at."""
    return [line for line in logs.splitlines() if "warning" in line or "error" in line.casefold()]


async def test_a_form_that_was_closed_is_opened_by_the_next_tap():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        answer = await asked.reply(lambda it: it.controls)
        for _ in range(2):
            assert (await at.wire.tap(at.ada, answer, "Follow up")).kind == FORM


async def test_a_command_that_is_no_longer_there_is_told_so(capsys: Any):
    async with schoolhouse() as at:
        known = at.wire.world.backend.commands[None]
        known["ancient", 1] = {**known["lessons", 1], "name": "ancient", "id": "77"}
        asked = await at.wire.slash(at.ada, at.channel, "ancient")
        told = await asked.reply()
        assert asked.ephemeral
        assert "command" in told.words
    assert len(noted(capsys.readouterr().err)) == 1


async def test_a_command_in_an_older_shape_is_told_so():
    async with schoolhouse() as at:
        define = at.wire.world.backend.commands[None]["define", 1]
        define["options"] = []
        asked = await at.wire.slash(at.ada, at.channel, "define")
        assert "command" in (await asked.reply()).words
        assert asked.ephemeral


async def test_in_a_thread_a_question_for_a_thread_is_answered_there():
    async with schoolhouse() as at:
        await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
        thread = (await at.wire.until(lambda: at.wire.threads(at.channel)))[0]
        await at.wire.until(lambda: any(one.controls for one in at.wire.messages(thread)))
        asked = await at.wire.slash(at.ada, thread, "ask", question="and why?", thread=True)
        assert WHY in (await asked.reply(lambda it: it.controls)).words


async def test_where_only_a_person_brought_the_bot_a_question_for_a_thread_is_answered_in_place():
    async with schoolhouse() as at:
        elsewhere = at.wire.world.guild("Elsewhere", at.ada, with_bot=False)
        channel = at.wire.world.channel(elsewhere, "general")
        asked = await at.wire.slash(at.ada, channel, "ask", question="why?", thread=True)
        assert WHY in (await asked.reply(lambda it: it.controls)).words


async def test_where_only_a_person_brought_the_bot_there_is_no_round_together():
    async with schoolhouse() as at:
        elsewhere = at.wire.world.guild("Elsewhere", at.ada, with_bot=False)
        for channel in (at.wire.world.channel(elsewhere, "general"), at.wire.world.group(at.ada, at.bob)):
            asked = await at.wire.slash(at.ada, channel, "quiz", together=True)
            assert "no thread here" in (await asked.reply(lambda it: it.ephemeral)).words


async def test_a_thread_that_could_not_be_opened_is_not_announced(capsys: Any):
    async with schoolhouse() as at:
        at.wire.world.deny(at.channel, "create_public_threads")
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
        await asked.reply(lambda it: "Create Public Threads" in it.words)
        await at.wire.until(lambda: [one.ephemeral for one in at.wire.messages(at.channel)] == [True])
    assert len(noted(capsys.readouterr().err)) == 1


async def test_where_the_bot_may_not_write_in_threads_the_asker_is_told_which_right_is_missing(capsys: Any):
    async with schoolhouse() as at:
        at.wire.world.deny(at.channel, "send_messages_in_threads")
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
        told = await asked.reply(lambda it: "Send Messages in Threads" in it.words)
        assert told.ephemeral
    assert len(noted(capsys.readouterr().err)) == 1


async def test_where_the_bot_may_not_write_who_pinged_it_hears_why_in_a_letter(capsys: Any):
    async with schoolhouse() as at:
        at.wire.world.deny(at.channel, "send_messages")
        await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
        letters = at.wire.world.direct(at.ada)
        letter = (await at.wire.until(lambda: at.wire.messages(letters)))[0]
        assert "Send Messages" in letter.words
    assert len(noted(capsys.readouterr().err)) == 1


async def test_a_letter_that_nobody_takes_is_no_disaster(capsys: Any):
    async with schoolhouse() as at:
        at.wire.world.deny(at.channel, "send_messages")
        at.wire.fail("POST", f"/channels/{at.wire.world.direct(at.ada).id}/messages", 403, {"message": "Cannot send messages to this user", "code": 50007})
        await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
        await at.wire.until(lambda: at.wire.sent("POST", f"/channels/{at.wire.world.direct(at.ada).id}/messages"))
        await asyncio.sleep(0.1)
    assert len(noted(capsys.readouterr().err)) == 1


class Shrinking(ScriptedAnswerer):
    async def answer(self, *asked: Any, **how: Any) -> Any:
        long = answered("why?", complete=False)
        sentence = long.sentences[0]
        many = tuple(type(sentence)("word " * 150 + f"{n}.", sentence.citations) for n in range(12))
        from dataclasses import replace

        yield replace(long, sentences=many)
        await asyncio.sleep(0.2)
        yield answered("why?")


async def test_what_grew_over_two_messages_and_shrank_leaves_no_second_one_behind():
    async with schoolhouse(answerer=Shrinking()) as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        await asked.reply(lambda it: it.controls)
        await at.wire.until(lambda: len(asked.messages) == 1)
        said = await at.wire.say(at.ada, at.wire.world.direct(at.ada), "why?")
        await said.reply(lambda it: it.controls)
        await at.wire.until(lambda: len(said.messages) == 1)


class Slowly(ScriptedAnswerer):
    async def answer(self, *asked: Any, **how: Any) -> Any:
        async for answer in super().answer(*asked, **how):
            yield answer
            await asyncio.sleep(0.2)


async def test_an_edit_on_the_way_that_fails_does_not_cost_the_answer():
    growing = [answered("why?", complete=False)]
    async with schoolhouse(answerer=Slowly(*growing, answered("why?"))) as at:
        at.wire.fail("PATCH", "/messages/@original", 429, {"message": "no", "retry_after": 1}, {"X-A": "b"})
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        assert WHY in (await asked.reply(lambda it: it.controls)).words


async def test_a_round_in_a_thread_that_was_archived_goes_on():
    pass


async def test_webhooks_and_other_bots_are_not_answered():
    async with schoolhouse() as at:
        at.bob.bot = True
        await at.wire.say(at.bob, at.channel, "why?", mentions_bot=True)
        at.bob.bot = False
        await asyncio.sleep(0.1)
        assert at.at.answerer.asked == []
