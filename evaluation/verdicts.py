"""a question, its answer and its passages -> what of it was right  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.measures import holds, rank
from evaluation.places import Place
from evaluation.questions import Asked
from knowledge.models import Answer, Chunk, Citation, HeadingPath, Passage
from knowledge.words import spaced

LONGEST_ANSWER, LONGEST_PASSAGE = 600, 1000
"""Characters of an answer, and of a passage, within which an expected string must stand."""

Failing = Literal["", "silent", "elsewhere", "untold", "unasked"]
"""Why a question failed: no answer; an answer that cites none of the expected sources; one without the
expected words; an answer to what the lessons do not hold. Empty where it did not fail."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`passages` are best first, `seconds` those that the answer took."""

    answer: Answer
    passages: tuple[Passage, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`source_rank` is the place of the first passage from where it should come, `words_rank` that of the
    first one that holds an expected answer: from 1, 0 where none does. `cited` is whether the answer names
    a right source, `told` whether an expected answer stands in it. Each is None where nothing of its kind
    was expected, `cited` also where there was no answer."""

    asked: Asked
    reply: Reply
    source_rank: int | None = None
    words_rank: int | None = None
    cited: bool | None = None
    told: bool | None = None

    @property
    def answered(self) -> bool:
        return not self.reply.answer.abstained

    @property
    def failing(self) -> Failing:
        """Where words are expected they decide, else the source, else that there was an answer at all."""
        if not self.asked.answerable:
            return "unasked" if self.answered else ""
        if not self.answered:
            return "silent"
        if self.told is not None:
            return "" if self.told else "untold"
        return "elsewhere" if self.cited is False else ""

    @property
    def right(self) -> bool:
        return not self.failing


def judged(asked: Asked, reply: Reply, places: frozenset[Place]) -> Verdict:
    """`places` are those that the question's sources name; empty where they name none that there is."""
    if not asked.answerable:
        return Verdict(asked, reply)
    wanted = bool(asked.sources)
    cited = any(_right(one, places, asked.heading) for one in reply.answer.citations)
    return Verdict(
        asked,
        reply,
        rank([_right(it.chunk, places, asked.heading) for it in reply.passages]) if wanted else None,
        rank(_holding(reply.passages, asked.answers)) if asked.answers else None,
        cited if wanted and not reply.answer.abstained else None,
        holds(reply.answer.text[:LONGEST_ANSWER], asked.answers) if asked.answers else None,
    )


def _holding(passages: Sequence[Passage], answers: Sequence[str]) -> list[bool]:
    return [holds(it.chunk.text[:LONGEST_PASSAGE], answers) for it in passages]


def _right(found: Chunk | Citation, places: frozenset[Place], heading: str) -> bool:
    return (found.library, found.source) in places and (not heading or _under(found.heading, heading))


def _under(path: HeadingPath, heading: str) -> bool:
    return spaced(heading) in map(spaced, path)
