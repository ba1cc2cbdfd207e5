"""The study record: the truth of who learns"""

from typing import Protocol

from bot.ports.budgets import BudgetsRecord
from bot.ports.cards import CardsRecord, ReviewsRecord
from bot.ports.conversations import ConversationsRecord
from bot.ports.fitting import FittingRecord
from bot.ports.habits import HabitsRecord
from bot.ports.people import LinkingRecord, OwnRecord, PeopleRecord
from bot.ports.quizzes import LessonsRecord, LiveRecord, QuizzesRecord
from bot.ports.spaces import MarksRecord, SpacesRecord
from bot.ports.teaching import ClassRecord, ConcernsRecord


class StudyRecord(
    SpacesRecord,
    MarksRecord,
    ConversationsRecord,
    QuizzesRecord,
    LiveRecord,
    LessonsRecord,
    CardsRecord,
    ReviewsRecord,
    HabitsRecord,
    FittingRecord,
    BudgetsRecord,
    ConcernsRecord,
    ClassRecord,
    PeopleRecord,
    LinkingRecord,
    OwnRecord,
    Protocol,
):
    """Raises knowledge.errors.StoreUnavailable where it does not answer."""
