"""settings -> every platform that has credentials, served until the process is told to stop"""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.bootstrap import Ports, dispatcher, live_rounds
from bot.commandline.sitting import Prepare, warm
from bot.dispatcher import Dispatcher, attempted, new_error_id
from bot.handlers.reconciling import Reconciling
from bot.models import SpaceId
from bot.opening import opened_ports
from bot.residence import Residence
from bot.routines.dailies import Dailies
from bot.routines.housekeeping import Housekeeping
from bot.routines.live import LiveRounds
from bot.settings import Settings
from bot.spaces import libraries_of
from bot.suggesting import suggestions

# A platform's library is imported where it is served.
if TYPE_CHECKING:
    from bot.platforms.discord.desk import Desk


_TURN_S = 0.001
"""How long a thread that computes may keep the others waiting. The event loop, which acknowledges, needs its
turn several times for each: with Python's own 5 ms that adds up to what a learner notices."""


async def serve(settings: Settings, prepare: Prepare) -> None:
    """`prepare` goes before all. Ends without an error on SIGTERM and SIGINT, once what is being answered is
    finished. Raises WrongConfiguration where a platform does not take its credentials."""
    sys.setswitchinterval(_TURN_S)
    async with opened_ports(settings) as (opened, knowledge):
        await prepare(knowledge)
        await _until_told(_discord(settings, opened))


async def _discord(settings: Settings, opened: Ports) -> None:
    from bot.platforms.discord.messenger import DiscordMessenger
    from bot.platforms.discord.serving import client_for, serve

    client = client_for(settings.discord_address, settings.discord_authority)
    ports = replace(opened, messenger=DiscordMessenger(client))
    residence = Residence(ports.record, ports.clock, ports.intake)
    live = live_rounds(ports)
    dailies = _dailies(ports)
    desk = _desk(ports, residence, (dailies, live), dispatcher(ports, live=live, program=settings.program))
    keeping = Housekeeping(ports.record, residence, ports.clock)
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    try:
        going_on = (_resumed(live, desk.ready), _sent(dailies, desk.ready))
        async with _beside(_warmed(ports), keeping.keep(), *going_on):
            await serve(client, desk, token)
    finally:
        await live.close()


def _desk(
    ports: Ports, residence: Residence, routines: tuple[Dailies, LiveRounds], answering: Dispatcher
) -> "Desk":
    from bot.platforms.discord.desk import Desk, PrivateSpaces

    libraries = partial(libraries_of, record=ports.record, catalogue=ports.catalogue)

    async def suggest(space: SpaceId, command: str, typed: str) -> tuple[str, ...]:
        return await suggestions(command, typed, space=space, shelf=ports.shelf, libraries=libraries)

    async def close() -> None:
        """Before the connection goes: a round that could not post would be over, and of a message that is
        broken off nobody knows whether it came."""
        for routine in routines:
            await routine.close()

    return Desk(
        answering,
        suggest,
        PrivateSpaces(ports.record.private_spaces),
        ports.clock,
        residence.arrived,
        residence.departed,
        residence.missed,
        ports.record.mark,
        ports.record.set_mark,
        close,
    )


def _dailies(ports: Ports) -> Dailies:
    libraries = partial(libraries_of, record=ports.record, catalogue=ports.catalogue)
    reconcile = Reconciling(ports.record, ports.catalogue)
    return Dailies("discord", ports.record, libraries, reconcile, ports.messenger, ports.clock)


async def _warmed(ports: Ports) -> None:
    """What is loaded once stays: the garbage collector, which holds up the event loop for as long as it looks
    through everything, need not look through that again."""
    await warm(ports)
    gc.collect()
    gc.freeze()


async def _resumed(live: LiveRounds, ready: asyncio.Event) -> None:
    """Rounds go on where they stood once there is somebody to post their questions."""
    await ready.wait()
    await attempted(live.resume(), new_id=new_error_id)


async def _sent(dailies: Dailies, ready: asyncio.Event) -> None:
    await ready.wait()
    await dailies.keep()


@asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """What goes on in the background, for as long as the body runs."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """The work, until it ends or a signal ends it."""
    serving = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, _stop, serving)
    with suppress(asyncio.CancelledError):
        await serving


def _stop(serving: "asyncio.Task[None]") -> None:
    """Once: a second signal would break off what the first one waits for."""
    if not serving.cancelling():
        serving.cancel()
