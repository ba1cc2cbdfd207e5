"""What can be asked of the bot: commands, how each is acknowledged, and commands <-> button ids

A platform turns each event into a Request, hands it to the dispatcher and draws the Reply. Commands
are frozen and know no platform.
"""

from dataclasses import dataclass
from typing import Literal

from bot.models import ConversationId, Level, Origin, RoundId

DEFAULT_COUNT = 5
"""Questions of a quiz."""


@dataclass(frozen=True, slots=True)
class Ask:
    """`conversation` makes it a follow-up; `lesson` (slug, title or source) keeps it to that lesson;
    `private` None leaves it to the space's setting; `level` is how the answer is told."""

    question: str
    lesson: str = ""
    conversation: ConversationId | None = None
    private: bool | None = None
    level: Level = "plain"


@dataclass(frozen=True, slots=True)
class Reword:
    """The answer of a turn, told otherwise: as a new turn of its conversation."""

    conversation: ConversationId
    turn: int
    level: Level
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class ShowPassage:
    """What citation `n` of a turn stands on; `turn` 0 is the last."""

    conversation: ConversationId
    turn: int
    n: int


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    conversation: ConversationId
    turn: int
    helpful: bool


@dataclass(frozen=True, slots=True)
class Define:
    word: str


@dataclass(frozen=True, slots=True)
class ListLessons:
    pass


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """`section` counts from 0; None goes on where the learner stopped, -1 is the cover."""

    name: str
    section: int | None = -1


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
class Help:
    about: str = ""


Command = (
    Ask
    | Reword
    | ShowPassage
    | GiveFeedback
    | Define
    | ListLessons
    | ReadLesson
    | StartQuiz
    | AnswerQuestion
    | ClaimRight
    | ShowQuizPassage
    | NextQuestion
    | RetryMissed
    | StopQuiz
    | Help
)


@dataclass(frozen=True, slots=True)
class Request:
    """A command and where it came from."""

    command: Command
    origin: Origin


PACED: frozenset[type[Command]] = frozenset((Ask, Reword, StartQuiz))
"""What makes work, and is therefore counted against a learner's questions a minute."""

Acknowledgement = Literal["public", "private", "setting", "update"]
"""How a platform acknowledges before anything else happens: defer for all, defer for the asker, defer
as the command or the space's default (held in memory) says, or defer an edit of the button's message."""

ACKNOWLEDGEMENTS: dict[type[Command], Acknowledgement] = {
    Ask: "setting",
    Reword: "setting",
    ShowPassage: "private",
    GiveFeedback: "private",
    Define: "public",
    ListLessons: "private",
    ReadLesson: "private",
    StartQuiz: "private",
    AnswerQuestion: "update",
    ClaimRight: "update",
    ShowQuizPassage: "private",
    NextQuestion: "update",
    RetryMissed: "update",
    StopQuiz: "update",
    Help: "private",
}
