"""method, path, body -> what Discord refuses although its specification says nothing of it  (pure)"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simcord.components import (
    COMPONENTS_V2_FLAG,
    ComponentValidationError,
    validate_message_state,
    validate_modal,
    walk_components,
)

from tests.fakes.discord_wire.complaining import Complaint

MESSAGE, UPDATE, CHOICES, MODAL = 4, 7, 8, 9
BUTTON, LINK, PREMIUM = 2, 5, 6
SUBCOMMANDS = (1, 2)
LONGEST_COMMAND = 8000
MOST_COMMANDS = 100

_MESSAGES = re.compile(r"/channels/\d+/messages(?P<edit>/\d+)?")
_WEBHOOK = re.compile(r"/webhooks/\d+/[^/]+(?P<edit>/messages/[^/]+)?")
_CALLBACK = re.compile(r"/interactions/\d+/[^/]+/callback")
_COMMANDS = re.compile(r"/applications/\d+(/guilds/\d+)?/commands(/\d+)?")
_NAME = re.compile(r"[-_'\w]{1,32}")


def complaints(method: str, path: str, body: Any) -> list[Complaint]:
    """For a body that keeps to the specification."""
    if method not in ("POST", "PUT", "PATCH") or body is None:
        return []
    if found := (_MESSAGES.fullmatch(path) or _WEBHOOK.fullmatch(path)):
        return list(_message(body, fresh=not found["edit"]))
    if _CALLBACK.fullmatch(path):
        return [_under("data", one) for one in _callback(body["type"], body.get("data") or {})]
    if _COMMANDS.fullmatch(path):
        return list(_commands(body) if isinstance(body, list) else _command(body))
    return []


def _callback(kind: int, data: Mapping[str, Any]) -> Iterator[Complaint]:
    if kind in (MESSAGE, UPDATE):
        yield from _message(data, fresh=kind == MESSAGE)
    elif kind == MODAL:
        yield from _refused_by(lambda: validate_modal(data), data)
    elif kind == CHOICES:
        for at, choice in enumerate(data.get("choices") or ()):
            if not str(choice["name"]).strip():
                yield _blank("choices", at, "name")


def _message(body: Mapping[str, Any], *, fresh: bool) -> Iterator[Complaint]:
    components = body.get("components") or []
    yield from _refused_by(
        lambda: validate_message_state(
            components,
            flags=_flags(body, components, fresh=fresh),
            content=body.get("content"),
            embeds=body.get("embeds") or [],
            poll=body.get("poll"),
            stickers=body.get("sticker_ids"),
            attachments=body.get("attachments"),
            require_nonempty=fresh and not _forwards(body),
        ),
        body,
    )
    yield from _mute_buttons(components)
    yield from _empty_fields(body.get("embeds") or ())


def _flags(body: Mapping[str, Any], components: Sequence[Any], *, fresh: bool) -> int:
    """An edit need not say again that its message is of the new components."""
    flags = int(body.get("flags") or 0)
    new_ones = any(component.get("type", 0) > 8 for component in components)
    return flags | COMPONENTS_V2_FLAG if new_ones and not fresh and "flags" not in body else flags


def _forwards(body: Mapping[str, Any]) -> bool:
    return (body.get("message_reference") or {}).get("type") == 1


def _refused_by(check: Any, body: Mapping[str, Any]) -> Iterator[Complaint]:
    try:
        check()
    except (ComponentValidationError, TypeError, ValueError) as error:
        words = str(error)
        place = re.split(r"[.\[:]", words)[0]
        yield Complaint((place if place in body else "content",), "BASE_TYPE_INVALID", words)


def _mute_buttons(components: Iterable[Any]) -> Iterator[Complaint]:
    for component in walk_components(components):
        bare = not (component.get("label") or component.get("emoji"))
        if component.get("type") == BUTTON and component.get("style") != PREMIUM and bare:
            yield Complaint(
                ("components",), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "a button says nothing"
            )


def _empty_fields(embeds: Iterable[Mapping[str, Any]]) -> Iterator[Complaint]:
    for at, embed in enumerate(embeds):
        for number, field in enumerate(embed.get("fields") or ()):
            for key in ("name", "value"):
                if not str(field.get(key, "")).strip():
                    yield _blank("embeds", at, "fields", number, key)


def _blank(*path: str | int) -> Complaint:
    return Complaint(path, "BASE_TYPE_REQUIRED", "This field is required")


def _commands(commands: Sequence[Mapping[str, Any]]) -> Iterator[Complaint]:
    for at, command in enumerate(commands):
        yield from (_under(at, one) for one in _command(command))
    names = Counter((command.get("name"), command.get("type") or 1) for command in commands)
    for (name, _), times in names.items():
        if times > 1:
            yield Complaint((), "APPLICATION_COMMANDS_DUPLICATE_NAME", f"/{name} is there {times} times")
    if sum(kind == 1 for _, kind in names) > MOST_COMMANDS:
        yield Complaint((), "APPLICATION_COMMANDS_EXCEEDED", f"more than {MOST_COMMANDS} slash commands")


def _command(command: Mapping[str, Any]) -> Iterator[Complaint]:
    if (command.get("type") or 1) == 1:
        if "name" in command:
            yield from _name(command["name"])
        yield from _options(command.get("options") or ())
    if _length(command) > LONGEST_COMMAND:
        yield Complaint(
            (), "APPLICATION_COMMAND_TOO_LARGE", f"{_length(command)} of {LONGEST_COMMAND} characters"
        )


def _name(name: str) -> Iterator[Complaint]:
    if not _NAME.fullmatch(name) or name != name.lower():
        yield Complaint(("name",), "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name!r}")


def _options(options: Sequence[Mapping[str, Any]]) -> Iterator[Complaint]:
    optional = False
    for at, option in enumerate(options):
        found = [*_name(option["name"]), *_options(option.get("options") or ())]
        yield from (_under("options", _under(at, one)) for one in found)
        if option.get("required") and optional:
            yield Complaint(
                ("options", at),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional = optional or (option["type"] not in SUBCOMMANDS and not option.get("required"))
    if len({option["name"] for option in options}) < len(options):
        yield Complaint(
            ("options",), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "a name is there twice"
        )


def _length(node: Mapping[str, Any]) -> int:
    """Of names, descriptions and values, with all that lies beneath; of translations the longest counts."""
    own = sum(_longest(node, key) for key in ("name", "description", "value"))
    beneath = [*(node.get("options") or ()), *(node.get("choices") or ())]
    return own + sum(map(_length, beneath))


def _longest(node: Mapping[str, Any], key: str) -> int:
    said = [node.get(key), *(node.get(f"{key}_localizations") or {}).values()]
    return max(len(str(words or "")) for words in said)


def _under(key: str | int, complaint: Complaint) -> Complaint:
    return Complaint((key, *complaint.path), complaint.code, complaint.message)
