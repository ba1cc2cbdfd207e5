"""The machine, the platforms, and what reads files"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.models import Identity, SpaceId, Upload
from bot.replies import Reply
from knowledge.models import LibraryId


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Returns once it is over; at once where it is."""


class Dice(Protocol):
    def seed(self) -> int:
        """A new seed for a quiz, in [0, 2**31)."""

    def token(self, alphabet: str, length: int) -> str:
        """Characters that nobody can foretell."""


@dataclass(frozen=True, slots=True)
class Direct:
    """Where one person alone is written to."""

    space: SpaceId
    channel: str


class Messenger(Protocol):
    """Messages that nobody's command is the answer to. Raises Undeliverable and its kin."""

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        """A new message; the platform's id of it (of its last part, where it takes several). With a key it
        is posted once, however often that is tried within some minutes."""

    async def revise(self, space: SpaceId, channel: str, message: str, reply: Reply) -> None:
        """Draw a message anew."""

    async def open_thread(self, space: SpaceId, channel: str, title: str) -> str:
        """The id of a new thread that all who see the channel may join; the channel's own where it is a
        thread. Raises NotTogether where there can be none, as in a DM."""

    async def open_direct(self, identity: Identity) -> Direct:
        """The same one each time. Raises NotTogether where nobody can be written to."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an intake read; `skipped` are names with the reason."""

    lessons: int = 0
    terms: int = 0
    skipped: tuple[tuple[str, str], ...] = ()


class Intake(Protocol):
    """Files into a library, without the bot waiting for what it reads: parsing is another process's."""

    async def add(self, library: LibraryId, title: str, files: Sequence[Upload]) -> Taken:
        """Beside what the library has; a file of the same name takes the other's place. The library is made
        where there is none. Raises UnusableMaterial where nothing of it can be read: the library stays as it
        was."""

    async def forget(self, library: LibraryId) -> None:
        """The library and all files that were sent for it; one that is not there is no error."""
