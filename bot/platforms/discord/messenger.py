"""a reply that answers no command -> messages in a channel of Discord, or a thread for them"""

from typing import TYPE_CHECKING, Literal

import discord

from bot.errors import NotTogether
from bot.models import Identity, SpaceId
from bot.platforms.discord.faults import delivering, lacking
from bot.platforms.discord.limits import THREAD_NAME
from bot.platforms.discord.origins import GUILDS, personal_space
from bot.platforms.discord.surfaces import IN_THREADS, ChannelSurface, messages_of, revise
from bot.ports import Direct
from bot.replies import Reply

if TYPE_CHECKING:
    from bot.platforms.discord.client import StudyClient

THREADS = "Create Public Threads"
_NO_THREAD = "There can be no thread here, and so no round together."
_A_DAY_MINUTES: Literal[1440] = 1440


class DiscordMessenger:
    """`client` must attend by the time that one is asked for."""

    def __init__(self, client: "StudyClient") -> None:
        self._client = client

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
        opened = await self._client.direct.open(int(identity.user))
        return Direct(personal_space(int(identity.user)), str(opened.id))

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
