"""people, servers and channels, and the bot's place among them: simcord's state, with a clock that runs"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from simcord._clock import Clock
from simcord.backend import Backend, serializers
from simcord.backend.cdn import CDN_BASE, CdnStore
from simcord.backend.models import Channel, Guild, Overwrite, Role, User
from simcord.enums import ChannelType, OverwriteType

CDN = "https://cdn.discordapp.com"
GROUP = 3


class RunningClock(Clock):
    """simcord's own stands still, and what it numbers would look expired to discord.py."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.elapsed)


class Cdn(CdnStore):
    """Files under the name of Discord's own host, where discord.py fetches them."""

    def store_attachment(self, *about: Any) -> dict[str, Any]:
        attachment = super().store_attachment(*about)
        data = self._blobs.pop(attachment["url"])
        url = attachment["url"].replace(CDN_BASE, CDN)
        self._blobs[url] = data
        return {**attachment, "url": url, "proxy_url": url}


class World:
    """What it makes is told to a bot that is there. Values are simcord's: `.id` and `.name` are theirs."""

    def __init__(self) -> None:
        self.backend = Backend(clock=RunningClock())
        self.backend.cdn = Cdn()
        self.backend.bot_user.name = "Studyhall"
        self._quiet = False
        self._heard: list[Any] = []
        self.backend.subscribers.append(self._tell)

    def listen(self, heard: Any) -> None:
        """`heard(event, payload)` is called with each event that the bot may know of."""
        self._heard.append(heard)

    @property
    def bot(self) -> User:
        return self.backend.bot_user

    def person(self, name: str) -> User:
        return self.backend.make_user(name)

    def guild(
        self, name: str, *people: User, channels: Iterable[str] = ("general",), with_bot: bool = True
    ) -> Guild:
        """Whole when the bot hears of it, as when it is invited. The first channel is the system's."""
        with self._unheard():
            guild = self.backend.create_guild(name)
            made = [self.backend.create_channel(guild.id, each) for each in channels]
            guild.system_channel_id = made[0].id if made else None
            for person in people:
                self.backend.add_member(guild.id, person.id)
            if not with_bot:
                del guild.members[self.bot.id]
        if with_bot:
            self._invited(guild)
        return guild

    def channel(self, guild: Guild, name: str) -> Channel:
        """The text channel of that name; made where there is none."""
        there = (self.backend.channels[each] for each in guild.channel_ids)
        found = next((channel for channel in there if channel.name == name), None)
        return found or self.backend.create_channel(guild.id, name)

    def join(
        self, guild: Guild, person: User, *, permissions: Iterable[str] = (), roles: Iterable[Role] = ()
    ) -> None:
        """Without Discord's word of welcome. `permissions` are called as in discord.Permissions."""
        given = [role.id for role in roles]
        if names := tuple(permissions):
            given.append(self.role(guild, f"{person.name}'s", *names).id)
        self.backend.add_member(guild.id, person.id, roles=given)

    def role(self, guild: Guild, name: str, *permissions: str) -> Role:
        return self.backend.create_role(guild.id, name, permissions=_bits(permissions))

    def allow(self, channel: Channel, *permissions: str) -> None:
        """To the bot, in that channel; what it was denied there before is forgotten."""
        self._overwrite(channel, allow=_bits(permissions))

    def deny(self, channel: Channel, *permissions: str) -> None:
        self._overwrite(channel, deny=_bits(permissions))

    def _overwrite(self, channel: Channel, **bits: int) -> None:
        overwrite = Overwrite(self.bot.id, OverwriteType.MEMBER, **bits)
        self.backend.set_overwrite(channel.id, overwrite)

    def direct(self, person: User) -> Channel:
        """Their messages with the bot."""
        return self.backend.get_dm_channel(person.id)

    def group(self, *people: User) -> Channel:
        """A group of people's own, in which no bot can be."""
        channel = self.backend.create_channel(None, None, type=GROUP)
        channel.recipient_ids = [person.id for person in people]
        return channel

    def bot_joins(self, guild: Guild, *, after_an_outage: bool = False) -> None:
        """`after_an_outage`: during one it let the bot in, and now has come back."""
        with self._unheard():
            role = next(role for role in guild.roles.values() if role.managed)
            self.backend.add_member(guild.id, self.bot.id, roles=[role.id])
        if after_an_outage:
            self._tell("GUILD_CREATE", {"id": str(guild.id), "unavailable": True})
            self.comes_back(guild)
        else:
            self._invited(guild)

    def goes_out(self, guild: Guild) -> None:
        """An outage, which is no leaving."""
        self._tell("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def comes_back(self, guild: Guild) -> None:
        self._tell("GUILD_CREATE", serializers.guild_create_payload(self.backend, guild))

    def _invited(self, guild: Guild) -> None:
        """Where `unavailable` is said, discord.py takes the server for one that has come back."""
        told = dict(serializers.guild_create_payload(self.backend, guild))
        del told["unavailable"]
        self._tell("GUILD_CREATE", told)

    def bot_is_removed(self, guild: Guild) -> None:
        del guild.members[self.bot.id]
        self._tell("GUILD_DELETE", {"id": str(guild.id)})

    def guilds_of_bot(self) -> list[Guild]:
        return [guild for guild in self.backend.guilds.values() if self.bot.id in guild.members]

    def without_bot(self, channel: Channel) -> bool:
        if channel.guild_id is None:
            return channel.type != ChannelType.DM
        return self.bot.id not in self.backend.guilds[channel.guild_id].members

    def _tell(self, event: str, payload: Mapping[str, Any]) -> None:
        if not self._quiet and self._concerns_bot(event, payload):
            for heard in self._heard:
                heard(event, payload)

    def _concerns_bot(self, event: str, payload: Mapping[str, Any]) -> bool:
        if event in ("INTERACTION_CREATE", "GUILD_DELETE"):
            return True
        if "channel_id" in payload and int(payload["channel_id"]) in self.backend.channels:
            return not self.without_bot(self.backend.channels[int(payload["channel_id"])])
        guild = payload.get("guild_id") or (payload["id"] if event.startswith("GUILD_") else None)
        known = self.backend.guilds.get(int(guild)) if guild else None
        return known is None or self.bot.id in known.members

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False


def _bits(permissions: Iterable[str]) -> int:
    return discord.Permissions(**dict.fromkeys(permissions, True)).value
