"""a reply that answers no command -> messages in a channel of Discord, or a thread for them"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal

import discord

from bot.errors import NotTogether, PlatformDown
from bot.logs import logger
from bot.models import Identity, SpaceId
from bot.platforms.discord.faults import delivering, lacking
from bot.platforms.discord.limits import THREAD_NAME
from bot.platforms.discord.origins import GUILDS, personal_space
from bot.platforms.discord.surfaces import IN_THREADS, ChannelSurface, messages_of, revise
from bot.ports import Clock, Direct
from bot.replies import Reply

THREADS = "Create Public Threads"
_NO_THREAD = "There can be no thread here, and so no round together."
TOO_MANY_OPENED = 40003
_REST = timedelta(minutes=10)
_LATER = "Try again in a quarter of an hour."
_A_DAY_MINUTES: Literal[1440] = 1440


class DiscordMessenger:
    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client, self._clock = client, clock
        self._asked_again = clock.now()

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        """Discord gives a nonce that it saw within some minutes the message that it made of it then."""
        known = self._client.get_channel(int(channel))
        place = known if isinstance(known, discord.abc.Messageable) else None
        surface = ChannelSurface(place or self._client.get_partial_messageable(int(channel)), key=key)
        await surface.show(reply)
        return str(surface.shown[-1].id)

    async def revise(self, space: SpaceId, channel: str, message: str, reply: Reply) -> None:
        """Of a reply that takes several messages, the last."""
        held = self._client.get_partial_messageable(int(channel)).get_partial_message(int(message))
        await revise(held, (await messages_of(reply))[-1])

    async def open_thread(self, space: SpaceId, channel: str, title: str) -> str:
        if not space.startswith(GUILDS):
            raise NotTogether(_NO_THREAD)
        place = await self._channel(int(channel))
        if isinstance(place, discord.Thread):
            return channel
        if not isinstance(place, discord.TextChannel):
            raise NotTogether(_NO_THREAD)
        kind = discord.ChannelType.news_thread if place.is_news() else discord.ChannelType.public_thread
        with delivering("open a thread", right=THREADS):
            thread = await place.create_thread(
                name=thread_name(title),
                type=kind,
                auto_archive_duration=_A_DAY_MINUTES,
            )
        return str(thread.id)

    async def open_direct(self, identity: Identity) -> Direct:
        """Once Discord said that too many were opened, it is not asked again for a while: to go on asking
        gets a bot blocked."""
        if self._clock.now() < self._asked_again:
            raise PlatformDown("Discord lets me open no new direct messages now.", hint=_LATER)
        with self._breaking(), delivering("open a direct message"):
            opened = await self._client.create_dm(discord.Object(int(identity.user)))
        return Direct(personal_space(int(identity.user)), str(opened.id))

    @contextmanager
    def _breaking(self) -> Iterator[None]:
        try:
            yield
        except PlatformDown as refused:
            if getattr(refused.__cause__, "code", None) == TOO_MANY_OPENED:
                self._asked_again = self._clock.now() + _REST
                logger(__name__).error("too many direct messages were opened", none_before=self._asked_again)
            raise

    async def _channel(self, id: int) -> object:
        """Out of the cache where it is there; threads that nobody wrote in are not."""
        with delivering("look at a channel", right="View Channel"):
            return self._client.get_channel(id) or await self._client.fetch_channel(id)


def require_threads(interaction: discord.Interaction) -> None:
    """Raises NotPermitted where the bot could not open a thread there, or not write in it."""
    may = interaction.app_permissions
    for given, right in ((may.create_public_threads, THREADS), (may.send_messages_in_threads, IN_THREADS)):
        if not given:
            raise lacking("open a thread", right)


def thread_name(title: str) -> str:
    """One line that Discord takes, and never an empty one."""
    return " ".join(title.split())[:THREAD_NAME] or "Studyhall"
