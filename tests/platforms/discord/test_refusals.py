"""What Discord refuses, or has forgotten: told to who can act, logged once, never an exception"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from structlog.testing import capture_logs

from bot.models import SpaceId
from tests.bot.bench import bench
from tests.fakes.discord_wire import DiscordWire
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.small_course import WHY, answered
from tests.platforms.discord.schoolhouse import schoolhouse, served

FORM = 9


@contextmanager
def noted_once() -> Iterator[None]:
    """One line for the operator, with an id."""
    with capture_logs() as logs:
        yield
    assert [bool(line["id"]) for line in logs if line["log_level"] in ("warning", "error")] == [True], logs


async def test_a_form_that_was_closed_is_opened_by_the_next_tap():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        answer = await asked.reply(lambda it: it.controls)
        for _ in range(2):
            assert (await at.wire.tap(at.ada, answer, "Follow up")).kind == FORM


async def test_a_command_that_is_no_longer_there_is_told_so():
    with noted_once():
        async with schoolhouse() as at:
            known = at.wire.world.backend.commands[None]
            known["ancient", 1] = {**known["lessons", 1], "name": "ancient", "id": "77"}
            asked = await at.wire.slash(at.ada, at.channel, "ancient")
            told = await asked.reply()
            assert asked.ephemeral
            assert "command" in told.words


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


async def test_a_thread_that_could_not_be_opened_is_not_announced():
    with noted_once():
        async with schoolhouse() as at:
            at.wire.world.deny(at.channel, "create_public_threads")
            asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
            await asked.reply(lambda it: "Create Public Threads" in it.words)
            await at.wire.until(lambda: [one.ephemeral for one in at.wire.messages(at.channel)] == [True])


async def test_where_the_bot_may_not_write_in_threads_the_asker_is_told_which_right_is_missing():
    with noted_once():
        async with schoolhouse() as at:
            at.wire.world.deny(at.channel, "send_messages_in_threads")
            asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
            told = await asked.reply(lambda it: "Send Messages in Threads" in it.words)
            assert told.ephemeral


async def test_where_the_bot_may_not_write_who_pinged_it_hears_why_in_a_letter():
    with noted_once():
        async with schoolhouse() as at:
            at.wire.world.deny(at.channel, "send_messages")
            await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
            letters = at.wire.world.direct(at.ada)
            letter = (await at.wire.until(lambda: at.wire.messages(letters)))[0]
            assert "Send Messages" in letter.words


async def test_a_letter_that_nobody_takes_is_no_disaster():
    with noted_once():
        async with schoolhouse() as at:
            at.wire.world.deny(at.channel, "send_messages")
            at.wire.fail(
                "POST",
                f"/channels/{at.wire.world.direct(at.ada).id}/messages",
                403,
                {"message": "Cannot send messages to this user", "code": 50007},
            )
            await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
            await at.wire.until(
                lambda: at.wire.sent("POST", f"/channels/{at.wire.world.direct(at.ada).id}/messages")
            )
            await asyncio.sleep(0.1)


class Shrinking(ScriptedAnswerer):
    async def answer(self, *asked: Any, **how: Any) -> Any:
        long = answered("why?", complete=False)
        sentence = long.sentences[0]
        many = tuple(type(sentence)("word " * 150 + f"{n}.", sentence.citations) for n in range(12))
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


async def test_webhooks_and_other_bots_are_not_answered():
    async with schoolhouse() as at:
        at.bob.bot = True
        await at.wire.say(at.bob, at.channel, "why?", mentions_bot=True)
        at.bob.bot = False
        await asyncio.sleep(0.1)
        assert at.at.answerer.asked == []


async def test_a_page_that_is_turned_to_and_fro_quickly_is_turned_each_time():
    async with schoolhouse() as at:
        cover = await at.wire.slash(at.ada, at.channel, "lesson", name="transfer")
        page = await at.wire.tap(at.ada, await cover.reply(), "Start reading")
        for label, section in (("Next", 2), ("Back", 1), ("Next", 2)):
            shown = await page.reply()
            page = await at.wire.tap(at.ada, shown, label)
            await page.reply(lambda it, n=section: f"section {n}" in it.words)


PICTURED = r"The loss is $$\frac{a}{b} = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$$ here."


def pictured() -> Any:
    whole = answered("why?")
    sentence = whole.sentences[0]
    return replace(whole, sentences=(replace(sentence, text=PICTURED),))


async def test_where_the_bot_may_send_no_pictures_a_formula_stands_as_text():
    async with schoolhouse(answerer=ScriptedAnswerer(pictured())) as at:
        said = await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
        assert (await said.reply(lambda it: it.controls)).attachments
        refused = {"message": "Missing Permissions", "code": 50013}
        at.wire.fail("POST", f"/channels/{at.channel.id}/messages", 403, refused)
        with noted_once():
            said = await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
            reply = await said.reply(lambda it: it.controls)
        assert not reply.attachments
        assert "a/b" in reply.words


async def test_a_form_that_was_opened_before_a_restart_is_taken_after_it():
    async with DiscordWire.open() as wire:
        at, ada = await bench(), wire.world.person("ada")
        channel = wire.world.channel(wire.world.guild("Study", ada), "general")
        async with served(wire, at):
            asked = await wire.slash(ada, channel, "ask", question="why?")
            opened = await wire.tap(ada, await asked.reply(lambda it: it.controls), "Follow up")
        async with served(wire, at):
            on = await wire.submit(ada, opened, {"words": "and then?"})
            await on.reply(lambda it: it.controls)
        assert at.answerer.asked[-1].previous is not None


async def test_nothing_of_what_was_shown_is_kept_by_the_client():
    async with schoolhouse() as at:
        for _ in range(3):
            asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
            answer = await asked.reply(lambda it: it.controls)
            opened = await at.wire.tap(at.ada, answer, "Follow up")
            on = await at.wire.submit(at.ada, opened, {"words": "and then?"})
            await on.reply(lambda it: it.controls)
            said = await at.wire.say(at.ada, at.wire.world.direct(at.ada), "why?")
            await said.reply(lambda it: it.controls)
        await asyncio.sleep(0.1)
        held = at.client._connection._view_store
        assert not held._views
        assert not held._modals
        assert not held._synced_message_views
        assert not at.client._under_way._tasks
        assert not at.client._looking


async def test_the_bot_is_one_on_two_shards():
    async with DiscordWire.open(shards=2) as wire:
        at, ada = await bench(), wire.world.person("ada")
        guilds = []
        while len({(guild.id >> 22) % 2 for guild in guilds}) < 2:
            await asyncio.sleep(0.001)
            guilds.append(wire.world.guild(f"Study {len(guilds)}", ada))
        async with served(wire, at):
            for guild in guilds:
                asked = await wire.slash(ada, wire.world.channel(guild, "general"), "ask", question="why?")
                await asked.reply(lambda it: it.controls)
        assert len(await at.record.present("discord:guild:")) == len(guilds)


async def test_where_the_owner_takes_no_letters_the_welcome_stands_where_the_server_greets():
    async with schoolhouse() as at:
        closed = {"message": "Cannot send messages to this user", "code": 50007}
        new = at.wire.world.guild("New", at.ada, with_bot=False)
        owner = at.wire.world.backend.users[new.owner_id]
        at.wire.fail("POST", f"/channels/{at.wire.world.direct(owner).id}/messages", 403, closed)
        at.wire.world.bot_joins(new)
        general = at.wire.world.channel(new, "general")
        welcome = (await at.wire.until(lambda: at.wire.messages(general)))[0]
        assert "Studyhall is here" in welcome.words
        at.wire.world.bot_is_removed(new)
        await asyncio.sleep(0.1)
        at.wire.world.bot_joins(new)
        await asyncio.sleep(0.2)
        assert SpaceId(f"discord:guild:{new.id}") in await at.at.record.present("discord:guild:")


async def test_a_long_answer_where_only_a_person_brought_the_bot_keeps_to_five_messages():
    long = answered("why?")
    sentence = long.sentences[0]
    many = tuple(replace(sentence, text="word " * 150 + f"{n}.") for n in range(60))
    async with schoolhouse(answerer=ScriptedAnswerer(replace(long, sentences=many))) as at:
        group = at.wire.world.group(at.ada, at.bob)
        asked = await at.wire.slash(at.ada, group, "ask", question="why?", private=True)
        await at.wire.until(lambda: any(one.controls for one in asked.messages))
        assert all(call.status < 300 for call in asked.calls)
        assert {one.ephemeral for one in asked.messages} == {True}
