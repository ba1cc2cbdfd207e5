"""a command and the first letters of its argument -> what they may become"""

from collections.abc import Awaitable, Callable

from bot.models import SpaceId
from bot.spaces import Libraries
from bot.study.calendar.zones import zones_like
from knowledge.errors import StudyhallError
from knowledge.shelf import Shelf

Suggest = Callable[[str, str], Awaitable[tuple[str, ...]]]
"""("define", "tra") -> names, best first; empty where there is nothing to suggest."""

_MOST = 25
"""What Discord shows at most; enough for a terminal."""


async def suggestions(
    command: str, prefix: str, *, space: SpaceId, shelf: Shelf, libraries: Libraries
) -> tuple[str, ...]:
    if command == "zone":
        return zones_like(prefix, _MOST)
    try:
        studied = await libraries(space)
        lessons = (await shelf.contents(studied)).complete(prefix, _MOST)
        terms = (await shelf.glossary(studied)).complete(prefix, _MOST)
    except StudyhallError:
        return ()
    both = {name.casefold(): name for name in (*terms[::-1], *lessons[::-1])}
    found = {"define": terms, "lesson": lessons, "quiz": tuple(both.values())[::-1]}
    return found.get(command, ())[:_MOST]
