"""lines of input -> a line of JSON for each, in order; what fails is a line too"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TextIO

from bot.commandline.scripting import Json, failure, line

One = Callable[[str], Awaitable[Json]]
Attempt = Callable[[Awaitable[Json]], Awaitable[Json | tuple[str, str]]]
"""What was made, or why not and what to do."""

_EMPTY = "There is nothing in this line."


async def answer_lines(lines: TextIO, out: TextIO, one: One, *, hint: str, attempt: Attempt) -> int:
    """The exit code: 1 where there were lines and none of them could be answered."""
    tried = done = 0
    while raw := await asyncio.to_thread(lines.readline):
        query = raw.rstrip("\r\n")
        tried += 1
        if query.strip():
            found = await attempt(one(query))
        else:
            found = (_EMPTY, hint)
        done += isinstance(found, dict)
        out.write(line(found if isinstance(found, dict) else failure(query, *found)) + "\n")
        out.flush()
    return 1 if tried and not done else 0
