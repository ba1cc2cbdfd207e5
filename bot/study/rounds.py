"""a quiz round -> what comes next, what was missed, the score  (pure)"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.models import LearnerId, LessonProgress, QuizRound, Response, RoundId
from knowledge.models import LibraryId, Question

FEWEST_FOR_A_SCORE = 4
"""A shorter round, unless the lesson holds no more, says too little to stand as the lesson's score."""

RETRY = -1
"""The seed of a round that asks missed questions once more: it stands for no lesson."""


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    asked: int

    @property
    def share(self) -> float:
        return self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Missed:
    """`response` is None where the round was stopped before the question was answered."""

    number: int
    question: Question
    response: Response | None


def is_typed(asked: Question) -> bool:
    """No single tap can answer it."""
    return not asked.options or asked.kind in ("several", "order")


def response_to(round: QuizRound, number: int) -> Response | None:
    mine = (it for it in round.responses if it.number == number and it.learner == round.learner)
    return next(mine, None)


def took_part(round: QuizRound, learner: LearnerId) -> bool:
    """Its learner did where it is played alone; a host who gives no answer did not."""
    alone = not round.together and learner == round.learner
    return alone or any(it.learner == learner for it in round.responses)


def next_number(round: QuizRound) -> int | None:
    """The first question without an answer; None when all have one."""
    return next((n for n in range(len(round.questions)) if response_to(round, n) is None), None)


def with_response(round: QuizRound, response: Response) -> QuizRound:
    return replace(round, responses=(*round.responses, response))


def with_claim(round: QuizRound, number: int) -> QuizRound:
    """The learner's response to that question counted as right."""
    mine = response_to(round, number)
    return replace(
        round, responses=tuple(replace(it, overridden=True) if it is mine else it for it in round.responses)
    )


def score(round: QuizRound) -> Score:
    """Of the questions answered or skipped; those never reached do not count."""
    given = [it for n in range(len(round.questions)) if (it := response_to(round, n)) is not None]
    return Score(sum(it.correct for it in given), len(given))


def missed(round: QuizRound) -> tuple[Missed, ...]:
    """Answered and not right, in the order asked."""
    given = ((n, question, response_to(round, n)) for n, question in enumerate(round.questions))
    return tuple(Missed(n, question, it) for n, question, it in given if it is not None and not it.correct)


def claimable(round: QuizRound, number: int) -> bool:
    """Whether "I was right" makes sense: a typed answer that was graded wrong."""
    response = response_to(round, number)
    if response is None or response.correct or response.verdict != "wrong":
        return False
    return not round.questions[number].options


def stands_for(round: QuizRound, lesson: tuple[LibraryId, str], authored: Collection[str]) -> bool:
    """Whether a finished round counts as that lesson's quiz. `authored` are its own questions' ids."""
    if next_number(round) is not None or not round.questions or round.seed == RETRY:
        return False
    own = [it for it in round.questions if (it.library, it.source) == lesson]
    asked = {it.id for it in round.questions}
    return len(round.questions) >= FEWEST_FOR_A_SCORE or (bool(own) and set(authored) <= asked)


def scored(before: LessonProgress, round: RoundId, share: float) -> LessonProgress:
    """The lesson's progress with the round's score: as the last unless a newer round gave that, and as the
    best where it is."""
    best = max(share, before.best or 0.0)
    if before.round is not None and before.round > round:
        return replace(before, best=best)
    return replace(before, best=best, last=share, round=round)
