"""a token -> what Discord says of the bot behind it, and what to do where something is not right"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord

from bot.errors import Undeliverable, WrongConfiguration
from bot.findings import Finding
from bot.platforms.discord.client import StudyClient
from bot.platforms.discord.connecting import connector
from bot.platforms.discord.faults import delivering
from bot.platforms.discord.slash import tree_for
from bot.platforms.discord.syncing import Payload, differing, payload_of

PORTAL = "On https://discord.com/developers/applications, in your application"
RIGHTS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    attach_files=True,
    read_message_history=True,
)


def invitation(application: int) -> str:
    """The link with which somebody lets the bot into a server."""
    return discord.utils.oauth_url(application, permissions=RIGHTS, scopes=("bot", "applications.commands"))


async def examine(token: str, address: str, authority: Path | None) -> AsyncIterator[Finding]:
    """Over HTTP alone: a bot that is running is not disturbed."""
    client = _Asking(connector=connector(address, authority))
    try:
        with delivering("ask Discord"):
            await login(client, token)
            found = [finding async for finding in _asked(client)]
    except (Undeliverable, WrongConfiguration) as fault:
        found = [Finding(str(fault), False, fault.hint)]
    finally:
        await client.close()
    for finding in found:
        yield finding


async def login(client: discord.Client, token: str) -> None:
    """Raises WrongConfiguration where Discord does not take the token."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise token_refused() from None


def token_refused() -> WrongConfiguration:
    return WrongConfiguration(
        "Discord does not take the DISCORD_TOKEN.",
        hint=f"{PORTAL}, under Bot, choose Reset Token and put the new one into .env.",
    )


class _Asking(StudyClient):
    async def setup_hook(self) -> None:
        """Nothing is registered by who only looks."""


async def _asked(client: StudyClient) -> AsyncIterator[Finding]:
    info = await client.application_info()
    yield Finding(f"Discord knows the bot as {client.user}.")
    for finding in application(info):
        yield finding
    tree = await tree_for(client)
    registered = await client.http.get_global_commands(info.id)
    yield commands(await payload_of(tree), list(registered))


def application(info: discord.AppInfo) -> Iterator[Finding]:
    """What stands in the developer portal."""
    yield Finding("No privileged intent is needed, and none is asked for.")
    if info.bot_require_code_grant:
        yield Finding(
            "“Requires OAuth2 Code Grant” is on: nobody can invite the bot.",
            False,
            f"{PORTAL}, under Bot, turn it off.",
        )
    if info.interactions_endpoint_url:
        yield Finding(
            "An Interactions Endpoint URL is set: Discord sends commands there, and not to me.",
            False,
            f"{PORTAL}, under General Information, clear it.",
        )
    if not info.bot_public:
        yield Finding("“Public Bot” is off: only its owner can invite the bot.", None)
    if info.user_integration_config is None:
        yield Finding(
            "Nobody can install the bot for themselves.",
            None,
            f"{PORTAL}, under Installation, tick User Install if they may.",
        )
    yield _installed(info)


def _installed(info: discord.AppInfo) -> Finding:
    link = f"Invite the bot with {invitation(info.id)}"
    if info.approximate_guild_count:
        return Finding(f"The bot is in {info.approximate_guild_count} server(s).", True, link)
    return Finding("The bot is in no server yet.", None, link)


def commands(wanted: list[Payload], registered: list[Any]) -> Finding:
    """`registered` as Discord gives them."""
    names = ", ".join(f"/{name}" for name in differing(wanted, registered))
    if not names:
        return Finding(f"All {len(wanted)} commands are registered.")
    return Finding(
        f"Not registered as they are now: {names}.",
        None,
        "The next studyhall start registers them; it takes seconds.",
    )
