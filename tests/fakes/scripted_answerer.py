"""Gives the answers that it was told, at the level that it is asked for, and keeps what it was asked"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from knowledge.models import Answer, Level, LibraryId


@dataclass(frozen=True)
class Asked:
    question: str
    libraries: tuple[LibraryId, ...]
    previous: Answer | None
    source: str | None
    written: bool = True
    level: Level = "plain"


class ScriptedAnswerer:
    def __init__(self, *answers: Answer | Exception) -> None:
        self.asked: list[Asked] = []
        self._answers: Sequence[Answer | Exception] = answers

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
        self.asked.append(Asked(question, libraries, previous, source, written, level))
        for answer in self._answers:
            if isinstance(answer, Exception):
                raise answer
            yield replace(answer, level=level)
