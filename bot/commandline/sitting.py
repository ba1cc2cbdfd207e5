"""settings -> a study session in the terminal, or answers to a script on a pipe"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.bootstrap import Ports, dispatcher
from bot.commands import Command
from bot.opening import opened_ports, terminal_origin
from bot.settings import Settings
from bot.spaces import libraries_of
from bot.suggesting import suggestions
from knowledge.errors import StudyhallError
from knowledge.wiring import Knowledge

_WARMING = "What is this course about?"


Prepare = Callable[[Knowledge], Awaitable[None]]


async def nothing(_: Knowledge) -> None:
    return


async def sit_down(settings: Settings, first: Command | None = None, prepare: Prepare = nothing) -> None:
    """Until the end of the input. `first` is asked before anything is typed; `prepare` goes before all."""
    async with opened_ports(settings) as (opened, knowledge):
        # Nobody waits behind the one who sits at a terminal.
        ports = replace(opened, limits=replace(opened.limits, questions_a_minute=0))
        await prepare(knowledge)
        if sys.stdin.isatty() and sys.stdout.isatty():
            await _at_the_keyboard(ports, settings, first)
        else:
            await _on_a_pipe(ports, settings, first)


async def _on_a_pipe(ports: Ports, settings: Settings, first: Command | None) -> None:
    from bot.platforms.terminal import piped

    answering = dispatcher(ports, program=settings.program)
    await piped.run(answering, terminal_origin(), sys.stdin, sys.stdout, first=first)


async def _at_the_keyboard(ports: Ports, settings: Settings, first: Command | None) -> None:
    from bot.platforms.terminal import prompt

    origin = terminal_origin()
    libraries = partial(libraries_of, record=ports.record, catalogue=ports.catalogue)
    suggest = partial(suggestions, space=origin.space, shelf=ports.shelf, libraries=libraries)
    warming = asyncio.create_task(warm(ports))
    try:
        answering = dispatcher(ports, program=settings.program)
        await prompt.run(answering, origin, suggest=suggest, history=settings.data / "history", first=first)
    finally:
        warming.cancel()


async def warm(ports: Ports) -> None:
    """Load the embedder and the indexes while the learner still types."""
    try:
        libraries = tuple(library.slug for library in await ports.catalogue.libraries())
        await ports.shelf.glossary(libraries)
        await ports.find(_WARMING, libraries)
    except StudyhallError:
        # Whoever asks is told then.
        return
