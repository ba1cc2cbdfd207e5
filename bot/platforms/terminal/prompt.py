"""a person at the keyboard: history, completion, and a quiz answered with one key"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress
from functools import partial
from pathlib import Path
from string import ascii_lowercase

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.patch_stdout import patch_stdout

from bot.commands import Command
from bot.dispatcher import Dispatcher
from bot.messages.topics import TOPICS
from bot.models import Origin
from bot.platforms.terminal.drawing import clean
from bot.platforms.terminal.piped import console_for
from bot.platforms.terminal.session import Terminal
from bot.suggesting import Suggest

_GREETING = "Ask anything, or type /help to see what you can do. Ctrl-D leaves."


class Completing(Completer):
    """Commands after "/", then the names of terms and lessons that a command takes."""

    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        return []

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        text = document.text_before_cursor
        if not text.startswith("/"):
            return
        name, given, argument = text[1:].partition(" ")
        if not given:
            for topic in TOPICS:
                if topic.name.startswith(name):
                    yield Completion(f"/{topic.name}", -len(text), display_meta=topic.about)
            return
        for found in await self._suggest(name, argument):
            yield Completion(clean(found), -len(argument))


async def run(
    dispatcher: Dispatcher,
    origin: Origin,
    *,
    suggest: Suggest,
    history: Path,
    first: Command | None = None,
) -> None:
    terminal = Terminal(dispatcher, origin, console_for(sys.stdout))
    history.parent.mkdir(parents=True, exist_ok=True)
    prompt: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        completer=Completing(suggest),
        complete_while_typing=True,
        key_bindings=one_key(terminal),
    )
    terminal.console.print(_GREETING, style="dim")
    if first is not None:
        await terminal.answer(first)
    while True:
        try:
            with patch_stdout(raw=True):
                line = await prompt.prompt_async("› ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if not await _answered(terminal, line):
            return


async def _answered(terminal: Terminal, line: str) -> bool:
    """Ctrl-C while an answer is made gives that answer up, not the session."""
    taking = asyncio.ensure_future(terminal.take(line))
    try:
        return await taking
    except (KeyboardInterrupt, asyncio.CancelledError):
        taking.cancel()
        with suppress(asyncio.CancelledError):
            await taking
        return True


def one_key(terminal: Terminal) -> KeyBindings:
    """A choice's letter takes it without Enter, as long as nothing else was typed."""
    bindings = KeyBindings()
    for key in ascii_lowercase:
        bindings.add(key, filter=Condition(partial(_takes, terminal, key)))(_accept)
    return bindings


def _takes(terminal: Terminal, key: str) -> bool:
    session = terminal.session
    typed = get_app().current_buffer.text
    return not typed and session.expects == "tap" and key in dict(session.choices)


def _accept(event: KeyPressEvent) -> None:
    event.current_buffer.insert_text(event.data)
    event.current_buffer.validate_and_handle()
