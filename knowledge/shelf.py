"""libraries -> what is read often of them (glossary, lessons), held in memory for a generation"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.contents import Contents
from knowledge.glossary import Glossary
from knowledge.models import LibraryId
from knowledge.ports import Catalogue

_HELD = 32
"""Sets of libraries held at once: a bot in many spaces has as many sets as they chose."""


@dataclass(slots=True)
class _Held:
    generations: Mapping[LibraryId, int]
    glossary: Glossary | None = None
    contents: Contents | None = None


class Shelf:
    def __init__(self, *, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._held: OrderedDict[tuple[LibraryId, ...], _Held] = OrderedDict()
        self._filling = asyncio.Lock()

    async def glossary(self, libraries: Sequence[LibraryId]) -> Glossary:
        async with self._filling:
            held = await self._of(tuple(libraries))
            if held.glossary is None:
                terms = await self._catalogue.terms(libraries)
                held.glossary = await asyncio.to_thread(Glossary, terms)
            return held.glossary

    async def contents(self, libraries: Sequence[LibraryId]) -> Contents:
        async with self._filling:
            held = await self._of(tuple(libraries))
            if held.contents is None:
                held.contents = Contents(await self._catalogue.lessons(libraries))
            return held.contents

    async def kept_to(
        self, lesson: str, libraries: tuple[LibraryId, ...]
    ) -> tuple[tuple[LibraryId, ...], str | None]:
        """Where to look and, where a lesson (slug, title or source) is named, its source alone. Raises
        UnknownLesson."""
        if not lesson:
            return libraries, None
        found = (await self.contents(libraries)).find(lesson)
        return (found.library,), found.source

    async def _of(self, libraries: tuple[LibraryId, ...]) -> _Held:
        """What is held of them, empty where the generation has moved since."""
        generations = await self._catalogue.generations(libraries)
        held = self._held.pop(libraries, None)
        if held is None or held.generations != generations:
            held = _Held(generations)
        self._held[libraries] = held
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        return held
