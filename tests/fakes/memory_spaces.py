"""Who and where, in memory: learners, places, and what is lent to them"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.models import Choice, Identity, LearnerId, SpaceId, SpaceSettings
from knowledge.models import LibraryId


@dataclass
class _Place:
    joined: bool = False
    left_at: datetime | None = None


class MemorySpaces:
    def __init__(self) -> None:
        super().__init__()
        self._learners: dict[tuple[str, str], LearnerId] = {}
        self._newest = 0
        self._names: dict[tuple[str, LearnerId], str] = {}
        self._places: dict[SpaceId, _Place] = {}
        self._settings: dict[SpaceId, SpaceSettings] = {}
        self._libraries: dict[SpaceId, tuple[LibraryId, ...]] = {}
        self._lent: dict[LibraryId, frozenset[SpaceId]] = {}
        self._marks: dict[str, str] = {}

    async def learner(self, identity: Identity) -> LearnerId:
        key = (identity.platform, identity.user)
        if key not in self._learners:
            self._newest += 1
        learner = self._learners.setdefault(key, LearnerId(self._newest))
        if identity.name:
            self._names[identity.platform, learner] = identity.name
        return learner

    async def names(self, learners: Collection[LearnerId], platform: str) -> Mapping[LearnerId, str]:
        return {learner: self._names.get((platform, learner), "") for learner in learners}

    async def settings(self, space: SpaceId) -> SpaceSettings:
        return self._settings.get(space, SpaceSettings())

    async def set_settings(self, space: SpaceId, settings: SpaceSettings) -> None:
        self._know(space)
        self._settings[space] = settings

    async def private_spaces(self) -> frozenset[SpaceId]:
        return frozenset(space for space, chosen in self._settings.items() if chosen.private_answers)

    async def libraries_of(self, space: SpaceId) -> tuple[LibraryId, ...]:
        return self._libraries.get(space, ())

    async def choice(self, space: SpaceId) -> Choice:
        closed = (library for library, spaces in self._lent.items() if space not in spaces)
        return Choice(await self.libraries_of(space), frozenset(closed))

    async def set_libraries(self, space: SpaceId, libraries: Sequence[LibraryId]) -> None:
        self._know(space)
        self._libraries[space] = tuple(sorted(set(libraries)))

    async def lend(self, library: LibraryId, spaces: Collection[SpaceId]) -> None:
        for space in spaces:
            self._know(space)
        self._lent[library] = frozenset(spaces)
        if not spaces:
            del self._lent[library]

    async def lendings(self) -> Mapping[LibraryId, frozenset[SpaceId]]:
        return dict(self._lent)

    async def joined(self, space: SpaceId) -> bool:
        before = self._know(space)
        self._places[space] = _Place(joined=True)
        return before != self._places[space]

    async def left(self, space: SpaceId, at: datetime) -> None:
        place = self._places.get(space)
        if place is not None and place.left_at is None:
            place.left_at = at

    async def present(self, prefix: str) -> frozenset[SpaceId]:
        there = _Place(joined=True)
        return frozenset(
            space for space, place in self._places.items() if place == there and space.startswith(prefix)
        )

    async def forget_left(self, before: datetime) -> tuple[SpaceId, ...]:
        gone = sorted(
            space for space, place in self._places.items() if place.left_at and place.left_at < before
        )
        for space in gone:
            self._forget(space)
        return tuple(gone)

    async def mark(self, name: str) -> str:
        return self._marks.get(name, "")

    async def set_mark(self, name: str, value: str) -> None:
        self._marks[name] = value

    def _know(self, space: SpaceId) -> _Place:
        return self._places.setdefault(space, _Place())

    def _forget(self, space: SpaceId) -> None:
        """Each part of the record drops what it holds of it."""
        for held in (self._places, self._settings, self._libraries):
            held.pop(space, None)
        self._lent = {library: spaces - {space} for library, spaces in self._lent.items()}
