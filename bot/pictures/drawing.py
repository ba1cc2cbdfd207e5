"""SVGs -> PNGs, drawn by a process of its own: the event loop goes on meanwhile"""

import asyncio
import json
import sys
from base64 import b64decode
from collections.abc import Sequence
from weakref import WeakKeyDictionary

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
    async with turns:
        code, said = await _asked_apart(wanted)
    if code:
        logger(__name__).warning("pictures were not drawn", code=code, pictures=len(svgs))
        raise NotDrawn
    return tuple(None if it is None else b64decode(it) for it in json.loads(said))


async def _asked_apart(wanted: bytes) -> tuple[int, bytes]:
    """The exit code and what was said; ends the process where nobody waits for it any more."""
    pipe = asyncio.subprocess.PIPE
    program = (sys.executable, "-m", "bot.pictures.rasterizing")
    try:
        child = await asyncio.create_subprocess_exec(*program, stdin=pipe, stdout=pipe)
    except OSError as error:
        raise NotDrawn from error
    try:
        async with asyncio.timeout(_PATIENCE_S):
            said, _ = await child.communicate(wanted)
    except TimeoutError:
        raise NotDrawn from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.communicate()
    return child.returncode or 0, said
