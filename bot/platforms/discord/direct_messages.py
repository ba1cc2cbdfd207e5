"""a person -> their DM channel; opened no more for a while once Discord said that too many were"""

from datetime import timedelta

import discord

from bot.errors import PlatformDown
from bot.logs import logger
from bot.platforms.discord.faults import delivering
from bot.ports import Clock

TOO_MANY_OPENED = 40003
_REST = timedelta(minutes=10)
_LATER = "Try again in a quarter of an hour."


class DirectMessages:
    """One a bot: to go on asking gets it blocked, whatever it asks for."""

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client, self._clock = client, clock
        self._asked_again = clock.now()

    async def open(self, user: int) -> discord.DMChannel:
        """Raises Undeliverable and its kin. One that is known is no new one."""
        known = self._client.get_user(user)
        if known is not None and known.dm_channel is not None:
            return known.dm_channel
        if self._clock.now() < self._asked_again:
            raise PlatformDown("Discord lets me open no new direct messages now.", hint=_LATER)
        try:
            with delivering("open a direct message"):
                return await self._client.create_dm(discord.Object(user))
        except PlatformDown as refused:
            self._note(refused)
            raise

    def _note(self, refused: PlatformDown) -> None:
        if getattr(refused.__cause__, "code", None) == TOO_MANY_OPENED:
            self._asked_again = self._clock.now() + _REST
            logger(__name__).error("too many direct messages were opened", none_before=self._asked_again)
