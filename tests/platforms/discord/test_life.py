"""From the first login to the last word: what a process of the bot meets"""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.errors import WrongConfiguration
from bot.platforms.discord import client as client_module
from bot.platforms.discord import under_way
from bot.platforms.discord.client import StudyClient
from bot.platforms.discord.connecting import connector
from bot.platforms.discord.serving import serve
from bot.serving import _until_told
from knowledge.errors import StoreUnavailable
from knowledge.models import Answer
from tests.bot.bench import bench
from tests.fakes.discord_wire import DiscordWire
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.small_course import WHY, answered
from tests.platforms.discord.schoolhouse import desk_of, schoolhouse, served


class Hasty(SystemClock):
    """Waits for nothing."""

    async def sleep_until(self, moment: Any) -> None:
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("path", ["/users/@me", "/gateway/bot"])
async def test_a_bot_that_is_started_before_discord_is_there_waits_for_it(path: str):
    loop, complaints = asyncio.get_running_loop(), []
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    async with DiscordWire.open() as wire:
        at = await bench()
        wire.fail("GET", path, 503, times=2)
        client = StudyClient(connector=connector(wire.address, wire.authority), guild_ready_timeout=0.05)
        desk = desk_of(at, client, Hasty())
        serving = asyncio.create_task(serve(client, desk, wire.token))
        async with asyncio.timeout(10):
            await desk.ready.wait()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        gc.collect()
    assert complaints == []


async def test_a_bot_that_is_stopped_before_discord_is_there_leaves_nothing_open():
    loop, complaints = asyncio.get_running_loop(), []
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    async with DiscordWire.open() as wire:
        at = await bench()
        wire.fail("GET", "/users/@me", 503, times=1000)
        client = StudyClient(connector=connector(wire.address, wire.authority))
        serving = asyncio.create_task(serve(client, desk_of(at, client, Hasty()), wire.token))
        await wire.until(lambda: len(wire.sent("GET", "/users/@me")) > 2)
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        del client, serving
        gc.collect()
    assert complaints == []


async def test_a_token_that_was_reset_while_the_bot_ran_is_told_so():
    async with DiscordWire.open() as wire:
        at = await bench()
        client = StudyClient(connector=connector(wire.address, wire.authority), guild_ready_timeout=0.05)
        desk = desk_of(at, client)
        serving = asyncio.create_task(serve(client, desk, wire.token))
        await desk.ready.wait()
        wire.token = "another"
        await wire.cut()
        with pytest.raises(WrongConfiguration, match="DISCORD_TOKEN"):
            await asyncio.wait_for(serving, 10)


class Waiting(ScriptedAnswerer):
    """Answers when it is let."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(*answers)
        self.may = asyncio.Event()

    async def answer(self, *asked: Any, **how: Any) -> AsyncIterator[Answer]:
        await self.may.wait()
        async for answer in super().answer(*asked, **how):
            yield answer


async def test_what_is_being_answered_when_the_bot_is_stopped_is_answered():
    answerer = Waiting(answered("why?"))
    async with schoolhouse(answerer=answerer) as at:
        first = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        closing = asyncio.create_task(at.client.close())
        await asyncio.sleep(0.05)
        second = await at.wire.slash(at.bob, at.channel, "ask", question="why?")
        answerer.may.set()
        await closing
        for asked in (first, second):
            assert WHY in (await asked.reply(lambda it: it.controls)).words


async def test_what_takes_too_long_when_the_bot_is_stopped_is_told_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(under_way, "_GOING_ON_S", 0.1)
    with capture_logs() as logs:
        async with schoolhouse(answerer=Waiting(answered("why?"))) as at:
            asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
            await at.client.close()
            told = await asked.reply()
            assert "stopped" in told.words
            assert told.ephemeral
    assert logs == []


async def test_rounds_stand_still_before_the_connection_goes():
    async with DiscordWire.open() as wire:
        at = await bench()
        client = StudyClient(connector=connector(wire.address, wire.authority), guild_ready_timeout=0.05)
        reached = []

        async def closing() -> None:
            reached.append((await client.application_info()).id)

        desk = desk_of(at, client, closing=closing)
        serving = asyncio.create_task(serve(client, desk, wire.token))
        await desk.ready.wait()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        assert len(reached) == 1


async def test_a_second_signal_does_not_break_off_what_the_first_waits_for():
    done = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(0.05)
            done.append("in order")

    telling = asyncio.create_task(_until_told(work()))
    await asyncio.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)
    await telling
    assert done == ["in order"]


async def test_a_server_that_is_out_of_order_was_not_left_and_is_not_greeted_again():
    async with schoolhouse() as at:
        at.wire.world.goes_out(at.guild)
        await asyncio.sleep(0.1)
        assert at.space in await at.at.record.present("discord:guild:")
        greeted = len(at.wire.sent("POST", "/messages"))
        at.wire.world.comes_back(at.guild)
        await at.wire.invalidate()
        await at.wire.until(lambda: at.wire.gateway.identified == 2, 15)
        await asyncio.sleep(0.3)
        assert at.space in await at.at.record.present("discord:guild:")
        assert len(at.wire.sent("POST", "/messages")) == greeted


async def test_a_server_that_let_the_bot_in_during_an_outage_is_greeted_after_it():
    async with schoolhouse() as at:
        new = at.wire.world.guild("New", at.ada, with_bot=False)
        at.wire.world.bot_joins(new, after_an_outage=True)
        owner = at.wire.world.backend.users[new.owner_id]
        await at.wire.until(lambda: at.wire.messages(at.wire.world.direct(owner)))


async def test_a_record_that_does_not_answer_at_the_start_holds_up_nothing_else():
    class Forgetful(MemoryStudyRecord):
        async def present(self, prefix: str) -> Any:
            raise StoreUnavailable("down")

    async with schoolhouse(record=Forgetful()) as at:
        async with asyncio.timeout(2):
            await asyncio.sleep(0)
            assert at.client.desk.ready.is_set()


async def test_commands_that_another_bot_with_the_token_took_away_are_registered_again():
    async with DiscordWire.open() as wire:
        at = await bench()
        async with served(wire, at):
            pass
        del wire.world.backend.commands[None]["define", 1]
        async with served(wire, at):
            assert "define" in [one["name"] for one in wire.commands]


async def test_commands_that_could_not_be_registered_are_tried_again_at_the_next_start():
    async with DiscordWire.open() as wire:
        at = await bench()
        wire.fail("PUT", "/commands", 503)
        async with served(wire, at):
            assert wire.commands == []
        async with served(wire, at):
            assert "define" in [one["name"] for one in wire.commands]


async def test_names_that_are_not_found_in_time_are_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(client_module, "_SUGGESTED_S", 0.1)
    async with schoolhouse() as at:
        may = asyncio.Event()
        found = at.client.desk.suggest

        async def slowly(*asked: Any) -> tuple[str, ...]:
            await may.wait()
            return await found(*asked)

        object.__setattr__(at.client.desk, "suggest", slowly)
        assert await at.wire.autocomplete(at.ada, at.channel, "define", word="la") == []
        may.set()
        assert len(await at.wire.autocomplete(at.ada, at.channel, "define", word="la")) == 1


async def test_a_gateway_that_is_lost_for_a_while_is_a_line_with_an_id_and_no_traceback(
    capsys: pytest.CaptureFixture[str],
):
    with capture_logs() as logs:
        async with schoolhouse() as at:
            at.wire.fail("POST", "/callback", 404, {"message": "Unknown interaction", "code": 10062})
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await at.wire.autocomplete(at.ada, at.channel, "define", word="la")
    assert [line["id"] != "" for line in logs if line["log_level"] == "error"] == [True]
    assert "Traceback" not in capsys.readouterr().err
