"""What the doctor says of the bot behind a token"""

from typing import Any

import discord
import pytest

from bot.findings import Finding
from bot.platforms.discord.checkup import examine, invitation
from bot.platforms.discord.client import StudyClient
from bot.platforms.discord.connecting import connector
from bot.platforms.discord.slash import tree_for
from bot.platforms.discord.syncing import payload_of
from tests.bot.bench import bench
from tests.fakes.discord_wire import DiscordWire
from tests.platforms.discord.schoolhouse import served


async def findings(wire: DiscordWire, token: str | None = None) -> list[Finding]:
    return [it async for it in examine(token or wire.token, wire.address, wire.authority)]


def what(found: list[Finding]) -> str:
    return "\n".join(f"{it.well} {it.what} {it.advice}" for it in found)


async def test_a_wrong_token_is_told_with_the_way_to_a_new_one():
    async with DiscordWire.open() as wire:
        (only,) = await findings(wire, "wrong")
        assert only.well is False
        assert "Reset Token" in only.advice


async def test_before_the_first_start_the_commands_are_missing_and_the_link_invites():
    async with DiscordWire.open() as wire:
        found = what(await findings(wire))
        assert "None Not registered as they are now: /ask" in found
        assert "True No privileged intent is needed" in found
        assert invitation(wire.world.backend.application_id) in found
        assert "scope=bot+applications.commands" in found


async def test_after_a_start_all_commands_are_registered_and_looking_registers_none():
    async with DiscordWire.open() as wire:
        wire.world.guild("Study")
        async with served(wire, await bench()):
            pass
        before = len(wire.sent("PUT", "/commands"))
        found = what(await findings(wire))
        assert f"True All {len(await payload())} commands are registered." in found
        assert len(wire.sent("PUT", "/commands")) == before
        assert wire.violations == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("bot_require_code_grant", True, "nobody can invite the bot"),
        ("interactions_endpoint_url", "https://example.com/x", "Discord sends commands there"),
        ("bot_public", False, "only its owner can invite"),
    ],
)
async def test_what_stands_wrong_in_the_portal_is_told(field: str, value: Any, told: str):
    async with DiscordWire.open() as wire:
        app = await application(wire)
        wire.fail("GET", "/applications/@me", 200, {**app, field: value}, times=5)
        wire.fail("GET", "/oauth2/applications/@me", 200, {**app, field: value}, times=5)
        assert told in what(await findings(wire))


async def test_a_discord_that_is_down_is_told_as_that():
    async with DiscordWire.open() as wire:
        wire.fail("GET", "/users/@me", 503, times=20)
        (only,) = await findings(wire)
        assert only.well is False
        assert "at the moment" in only.what


async def application(wire: DiscordWire) -> dict[str, Any]:
    """As the wire tells it."""
    client = discord.Client(intents=discord.Intents.none(), connector=connector(wire.address, wire.authority))
    try:
        await client.http.static_login(wire.token)
        told: dict[str, Any] = dict(await client.http.application_info())
    finally:
        await client.close()
    return told


async def payload() -> list[dict[str, Any]]:
    return await payload_of(await tree_for(StudyClient()))
