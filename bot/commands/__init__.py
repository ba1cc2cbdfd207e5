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
from bot.commands.daily import (
    ChangeHabits,
    Pause,
    ShowHabits,
    SkipDaily,
    SnoozeDaily,
    TurnDailyOff,
    TurnDailyOn,
)
from bot.commands.linking import Link, ShowClass
from bot.commands.own import AskToForgetMe, ExportMyData, ForgetMe, KeepMyData
from bot.commands.progress import JoinLeaderboard, ShowLeaderboard, ShowProgress, ShowStreak
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
    ReportCard,
    RevealCard,
    Review,
    SaveAnswer,
    SetCardAside,
    ShowCardPassage,
    ShowSetAside,
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
    | ShowSetAside
    | TakeCardUp
    | ShowCardPassage
    | ReportCard
    | LearnTerm
    | LearnLesson
    | SaveAnswer
    | ShowHabits
    | TurnDailyOn
    | TurnDailyOff
    | ChangeHabits
    | SnoozeDaily
    | SkipDaily
    | Pause
    | ShowProgress
    | ShowStreak
    | ShowLeaderboard
    | JoinLeaderboard
    | Link
    | ExportMyData
    | AskToForgetMe
    | ForgetMe
    | KeepMyData
    | ShowClass
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


PACED: frozenset[type[Command]] = frozenset((Ask, Say, Reword, StartQuiz, StartTogether, AddMaterial))
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
    "AskToForgetMe",
    "ChangeHabits",
    "ChangeSettings",
    "ClaimRight",
    "Command",
    "Define",
    "DismissConcern",
    "ExportMyData",
    "FollowUp",
    "ForgetMe",
    "GiveFeedback",
    "Help",
    "JoinLeaderboard",
    "KeepMyData",
    "LearnLesson",
    "LearnTerm",
    "Link",
    "ListConcerns",
    "ListLessons",
    "ListLibraries",
    "NextQuestion",
    "Pause",
    "RateCard",
    "ReadLesson",
    "ReportCard",
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
    "ShowClass",
    "ShowHabits",
    "ShowLeaderboard",
    "ShowPassage",
    "ShowProgress",
    "ShowQuizPassage",
    "ShowSetAside",
    "ShowSettings",
    "ShowStreak",
    "SkipDaily",
    "SnoozeDaily",
    "StartQuiz",
    "StartTogether",
    "StopQuiz",
    "StopTogether",
    "StudyLibrary",
    "TakeCardUp",
    "TurnDailyOff",
    "TurnDailyOn",
    "TypeAnswer",
    "TypeCard",
    "TypeTogether",
    "UndoReview",
    "WriteAnswer",
]
