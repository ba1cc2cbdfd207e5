"""SVGs -> PNGs, drawn by a process of its own: the event loop goes on meanwhile"""

import asyncio
import json
from base64 import b64decode
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from bot.apart import asked_apart
from bot.logs import logger

_AT_ONCE = 2
_PATIENCE_S = 30.0
_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
"""Those of one loop wait for one another."""


class NotDrawn(Exception):
    """The process that draws was killed, took too long, or could not be started; the next one may be."""


async def pngs_of(
    svgs: Sequence[str], *, zoom: int = 1, fonts: Sequence[str] = ()
) -> tuple[bytes | None, ...]:
    """In their order, None for what is no SVG; words are drawn with the fonts of these files. Takes a start
    of 50 ms for all of them, and some 20 to 100 ms for each. Raises NotDrawn."""
    wanted = json.dumps({"svgs": list(svgs), "zoom": zoom, "fonts": list(fonts)}).encode()
    turns = _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE))
    try:
        async with turns, asyncio.timeout(_PATIENCE_S):
            code, said = await asked_apart("bot.pictures.rasterizing", wanted)
    except (OSError, TimeoutError) as error:
        raise NotDrawn from error
    if code:
        logger(__name__).warning("pictures were not drawn", code=code, pictures=len(svgs))
        raise NotDrawn
    return tuple(None if it is None else b64decode(it) for it in json.loads(said))
