"""The bot's own nouns, as frozen values"""

from bot.models.cards import (
    Card,
    CardId,
    CardKey,
    CardKind,
    CardReview,
    CardText,
    DeckCount,
    Memory,
    MemoryState,
    Rating,
    Reviewed,
)
from bot.models.conversations import ConversationId, Turn
from bot.models.habits import Claim, Habits
from bot.models.people import Identity, LearnerId, Linked, Origin, SpaceId, Upload
from bot.models.quizzes import LessonProgress, LiveRound, QuizRound, Response, RoundId, Verdict
from bot.models.spaces import Choice, SpaceSettings
from bot.models.teaching import (
    Activity,
    ConcernKind,
    MissedCard,
    ReportedQuestion,
    UnansweredQuestion,
    UnhelpfulAnswer,
)
from knowledge.models import Answer, HeadingPath, Level, LibraryId, Question

__all__ = [
    "Activity",
    "Answer",
    "Card",
    "CardId",
    "CardKey",
    "CardKind",
    "CardReview",
    "CardText",
    "Choice",
    "Claim",
    "ConcernKind",
    "ConversationId",
    "DeckCount",
    "Habits",
    "HeadingPath",
    "Identity",
    "LearnerId",
    "LessonProgress",
    "Level",
    "LibraryId",
    "Linked",
    "LiveRound",
    "Memory",
    "MemoryState",
    "MissedCard",
    "Origin",
    "Question",
    "QuizRound",
    "Rating",
    "ReportedQuestion",
    "Response",
    "Reviewed",
    "RoundId",
    "SpaceId",
    "SpaceSettings",
    "Turn",
    "UnansweredQuestion",
    "UnhelpfulAnswer",
    "Upload",
    "Verdict",
]
