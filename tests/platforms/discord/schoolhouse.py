"""The real client on the loopback Discord, and behind it the whole bot on fakes"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from simcord.backend.models import Channel, Guild, User

from bot.bootstrap import dispatcher, live_rounds
from bot.clock import SystemClock
from bot.models import SpaceId
from bot.platforms.discord.client import StudyClient
from bot.platforms.discord.connecting import connector
from bot.platforms.discord.desk import Desk, PrivateSpaces
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.serving import serve
from bot.ports import Clock
from bot.residence import Residence
from bot.spaces import libraries_of
from bot.suggesting import suggestions
from tests.bot.bench import Bench, bench
from tests.fakes.discord_wire import DiscordWire
from tests.fakes.scripted_intake import ScriptedIntake


@dataclass
class Schoolhouse:
    """A server with Ada and Bob in it, where Tess may manage it."""

    wire: DiscordWire
    at: Bench
    client: StudyClient
    guild: Guild
    channel: Channel
    ada: User
    bob: User
    tess: User

    @property
    def space(self) -> SpaceId:
        return SpaceId(f"discord:guild:{self.guild.id}")


@asynccontextmanager
async def schoolhouse(**options: Any) -> AsyncIterator[Schoolhouse]:
    """Where it ends, nothing that the bot sent was against Discord's rules."""
    async with DiscordWire.open() as wire:
        ada, bob, tess = (wire.world.person(name) for name in ("ada", "bob", "tess"))
        guild = wire.world.guild("Study", ada, bob)
        wire.world.join(guild, tess, permissions=("manage_guild",))
        channel = wire.world.channel(guild, "general")
        at = await bench(**options)
        async with served(wire, at) as client:
            yield Schoolhouse(wire, at, client, guild, channel, ada, bob, tess)
        assert wire.violations == []


@asynccontextmanager
async def served(wire: DiscordWire, at: Bench) -> AsyncIterator[StudyClient]:
    """One process's life."""
    client = StudyClient(connector=connector(wire.address, wire.authority), guild_ready_timeout=0.05)
    desk = desk_of(at, client)
    serving = asyncio.create_task(serve(client, desk, wire.token))
    waiting = asyncio.create_task(desk.ready.wait())
    await asyncio.wait((serving, waiting), return_when=asyncio.FIRST_COMPLETED, timeout=10)
    if serving.done():
        await serving
    try:
        yield client
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


def desk_of(
    at: Bench,
    client: StudyClient,
    clock: Clock | None = None,
    closing: Callable[[], Awaitable[None]] | None = None,
) -> Desk:
    clock = clock or SystemClock()
    ports = replace(at.ports, messenger=DiscordMessenger(client), clock=clock)
    libraries = partial(libraries_of, record=ports.record, catalogue=ports.catalogue)
    home = Residence(ports.record, clock, ScriptedIntake())

    async def suggest(space: SpaceId, command: str, typed: str) -> tuple[str, ...]:
        return await suggestions(command, typed, space=space, shelf=ports.shelf, libraries=libraries)

    live = live_rounds(ports)
    return Desk(
        dispatcher(ports, live=live, new_id=lambda: "e77"),
        suggest,
        PrivateSpaces(ports.record.private_spaces),
        clock,
        home.arrived,
        home.departed,
        home.missed,
        ports.record.mark,
        ports.record.set_mark,
        closing or live.close,
        new_id=lambda: "e77",
    )


def named(choices: Sequence[dict[str, Any]]) -> list[str]:
    return [choice["name"] for choice in choices]
