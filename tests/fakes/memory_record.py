"""A study record in memory, as strict about whose is what as the real one"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.budgets import Limits, Spent, Whose, admitted
from bot.errors import StaleButton
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


class MemoryStudyRecord:
    def __init__(self) -> None:
        self._learners: dict[tuple[str, str], LearnerId] = {}
        self._settings: dict[SpaceId, SpaceSettings] = {}
        self._libraries: dict[SpaceId, tuple[LibraryId, ...]] = {}
        self._spaces: dict[ConversationId, SpaceId] = {}
        self._last: dict[ConversationId, datetime] = {}
        self._turns: dict[ConversationId, list[Turn]] = {}
        self._feedback: dict[tuple[ConversationId, int], dict[LearnerId, bool]] = {}
        self._rounds: dict[RoundId, QuizRound] = {}
        self._progress: dict[LearnerId, dict[tuple[LibraryId, str], LessonProgress]] = {}
        self._unanswered: list[UnansweredQuestion] = []
        self._spending: dict[tuple[LearnerId | SpaceId, date], Spent] = {}
        self._busy: dict[LearnerId, datetime] = {}
        self._next_conversation = 1

    async def learner(self, identity: Identity) -> LearnerId:
        key = (identity.platform, identity.user)
        return self._learners.setdefault(key, LearnerId(len(self._learners) + 1))

    async def settings(self, space: SpaceId) -> SpaceSettings:
        return self._settings.get(space, SpaceSettings())

    async def set_settings(self, space: SpaceId, settings: SpaceSettings) -> None:
        self._settings[space] = settings

    async def libraries_of(self, space: SpaceId) -> tuple[LibraryId, ...]:
        return self._libraries.get(space, ())

    async def set_libraries(self, space: SpaceId, libraries: Sequence[LibraryId]) -> None:
        self._libraries[space] = tuple(sorted(set(libraries)))

    async def open_conversation(
        self, space: SpaceId, channel: str, learner: LearnerId, at: datetime
    ) -> ConversationId:
        conversation = ConversationId(self._next_conversation)
        self._next_conversation += 1
        self._spaces[conversation] = space
        self._last[conversation] = at
        self._turns[conversation] = []
        return conversation

    async def add_turn(
        self,
        conversation: ConversationId,
        answer: Answer,
        libraries: Sequence[LibraryId],
        at: datetime,
    ) -> Turn:
        if conversation not in self._spaces:
            raise StaleButton("That conversation has passed.")
        turns = self._turns[conversation]
        n = len(turns) + 1
        turns.append(Turn(conversation, n, replace(answer, turn=n), tuple(libraries)))
        self._last[conversation] = max(at, self._last[conversation])
        return turns[-1]

    async def turn(self, space: SpaceId, conversation: ConversationId, n: int | None = None) -> Turn | None:
        turns = self._turns.get(conversation, [])
        if self._spaces.get(conversation) != space:
            return None
        return next((turn for turn in reversed(turns) if n in (None, turn.n)), None)

    async def forget_conversations(self, before: datetime) -> int:
        old = [conversation for conversation, last in self._last.items() if last < before]
        for conversation in old:
            del self._spaces[conversation], self._last[conversation], self._turns[conversation]
        self._feedback = {key: given for key, given in self._feedback.items() if key[0] not in old}
        return len(old)

    async def open_round(
        self,
        space: SpaceId,
        channel: str,
        learner: LearnerId,
        topic: str,
        seed: int,
        questions: Sequence[Question],
        at: datetime,
    ) -> RoundId:
        id = RoundId(len(self._rounds) + 1)
        self._rounds[id] = QuizRound(id, space, channel, learner, topic, seed, tuple(questions))
        return id

    async def round(self, space: SpaceId, round: RoundId) -> QuizRound | None:
        found = self._rounds.get(round)
        return found if found and found.space == space else None

    async def open_round_of(self, space: SpaceId, channel: str, learner: LearnerId) -> QuizRound | None:
        wanted = (space, channel, learner, False)
        for found in reversed(self._rounds.values()):
            if (found.space, found.channel, found.learner, found.ended) == wanted:
                return found
        return None

    async def add_response(self, round: RoundId, response: Response) -> bool:
        found = self._known_round(round)
        if self._response(found, response.number, response.learner):
            return False
        self._rounds[round] = replace(found, responses=(*found.responses, response))
        return True

    async def override(self, round: RoundId, number: int, learner: LearnerId) -> bool:
        found = self._rounds.get(round)
        response = self._response(found, number, learner) if found else None
        if found is None or response is None:
            return False
        counted = tuple(replace(it, overridden=True) if it is response else it for it in found.responses)
        self._rounds[round] = replace(found, responses=counted)
        return True

    async def end_round(self, round: RoundId) -> None:
        if round in self._rounds:
            self._rounds[round] = replace(self._rounds[round], ended=True)

    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]:
        return tuple(progress for _, progress in sorted(self._progress.get(learner, {}).items()))

    async def set_progress(self, learner: LearnerId, progress: LessonProgress, at: datetime) -> None:
        self._progress.setdefault(learner, {})[progress.library, progress.source] = progress

    async def reserve_request(
        self, learner: LearnerId, space: SpaceId, day: date, limits: Limits
    ) -> Whose | None:
        own, shared = await self.spent(day, learner=learner, space=space)
        refused = limits.refused(learner=own, space=shared)
        if refused is None:
            self._add(learner, space, day, requests=1)
        return refused

    async def settle_request(
        self, learner: LearnerId, space: SpaceId, day: date, *, tokens: int, asked: bool
    ) -> None:
        self._add(learner, space, day, requests=0 if asked else -1, tokens=tokens)

    async def spent(self, day: date, *, learner: LearnerId, space: SpaceId) -> tuple[Spent, Spent]:
        return self._spending.get((learner, day), Spent()), self._spending.get((space, day), Spent())

    async def forget_spending(self, before: date) -> int:
        old = [key for key in self._spending if key[1] < before]
        for key in old:
            del self._spending[key]
        return len(old)

    async def admit(self, learner: LearnerId, at: datetime, per_minute: int) -> float:
        found = admitted(self._busy.get(learner), at, per_minute=per_minute)
        if isinstance(found, float):
            return found
        self._busy[learner] = found
        return 0.0

    def _add(
        self, learner: LearnerId, space: SpaceId, day: date, *, requests: int = 0, tokens: int = 0
    ) -> None:
        for whose in (learner, space):
            before = self._spending.get((whose, day), Spent())
            self._spending[whose, day] = Spent(max(0, before.requests + requests), before.tokens + tokens)

    async def add_feedback(
        self,
        conversation: ConversationId,
        turn: int,
        learner: LearnerId,
        helpful: bool,
        at: datetime,
    ) -> None:
        if not 1 <= turn <= len(self._turns.get(conversation, [])):
            raise StaleButton("That answer has passed.")
        self._feedback.setdefault((conversation, turn), {})[learner] = helpful

    async def feedback(self, conversation: ConversationId, turn: int) -> tuple[int, int]:
        given = self._feedback.get((conversation, turn), {})
        return sum(given.values()), len(given) - sum(given.values())

    async def add_unanswered(self, question: UnansweredQuestion) -> None:
        self._unanswered.append(question)

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        asked = [question for question in reversed(self._unanswered) if question.space == space]
        return tuple(sorted(asked, key=lambda question: question.at, reverse=True))

    def _known_round(self, round: RoundId) -> QuizRound:
        if round not in self._rounds:
            raise StaleButton("That quiz has passed.")
        return self._rounds[round]

    @staticmethod
    def _response(round: QuizRound, number: int, learner: LearnerId) -> Response | None:
        matching = (it for it in round.responses if (it.number, it.learner) == (number, learner))
        return next(matching, None)
