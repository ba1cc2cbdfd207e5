"""Who asks, and from where"""

from dataclasses import dataclass, field
from typing import Literal, NewType

SpaceId = NewType("SpaceId", str)
"""A server, a workspace, a DM, a user install or the terminal: "discord:guild:42", "terminal:local"."""


LearnerId = NewType("LearnerId", int)
"""The study record's own number for a person, whichever platforms they come from."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as one platform knows them; `user` is that platform's own id."""

    platform: Literal["discord", "slack", "terminal", "scripted"]
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """What joining two records moved: how many `cards` and `reviews` came over, and how many of the cards
    (`met`) both had."""

    cards: int = 0
    met: int = 0
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a command came from. `channel` is the channel's, thread's or DM's own id in that space.

    `direct` where only this person reads the channel: a DM, the terminal. `aloud` where it was said in plain
    words among others: they read whatever answers it. `manages` where they may change the
    space by the platform's own rules; `roles` are the platform's ids of what they are there.
    """

    identity: Identity
    space: SpaceId
    channel: str
    direct: bool = False
    manages: bool = False
    roles: tuple[str, ...] = ()
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent. `name` is theirs and may hold anything."""

    name: str
    content: bytes = field(repr=False)
