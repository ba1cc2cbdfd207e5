"""an event of Discord's gateway -> acknowledged -> a Request -> its Reply, shown where it came from

No intent is privileged: slash commands and buttons need none, and messages are read only where Discord
shows them without it (a DM, a ping of the bot, a pinging reply to it).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from bot.acknowledging import Place, acknowledgement, settled
from bot.buttons import decode
from bot.commands import Ask, ChangeSettings, Command, Help, Request, Say
from bot.dispatcher import Failure, attempted
from bot.errors import BotError, Undeliverable
from bot.forms import filled
from bot.logs import logger
from bot.messages.answers import UNREADABLE, asked_in_thread
from bot.messages.errors import for_error, from_sentences
from bot.models import Origin
from bot.platforms.discord import guilds, origins
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.faults import delivering
from bot.platforms.discord.messenger import THREADS, thread_name
from bot.platforms.discord.slash import Tree, tree_for
from bot.platforms.discord.streaming import stream
from bot.platforms.discord.surfaces import (
    ChannelSurface,
    InteractionSurface,
    Surface,
    acknowledge,
    words_in,
)
from bot.platforms.discord.syncing import sync
from bot.platforms.discord.taps import Taps
from bot.replies import Reply

_GOING_ON_S = 10.0
"""What is being answered when the bot is stopped may take this long to end."""

Ready = Callable[[], Awaitable[Command]]


def intents() -> discord.Intents:
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class StudyClient(discord.AutoShardedClient):
    """`desk` is given by `attend`, before the client is started: what it needs may need the client."""

    desk: Desk
    tree: Tree

    def __init__(self, *, connector: aiohttp.BaseConnector | None = None, **options: Any) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            connector=connector,
            **options,
        )
        self._taps = Taps()
        self._under_way: set[asyncio.Task[Any]] = set()

    def attend(self, desk: Desk) -> None:
        self.desk = desk

    async def setup_hook(self) -> None:
        """Commands that could not be registered are served as they stood."""
        self.tree = await tree_for(self)
        application = self.application_id or 0
        with suppress(Undeliverable):
            await sync(self.tree, application, mark=self.desk.mark, set_mark=self.desk.set_mark)

    async def on_ready(self) -> None:
        present = frozenset(origins.guild_space(guild.id) for guild in self.guilds)
        for space in await self.desk.missed(origins.GUILDS, present):
            guild = self.get_guild(origins.guild_of(space))
            if guild is not None and not guild.unavailable:
                await guilds.welcome(self, guild, self.desk.arrived)
        self.desk.ready.set()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await guilds.welcome(self, guild, self.desk.arrived)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.desk.departed(origins.guild_space(guild.id))

    # Typed commands

    async def typed(
        self, interaction: discord.Interaction, command: Command, *, ready: Ready | None = None
    ) -> None:
        """`ready` makes the command out of what must be fetched first, after it was acknowledged."""
        await self._take(interaction, command, ready)

    async def typed_in_thread(self, interaction: discord.Interaction, command: Ask) -> None:
        """The question stands in the channel, and is answered in a thread of its own."""
        if self._taps.delivered_before(interaction.id):
            return
        with suppress(Undeliverable):
            await acknowledge(interaction, "public", command)
            asking = InteractionSurface(interaction, "public", own=False)
            await self._told_where_it_fails(asking, self._in_thread(asking, interaction, command))

    async def _in_thread(
        self, asking: InteractionSurface, interaction: discord.Interaction, command: Ask
    ) -> None:
        await asking.show(asked_in_thread(command.question))
        message = await asking.message()
        with delivering("open a thread", right=THREADS):
            thread = await message.create_thread(name=thread_name(command.question))
        origin = replace(origins.of_interaction(interaction), channel=str(thread.id))
        await self._answer(ChannelSurface(thread), command, origin)

    async def suggested(self, interaction: discord.Interaction, command: str, typed: str) -> tuple[str, ...]:
        space = origins.of_interaction(interaction).space
        found = await attempted(self.desk.suggest(space, command, typed), new_id=self.desk.new_id)
        return () if isinstance(found, Failure) else found

    # Buttons and forms

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await self._tapped(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._filled_in(interaction)

    async def _tapped(self, interaction: discord.Interaction) -> None:
        custom_id, message = _custom_id(interaction), interaction.message
        key = (interaction.user.id, message.id if message else 0, custom_id)
        if not self._taps.begin(*key, self.desk.clock.now()):
            with suppress(Undeliverable):
                await acknowledge(interaction, "update", Help())
            return
        try:
            await self._held(interaction, lambda: decode(custom_id))
        finally:
            self._taps.end(*key, self.desk.clock.now())

    async def _filled_in(self, interaction: discord.Interaction) -> None:
        await self._held(interaction, lambda: filled(decode(_custom_id(interaction)), words_in(interaction)))

    async def _held(self, interaction: discord.Interaction, command: Callable[[], Command]) -> None:
        """What a button or a form holds was in a stranger's hands."""
        try:
            held = command()
        except (BotError, KeyError) as error:
            word = (
                error if isinstance(error, BotError) else BotError("That form is from another version of me.")
            )
            await self._refused(interaction, for_error(word, id=""))
            return
        await self._take(interaction, held)

    async def _refused(self, interaction: discord.Interaction, word: Reply) -> None:
        with suppress(Undeliverable):
            await acknowledge(interaction, "private", Help())
            await InteractionSurface(interaction, "private", own=True).show(word)

    # Plain words

    async def on_message(self, message: discord.Message) -> None:
        me = self.user
        if me is None or message.author.bot or not _is_for(me, message):
            return
        if self._taps.delivered_before(message.id):
            return
        words = origins.words_of(message, me.id)
        origin, surface = origins.of_message(message), ChannelSurface(message.channel, message)
        if not words and message.reference is not None:
            with suppress(Undeliverable):
                await surface.show(UNREADABLE)
            return
        with suppress(Undeliverable), delivering("show that an answer is being made"):
            await message.channel.typing()
        await self._answer(surface, _meant(words, message), origin)

    # One road for all

    async def _take(
        self, interaction: discord.Interaction, command: Command, ready: Ready | None = None
    ) -> None:
        """Acknowledged first, by the table; what was acknowledged too late cannot be answered."""
        if self._taps.delivered_before(interaction.id):
            return
        origin = origins.of_interaction(interaction)
        place = origins.place_of(interaction, private_answers=origin.space in self.desk.private)
        how = acknowledgement(command, place)
        try:
            await acknowledge(interaction, how, command)
        except Undeliverable:
            return
        if how != "form":
            surface = InteractionSurface(interaction, how, own=place.own)
            await self._told_where_it_fails(surface, self._made_ready(surface, command, ready, place, origin))

    async def _made_ready(
        self,
        surface: Surface,
        command: Command,
        ready: Ready | None,
        place: Place,
        origin: Origin,
    ) -> None:
        command = await ready() if ready else command
        await self._answer(surface, settled(command, place), origin)
        if isinstance(command, ChangeSettings):
            await self.desk.private.refresh()

    async def _answer(self, surface: Surface, command: Command, origin: Origin) -> None:
        replies = self.desk.dispatcher.dispatch(Request(command, origin))
        shown = stream(replies, surface.show, clock=self.desk.clock)
        await self._told_where_it_fails(surface, shown)

    async def _told_where_it_fails(self, surface: Surface, work: Awaitable[Any]) -> None:
        """The last resort: what could not be shown is told in two sentences, if even that can be."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        try:
            done = await attempted(task, new_id=self.desk.new_id)
        finally:
            self._under_way.discard(task)
        if isinstance(done, Failure) and not self.is_closed():
            await attempted(surface.tell(from_sentences(*done)), new_id=self.desk.new_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Nothing that comes here was foreseen: it is logged under an id, and the gateway goes on."""
        logger(__name__).error("unexpected error", id=self.desk.new_id(), event=event_method, exc_info=True)

    async def close(self) -> None:
        """What is being answered is finished first; what takes too long is given up."""
        if self._under_way:
            _, late = await asyncio.wait(tuple(self._under_way), timeout=_GOING_ON_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await super().close()


def _custom_id(interaction: discord.Interaction) -> str:
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", ""))


def _is_for(me: discord.ClientUser, message: discord.Message) -> bool:
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return False
    return message.guild is None or any(one.id == me.id for one in message.mentions)


def _meant(words: str, message: discord.Message) -> Command:
    """In a DM or a thread words go on with what was said there; in a channel each asks anew."""
    if not words:
        return Help()
    if message.guild is None or isinstance(message.channel, discord.Thread):
        return Say(words)
    return Ask(words, private=False)
