"""What the teacher reads"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.models import (
    Activity,
    ConcernKind,
    MissedCard,
    ReportedQuestion,
    SpaceId,
    UnansweredQuestion,
    UnhelpfulAnswer,
)


class ConcernsRecord(Protocol):
    async def add_unanswered(self, question: UnansweredQuestion) -> None: ...

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        """Newest first."""

    async def unhelpful(self, space: SpaceId) -> tuple[UnhelpfulAnswer, ...]:
        """Answers that somebody found of no help, the newest vote first, with the question as it stands
        alone. Votes that were dismissed do not count: only a new one brings the answer back."""

    async def reported(self, space: SpaceId) -> tuple[ReportedQuestion, ...]:
        """Each quiz question once, by its own id whichever round it stood in, and as it was asked when last
        reported; the newest report first. Reports that were dismissed do not count: only a new one brings
        the question back."""

    async def dismiss(self, space: SpaceId, kind: ConcernKind, number: int) -> bool:
        """By the `id` that the three above give, which no other ever gets. An unanswered question goes
        together with those of the same words, whatever their capitals and spaces. False where there is none
        in that space, or none any more."""


class ClassRecord(Protocol):
    async def missed_here(self, space: SpaceId, *, least: int, count: int) -> tuple[MissedCard, ...]:
        """Cards of that space by how large a share of their reviews was "again", the most missed first; those
        with at least so many reviews, and missed at least once. Saved answers are left out: they hold what
        one learner asked."""

    async def activity_here(self, space: SpaceId, moments: Sequence[datetime]) -> tuple[Activity, ...]:
        """Reviews that were given in that space, or of cards that began there: from each moment until the
        next one; the last one ends it."""
