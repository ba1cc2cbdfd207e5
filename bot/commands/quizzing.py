"""what a quiz takes, alone and together: commands, as frozen values"""

from dataclasses import dataclass

from bot.models import RoundId

DEFAULT_COUNT = 5
"""Questions of a quiz."""

DEFAULT_SECONDS = 30
"""For each question of a round together."""


@dataclass(frozen=True, slots=True)
class StartQuiz:
    """`topic` is a lesson, a term, a category, a track or words; empty is everything. `typed` is what stood
    in one line with the count at its end, or empty: where that is a name ("Week 3"), it is the topic."""

    topic: str = ""
    count: int = DEFAULT_COUNT
    seed: int | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """`response` is an option's letter, number or text, or what was typed; `number` counts from 0.
    `round` None is the learner's open round."""

    response: str
    round: RoundId | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class TypeAnswer:
    """An open question of the learner's own quiz, whose answer a form asks for."""

    round: RoundId
    number: int


@dataclass(frozen=True, slots=True)
class ClaimRight:
    """ "I was right": the learner overrides the grading of a typed answer."""

    round: RoundId
    number: int


@dataclass(frozen=True, slots=True)
class ShowQuizPassage:
    """The passage that the answer to question `number` of a round stands on."""

    round: RoundId
    number: int


@dataclass(frozen=True, slots=True)
class NextQuestion:
    round: RoundId


@dataclass(frozen=True, slots=True)
class RetryMissed:
    round: RoundId


@dataclass(frozen=True, slots=True)
class StopQuiz:
    round: RoundId | None = None


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """Something is wrong with question `number` of a round: the teacher is told."""

    round: RoundId
    number: int


@dataclass(frozen=True, slots=True)
class StartTogether:
    """A round for all who are in the channel; fields as StartQuiz has them. `seconds` is how long a question
    stays open whose answer is picked; half as long again where it is typed."""

    topic: str = ""
    count: int = DEFAULT_COUNT
    seed: int | None = None
    typed: str = ""
    seconds: int = DEFAULT_SECONDS


@dataclass(frozen=True, slots=True)
class AnswerTogether:
    """A response to question `number` of a round that is played together; the first one counts."""

    response: str
    round: RoundId
    number: int


@dataclass(frozen=True, slots=True)
class TypeTogether:
    """A question of a round that is played together, whose answer a form asks for."""

    round: RoundId
    number: int


@dataclass(frozen=True, slots=True)
class StopTogether:
    """By the host, or by a teacher."""

    round: RoundId
