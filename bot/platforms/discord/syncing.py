"""the table of commands -> registered with Discord, only where it changed"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from discord import app_commands

from bot.platforms.discord.faults import delivering

Payload = dict[str, Any]


async def payload_of(tree: "app_commands.CommandTree[Any]") -> list[Payload]:
    """All commands as they are registered, with their translations."""
    translator = tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in tree.get_commands()]
    return [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]


def digest_of(payload: list[Payload]) -> str:
    """Of the same commands the same, in whatever order they stand."""
    ordered = sorted(payload, key=lambda command: str(command["name"]))
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()


def differing(wanted: list[Payload], registered: list[Any]) -> list[str]:
    """The names of the commands that are not as they should be; `registered` as Discord gives them."""
    return sorted({name for name, *_ in {*_shapes(wanted)} ^ {*_shapes(registered)}})


def _shapes(payload: list[Any]) -> Iterator[tuple[str, ...]]:
    """What a learner sees of a command: its name, its words, and those of its options."""
    for command in payload:
        options = command.get("options") or []
        inner = (f"{it['name']}: {it.get('description', '')}" for it in options)
        yield (str(command["name"]), str(command.get("description", "")), *inner)


async def sync(
    tree: "app_commands.CommandTree[Any]",
    application: int,
    *,
    there: Callable[[int], Awaitable[list[Any]]],
    mark: Callable[[str], Awaitable[str]],
    set_mark: Callable[[str, str], Awaitable[None]],
) -> bool:
    """Whether they were registered anew: Discord takes 200 new ones a day. Looking at what is `there`, as
    Discord gives it, costs nothing, and finds what another bot with the same token has made of it."""
    payload = await payload_of(tree)
    name, digest = f"discord-commands:{application}", digest_of(payload)
    with delivering("look at the commands"):
        registered = await there(application)
    if await mark(name) == digest and not differing(payload, registered):
        return False
    with delivering("register the commands"):
        await tree.sync()
    await set_mark(name, digest)
    return True
