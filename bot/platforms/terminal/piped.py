"""standard input that is no terminal: one command a line, answered in plain text, until its end"""

import asyncio
from typing import TextIO

from rich.console import Console

from bot.commands import Command
from bot.dispatcher import Dispatcher
from bot.models import Origin
from bot.platforms.terminal.session import Terminal

WIDTH = 80


def plain_console(out: TextIO) -> Console:
    """No colours, no escape codes, 80 columns, whatever the environment says."""
    return Console(
        file=out,
        width=WIDTH,
        color_system=None,
        force_terminal=False,
        no_color=True,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def console_for(out: TextIO) -> Console:
    if not out.isatty():
        return plain_console(out)
    return Console(file=out, highlight=False, markup=False, emoji=False)


async def run(
    dispatcher: Dispatcher, origin: Origin, lines: TextIO, out: TextIO, *, first: Command | None = None
) -> None:
    terminal = Terminal(dispatcher, origin, plain_console(out))
    if first is not None:
        await terminal.answer(first)
    while line := await asyncio.to_thread(lines.readline):
        if not await terminal.take(line):
            return
        out.flush()
