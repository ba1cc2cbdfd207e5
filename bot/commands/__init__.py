"""What can be asked of the bot: commands, as frozen values that know no platform

A platform turns each event into a Request, hands it to the dispatcher and draws the Reply. How each is
acknowledged stands in acknowledging.py, how each is held by a button in buttons.py, and which ones need
words before they can be done in forms.py.
"""

from dataclasses import dataclass

from bot.commands.asking import (
    Ask,
    Define,
    FollowUp,
    GiveFeedback,
    Help,
    ListLessons,
    ReadLesson,
    Reword,
    Say,
    ShowPassage,
)
from bot.commands.quizzing import (
    DEFAULT_COUNT,
    DEFAULT_SECONDS,
    AnswerQuestion,
    AnswerTogether,
    ClaimRight,
    NextQuestion,
    ReportQuestion,
    RetryMissed,
    ShowQuizPassage,
    StartQuiz,
    StartTogether,
    StopQuiz,
    StopTogether,
    TypeAnswer,
    TypeTogether,
)
from bot.commands.reviewing import (
    AnswerCard,
    LearnLesson,
    LearnTerm,
    RateCard,
    RevealCard,
    Review,
    SaveAnswer,
    SetCardAside,
    ShowCardPassage,
    TakeCardUp,
    TypeCard,
    UndoReview,
)
from bot.commands.teaching import (
    AddMaterial,
    AnswerConcern,
    ChangeSettings,
    DismissConcern,
    ListConcerns,
    ListLibraries,
    ShowSettings,
    StudyLibrary,
    WriteAnswer,
)
from bot.models import Origin

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
    | Review
    | RevealCard
    | RateCard
    | TypeCard
    | AnswerCard
    | UndoReview
    | SetCardAside
    | TakeCardUp
    | ShowCardPassage
    | LearnTerm
    | LearnLesson
    | SaveAnswer
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

__all__ = [
    "DEFAULT_COUNT",
    "DEFAULT_SECONDS",
    "PACED",
    "AddMaterial",
    "AnswerCard",
    "AnswerConcern",
    "AnswerQuestion",
    "AnswerTogether",
    "Ask",
    "ChangeSettings",
    "ClaimRight",
    "Command",
    "Define",
    "DismissConcern",
    "FollowUp",
    "GiveFeedback",
    "Help",
    "LearnLesson",
    "LearnTerm",
    "ListConcerns",
    "ListLessons",
    "ListLibraries",
    "NextQuestion",
    "RateCard",
    "ReadLesson",
    "ReportQuestion",
    "Request",
    "RetryMissed",
    "RevealCard",
    "Review",
    "Reword",
    "SaveAnswer",
    "Say",
    "SetCardAside",
    "ShowCardPassage",
    "ShowPassage",
    "ShowQuizPassage",
    "ShowSettings",
    "StartQuiz",
    "StartTogether",
    "StopQuiz",
    "StopTogether",
    "StudyLibrary",
    "TakeCardUp",
    "TypeAnswer",
    "TypeCard",
    "TypeTogether",
    "UndoReview",
    "WriteAnswer",
]
