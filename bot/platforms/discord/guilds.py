"""a server that let the bot in -> one message to those who run it"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import discord

from bot.errors import Undeliverable
from bot.models import SpaceId
from bot.platforms.discord.direct_messages import DirectMessages
from bot.platforms.discord.origins import guild_space
from bot.platforms.discord.surfaces import ChannelSurface
from bot.replies import Reply


async def welcome(
    direct: DirectMessages, guild: discord.Guild, arrived: Callable[[SpaceId], Awaitable[Reply | None]]
) -> None:
    """In the first place that takes it: where the moderators talk, else to the owner, else where the server
    greets. One that takes it nowhere has /help."""
    word = await arrived(guild_space(guild.id))
    if word is None:
        return
    async for place in _places(direct, guild):
        with suppress(Undeliverable):
            await ChannelSurface(place).show(word)
            return


async def _places(direct: DirectMessages, guild: discord.Guild) -> AsyncIterator[discord.abc.Messageable]:
    if guild.public_updates_channel is not None:
        yield guild.public_updates_channel
    if guild.owner_id is not None:
        with suppress(Undeliverable):
            yield await direct.open(guild.owner_id)
    if guild.system_channel is not None:
        yield guild.system_channel
