"""Quizzes, alone and together, and how far somebody is in the lessons"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.models import LearnerId, LessonProgress, LiveRound, QuizRound, Response, RoundId, SpaceId
from knowledge.models import LibraryId, Question


class QuizzesRecord(Protocol):
    async def open_round(
        self,
        space: SpaceId,
        channel: str,
        learner: LearnerId,
        topic: str,
        seed: int,
        questions: Sequence[Question],
        at: datetime,
    ) -> RoundId: ...

    async def round(self, space: SpaceId, round: RoundId) -> QuizRound | None:
        """None where there is none, or where another space holds it."""

    async def open_round_of(self, space: SpaceId, channel: str, learner: LearnerId) -> QuizRound | None:
        """The learner's newest round there that has not ended."""

    async def add_response(self, round: RoundId, response: Response) -> bool:
        """False where that learner's response to that number stands already: a tap acts once."""

    async def override(self, round: RoundId, number: int, learner: LearnerId) -> bool:
        """Count a response as right after all; False where there is none to count."""

    async def end_round(self, round: RoundId) -> None: ...

    async def add_report(self, round: RoundId, number: int, learner: LearnerId, at: datetime) -> bool:
        """False where that learner reported that question of that round already. Raises StaleButton where
        there is no such question."""


class LiveRecord(Protocol):
    """Rounds that are played together: one a channel."""

    async def open_live(self, live: LiveRound) -> bool:
        """False where another was called for in its channel, or is played there. Of many at once one gets
        through. Raises StaleButton where its space has no such round. Goes with its round."""

    async def live(self, round: RoundId) -> LiveRound | None: ...

    async def live_in(self, space: SpaceId, channel: str) -> LiveRound | None:
        """The one that was called for in, or is played in, that channel."""

    async def all_live(self) -> tuple[LiveRound, ...]:
        """Of every space, by round: what a start goes on with."""

    async def move_live(self, live: LiveRound) -> None:
        """Its thread, question, moment and message; one that was closed is ignored."""

    async def close_live(self, round: RoundId) -> None: ...


class LessonsRecord(Protocol):
    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]: ...

    async def change_progress(
        self,
        learner: LearnerId,
        lesson: tuple[LibraryId, str],
        change: Callable[[LessonProgress], LessonProgress],
        at: datetime,
    ) -> LessonProgress:
        """As `change` made it of what stands, of nothing where nothing did: of two changes at once none is
        lost. `lesson` is its library and source. It may be called twice."""
