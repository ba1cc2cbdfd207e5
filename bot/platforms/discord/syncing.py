"""the table of commands -> registered with Discord, only where it changed"""

import hashlib
import json
from collections.abc import Awaitable, Callable
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


async def sync(
    tree: "app_commands.CommandTree[Any]",
    application: int,
    *,
    mark: Callable[[str], Awaitable[str]],
    set_mark: Callable[[str, str], Awaitable[None]],
) -> bool:
    """Whether they were registered anew: Discord takes 200 new ones a day."""
    name, digest = f"discord-commands:{application}", digest_of(await payload_of(tree))
    if await mark(name) == digest:
        return False
    with delivering("register the commands"):
        await tree.sync()
    await set_mark(name, digest)
    return True
