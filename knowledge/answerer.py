"""question -> Answer, sentence by sentence, or an abstention"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge import writing
from knowledge.asked_before import answering, told_whole
from knowledge.confidence import Evidence, confidence, evidence, of_all, reasons
from knowledge.extractive import Extract, extract
from knowledge.followup import level_meant, standalone
from knowledge.gist import gist
from knowledge.glossary import abbreviates
from knowledge.models import Answer, Level, LibraryId, Passage, Suggestion
from knowledge.near_miss import NEAR, difference, is_near_miss
from knowledge.planted import cleared
from knowledge.ports import Catalogue, ChatModel, LexicalIndex
from knowledge.questioning import plainly
from knowledge.retriever import Retriever
from knowledge.shelf import Shelf
from knowledge.small_talk import NO_TOPIC, names_nothing, small_talk, without_greeting
from knowledge.telling import Teller
from knowledge.two_sides import both_sides, unmarked

_ENOUGH, _SURE = 0.5, 0.9
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """What retrieval brought for one standalone question."""

    question: str
    passages: tuple[Passage, ...]
    rarity: Mapping[str, float]
    seen: Evidence
    calibration: Mapping[str, float]
    confidence: float
    level: Level = "plain"
    told: Answer | None = None
    """Without a model, where the level is not plain."""


class Answerer:
    def __init__(
        self,
        *,
        catalogue: Catalogue,
        retriever: Retriever,
        lexical: LexicalIndex,
        shelf: Shelf,
        chat: ChatModel | None,
    ) -> None:
        self._catalogue, self._retriever, self._lexical = catalogue, retriever, lexical
        self._shelf, self._chat = shelf, chat
        self._teller = Teller(catalogue=catalogue, shelf=shelf)
        self._calibrations: dict[LibraryId, tuple[int, Mapping[str, float]]] = {}

    async def answer(
        self,
        question: str,
        libraries: tuple[LibraryId, ...],
        *,
        previous: Answer | None = None,
        source: str | None = None,
        written: bool = True,
        level: Level = "plain",
    ) -> AsyncIterator[Answer]:
        """Growing Answers, the last one complete. `previous` is the conversation's last one: a follow-up
        is read in its light, and one that only wants it told otherwise is told so. Not `written`: no
        language model is asked, whether or not there is one. The caller sets `turn`."""
        alone = standalone(question, previous)
        meant = level_meant(question) if level == "plain" else "plain"
        if previous and previous.sentences and meant != "plain":
            alone, source, level = previous.standalone, source or previous.source or None, meant
        blank = Answer(question, alone, complete=False, source=source or "", level=level)
        if said := _said_to(question, alone):
            yield replace(blank, reasons=("no question of the course",), remark=said, complete=True)
            return
        found = await self._find(plainly(without_greeting(gist(alone))), libraries, source)
        if found.confidence < _SURE and abbreviates(found.question):
            found = await self._spelled_out(found, libraries, source)
        if found.confidence < _ENOUGH:
            yield abstention(blank, found.passages, found.seen)
            return
        found = await self._told(blank, found, level, libraries)
        if self._chat is None or not written or (found.told and not found.told.sentences):
            yield await asyncio.to_thread(lambda: _with_both_sides(_extracted(blank, found), found))
        else:
            own = await asyncio.to_thread(_extracted, blank, found)
            task = writing.Task(found.question, found.passages, own, found.level)
            async for growing in writing.written(self._chat, blank, task):
                if growing.complete:
                    growing = await asyncio.to_thread(_with_both_sides, growing, found)
                yield unmarked(growing)

    async def _find(self, question: str, libraries: tuple[LibraryId, ...], source: str | None) -> _Found:
        generations = await self._catalogue.generations(libraries)
        passages, rarity, calibration = await asyncio.gather(
            self._retriever.find(question, libraries, source=source, generations=generations),
            self._rarity(question, generations),
            self._calibration(generations),
        )
        passages, seen = await asyncio.to_thread(_seen, question, passages, rarity)
        sure = 1.0 if answering(question, passages) else confidence(seen, calibration)
        return _Found(question, passages, rarity, seen, calibration, sure)

    async def _spelled_out(
        self, found: _Found, libraries: tuple[LibraryId, ...], source: str | None
    ) -> _Found:
        """The same question with its abbreviations spelled out, where that answers it better: a glossary's
        text often leaves out the abbreviation of its term, and a lesson has it in passing."""
        question = (await self._shelf.glossary(libraries)).spelled_out(found.question)
        if question == found.question:
            return found
        spelled = await self._find(question, libraries, source)
        return max(found, spelled, key=lambda one: one.confidence)

    async def _rarity(self, question: str, generations: Mapping[LibraryId, int]) -> Mapping[str, float]:
        """A word is as rare as it is where it is least rare."""
        each = await asyncio.gather(
            *(self._lexical.rarity(library, number, question) for library, number in generations.items())
        )
        rarity: dict[str, float] = {}
        for one in each:
            for word, value in one.items():
                rarity[word] = min(value, rarity.get(word, value))
        return rarity

    async def _calibration(self, generations: Mapping[LibraryId, int]) -> Mapping[str, float]:
        for library, number in generations.items():
            if self._calibrations.get(library, (0, {}))[0] != number:
                self._calibrations[library] = number, await self._catalogue.calibration(library)
        return of_all([self._calibrations[library][1] for library in generations])

    async def _told(
        self, blank: Answer, found: _Found, level: Level, libraries: tuple[LibraryId, ...]
    ) -> _Found:
        """With what the level has to tell, and the passages of that before all others."""
        if level == "plain":
            return found
        where = () if blank.source else libraries
        made, chunks, remark = await self._teller.tell(
            level, found.question, found.passages, found.rarity, libraries=where
        )
        near = () if made.sentences else suggestions(found.passages)
        told = replace(
            blank,
            sentences=made.sentences,
            citations=made.citations,
            remark=remark,
            suggestions=near,
            reasons=() if made.sentences else (remark,),
            complete=True,
        )
        first = tuple(Passage(chunk, 0.0) for chunk in chunks)
        others = (one for one in found.passages if one.chunk not in chunks)
        return replace(found, level=level, told=told, passages=(*first, *others))


def _extracted(blank: Answer, found: _Found) -> Answer:
    """The library's own sentences; an abstention where the passages have none to show."""
    if found.told:
        return found.told
    made, near = _made(found)
    if not made.sentences:
        return replace(
            blank,
            reasons=("the passages found have no whole sentence to show",),
            suggestions=suggestions(found.passages),
            complete=True,
        )
    remark = NEAR if near else ""
    return replace(blank, sentences=made.sentences, citations=made.citations, remark=remark, complete=True)


def _made(found: _Found) -> tuple[Extract, bool]:
    """What the library says, and whether that seems to be of something near and not of just this."""
    if whole := told_whole(found.question, found.passages):
        return whole, False
    made = extract(found.question, found.passages, found.rarity)
    other = difference(found.question, found.passages, found.seen)
    return made, is_near_miss(other, found.calibration)


def _said_to(question: str, alone: str) -> str:
    """To a greeting, or to a question that names nothing; empty where the lessons are to be asked."""
    return small_talk(question) or (NO_TOPIC if names_nothing(alone) else "")


def _with_both_sides(answer: Answer, found: _Found) -> Answer:
    return unmarked(both_sides(answer, found.passages))


def _seen(
    question: str, passages: Sequence[Passage], rarity: Mapping[str, float]
) -> tuple[tuple[Passage, ...], Evidence]:
    """The passages without what was planted in them, and what they say for an answer; those of the lesson
    alone that was written for the question, where there is one."""
    kept = tuple(cleared(passage, question) for passage in passages)
    kept = answering(question, kept) or kept
    return kept, evidence(question, kept, rarity)


def abstention(blank: Answer, passages: Sequence[Passage], seen: Evidence) -> Answer:
    return replace(blank, reasons=reasons(seen), suggestions=suggestions(passages), complete=True)


def suggestions(passages: Sequence[Passage]) -> tuple[Suggestion, ...]:
    """The lessons or terms of the nearest passages, each title once."""
    near: dict[str, Suggestion] = {}
    for passage in passages:
        chunk = passage.chunk
        near.setdefault(chunk.title.casefold(), Suggestion(chunk.kind, chunk.title, chunk.source))
    return tuple(near.values())[:_SUGGESTIONS]
