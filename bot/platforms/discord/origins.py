"""an interaction or a message -> who asks, where, and what they may do there  (pure)"""

import discord

from bot.acknowledging import Place
from bot.models import Identity, Origin, SpaceId

GUILDS = "discord:guild:"


def guild_space(guild: int) -> SpaceId:
    return SpaceId(f"{GUILDS}{guild}")


def guild_of(space: SpaceId) -> int:
    return int(space.removeprefix(GUILDS))


def personal_space(user: int) -> SpaceId:
    """Of DMs with the bot, and of a bot that a person installed for themselves and uses anywhere."""
    return SpaceId(f"discord:user:{user}")


def of_interaction(interaction: discord.Interaction) -> Origin:
    """In a server that did not take the bot in, a person is in their own space."""
    user = interaction.user
    at_home = interaction.guild_id is not None and interaction.is_guild_integration()
    space = guild_space(interaction.guild_id) if at_home and interaction.guild_id else personal_space(user.id)
    return Origin(
        identity_of(user),
        space,
        str(interaction.channel_id),
        direct=in_dm(interaction),
        manages=not at_home or interaction.permissions.manage_guild,
        roles=_roles(user),
    )


def of_message(message: discord.Message) -> Origin:
    guild = message.guild
    space = guild_space(guild.id) if guild else personal_space(message.author.id)
    return Origin(
        identity_of(message.author),
        space,
        str(message.channel.id),
        direct=guild is None,
        manages=guild is None,
        aloud=guild is not None,
    )


def holds_threads(interaction: discord.Interaction) -> bool:
    """Whether it is a channel in which the bot is, and no thread itself."""
    return interaction.is_guild_integration() and isinstance(interaction.channel, discord.TextChannel)


def in_dm(interaction: discord.Interaction) -> bool:
    """With the bot alone; a group's DM is read by others too."""
    return interaction.guild_id is None and bool(interaction.context.dm_channel)


def identity_of(user: discord.User | discord.Member) -> Identity:
    return Identity("discord", str(user.id), user.display_name)


def place_of(interaction: discord.Interaction, *, private_answers: bool) -> Place:
    """A message is one's own where nobody else sees it: in a DM, or because it is ephemeral."""
    message = interaction.message
    own = message is not None and (message.flags.ephemeral or in_dm(interaction))
    return Place(tapped=message is not None, own=own, private_answers=private_answers)


def words_of(message: discord.Message, bot: int) -> str:
    """Without the ping that called the bot."""
    words = message.content
    for ping in (f"<@{bot}>", f"<@!{bot}>"):
        words = words.replace(ping, " ")
    return " ".join(part for part in words.split(" ") if part).strip()


def _roles(user: discord.User | discord.Member) -> tuple[str, ...]:
    return tuple(str(role.id) for role in user.roles) if isinstance(user, discord.Member) else ()
