"""Whose reviews are enough to fit FSRS's parameters to"""

from typing import Protocol

from bot.models import LearnerId, LoggedReview


class FittingRecord(Protocol):
    async def with_reviews(self, least: int) -> tuple[LearnerId, ...]:
        """Who gave so many reviews or more, by number."""

    async def log_of(self, learner: LearnerId) -> tuple[LoggedReview, ...]:
        """All their reviews, the oldest first, of cards that are gone from the lessons too."""
