"""What can be asked of the bot: commands, as frozen values that know no platform

A platform turns each event into a Request, hands it to the dispatcher and draws the Reply. How each is
acknowledged stands in acknowledging.py, how each is held by a button in buttons.py, and which ones need
words before they can be done in forms.py.
"""

from dataclasses import dataclass

from bot.models import ConcernKind, ConversationId, Level, Origin, RoundId, Upload

DEFAULT_COUNT = 5
"""Questions of a quiz."""

DEFAULT_SECONDS = 30
"""For each question of a round together."""


@dataclass(frozen=True, slots=True)
class Ask:
    """`conversation` makes it a follow-up, `follows` one of the newest conversation of its channel, where
    there is one; `lesson` (slug, title or source) keeps it to that lesson; `private` None leaves it to the
    space's setting; `level` is how the answer is told."""

    question: str
    lesson: str = ""
    conversation: ConversationId | None = None
    private: bool | None = None
    level: Level = "plain"
    follows: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question on a conversation, which a form asks for."""

    conversation: ConversationId
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Plain words, where the bot reads them (a DM, a tutor thread): the answer to the learner's open quiz
    question there, else a question that goes on with the conversation."""

    words: str


@dataclass(frozen=True, slots=True)
class Reword:
    """The answer of a turn, told otherwise: as a new turn of its conversation. `turn` 0 is the last;
    without a conversation, the learner's newest one in the channel."""

    conversation: ConversationId | None
    turn: int
    level: Level
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class ShowPassage:
    """What citation `n` of a turn stands on; `turn` 0 is the last; without a conversation, the learner's
    newest one in the channel."""

    conversation: ConversationId | None
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


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """What the space chose, for its teachers."""


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """None leaves a setting as it is; an empty `teacher_role` takes it away."""

    private_answers: bool | None = None
    teacher_role: str | None = None


@dataclass(frozen=True, slots=True)
class ListLibraries:
    """What may be studied in the space, and what is, for its teachers."""


@dataclass(frozen=True, slots=True)
class StudyLibrary:
    """Take a library up in the space, or leave it."""

    library: str
    studied: bool


@dataclass(frozen=True, slots=True)
class AddMaterial:
    """Files for the space's own library, which is made with the first of them. No button holds it."""

    files: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class ListConcerns:
    """What was asked and not answered, what did not help and what was reported, for the teachers.
    `page` counts from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """An unanswered question, whose answer a form asks the teacher for; the question's number."""

    question: int


@dataclass(frozen=True, slots=True)
class AnswerConcern:
    """The teacher's answer to an unanswered question: it becomes part of the space's own library."""

    question: int
    answer: str


@dataclass(frozen=True, slots=True)
class DismissConcern:
    """`kind` and the number of what is not to be shown any more."""

    kind: ConcernKind
    number: int


@dataclass(frozen=True, slots=True)
class Help:
    about: str = ""


Command = (
    Ask
    | FollowUp
    | Say
    | Reword
    | ShowPassage
    | GiveFeedback
    | Define
    | ListLessons
    | ReadLesson
    | StartQuiz
    | AnswerQuestion
    | TypeAnswer
    | ClaimRight
    | ShowQuizPassage
    | NextQuestion
    | RetryMissed
    | StopQuiz
    | ReportQuestion
    | StartTogether
    | AnswerTogether
    | TypeTogether
    | StopTogether
    | ShowSettings
    | ChangeSettings
    | ListLibraries
    | StudyLibrary
    | AddMaterial
    | ListConcerns
    | WriteAnswer
    | AnswerConcern
    | DismissConcern
    | Help
)


@dataclass(frozen=True, slots=True)
class Request:
    """A command and where it came from."""

    command: Command
    origin: Origin


PACED: frozenset[type[Command]] = frozenset((Ask, Say, Reword, StartQuiz, StartTogether))
"""What makes work, and is therefore counted against a learner's questions a minute."""
