"""Places, what they chose, and marks for the next process"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.models import Choice, SpaceId, SpaceSettings
from knowledge.models import LibraryId


class SpacesRecord(Protocol):
    async def settings(self, space: SpaceId) -> SpaceSettings:
        """The defaults for a space that was never seen."""

    async def set_settings(self, space: SpaceId, settings: SpaceSettings) -> None: ...

    async def libraries_of(self, space: SpaceId) -> tuple[LibraryId, ...]:
        """What the space chose to study, by slug; empty where it chose nothing: every open library."""

    async def choice(self, space: SpaceId) -> Choice:
        """In one look: it is asked before every answer."""

    async def set_libraries(self, space: SpaceId, libraries: Sequence[LibraryId]) -> None: ...

    async def lend(self, library: LibraryId, spaces: Collection[SpaceId]) -> None:
        """From now on only these spaces may study it, instead of those before; none makes it open again."""

    async def lendings(self) -> Mapping[LibraryId, frozenset[SpaceId]]:
        """The libraries that are lent, and to whom; what is missing is open to all. A space that is forgotten
        is left out, and a library that was lent to it alone stays lent, to none."""

    async def private_spaces(self) -> frozenset[SpaceId]:
        """Those whose `private_answers` is set: held in memory by who must not wait."""

    async def joined(self, space: SpaceId) -> bool:
        """The bot is there (again), and the space's data stays. True where this is news: the first time, even
        of a space that was used before, and again after it was left; False each time after."""

    async def left(self, space: SpaceId, at: datetime) -> None:
        """The bot was taken away there, or from a space that was only used. Keeps the first moment; a space
        that was never seen is ignored."""

    async def present(self, prefix: str) -> frozenset[SpaceId]:
        """Spaces whose ids begin so, capitals minded, and that were joined and not left since."""

    async def forget_left(self, before: datetime) -> tuple[SpaceId, ...]:
        """Delete the spaces that were left before, with all that hangs on them; which, by id. Learners stay:
        they may be elsewhere too."""


class MarksRecord(Protocol):
    """What one process tells the next."""

    async def mark(self, name: str) -> str:
        """Empty where nothing was marked."""

    async def set_mark(self, name: str, value: str) -> None: ...
