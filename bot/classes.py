"""how a class gets on: what is forgotten most, and how much is reviewed in each of the last weeks  (pure)"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.models import CardKind
from bot.study.figures import BOARD_ZONE, week_began
from knowledge.models import LibraryId

WEEKS = 8


@dataclass(frozen=True, slots=True)
class MissedCard:
    """A card of the lessons by all who have it in a space: its question side, Markdown, and how many of its
    `reviews` were `again`; `learners` gave them."""

    front: str
    kind: CardKind
    library: LibraryId
    source: str
    reviews: int
    again: int
    learners: int


@dataclass(frozen=True, slots=True)
class Activity:
    """How much was reviewed from `since` on, and by how many."""

    since: datetime
    reviews: int = 0
    learners: int = 0


def week_starts(now: datetime) -> tuple[datetime, ...]:
    """The Mondays that the last WEEKS weeks begin with, and the one that ends this week: the leaderboard's
    weeks, so that both tell the same of this one."""
    monday = week_began(now, BOARD_ZONE)
    return tuple(monday + timedelta(weeks=n) for n in range(1 - WEEKS, 2))
