"""What was asked and answered: kept 30 days"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.models import ConversationId, LearnerId, SpaceId, Turn
from knowledge.models import Answer, LibraryId


class ConversationsRecord(Protocol):
    async def open_conversation(
        self, space: SpaceId, channel: str, learner: LearnerId, at: datetime, *, private: bool = False
    ) -> ConversationId:
        """`private` where others read that channel, and do not see what is answered."""

    async def add_turn(
        self,
        conversation: ConversationId,
        answer: Answer,
        libraries: Sequence[LibraryId],
        at: datetime,
        *,
        asker: LearnerId | None = None,
    ) -> Turn:
        """The turn with its number, `answer.turn` set to it. It is the asker's: without one, theirs who
        opened the conversation."""

    async def turn(self, space: SpaceId, conversation: ConversationId, n: int | None = None) -> Turn | None:
        """The n-th turn, or the last; None where there is none, or where another space holds it."""

    async def conversation_in(
        self, space: SpaceId, channel: str, learner: LearnerId | None = None
    ) -> ConversationId | None:
        """The one in that channel with the newest turn: of that learner where one is given, else of those
        that are not private. None where there is none with a turn."""

    async def forget_conversations(self, before: datetime) -> int:
        """Drop those whose last turn is older; how many."""

    async def add_feedback(
        self, conversation: ConversationId, turn: int, learner: LearnerId, helpful: bool, at: datetime
    ) -> None:
        """One a learner and turn: another one replaces the first, the same one again changes nothing."""

    async def feedback(self, conversation: ConversationId, turn: int) -> tuple[int, int]:
        """How many found it helpful, and how many not."""
