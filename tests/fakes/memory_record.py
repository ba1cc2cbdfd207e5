"""A study record in memory, as strict about whose is what as the real one"""

from collections.abc import Callable
from datetime import date, datetime

from bot.budgets import Limits, Spent, Whose, admitted
from bot.models import ConcernKind, LearnerId, LessonProgress, SpaceId
from knowledge.models import LibraryId
from tests.fakes.memory_cards import MemoryCards
from tests.fakes.memory_conversations import MemoryConversations
from tests.fakes.memory_habits import MemoryHabits
from tests.fakes.memory_history import MemoryHistory
from tests.fakes.memory_own import MemoryOwn
from tests.fakes.memory_quizzes import MemoryQuizzes


class MemoryStudyRecord(
    MemoryOwn, MemoryConversations, MemoryQuizzes, MemoryHistory, MemoryCards, MemoryHabits
):
    def __init__(self) -> None:
        super().__init__()
        self._progress: dict[LearnerId, dict[tuple[LibraryId, str], LessonProgress]] = {}
        self._spending: dict[tuple[LearnerId | SpaceId, date], Spent] = {}
        self._busy: dict[LearnerId, datetime] = {}

    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]:
        return tuple(progress for _, progress in sorted(self._progress.get(learner, {}).items()))

    async def change_progress(
        self,
        learner: LearnerId,
        lesson: tuple[LibraryId, str],
        change: Callable[[LessonProgress], LessonProgress],
        at: datetime,
    ) -> LessonProgress:
        read = self._progress.setdefault(learner, {})
        read[lesson] = change(read.get(lesson, LessonProgress(*lesson)))
        return read[lesson]

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

    async def dismiss(self, space: SpaceId, kind: ConcernKind, number: int) -> bool:
        match kind:
            case "unanswered":
                return self._dismiss_unanswered(space, number)
            case "unhelpful":
                return self._dismiss_unhelpful(space, number)
            case "reported":
                return self._dismiss_reported(space, number)

    def _add(
        self, learner: LearnerId, space: SpaceId, day: date, *, requests: int = 0, tokens: int = 0
    ) -> None:
        self._know(space)
        for whose in (learner, space):
            before = self._spending.get((whose, day), Spent())
            self._spending[whose, day] = Spent(max(0, before.requests + requests), before.tokens + tokens)

    def _forget(self, space: SpaceId) -> None:
        super()._forget(space)
        self._spending = {key: spent for key, spent in self._spending.items() if key[0] != space}
