"""lines in -> commands -> replies drawn, until the end of the input"""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console

from bot.commands import AddMaterial, Command, Request
from bot.dispatcher import Dispatcher
from bot.errors import BadCommand, UnusableMaterial
from bot.forms import FORMS
from bot.messages import forms as words
from bot.messages.errors import for_error
from bot.models import Origin
from bot.platforms.terminal.drawing import draw, growing
from bot.platforms.terminal.files import kept, sent
from bot.platforms.terminal.teaching import SendFiles
from bot.platforms.terminal.typed import Session, Typed, command_of, drops, leaves
from bot.replies import Reply


@dataclass(slots=True)
class Terminal:
    """One person at one terminal, or one script on a pipe."""

    dispatcher: Dispatcher
    origin: Origin
    console: Console
    session: Session = field(default_factory=Session)
    folder: Path = Path()
    """Where files go that are sent: the one that it was started in."""

    async def take(self, line: str) -> bool:
        """Answer one line; False where it asks to leave."""
        if leaves(line):
            return False
        before, self.session = self.session, replace(self.session, form=None)
        try:
            command = await self._sent(command_of(line, before))
        except (BadCommand, UnusableMaterial) as error:
            self._show(for_error(error, id=""))
            return True
        if drops(line, before):
            self._show(words.dropped())
        elif command is not None and type(command) in FORMS:
            self._ask_for(command)
        elif command is not None:
            await self.answer(command)
        return True

    async def _sent(self, typed: Typed | None) -> Command | None:
        """With the files that it names, read."""
        if not isinstance(typed, SendFiles):
            return typed
        return AddMaterial(await asyncio.to_thread(sent, typed.paths))

    def _ask_for(self, command: Command) -> None:
        """The next plain line is the words."""
        self.session = replace(self.session, form=command)
        self._show(words.asked_for(FORMS[type(command)]))

    async def answer(self, command: Command) -> None:
        reply = await self._last(command)
        self.session = self.session.after(command, reply)
        self._show(await asyncio.to_thread(kept, reply, self.folder))

    async def _last(self, command: Command) -> Reply:
        replies = self.dispatcher.dispatch(Request(command, self.origin))
        if not self.console.is_terminal:
            return [reply async for reply in replies][-1]
        from rich.live import Live

        reply = Reply(())
        live = Live(console=self.console, transient=True, auto_refresh=False)
        try:
            async for reply in replies:
                if reply.partial:
                    live.start()
                    live.update(growing(reply, self.console), refresh=True)
        finally:
            live.stop()
        return reply

    def _show(self, reply: Reply) -> None:
        draw(reply, self.console, slashed=self.session.slashed)
        self.console.print()
