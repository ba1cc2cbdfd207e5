"""A learner and the real client, over a wire that speaks as Discord does"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.errors import WrongConfiguration
from bot.models import SpaceSettings
from knowledge.models import Answer
from tests.bot.bench import bench
from tests.fakes.discord_wire import DiscordWire
from tests.fakes.discord_wire.shown import shown
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.small_course import CITATION, WHY, answered, silent
from tests.platforms.discord.schoolhouse import named, schoolhouse, served

PUBLIC, UPDATE, FORM = 5, 6, 9


async def test_an_answer_stands_with_its_source_for_all():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        reply = await asked.reply(lambda it: it.controls)
        assert asked.kind == PUBLIC
        assert not asked.ephemeral
        assert WHY in reply.words
        assert f"]({'<' if '(<' in reply.words else ''}{CITATION.url}" in reply.words
        assert [one.label for one in reply.controls] == [
            "Show passage 1",
            "Simpler",
            "Deeper",
            "Example",
            "Follow up",
            "Helpful",
            "Not helpful",
            "Quiz me on this",
            "Save as card",
        ]


async def test_an_answer_is_the_askers_alone_where_they_or_the_server_want_it():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", private=True)
        await asked.reply(lambda it: it.controls)
        assert asked.ephemeral
        changed = await at.wire.slash(at.tess, at.channel, "studyhall settings", private_answers=True)
        await changed.reply()
        assert await at.at.record.settings(at.space) == SpaceSettings(private_answers=True)
        await asyncio.sleep(0.05)
        by_default = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        assert by_default.ephemeral
        aloud = await at.wire.slash(at.ada, at.channel, "ask", question="why?", private=False)
        assert not aloud.ephemeral


class Slowly(ScriptedAnswerer):
    """A tenth of a second for each sentence."""

    async def answer(self, *asked: Any, **how: Any) -> AsyncIterator[Answer]:
        async for answer in super().answer(*asked, **how):
            yield answer
            await asyncio.sleep(0.1)


async def test_an_answer_grows_by_edits_at_most_one_a_second():
    growing = [answered("why?", complete=False)] * 5
    async with schoolhouse(answerer=Slowly(*growing, answered("why?"))) as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        await asked.reply(lambda it: it.controls)
        first, last = asked.edits
        assert last.at - first.at >= 1
        assert "Simpler" not in str(first.body)


async def test_what_the_lessons_do_not_say_is_told_as_that():
    async with schoolhouse(answerer=ScriptedAnswerer(silent("who?"))) as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="who?")
        reply = await asked.reply()
        assert "do not say" in reply.words
        card = await at.wire.tap(at.bob, reply, "Layer")
        assert "One stage of a network." in (await card.reply()).words
        assert card.ephemeral, "the message is everybody's, so who taps gets one of their own"


async def test_a_word_that_hurts_nobody_pings_nobody():
    hostile = "@everyone <@123> **x** [click](https://evil.example) https://evil.example/a"
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "define", word=hostile)
        reply = await asked.reply()
        assert reply.pinged == ()
        sent = str([call.body for call in asked.calls])
        assert "'allowed_mentions': {'parse': []}" in sent
        assert "@everyone" not in reply.words.replace("@\u200beveryone", "")


async def test_the_passage_behind_a_mark_is_shown_to_who_asks_for_it():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        shown = await at.wire.tap(at.bob, await asked.reply(lambda it: it.controls), "Show passage 1")
        assert shown.ephemeral
        assert "ImageNet" in (await shown.reply()).words


async def test_a_follow_up_is_asked_in_a_form_and_goes_on_with_the_conversation():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        opened = await at.wire.tap(at.ada, await asked.reply(lambda it: it.controls), "Follow up")
        assert opened.kind == FORM
        answered_on = await at.wire.submit(at.ada, opened, {"words": "and why is that?"})
        await answered_on.reply(lambda it: it.controls)
        on = at.at.answerer.asked[-1]
        assert on.question == "and why is that?"
        assert on.previous is not None


async def test_a_lesson_is_read_in_one_message_and_goes_on_where_it_was_left():
    async with schoolhouse() as at:
        cover = await at.wire.slash(at.ada, at.channel, "lesson", name="transfer")
        assert cover.ephemeral
        page = await at.wire.tap(at.ada, await cover.reply(), "Start reading")
        assert page.kind == UPDATE
        assert "can help with another" in (await page.reply(lambda it: "section 1" in it.words)).words
        onward = await at.wire.tap(at.ada, await page.reply(lambda it: "section 1" in it.words), "Next")
        await onward.reply(lambda it: "section 2" in it.words)
        again = await at.wire.slash(at.ada, at.channel, "lesson", name="transfer")
        assert "Go on at section 2" in [one.label for one in (await again.reply()).controls]


async def test_words_and_lessons_are_offered_as_they_are_typed():
    async with schoolhouse() as at:
        assert named(await at.wire.autocomplete(at.ada, at.channel, "define", word="la")) == ["Layer"]
        assert named(await at.wire.autocomplete(at.ada, at.channel, "lesson", name="fine")) == [
            "Fine-tuning step by step"
        ]
        assert len(await at.wire.autocomplete(at.ada, at.channel, "quiz", topic="")) >= 4


async def test_a_quiz_is_seen_by_its_learner_alone_and_goes_on_in_its_message():
    async with schoolhouse() as at:
        started = await at.wire.slash(at.ada, at.channel, "quiz", count=1)
        first = await started.reply()
        assert started.ephemeral
        assert "Question 1 of 1" in first.words
        skipped = await at.wire.tap(at.ada, first, "Skip")
        assert (await skipped.reply(lambda it: "0 of 1 right" in it.words)).id == first.id


async def test_an_answer_that_is_typed_is_asked_for_in_a_form_and_a_slip_leaves_the_question_open():
    async with schoolhouse() as at:
        started = await at.wire.slash(at.ada, at.channel, "quiz", count=1)
        first = await started.reply()
        opened = await at.wire.tap(at.ada, first, "Type your answer")
        assert opened.kind == FORM
        done = await at.wire.submit(at.ada, opened, {"words": "transfer lerning"})
        assert (await done.reply(lambda it: "1 of 1 right" in it.words)).id == first.id


async def test_a_reply_whose_words_discord_keeps_back_is_told_so():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        answer = await asked.reply(lambda it: it.controls)
        said = await at.wire.say(at.ada, at.channel, "and then?", reply_to=answer)
        assert "Ping me" in (await said.reply()).words


async def test_a_double_click_and_a_redelivery_act_once():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        answer = await asked.reply(lambda it: it.controls)
        before = len(at.at.answerer.asked)
        one, two = await asyncio.gather(
            at.wire.tap(at.ada, answer, "Simpler"), at.wire.tap(at.ada, answer, "Simpler")
        )
        await at.wire.until(lambda: any(it.controls for it in (*one.messages, *two.messages)))
        at.wire.redeliver(one)
        await asyncio.sleep(0.2)
        assert len(at.at.answerer.asked) == before + 1


@pytest.mark.parametrize("forged", ["nonsense", "src:1:1", "src:999999:1:1", "ans:x:1:0", "read:~:9"])
async def test_a_forged_button_gets_a_private_word(forged: str):
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        answer = await asked.reply(lambda it: it.controls)
        at.wire.world.backend.messages[answer.channel_id][answer.id].components = [
            {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": forged}]}
        ]
        message = shown(at.wire.world.backend.messages[answer.channel_id][answer.id])
        tapped = await at.wire.tap(at.bob, message, "x")
        word = await tapped.reply()
        assert tapped.ephemeral
        assert word.words
        assert "e77" not in word.words, "it was foreseen"


async def test_in_a_dm_plain_words_are_a_question_and_go_on():
    async with schoolhouse() as at:
        dm = at.wire.world.direct(at.ada)
        said = await at.wire.say(at.ada, dm, "what is loss?")
        await said.reply(lambda it: it.controls)
        said = await at.wire.say(at.ada, dm, "and why?")
        await said.reply(lambda it: it.controls)
        assert [one.question for one in at.at.answerer.asked] == ["what is loss?", "and why?"]
        assert at.at.answerer.asked[-1].previous is not None


async def test_in_a_channel_only_a_ping_is_a_question_and_its_words_are_read_without_it():
    async with schoolhouse() as at:
        await at.wire.say(at.ada, at.channel, "nobody asked you")
        said = await at.wire.say(at.ada, at.channel, "why?", mentions_bot=True)
        reply = await said.reply(lambda it: it.controls)
        assert reply.reply_to == said.message.id
        assert [one.question for one in at.at.answerer.asked] == ["why?"]


async def test_a_tutor_thread_is_opened_and_goes_on_by_ping_and_by_reply():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why does it work?", thread=True)
        assert "why does it work?" in (await asked.reply()).words
        thread = (await at.wire.until(lambda: at.wire.threads(at.channel)))[0]
        assert thread.name == "why does it work?"
        answer = await at.wire.until(
            lambda: next((one for one in at.wire.messages(thread) if one.controls), None)
        )
        assert WHY in answer.words
        said = await at.wire.say(at.bob, thread, "and then?", mentions_bot=True)
        second = await said.reply(lambda it: it.controls)
        replied = await at.wire.say(at.ada, thread, "and after that?", reply_to=second)
        await replied.reply(lambda it: it.controls)
        assert [one.question for one in at.at.answerer.asked][1:] == ["and then?", "and after that?"]
        assert all(one.previous is not None for one in at.at.answerer.asked[1:])


async def test_where_no_thread_may_be_opened_the_asker_is_told_which_right_is_missing():
    async with schoolhouse() as at:
        at.wire.world.deny(at.channel, "create_public_threads")
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
        told = await asked.reply(lambda it: "Create Public Threads" in it.words)
        assert told.ephemeral


async def test_a_person_who_brought_the_bot_along_has_a_space_of_their_own():
    async with schoolhouse() as at:
        elsewhere = at.wire.world.guild("Elsewhere", at.ada, with_bot=False)
        channel = at.wire.world.channel(elsewhere, "general")
        asked = await at.wire.slash(at.ada, channel, "ask", question="why?")
        assert WHY in (await asked.reply(lambda it: it.controls)).words
        dm = at.wire.world.direct(at.ada)
        reworded = await at.wire.slash(at.ada, dm, "source")
        assert "no answer here" in (await reworded.reply()).words
        shown = await at.wire.tap(at.ada, await asked.reply(lambda it: it.controls), "Show passage 1")
        assert "ImageNet" in (await shown.reply()).words


async def test_a_gateway_that_is_cut_is_resumed_and_nothing_is_lost():
    async with schoolhouse() as at:
        await at.wire.cut()
        said = await at.wire.say(at.ada, at.wire.world.direct(at.ada), "why?")
        await said.reply(lambda it: it.controls, seconds=10)


async def test_an_answer_survives_too_many_requests_and_a_bad_gateway():
    async with schoolhouse() as at:
        at.wire.fail(
            "PATCH",
            "/messages/@original",
            429,
            {"message": "You are being rate limited.", "retry_after": 0.1, "global": False},
            {"Via": "1.1 google", "Retry-After": "1"},
        )
        at.wire.fail("PATCH", "/messages/@original", 502)
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        assert WHY in (await asked.reply(lambda it: it.controls, seconds=10)).words


async def test_a_message_that_was_deleted_meanwhile_is_no_disaster():
    async with schoolhouse() as at:
        at.wire.fail("PATCH", "/messages/@original", 404, {"message": "Unknown Message", "code": 10008})
        gone = await at.wire.slash(at.ada, at.channel, "define", word="Layer")
        assert "not here any more" in (await gone.reply(lambda it: it.ephemeral)).words
        again = await at.wire.slash(at.ada, at.channel, "define", word="Layer")
        assert "One stage" in (await again.reply()).words


async def test_an_error_that_nobody_foresaw_is_a_private_word_with_a_number():
    async with schoolhouse(answerer=ScriptedAnswerer(ZeroDivisionError("secret"))) as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        told = await asked.reply(lambda it: "e77" in it.words)
        assert told.ephemeral
        assert "secret" not in told.words
        await at.wire.until(lambda: [one.ephemeral for one in at.wire.messages(at.channel)] == [True])


async def test_buttons_and_conversations_outlive_the_process():
    async with DiscordWire.open() as wire:
        at, ada = await bench(), wire.world.person("ada")
        channel = wire.world.channel(wire.world.guild("Study", ada), "general")
        async with served(wire, at):
            asked = await wire.slash(ada, channel, "ask", question="why?")
            answer = await asked.reply(lambda it: it.controls)
            registered = len(wire.sent("PUT", "/commands"))
        async with served(wire, at):
            shown = await wire.tap(ada, answer, "Show passage 1")
            assert "ImageNet" in (await shown.reply()).words
            assert len(wire.sent("PUT", "/commands")) == registered == 1, "the table did not change"
        assert wire.violations == []


async def test_a_server_that_takes_the_bot_in_hears_once_what_is_kept_and_one_that_sends_it_away_is_noted():
    async with schoolhouse() as at:
        new = at.wire.world.guild("New", at.ada)
        owner = at.wire.world.backend.users[new.owner_id]
        welcome = await at.wire.until(
            lambda: next(iter(at.wire.messages(at.wire.world.direct(owner))[-1:]), None)
        )
        assert "Studyhall is here" in welcome.words
        at.wire.world.bot_is_removed(new)
        space = f"discord:guild:{new.id}"

        async def is_present() -> bool:
            return space in await at.at.record.present("discord:guild:")

        for _ in range(100):
            if not await is_present():
                break
            await asyncio.sleep(0.01)
        assert not await is_present()


async def test_a_token_that_discord_does_not_take_is_told_so():
    async with DiscordWire.open() as wire:
        at = await bench()
        with pytest.raises(WrongConfiguration, match="DISCORD_TOKEN"):
            async with served(_WithToken(wire, "wrong"), at):  # type: ignore[arg-type]
                pass


class _WithToken:
    """The wire, for a bot that was given another token."""

    def __init__(self, wire: DiscordWire, token: str) -> None:
        self.address, self.authority, self.token = wire.address, wire.authority, token
