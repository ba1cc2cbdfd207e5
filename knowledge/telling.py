"""level + what was found -> the material it is told from, and the telling"""

import asyncio
from collections.abc import Mapping, Sequence

from knowledge.extractive import Extract, extract
from knowledge.levels import Material, told
from knowledge.models import Chunk, Level, LibraryId, Passage
from knowledge.ports import Catalogue
from knowledge.shelf import Shelf

_TERMS, _LESSONS = 4, 3

NOTHING: Mapping[Level, str] = {
    "simpler": "The lessons do not say it in fewer words.",
    "deeper": "The lessons say no more about it.",
    "example": "The lessons give no example of this.",
}
"""What is said where a level has nothing to tell."""


class Teller:
    def __init__(self, *, catalogue: Catalogue, shelf: Shelf) -> None:
        self._catalogue, self._shelf = catalogue, shelf

    async def tell(
        self,
        level: Level,
        question: str,
        passages: Sequence[Passage],
        rarity: Mapping[str, float],
        *,
        libraries: tuple[LibraryId, ...],
    ) -> tuple[Extract, tuple[Chunk, ...], str]:
        """What there is to tell, the chunks that it stands on, and a remark on it, which may be empty.
        `libraries` are those whose glossaries may be drawn on: none where the question keeps to one lesson.
        """
        plain = await asyncio.to_thread(extract, question, passages, rarity)
        if not plain.sentences:
            return plain, (), NOTHING[level]
        terms, named = await self._terms(question, plain, libraries)
        lessons = await self._lessons(plain)
        material = Material(question, plain, tuple(passages), rarity, terms, named, lessons)
        made = await asyncio.to_thread(told, level, material)
        if not made.sentences:
            return made, (), NOTHING[level]
        remark = NOTHING[level] if level == "simpler" and _as_long(made, plain) else ""
        return made, material.standing_on(made), remark

    async def _terms(
        self, question: str, plain: Extract, libraries: tuple[LibraryId, ...]
    ) -> tuple[tuple[tuple[Chunk, ...], ...], int]:
        """The chunks of the terms that it stands on: those that the question names, of which the number
        is given too, the one cited first, and those that the answer's first sentence names."""
        glossary = await self._shelf.glossary(libraries)
        named = [(term.library, term.source) for term in glossary.mentioned(question)][:_TERMS]
        known = {(term.library, term.source) for term in glossary.terms}
        cited = [(one.library, one.source) for one in plain.citations]
        # Further on, an answer may stand on words that are not what was asked about.
        within = [(term.library, term.source) for term in glossary.mentioned(plain.sentences[0].text)]
        places = dict.fromkeys((*named, *(one for one in cited[:1] if one in known), *within))
        found = [await self._catalogue.chunks_of(*place) for place in list(places)[:_TERMS]]
        return tuple(chunks for chunks in found if chunks), sum(bool(it) for it in found[: len(named)])

    async def _lessons(self, plain: Extract) -> tuple[tuple[Chunk, ...], ...]:
        cited = list(dict.fromkeys((one.library, one.source) for one in plain.citations))
        found = [await self._catalogue.chunks_of(*place) for place in cited[:_LESSONS]]
        return tuple(chunks for chunks in found if chunks and chunks[0].kind == "lesson")


def _as_long(made: Extract, plain: Extract) -> bool:
    return sum(len(it.text) for it in made.sentences) >= sum(len(it.text) for it in plain.sentences)
