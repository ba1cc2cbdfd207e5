"""lines in -> commands -> replies drawn, until the end of the input"""

from dataclasses import dataclass, field

from rich.console import Console

from bot.commands import Command, Request
from bot.dispatcher import Dispatcher
from bot.errors import BadCommand
from bot.messages.errors import for_error
from bot.models import Origin
from bot.platforms.terminal.drawing import draw, growing
from bot.platforms.terminal.typed import Session, command_of, leaves
from bot.replies import Reply


@dataclass(slots=True)
class Terminal:
    """One person at one terminal, or one script on a pipe."""

    dispatcher: Dispatcher
    origin: Origin
    console: Console
    session: Session = field(default_factory=Session)

    async def take(self, line: str) -> bool:
        """Answer one line; False where it asks to leave."""
        if leaves(line):
            return False
        try:
            command = command_of(line, self.session)
        except BadCommand as error:
            self._show(for_error(error, id=""))
            return True
        if command is not None:
            await self.answer(command)
        return True

    async def answer(self, command: Command) -> None:
        reply = await self._last(command)
        self.session = self.session.after(command, reply)
        self._show(reply)

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
