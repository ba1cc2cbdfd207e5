"""a token -> the bot in Discord, until it is cancelled"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.errors import PlatformDown
from bot.platforms.discord.checkup import login
from bot.platforms.discord.client import StudyClient
from bot.platforms.discord.connecting import connector
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.faults import delivering
from bot.ports import Clock

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)


def client_for(address: str, authority: Path | None) -> StudyClient:
    """Needs a running loop."""
    return StudyClient(connector=connector(address, authority))


async def serve(client: StudyClient, desk: Desk, token: str) -> None:
    """A gateway that is lost is found again by discord.py. Raises WrongConfiguration where the token is
    not taken."""
    client.attend(desk)
    await desk.private.refresh()
    following = asyncio.create_task(desk.private.follow(desk.clock))
    try:
        await _login(client, token, desk.clock)
        await client.connect(reconnect=True)
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await client.close()


async def _login(client: StudyClient, token: str, clock: Clock) -> None:
    """As often as it takes, where Discord is not to be reached: the bot may be started before the network."""
    pause = _FIRST_PAUSE
    while True:
        try:
            with delivering("log in"):
                await login(client, token)
            return
        except PlatformDown:
            await clock.sleep_until(clock.now() + pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
