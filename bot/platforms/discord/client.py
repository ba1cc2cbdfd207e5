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
from discord.app_commands import AppCommandError, CommandNotFound, CommandSignatureMismatch

from bot.acknowledging import Place, acknowledgement, settled
from bot.buttons import decode
from bot.commands import Ask, ChangeSettings, Command, Help, Request, Say
from bot.dispatcher import Failure, attempted, new_error_id
from bot.errors import BadCommand, BotError, Gone, PlatformDown, StaleButton, Undeliverable
from bot.forms import FORMS, filled
from bot.logs import logger
from bot.messages.answers import UNREADABLE, asked_in_thread
from bot.messages.errors import for_error, from_sentences, not_written
from bot.models import Origin
from bot.platforms.discord import guilds, origins
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.direct_messages import DirectMessages
from bot.platforms.discord.faults import delivering
from bot.platforms.discord.messenger import THREADS, require_threads, thread_name
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
from bot.platforms.discord.under_way import UnderWay
from bot.replies import Reply

_SUGGESTED_S = 2.0
"""What is not found by then is not offered: Discord waits for three."""

_LONGEST_WAIT_S = 30.0
"""The least that discord.py takes."""

Ready = Callable[[], Awaitable[Command]]


def intents() -> discord.Intents:
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class StudyClient(discord.AutoShardedClient):
    """`desk` is given by `attend`, before the client is started: what it needs may need the client."""

    desk: Desk
    direct: DirectMessages
    tree: Tree

    def __init__(self, *, connector: aiohttp.BaseConnector | None = None, **options: Any) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            connector=connector,
            # A longer wait is said to who waits, instead of holding them.
            max_ratelimit_timeout=_LONGEST_WAIT_S,
            **options,
        )
        self._taps = Taps()
        self._under_way = UnderWay()
        self._looking: set[asyncio.Task[Any]] = set()
        self._closing: Callable[[], Awaitable[None]] = _nothing

    def attend(self, desk: Desk) -> None:
        self.desk, self._closing = desk, desk.closing
        self.direct = DirectMessages(self, desk.clock)

    async def setup_hook(self) -> None:
        """Commands that could not be registered are served as they stood."""
        self.tree = await tree_for(self)
        application = self.application_id or 0
        desk, there = self.desk, self._registered
        with suppress(Undeliverable):
            await sync(self.tree, application, there=there, mark=desk.mark, set_mark=desk.set_mark)

    async def _registered(self, application: int) -> list[Any]:
        return list(await self.http.get_global_commands(application))

    async def on_ready(self) -> None:
        """What waits for the gateway goes before the welcomes, which may be many."""
        self.desk.ready.set()
        present = frozenset(origins.guild_space(guild.id) for guild in self.guilds)
        for space in await self.desk.missed(origins.GUILDS, present):
            guild = self.get_guild(origins.guild_of(space))
            if guild is not None and not guild.unavailable:
                await guilds.welcome(self.direct, guild, self.desk.arrived)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await guilds.welcome(self.direct, guild, self.desk.arrived)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After an outage, in which it may have let the bot in."""
        if self.desk.ready.is_set():
            await guilds.welcome(self.direct, guild, self.desk.arrived)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.desk.departed(origins.guild_space(guild.id))

    # Typed commands

    async def typed(
        self, interaction: discord.Interaction, command: Command, *, ready: Ready | None = None
    ) -> None:
        """`ready` makes the command out of what must be fetched first, after it was acknowledged."""
        if self._is_new(interaction.id):
            await self._take(interaction, command, ready)

    async def typed_in_thread(self, interaction: discord.Interaction, command: Ask) -> None:
        """The question stands in the channel, and is answered in a thread of its own; where there can be none
        or it is in one already, in its place."""
        if not origins.holds_threads(interaction):
            await self.typed(interaction, command)
            return
        if not self._is_new(interaction.id):
            return
        with suppress(Undeliverable):
            await acknowledge(interaction, "public", command)
            asking = InteractionSurface(interaction, "public", own=False)
            await self._told_where_it_fails(asking, self._in_thread(asking, interaction, command))

    async def _in_thread(
        self, asking: InteractionSurface, interaction: discord.Interaction, command: Ask
    ) -> None:
        require_threads(interaction)
        await asking.announce(asked_in_thread(command.question))
        message = await asking.message()
        with delivering("open a thread", right=THREADS):
            thread = await message.create_thread(name=thread_name(command.question))
        origin = replace(origins.of_interaction(interaction), channel=str(thread.id))
        await self._shown(ChannelSurface(thread), replace(command, private=False), origin)

    async def suggested(self, interaction: discord.Interaction, command: str, typed: str) -> tuple[str, ...]:
        """Empty where they are not found in time; what is being read is there at the next letter."""
        space = origins.of_interaction(interaction).space
        looking = asyncio.ensure_future(
            attempted(self.desk.suggest(space, command, typed), new_id=self.desk.new_id)
        )
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)
        await asyncio.wait((looking,), timeout=_SUGGESTED_S)
        found = looking.result() if looking.done() else ()
        return () if isinstance(found, Failure) else found

    async def misunderstood(self, interaction: discord.Interaction, error: AppCommandError) -> None:
        """A typed command that did not get as far as `typed`."""
        id = self.desk.new_id()
        if isinstance(error, CommandNotFound | CommandSignatureMismatch):
            logger(__name__).warning("a command of another version", id=id, why=str(error))
            word: Exception = BadCommand(
                "That command has changed.", hint="Restart Discord, so that it shows you the new one."
            )
        else:
            word = error.__cause__ if isinstance(error.__cause__, Exception) else error
            logger(__name__).error("unexpected error", id=id, exc_info=word)
        if interaction.type is discord.InteractionType.autocomplete:
            with suppress(Undeliverable), delivering("suggest"):
                await interaction.response.autocomplete([])
        elif not interaction.response.is_done():
            await self._refused(interaction, for_error(word, id=id))

    # Buttons and forms

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        tapped = interaction.type is discord.InteractionType.component
        if not tapped and interaction.type is not discord.InteractionType.modal_submit:
            return
        if not self._is_new(interaction.id):
            return
        try:
            command = _held(interaction)
        except BotError as error:
            await self._refused(interaction, for_error(error, id=""))
            return
        if tapped and type(command) not in FORMS:
            await self._once(interaction, command)
        else:
            await self._take(interaction, command)

    async def _once(self, interaction: discord.Interaction, command: Command) -> None:
        """A double click is one; not of what opens a form, which may be closed and opened again at once. On a
        page that was turned in between, the same button is another."""
        message = interaction.message
        seen = f"{_custom_id(interaction)} {message.edited_at if message else None}"
        key = (interaction.user.id, message.id if message else 0, seen)
        if not self._taps.begin(*key, self.desk.clock.now()):
            with suppress(Undeliverable):
                await acknowledge(interaction, "update", Help())
            return
        acknowledged = False
        try:
            acknowledged = await self._take(interaction, command)
        finally:
            if acknowledged:
                self._taps.end(*key, self.desk.clock.now())
            else:
                self._taps.failed(*key)

    async def _refused(self, interaction: discord.Interaction, word: Reply) -> None:
        with suppress(Undeliverable):
            await acknowledge(interaction, "private", Help())
            await InteractionSurface(interaction, "private", own=True).show(word)

    # Plain words

    async def on_message(self, message: discord.Message) -> None:
        me = self.user
        if me is None or not _is_for(me, message) or not self._is_new(message.id):
            return
        words = origins.words_of(message, me.id)
        origin, surface = origins.of_message(message), ChannelSurface(message.channel, message)
        if not words and message.reference is not None and message.guild is not None:
            with suppress(Undeliverable):
                await surface.show(UNREADABLE)
            return
        try:
            with suppress(Gone, PlatformDown):
                await surface.begin()
        except Undeliverable as refused:
            with suppress(Undeliverable):
                await ChannelSurface(message.author).show(not_written(str(message.channel), refused))
            return
        await self._told_where_it_fails(surface, self._shown(surface, _meant(words, message), origin))

    # One road for all

    def _is_new(self, id: int) -> bool:
        """Whether that event is to be met: for the first time, and while there is somebody to answer it."""
        if self._under_way.closed or self._taps.delivered_before(id):
            return False
        self._under_way.meets()
        return True

    async def _take(
        self, interaction: discord.Interaction, command: Command, ready: Ready | None = None
    ) -> bool:
        """Acknowledged first, by the table. What was acknowledged too late cannot be answered, and gives
        False."""
        origin = origins.of_interaction(interaction)
        place = origins.place_of(interaction, private_answers=origin.space in self.desk.private)
        how = acknowledgement(command, place)
        try:
            await acknowledge(interaction, how, command)
        except Undeliverable:
            return False
        if how != "form":
            surface = InteractionSurface(interaction, how, own=place.own)
            await self._told_where_it_fails(surface, self._made_ready(surface, command, ready, place, origin))
        return True

    async def _made_ready(
        self,
        surface: Surface,
        command: Command,
        ready: Ready | None,
        place: Place,
        origin: Origin,
    ) -> None:
        command = await ready() if ready else command
        await self._shown(surface, settled(command, place), origin)
        if isinstance(command, ChangeSettings):
            await self.desk.private.refresh()

    async def _shown(self, surface: Surface, command: Command, origin: Origin) -> None:
        replies = self.desk.dispatcher.dispatch(Request(command, origin))
        await stream(replies, surface.show, clock=self.desk.clock)

    async def _told_where_it_fails(self, surface: Surface, work: Awaitable[Any]) -> None:
        """The last resort: what could not be shown is told in two sentences, if even that can be."""
        self._under_way.meets(surface)
        done = await attempted(work, new_id=self.desk.new_id)
        if isinstance(done, Failure) and not self.is_closed():
            await attempted(surface.tell(from_sentences(*done)), new_id=self.desk.new_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Nothing that comes here was foreseen: it is logged under an id, and the gateway goes on."""
        logger(__name__).error("unexpected error", id=self.desk.new_id(), event=event_method, exc_info=True)

    async def close(self) -> None:
        """What is being answered is finished first, and what takes too long is told so."""
        await self._under_way.finish(beside=tuple(self._looking), new_id=new_error_id)
        await self._closing()
        await super().close()


async def _nothing() -> None:
    pass


def _held(interaction: discord.Interaction) -> Command:
    """What a button or a form holds was in a stranger's hands. Raises BotError."""
    command = decode(_custom_id(interaction))
    if interaction.type is discord.InteractionType.component:
        return command
    if type(command) not in FORMS:
        raise StaleButton("That form is from another version of me.")
    return filled(command, words_in(interaction))


def _custom_id(interaction: discord.Interaction) -> str:
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", ""))


def _is_for(me: discord.ClientUser, message: discord.Message) -> bool:
    if message.author.bot or message.webhook_id is not None:
        return False
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
