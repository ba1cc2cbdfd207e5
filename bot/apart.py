"""a module of ours, bytes for it -> what it says as a program of its own, and its exit code"""

import asyncio
import os
import sys
from collections.abc import Mapping


async def asked_apart(
    module: str, said: bytes, *, also: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """`also` is added to its environment. Who waits no more ends it too. Raises OSError where it cannot be
    started."""
    pipe = asyncio.subprocess.PIPE
    environment = {**os.environ, **(also or {})}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=pipe, stdout=pipe, env=environment
    )
    try:
        told, _ = await child.communicate(said)
    finally:
        if child.returncode is None:
            child.kill()
            await child.communicate()
    return child.returncode or 0, told
