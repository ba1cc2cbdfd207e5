"""Conversations in memory, and what teachers look at of them"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.errors import StaleButton
from bot.models import (
    ConversationId,
    LearnerId,
    SpaceId,
    Turn,
    UnansweredQuestion,
    UnhelpfulAnswer,
)
from knowledge.models import Answer, LibraryId
from tests.fakes.memory_spaces import MemorySpaces


@dataclass
class _Talk:
    space: SpaceId
    channel: str
    learner: LearnerId
    last_at: datetime
    turns: list[Turn]
    private: bool
    askers: list[LearnerId] = field(default_factory=list)
    """Of each of the turns."""
    asked: int = 0


@dataclass
class _Vote:
    helpful: bool
    at: datetime
    dismissed: bool = False


class MemoryConversations(MemorySpaces):
    def __init__(self) -> None:
        super().__init__()
        self._talks: dict[ConversationId, _Talk] = {}
        self._votes: dict[tuple[ConversationId, int], dict[LearnerId, _Vote]] = {}
        self._numbers: dict[tuple[ConversationId, int], int] = {}
        self._unanswered: list[UnansweredQuestion] = []
        self._next_conversation = 1
        self._next_unanswered = 1

    async def open_conversation(
        self, space: SpaceId, channel: str, learner: LearnerId, at: datetime, *, private: bool = False
    ) -> ConversationId:
        self._know(space)
        conversation = ConversationId(self._next_conversation)
        self._next_conversation += 1
        self._talks[conversation] = _Talk(space, channel, learner, at, [], private)
        return conversation

    async def add_turn(
        self,
        conversation: ConversationId,
        answer: Answer,
        libraries: Sequence[LibraryId],
        at: datetime,
        *,
        asker: LearnerId | None = None,
    ) -> Turn:
        talk = self._talks.get(conversation)
        if talk is None:
            raise StaleButton("That conversation has passed.")
        n = talk.asked = talk.asked + 1
        talk.askers.append(asker or talk.learner)
        talk.turns.append(Turn(conversation, n, replace(answer, turn=n), tuple(libraries)))
        talk.last_at = max(at, talk.last_at)
        return talk.turns[-1]

    async def turn(self, space: SpaceId, conversation: ConversationId, n: int | None = None) -> Turn | None:
        talk = self._talks.get(conversation)
        if talk is None or talk.space != space:
            return None
        return next((turn for turn in reversed(talk.turns) if n in (None, turn.n)), None)

    async def conversation_in(
        self, space: SpaceId, channel: str, learner: LearnerId | None = None
    ) -> ConversationId | None:
        there = {
            id: talk.last_at
            for id, talk in self._talks.items()
            if talk.turns and (talk.space, talk.channel) == (space, channel)
            if (learner == talk.learner if learner else not talk.private)
        }
        return max(there, key=lambda id: (there[id], id), default=None)

    async def forget_conversations(self, before: datetime) -> int:
        old = [conversation for conversation, talk in self._talks.items() if talk.last_at < before]
        self._drop(old)
        return len(old)

    async def add_feedback(
        self,
        conversation: ConversationId,
        turn: int,
        learner: LearnerId,
        helpful: bool,
        at: datetime,
    ) -> None:
        talk = self._talks.get(conversation)
        if talk is None or turn not in {it.n for it in talk.turns}:
            raise StaleButton("That answer has passed.")
        votes = self._votes.setdefault((conversation, turn), {})
        if learner not in votes or votes[learner].helpful != helpful:
            votes[learner] = _Vote(helpful, at)
        if not helpful:
            self._numbers.setdefault((conversation, turn), len(self._numbers) + 1)

    async def feedback(self, conversation: ConversationId, turn: int) -> tuple[int, int]:
        votes = self._votes.get((conversation, turn), {}).values()
        helpful = sum(vote.helpful for vote in votes)
        return helpful, len(votes) - helpful

    async def unhelpful(self, space: SpaceId) -> tuple[UnhelpfulAnswer, ...]:
        found = []
        for (conversation, n), number in self._numbers.items():
            votes, turn = self._against(conversation, n), await self.turn(space, conversation, n)
            if votes and turn:
                newest = max(vote.at for vote in votes)
                answer = turn.answer
                found.append(UnhelpfulAnswer(number, answer.standalone, answer, len(votes), newest))
        return tuple(sorted(found, key=lambda it: (it.at, it.id), reverse=True))

    async def add_unanswered(self, question: UnansweredQuestion) -> None:
        self._know(question.space)
        self._unanswered.append(replace(question, id=self._next_unanswered))
        self._next_unanswered += 1

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        asked = (question for question in self._unanswered if question.space == space)
        return tuple(sorted(asked, key=lambda question: (question.at, question.id), reverse=True))

    def _dismiss_unanswered(self, space: SpaceId, number: int) -> bool:
        words = [_plain(it.question) for it in self._unanswered if (it.space, it.id) == (space, number)]
        gone = [it for it in self._unanswered if it.space == space and _plain(it.question) in words]
        self._unanswered = [it for it in self._unanswered if it not in gone]
        return bool(gone)

    def _dismiss_unhelpful(self, space: SpaceId, number: int) -> bool:
        votes = [
            vote
            for (conversation, turn), known in self._numbers.items()
            if known == number and conversation in self._talks and self._talks[conversation].space == space
            for vote in self._against(conversation, turn)
        ]
        for vote in votes:
            vote.dismissed = True
        return bool(votes)

    def _against(self, conversation: ConversationId, turn: int) -> list[_Vote]:
        votes = self._votes.get((conversation, turn), {}).values()
        return [vote for vote in votes if not vote.helpful and not vote.dismissed]

    def _forget_turns(self, learner: LearnerId) -> None:
        """What others asked in the learner's conversations stays, and is theirs."""
        for talk in self._talks.values():
            kept = [it for it in zip(talk.askers, talk.turns, strict=True) if it[0] != learner]
            gone = {it.n for it in talk.turns} - {turn.n for _, turn in kept}
            self._votes = {
                key: votes
                for key, votes in self._votes.items()
                if key[1] not in gone or self._talks[key[0]] is not talk
            }
            talk.askers, talk.turns = [who for who, _ in kept], [turn for _, turn in kept]
            if kept and talk.learner == learner:
                talk.learner = kept[0][0]
        self._drop([id for id, talk in self._talks.items() if talk.learner == learner])

    def _drop(self, conversations: Sequence[ConversationId]) -> None:
        for conversation in conversations:
            del self._talks[conversation]
        # The numbers stay, so that none is given twice.
        self._votes = {key: votes for key, votes in self._votes.items() if key[0] in self._talks}

    def _forget(self, space: SpaceId) -> None:
        super()._forget(space)
        self._drop([id for id, talk in self._talks.items() if talk.space == space])
        self._unanswered = [it for it in self._unanswered if it.space != space]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
