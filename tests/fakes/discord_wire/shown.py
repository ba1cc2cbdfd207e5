"""simcord's messages -> what a person sees of them"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simcord.backend.models import EPHEMERAL_FLAG, Message
from simcord.components import walk_components

BUTTON, TEXT = 2, 10
SELECTS = (3, 5, 6, 7, 8)
LOADING = 1 << 7


@dataclass(frozen=True, slots=True)
class Control:
    """A button or a menu. A menu's `label` is its placeholder, that of a button without one its emoji."""

    kind: int
    label: str
    custom_id: str
    url: str
    style: int
    disabled: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stood when it was looked at."""

    id: int
    channel_id: int
    author_id: int
    content: str
    embeds: tuple[dict[str, Any], ...]
    components: tuple[dict[str, Any], ...]
    attachments: tuple[dict[str, Any], ...]
    flags: int
    reply_to: int | None
    pinged: tuple[int, ...]
    edited: bool

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL_FLAG)

    @property
    def loading(self) -> bool:
        """“… is thinking”."""
        return bool(self.flags & LOADING)

    @property
    def words(self) -> str:
        """All that is to be read, a line for each part; without what stands on buttons."""
        texts = (part["content"] for part in walk_components(self.components) if part["type"] == TEXT)
        parts = [self.content, *(line for embed in self.embeds for line in _lines(embed)), *texts]
        return "\n".join(part for part in parts if part)

    @property
    def controls(self) -> tuple[Control, ...]:
        parts = walk_components(self.components)
        return tuple(_control(part) for part in parts if part["type"] in (BUTTON, *SELECTS))

    def control(self, named: str) -> Control:
        """By custom_id, else by label, else by a part of the label. Raises LookupError."""
        rules = (
            lambda one: one.custom_id == named,
            lambda one: one.label == named,
            lambda one: named in one.label,
        )
        for rule in rules:
            if found := [one for one in self.controls if rule(one)]:
                return found[0]
        raise LookupError(f"no “{named}” among {[one.label for one in self.controls]}")


def shown(message: Message) -> Shown:
    reply = (message.reference or {}).get("message_id")
    return Shown(
        message.id,
        message.channel_id,
        message.author_id,
        message.content,
        tuple(message.embeds),
        tuple(message.components),
        tuple(message.attachments),
        message.flags,
        int(reply) if reply else None,
        tuple(message.ping_user_ids),
        message.edited_timestamp is not None,
    )


def _lines(embed: Mapping[str, Any]) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name", "")
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or ():
        yield f"{field['name']}: {field['value']}"
    yield (embed.get("footer") or {}).get("text", "")


def _control(part: Mapping[str, Any]) -> Control:
    label = part.get("label") or part.get("placeholder") or (part.get("emoji") or {}).get("name") or ""
    return Control(
        part["type"],
        label,
        part.get("custom_id") or "",
        part.get("url") or "",
        part.get("style") or 0,
        bool(part.get("disabled")),
        tuple(option["value"] for option in part.get("options") or ()),
    )
