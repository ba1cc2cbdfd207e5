"""the truth of who learns, in SQL: what a tap does is done once, whoever else taps"""

from bot.storage.budgets import Budgets
from bot.storage.cards import Cards
from bot.storage.classes import Classes
from bot.storage.concerns import Concerns
from bot.storage.conversations import Conversations
from bot.storage.fitting import ToFit
from bot.storage.followed_cards import FollowedCards
from bot.storage.habits import HabitsKept
from bot.storage.history import History
from bot.storage.linking import Linking
from bot.storage.live import Live
from bot.storage.marks import Marks
from bot.storage.migrations import STUDY
from bot.storage.own import Own
from bot.storage.people import People
from bot.storage.progress import Progress
from bot.storage.quizzes import Quizzes
from bot.storage.spaces import Spaces
from knowledge.adapters.database import Database


class SqlStudyRecord(
    People,
    Spaces,
    Marks,
    Conversations,
    Quizzes,
    Live,
    Progress,
    Cards,
    FollowedCards,
    HabitsKept,
    ToFit,
    Classes,
    Linking,
    History,
    Budgets,
    Concerns,
    Own,
):
    """`database` must have been opened with STUDY among its histories."""

    def __init__(self, database: Database) -> None:
        if STUDY not in database.histories:
            raise ValueError("open the database with histories=(CATALOGUE, STUDY)")
        super().__init__(database)
