"""level + what was found -> the material it is told from, and the telling"""

import asyncio
from collections.abc import Mapping, Sequence

from knowledge.extractive import Extract, extract
from knowledge.levels import Material, told
from knowledge.models import Chunk, Level, LibraryId, Passage
from knowledge.planted import cleared
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
        lessons = [await self._chunks(place, question) for place in _cited(plain)[:_LESSONS]]
        lessons = [chunks for chunks in lessons if chunks and chunks[0].kind == "lesson"]
        material = Material(question, plain, tuple(passages), rarity, terms, named, tuple(lessons))
        made = await asyncio.to_thread(told, level, material)
        if not made.sentences:
            return made, (), NOTHING[level]
        remark = NOTHING[level] if level == "simpler" and made.sentences == plain.sentences else ""
        return made, material.standing_on(made), remark

    async def _terms(
        self, question: str, plain: Extract, libraries: tuple[LibraryId, ...]
    ) -> tuple[tuple[tuple[Chunk, ...], ...], tuple[str, ...]]:
        """The chunks of the terms that it stands on: those that the question names, and its words for them,
        then the one cited first and those that the answer's first sentence names."""
        glossary = await self._shelf.glossary(libraries)
        asked = glossary.mentioned(question)
        # Further on, an answer may stand on words that are not what was asked about.
        within = glossary.mentioned(plain.sentences[0].text)
        known = {(term.library, term.source) for term in glossary.terms}
        named = {(term.library, term.source): said for term, said in asked.items()}
        cited = [place for place in _cited(plain)[:1] if place in known]
        places = dict.fromkeys((*named, *cited, *((term.library, term.source) for term in within)))
        found = {place: await self._chunks(place, question) for place in list(places)[:_TERMS]}
        there = {place: chunks for place, chunks in found.items() if chunks}
        return tuple(there.values()), tuple(named[place] for place in there if place in named)

    async def _chunks(self, place: tuple[LibraryId, str], question: str) -> tuple[Chunk, ...]:
        """A source's chunks without what is planted in them."""
        found = await self._catalogue.chunks_of(*place)
        return await asyncio.to_thread(_cleared, found, question)


def _cited(plain: Extract) -> list[tuple[LibraryId, str]]:
    return list(dict.fromkeys((one.library, one.source) for one in plain.citations))


def _cleared(chunks: Sequence[Chunk], question: str) -> tuple[Chunk, ...]:
    return tuple(cleared(Passage(chunk, 0.0), question).chunk for chunk in chunks)
