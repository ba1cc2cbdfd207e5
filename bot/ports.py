"""What the bot needs of the outside: Clock, Dice, StudyRecord

Every adapter and every fake passes the same contract in tests/contracts.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.budgets import Limits, Spent, Whose
from bot.models import (
    ConversationId,
    Identity,
    LearnerId,
    LessonProgress,
    QuizRound,
    Response,
    RoundId,
    SpaceId,
    SpaceSettings,
    Turn,
    UnansweredQuestion,
)
from knowledge.models import Answer, LibraryId, Question


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, in UTC."""


class Dice(Protocol):
    def seed(self) -> int:
        """A new seed for a quiz, in [0, 2**31)."""


class StudyRecord(Protocol):
    """The truth of who learns. Raises knowledge.errors.StoreUnavailable where it does not answer."""

    async def learner(self, identity: Identity) -> LearnerId:
        """The person behind an identity; made when first seen."""

    # Spaces

    async def settings(self, space: SpaceId) -> SpaceSettings:
        """The defaults for a space that was never seen."""

    async def set_settings(self, space: SpaceId, settings: SpaceSettings) -> None: ...

    async def libraries_of(self, space: SpaceId) -> tuple[LibraryId, ...]:
        """What the space chose to study, by slug; empty where it chose nothing: every open library."""

    async def set_libraries(self, space: SpaceId, libraries: Sequence[LibraryId]) -> None: ...

    # Conversations: kept 30 days

    async def open_conversation(
        self, space: SpaceId, channel: str, learner: LearnerId, at: datetime
    ) -> ConversationId: ...

    async def add_turn(
        self,
        conversation: ConversationId,
        answer: Answer,
        libraries: Sequence[LibraryId],
        at: datetime,
    ) -> Turn:
        """The turn with its number, `answer.turn` set to it."""

    async def turn(self, space: SpaceId, conversation: ConversationId, n: int | None = None) -> Turn | None:
        """The n-th turn, or the last; None where there is none, or where another space holds it."""

    async def forget_conversations(self, before: datetime) -> int:
        """Drop those whose last turn is older; how many."""

    # Quizzes

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

    # Lessons

    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]: ...

    async def set_progress(self, learner: LearnerId, progress: LessonProgress, at: datetime) -> None: ...

    # Budgets: by UTC day, what a language model cost; and how fast a learner asks

    async def reserve_request(
        self, learner: LearnerId, space: SpaceId, day: date, limits: Limits
    ) -> Whose | None:
        """Count one request to the learner and to the space, where both have room for it, and None; else
        count nothing, and whose budget is spent. Of many at once no more get through than have room."""

    async def settle_request(
        self, learner: LearnerId, space: SpaceId, day: date, *, tokens: int, asked: bool
    ) -> None:
        """What a reserved request took; not `asked` gives it back: no model was needed after all."""

    async def spent(self, day: date, *, learner: LearnerId, space: SpaceId) -> tuple[Spent, Spent]:
        """The learner's, over all spaces, and the space's, over all learners."""

    async def forget_spending(self, before: date) -> int:
        """Drop the days before; how many rows."""

    async def admit(self, learner: LearnerId, at: datetime, per_minute: int) -> float:
        """Seconds to wait before another question; 0 where this one may come, and is counted."""

    # What the teacher reads

    async def add_feedback(
        self,
        conversation: ConversationId,
        turn: int,
        learner: LearnerId,
        helpful: bool,
        at: datetime,
    ) -> None:
        """One a learner and turn: a second replaces the first."""

    async def feedback(self, conversation: ConversationId, turn: int) -> tuple[int, int]:
        """How many found it helpful, and how many not."""

    async def add_unanswered(self, question: UnansweredQuestion) -> None: ...

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        """Newest first."""
