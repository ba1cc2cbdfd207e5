"""Quiz rounds in memory: alone, together, and what is wrong with their questions"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import StaleButton
from bot.models import LearnerId, LiveRound, QuizRound, ReportedQuestion, Response, RoundId, SpaceId
from knowledge.models import Question
from tests.fakes.memory_spaces import MemorySpaces


@dataclass
class _Report:
    question: int
    at: datetime
    dismissed: bool = False


class MemoryQuizzes(MemorySpaces):
    def __init__(self) -> None:
        super().__init__()
        self._rounds: dict[RoundId, QuizRound] = {}
        self._live: dict[RoundId, LiveRound] = {}
        self._questions: list[tuple[SpaceId, Question]] = []
        self._reports: dict[tuple[RoundId, int, LearnerId], _Report] = {}
        self._card_reports: dict[tuple[int, LearnerId, str], _Report] = {}
        self._next_round = 1

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
        self._know(space)
        id = RoundId(self._next_round)
        self._next_round += 1
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

    async def open_live(self, live: LiveRound) -> bool:
        if self._known_round(live.round).space != live.space:
            raise StaleButton("That quiz has passed.")
        if live.round in self._live or await self.live_in(live.space, live.channel):
            return False
        self._live[live.round] = live
        return True

    async def live(self, round: RoundId) -> LiveRound | None:
        return self._live.get(round)

    async def live_in(self, space: SpaceId, channel: str) -> LiveRound | None:
        for live in await self.all_live():
            if live.space == space and channel in (live.channel, live.thread):
                return live
        return None

    async def all_live(self) -> tuple[LiveRound, ...]:
        return tuple(live for _, live in sorted(self._live.items()))

    async def move_live(self, live: LiveRound) -> None:
        if known := self._live.get(live.round):
            self._live[live.round] = replace(live, space=known.space, channel=known.channel)

    async def close_live(self, round: RoundId) -> None:
        self._live.pop(round, None)

    async def add_report(self, round: RoundId, number: int, learner: LearnerId, at: datetime) -> bool:
        found = self._known_round(round)
        if not 0 <= number < len(found.questions):
            raise StaleButton("That quiz has passed.")
        key = (round, number, learner)
        known = self._number_of(found.space, found.questions[number])
        return self._reports.setdefault(key, report := _Report(known, at)) is report

    async def add_card_report(
        self, space: SpaceId, learner: LearnerId, question: Question, made_from: str, at: datetime
    ) -> bool:
        self._know(space)
        known = self._number_of(space, question)
        key = (known, learner, made_from)
        return self._card_reports.setdefault(key, report := _Report(known, at)) is report

    async def reported(self, space: SpaceId) -> tuple[ReportedQuestion, ...]:
        found = []
        for number, (where, question) in enumerate(self._questions, 1):
            open_reports = self._open_reports(number)
            if where == space and open_reports:
                newest = max(report.at for _, report in open_reports)
                learners = {learner for learner, _ in open_reports}
                found.append(ReportedQuestion(number, question, len(learners), newest))
        return tuple(sorted(found, key=lambda it: (it.at, it.id), reverse=True))

    def _dismiss_reported(self, space: SpaceId, number: int) -> bool:
        if not 1 <= number <= len(self._questions) or self._questions[number - 1][0] != space:
            return False
        open_reports = self._open_reports(number)
        for _, report in open_reports:
            report.dismissed = True
        return bool(open_reports)

    def _open_reports(self, number: int) -> list[tuple[LearnerId, _Report]]:
        of_quizzes = ((learner, report) for (_, _, learner), report in self._reports.items())
        of_cards = ((learner, report) for (_, learner, _), report in self._card_reports.items())
        every = (*of_quizzes, *of_cards)
        return [(who, it) for who, it in every if it.question == number and not it.dismissed]

    def _number_of(self, space: SpaceId, question: Question) -> int:
        for n, (where, known) in enumerate(self._questions):
            if (where, known.id) == (space, question.id):
                self._questions[n] = (space, question)
                return n + 1
        self._questions.append((space, question))
        return len(self._questions)

    def _known_round(self, round: RoundId) -> QuizRound:
        if round not in self._rounds:
            raise StaleButton("That quiz has passed.")
        return self._rounds[round]

    @staticmethod
    def _response(round: QuizRound, number: int, learner: LearnerId) -> Response | None:
        matching = (it for it in round.responses if (it.number, it.learner) == (number, learner))
        return next(matching, None)

    def _forget(self, space: SpaceId) -> None:
        super()._forget(space)
        self._rounds = {id: it for id, it in self._rounds.items() if it.space != space}
        self._live = {id: it for id, it in self._live.items() if id in self._rounds}
        self._reports = {key: it for key, it in self._reports.items() if key[0] in self._rounds}
        kept = {n for n, (where, _) in enumerate(self._questions, 1) if where != space}
        self._card_reports = {key: it for key, it in self._card_reports.items() if it.question in kept}
