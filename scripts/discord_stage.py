"""a learner's commands and taps -> the messages that Discord would be sent, without Discord

The bot is the real one: what is typed goes through the table of acknowledgements and the dispatcher, what
comes back through the renderer and discord.py's own layout. Only time, chance and the place that a round is
played in are of the stage's own.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.acknowledging import Place, acknowledgement, settled
from bot.bootstrap import dispatcher, live_rounds
from bot.buttons import decode
from bot.commands import Command, Request
from bot.dispatcher import Dispatcher
from bot.forms import filled
from bot.handlers.reconciling import Reconciling
from bot.models import Identity, Origin
from bot.opening import opened_knowledge, opened_ports
from bot.platforms.discord.composing import composed
from bot.platforms.discord.drawing import draw
from bot.platforms.discord.drawn import Drawn
from bot.platforms.discord.origins import guild_space
from bot.replies import Reply
from bot.routines.dailies import Dailies
from bot.routines.live import LiveRounds
from bot.settings import read_settings
from bot.spaces import libraries_of
from ingest.commandline import Arguments, ingest
from ingest.progress import progress_for
from tests.fakes.clock import FixedDice, FrozenClock
from tests.fakes.scripted_messenger import ScriptedMessenger

SERVER, CHANNEL = 1, "2"
SEED = 1
COMPONENTS_V2, EPHEMERAL = 1 << 15, 1 << 6
"""Flags of a message: https://discord.com/developers/docs/resources/message#message-object-message-flags"""
_BUTTON = 2

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """`payload` is what is sent, `files` are the attachments that it shows, by their names. `used` is who
    used which command, where Discord writes that above; `at` is when it is looked at, in seconds since
    1970."""

    payload: Payload
    at: int
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    used: tuple[str, str] | None = None

    @property
    def ephemeral(self) -> bool:
        return bool(self.payload["flags"] & EPHEMERAL)

    @property
    def labels(self) -> frozenset[str]:
        rows = (row.get("components", ()) for row in self.payload["components"])
        return frozenset(part.get("label", "") for row in rows for part in row)

    def button(self, label: str) -> Command:
        """What its button that is called so holds. Raises LookupError."""
        for row in self.payload["components"]:
            for part in row["components"]:
                if part["type"] == _BUTTON and part.get("label") == label:
                    return decode(part["custom_id"])
        raise LookupError(f"no button “{label}”")


@dataclass(frozen=True, slots=True)
class Stage:
    dispatcher: Dispatcher
    live: LiveRounds
    messenger: ScriptedMessenger
    clock: FrozenClock
    dailies: Dailies

    async def types(self, who: str, line: str, command: Command) -> tuple[Message, ...]:
        """`line` is the command's name as Discord shows it: "/ask"."""
        how = acknowledgement(command, Place())
        reply = await self._reply(who, settled(command, Place()))
        flags = EPHEMERAL if how == "private" else 0
        return tuple([await self._message(one, flags, (who, line)) for one in draw(reply)])

    async def taps(self, who: str, message: Message, label: str) -> tuple[Message, ...]:
        """A tap of their own message: where it changes in its place, the message as it then is."""
        return await self._does(who, message, message.button(label))

    async def writes(self, who: str, message: Message, label: str, words: str) -> tuple[Message, ...]:
        """Into the form that one of its buttons opens."""
        return await self._does(who, message, filled(message.button(label), words))

    async def _does(self, who: str, message: Message, command: Command) -> tuple[Message, ...]:
        place = Place(tapped=True, own=message.ephemeral)
        how = acknowledgement(command, place)
        reply = await self._reply(who, settled(command, place))
        flags = EPHEMERAL if how == "private" or message.ephemeral else 0
        used = message.used if how == "update" else None
        return tuple([await self._message(one, flags, used) for one in draw(reply)])

    async def posted(self) -> tuple[Message, ...]:
        """In the thread of a round that is played together, as it stands now."""
        drawn = [one for posted in self.messenger.posted for one in draw(posted.reply)]
        return tuple([await self._message(one) for one in drawn])

    async def next_daily(self) -> tuple[Message, ...]:
        """The daily message that comes next; six hours from now, where it is wanted at 18:00."""
        self.clock.advance(hours=6, minutes=2)
        await self.dailies.once()
        await self.dailies.rest()
        return (await self.posted())[-1:]

    async def passes(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        await self.settles()

    async def settles(self) -> None:
        """Until the rounds wait for the clock, or are over."""
        async with asyncio.timeout(10):
            while True:
                for _ in range(20):
                    await asyncio.sleep(0)
                if not self.live.playing or self.clock.wakes_at:
                    return

    async def _reply(self, who: str, command: Command) -> Reply:
        origin = Origin(Identity("discord", who, who), guild_space(SERVER), CHANNEL, manages=who == "Tess")
        return [it async for it in self.dispatcher.dispatch(Request(command, origin))][-1]

    async def _message(self, drawn: Drawn, flags: int = 0, used: tuple[str, str] | None = None) -> Message:
        view, files = await composed(drawn)
        payload: Payload = {"flags": COMPONENTS_V2 | flags, "components": view.to_components()}
        if files:
            payload["attachments"] = [file.to_dict(number) for number, file in enumerate(files)]
        shown = {file.filename: file.fp.read() for file in files}
        return Message(payload, int(self.clock.now().timestamp()), shown, used)


@asynccontextmanager
async def stage(data: Path, material: Path) -> AsyncIterator[Stage]:
    """On a data folder that the material goes into."""
    settings = read_settings(data=data, database_url="", chroma_url="", chat_model="")
    async with opened_knowledge(settings) as taught:
        with progress_for(io.StringIO()) as progress:
            await ingest(Arguments((material,)), taught, progress)
    clock, messenger = FrozenClock(), ScriptedMessenger()
    async with opened_ports(settings) as (opened, _):
        ports = replace(opened, clock=clock, dice=FixedDice(SEED), messenger=messenger)
        live = live_rounds(ports)
        try:
            libraries = partial(libraries_of, record=ports.record, catalogue=ports.catalogue)
            reconcile = Reconciling(ports.record, ports.catalogue)
            dailies = Dailies("discord", ports.record, libraries, reconcile, messenger, clock)
            yield Stage(dispatcher(ports, live=live), live, messenger, clock, dailies)
        finally:
            await live.close()
