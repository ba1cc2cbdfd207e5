"""/progress, /streak, /leaderboard: what was reviewed -> its figures, in a picture and in words"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands import JoinLeaderboard, ShowLeaderboard, ShowProgress, ShowStreak
from bot.messages import progress as words
from bot.models import Habits, LearnerId, Origin, Reviewed
from bot.pictures.progress import progress_png
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.days import study_day
from bot.study.figures import BOARD_ZONE, WEEKS, Figures, days_of, figures, ranked, week_began
from bot.study.streaks import Streak, paused_days, streak
from knowledge.errors import NothingIngested
from knowledge.shelf import Shelf

_YEAR = timedelta(weeks=WEEKS)
_MOST_MISSED = 14
"""More days in a row than can be missed and forgiven."""


@dataclass(frozen=True, slots=True)
class Progressing:
    record: StudyRecord
    shelf: Shelf
    libraries: Libraries
    clock: Clock

    async def progress(self, command: ShowProgress, origin: Origin) -> Reply:
        found = await self._figures(origin)
        return words.progress(found, await asyncio.to_thread(progress_png, found))

    async def streak(self, command: ShowStreak, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        habits, now = await self.record.habits(learner), self.clock.now()
        row = await asyncio.to_thread(_streak, await self._reviews(learner, habits, now), habits, now)
        return words.streak(row, study_day(now, habits.zone))

    async def leaderboard(self, command: ShowLeaderboard, origin: Origin) -> Reply:
        since = week_began(self.clock.now(), BOARD_ZONE)
        places = ranked(await self.record.reviews_here(origin.space, since))
        shown = [it.learner for it in places[: words.SHOWN]]
        return words.leaderboard(places, await self.record.names(shown, origin.identity.platform))

    async def join(self, command: JoinLeaderboard, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        await self.record.set_listed(learner, command.agreed)
        return words.joined() if command.agreed else words.left()

    async def _figures(self, origin: Origin) -> Figures:
        learner, now = await self.record.learner(origin.identity), self.clock.now()
        habits = await self.record.habits(learner)
        reviews = await self._reviews(learner, habits, now)
        memories = await self.record.memories(learner)
        lessons = await self._lessons(learner, origin)
        return await asyncio.to_thread(figures, reviews, memories, lessons=lessons, habits=habits, now=now)

    async def _lessons(self, learner: LearnerId, origin: Origin) -> tuple[int, int]:
        """Done, of all that are studied there."""
        try:
            contents = await self.shelf.contents(await self.libraries(origin.space))
        except NothingIngested:
            return 0, 0
        done = {(it.library, it.source) for it in await self.record.progress(learner) if it.done}
        return sum((it.library, it.source) in done for it in contents.lessons), len(contents.lessons)

    async def _reviews(self, learner: LearnerId, habits: Habits, now: datetime) -> tuple[Reviewed, ...]:
        """Of a year at least; further back where the days in a row may begin before it."""
        span = _YEAR
        certain = timedelta(days=_MOST_MISSED + len(paused_days(habits, habits.zone)))
        while True:
            reviews = await self.record.reviews_since(learner, now - span)
            row = await asyncio.to_thread(_streak, reviews, habits, now)
            if row.since is None or row.since > study_day(now - span, habits.zone) + certain:
                return reviews
            span *= 2


def _streak(reviews: tuple[Reviewed, ...], habits: Habits, now: datetime) -> Streak:
    days = frozenset(days_of([it.at for it in reviews], habits.zone))
    return streak(days, study_day(now, habits.zone), paused_days(habits, habits.zone))
