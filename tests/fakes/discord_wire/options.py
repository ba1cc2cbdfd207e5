"""a registered command and what a person fills in -> an interaction's data"""

from collections.abc import Mapping
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import Channel, Role, User
from simcord.interactions import nest_options, validate_option_value, walk_to_subcommand

from tests.fakes.discord_wire.world import World

USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT = 6, 7, 8, 9, 11
ENTITIES = (USER, CHANNEL, ROLE, MENTIONABLE)

Values = Mapping[str, Any]
"""Words and numbers as they are; a person, channel or role of the world; a file as (name, bytes)."""


def command_data(
    world: World, command: Mapping[str, Any], path: list[str], values: Values, channel: Channel
) -> dict[str, Any]:
    """Raises LookupError for what the command does not ask for, or asks for and is not given; simcord's
    SetupError for a value that Discord would not let through."""
    leaf, nesting = walk_to_subcommand(dict(command), path)
    declared = _declared(leaf)
    if missing := [name for name, one in declared.items() if one.get("required") and name not in values]:
        raise LookupError(f"/{command['name']} asks for {missing}")
    resolved: dict[str, dict[str, Any]] = {}
    options = [
        _option(world, command["name"], _known(declared, name), value, channel, resolved)
        for name, value in values.items()
    ]
    return _data(command, nest_options(dict(command), nesting, options), resolved)


def autocomplete_data(command: Mapping[str, Any], path: list[str], values: Values) -> dict[str, Any]:
    """The last of the values is the one that is being typed."""
    leaf, nesting = walk_to_subcommand(dict(command), path)
    declared, last = _declared(leaf), list(values)[-1]
    if not _known(declared, last).get("autocomplete"):
        raise LookupError(f"/{command['name']} suggests nothing for “{last}”")
    options = [
        {"name": name, "type": _known(declared, name)["type"], "value": value}
        | ({"focused": True} if name == last else {})
        for name, value in values.items()
    ]
    return _data(command, nest_options(dict(command), nesting, options), {})


def _data(
    command: Mapping[str, Any], options: list[dict[str, Any]], resolved: dict[str, Any]
) -> dict[str, Any]:
    about = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    guild = {"guild_id": command["guild_id"]} if "guild_id" in command else {}
    return {**about, **guild, **({"resolved": resolved} if resolved else {})}


def _declared(leaf: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {option["name"]: option for option in leaf.get("options") or ()}


def _known(declared: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    if name not in declared:
        raise LookupError(f"no option “{name}” among {sorted(declared)}")
    return declared[name]


def _option(
    world: World,
    command: str,
    option: Mapping[str, Any],
    value: Any,
    channel: Channel,
    resolved: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    if option["type"] in ENTITIES:
        sent: Any = _entity(world, value, channel, resolved)
    elif option["type"] == ATTACHMENT:
        name, data = validate_option_value(command, dict(option), value)
        sent = file(world, name, data, channel, resolved)
    else:
        sent = validate_option_value(command, dict(option), value)
    return {"name": option["name"], "type": option["type"], "value": sent}


def file(world: World, name: str, data: bytes, channel: Channel, resolved: dict[str, dict[str, Any]]) -> str:
    stored = world.backend.cdn.store_attachment(world.backend.snowflake(), channel.id, name, data, None)
    resolved.setdefault("attachments", {})[stored["id"]] = stored
    return str(stored["id"])


def _entity(
    world: World, value: User | Channel | Role, channel: Channel, resolved: dict[str, dict[str, Any]]
) -> str:
    id, backend = str(value.id), world.backend
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[id] = dict(serializers.role_payload(value))
    elif isinstance(value, Channel):
        named = dict(serializers.channel_payload(backend, value))
        resolved.setdefault("channels", {})[id] = {**named, "permissions": str((1 << 50) - 1)}
    else:
        resolved.setdefault("users", {})[id] = dict(serializers.user_payload(value))
        guild = backend.guilds.get(channel.guild_id or 0)
        if guild and value.id in guild.members:
            member = serializers.member_payload(backend, guild, guild.members[value.id], with_user=False)
            resolved.setdefault("members", {})[id] = dict(member)
    return id
