"""a token -> the bot in Discord, until it is cancelled"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import aiohttp
import discord

from bot.errors import PlatformDown
from bot.platforms.discord.checkup import login, token_refused
from bot.platforms.discord.client import StudyClient
from bot.platforms.discord.connecting import connector
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.faults import delivering, gateway_missed
from bot.platforms.discord.library_log import told_by_us
from bot.ports import Clock

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_WRONG_TOKEN = 4004
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)


def client_for(address: str, authority: Path | None) -> StudyClient:
    """Needs a running loop. It never speaks, and so misses nothing of what a voice would need."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return StudyClient(connector=connector(address, authority))


async def serve(client: StudyClient, desk: Desk, token: str) -> None:
    """A gateway that is lost is found again by discord.py. Raises WrongConfiguration where the token is
    not taken."""
    client.attend(desk)
    await desk.private.refresh()
    following = asyncio.create_task(desk.private.follow(desk.clock))
    try:
        with told_by_us():
            await _until_reached(lambda: _login(client, token), desk.clock)
            await _until_reached(lambda: _connect(client), desk.clock)
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await client.close()
        if client.http.connector:
            await client.http.connector.close()


async def _until_reached(attempt: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """As often as it takes, where Discord is not to be reached: the bot may be started before the network."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await attempt()
            return
        except PlatformDown:
            await clock.sleep_until(clock.now() + pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _login(client: StudyClient, token: str) -> None:
    try:
        with delivering("log in"):
            await login(client, token)
    except PlatformDown:
        # Each login of discord.py opens a session of its own, and forgets the one before without closing it.
        session: aiohttp.ClientSession | None = getattr(client.http, "_HTTPClient__session", None)
        if session:
            session.detach()
        raise


async def _connect(client: StudyClient) -> None:
    """Until it is closed. A gateway that is lost is found again by discord.py, the first one by us."""
    try:
        await client.connect(reconnect=True)
    except (discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        if client.is_closed():
            raise
        raise gateway_missed(error) from error
    except discord.ConnectionClosed as error:
        if error.code != _WRONG_TOKEN:
            raise
        raise token_refused() from error
