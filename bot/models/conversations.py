"""What was asked and answered"""

from dataclasses import dataclass
from typing import NewType

from knowledge.models import Answer, LibraryId

ConversationId = NewType("ConversationId", int)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what was answered; `n` counts from 1."""

    conversation: ConversationId
    n: int
    answer: Answer
    libraries: tuple[LibraryId, ...] = ()
