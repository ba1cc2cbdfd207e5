"""a message as Discord takes it, before discord.py: blocks in their order"""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

NOTHING: Final = "…"
"""What stands in a message that shows nothing: Discord takes no empty one."""


@dataclass(frozen=True, slots=True)
class Words:
    """Discord Markdown, never empty."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula that becomes a picture. `instead` is the Markdown that stands there where it cannot be
    typeset; empty leaves it out. `file` is unique in its message."""

    latex: str
    alt: str
    instead: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG as it was given; `file` is unique in its message."""

    png: bytes = field(repr=False)
    alt: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to keep; `file` is its name, unique in its message; `instead` stands there where it cannot be
    sent."""

    data: bytes = field(repr=False)
    instead: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    label: str
    custom_id: str
    tone: Literal["plain", "primary", "good", "bad"] = "plain"
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One to five buttons."""

    taps: tuple[Tap, ...]


Block = Words | Rule | Typeset | Image | Sent | Row


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message. `accent` is the colour 0xRRGGBB of its edge; None is Discord's own."""

    blocks: tuple[Block, ...]
    accent: int | None = None


def unpictured(drawn: Drawn) -> Drawn:
    """The same in words alone, for where no file may be sent."""
    return replace(drawn, blocks=tuple(told for block in drawn.blocks if (told := _in_words(block))))


def _in_words(block: Block) -> Block | None:
    match block:
        case Typeset(instead=words) | Image(alt=words) | Sent(instead=words):
            return Words(words) if words else None
    return block
