"""Reply: a message before any platform drew it

A Reply is made of parts; each platform draws every part within its own limits. Text is held as spans,
never as one platform's markup, so a renderer escapes what it prints and nothing from outside can break
the markup or ping.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.commands import Command

Style = Literal["plain", "bold", "italic", "code", "formula", "mark"]
"""`formula` is LaTeX source without its dollars; `mark` is a citation such as "[1]"."""


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    style: Style = "plain"
    link: str = ""
    """An http(s) URL that the library has, or empty."""


Text = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    level: int = 2
    """1 for the reply's title, 2 and 3 below it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    tone: Literal["plain", "good", "bad", "quiet"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]
    numbered: bool = False
    start: int = 1
    lettered: bool = False
    """A, B, C instead of numbers: what is answered by letter."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows may be ragged: missing cells are empty."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on lines of its own: LaTeX source without its dollars."""

    latex: str


@dataclass(frozen=True, slots=True)
class Quote:
    text: Text


@dataclass(frozen=True, slots=True)
class Footnote:
    """A source of the reply: drawn with it, never apart from it. `url` may be empty."""

    n: int
    title: str
    heading: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Countdown:
    """Words and the moment that they lead to, shown as "in 20 seconds" where a platform can count down."""

    text: Text
    until: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, with what it shows in words for those who do not see it. `instead` are the parts that a platform
    draws that shows no pictures at all; none leaves it the words."""

    name: str
    png: bytes
    alt: str
    instead: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to keep; `about` says in a line what it holds. A platform that takes none, or not one so large,
    leaves it out and says so."""

    name: str
    data: bytes = field(repr=False)
    about: str


Part = Heading | Paragraph | Bullets | Table | Code | Formula | Quote | Countdown | Picture | Attachment


@dataclass(frozen=True, slots=True)
class Button:
    """One tap. `key` is the key that the terminal answers to; empty leaves it to the platform. `emoji` stands
    before the label where a platform shows one."""

    label: str
    command: Command
    tone: Literal["plain", "primary", "good", "bad"] = "plain"
    key: str = ""
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """`buttons` are rows. `private` is decided by the handler, never by a platform. `partial` marks an
    answer that is still being made: a platform that cannot edit waits for the whole one.
    `expects` "typed" says that the next plain line answers the open question."""

    parts: tuple[Part, ...]
    footnotes: tuple[Footnote, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    private: bool = False
    partial: bool = False
    expects: Literal["nothing", "typed", "tap"] = "nothing"


def plain(text: str) -> Text:
    """Words that carry no markup, whatever characters they hold."""
    return (Span(text),)


def paragraph(text: str, tone: Literal["plain", "good", "bad", "quiet"] = "plain") -> Paragraph:
    return Paragraph(plain(text), tone)
