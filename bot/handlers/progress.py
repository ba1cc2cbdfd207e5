"""/progress, /streak, /leaderboard: what was reviewed -> its figures, in a picture and in words"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.commands import JoinLeaderboard, ShowLeaderboard, ShowProgress, ShowStreak
from bot.handlers.review_queue import today
from bot.messages import progress as words
from bot.models import Habits, LearnerId, Origin, Reviewed
from bot.pictures.progress import progress_png
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study.calendar.absences import absence_on, absent_days
from bot.study.calendar.days import study_day
from bot.study.calendar.streaks import Streak, streak
from bot.study.calendar.weeks import BOARD_ZONE, week_began
from bot.study.figures import WEEKS, Figures, days_of, figures, ranked
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
        learner, now = await self.record.learner(origin.identity), self.clock.now()
        habits = await self.record.habits(learner)
        found = await self._figures(learner, habits, now, origin)
        more = await self._more_today(learner, habits, now, origin)
        return words.progress(found, await progress_png(found), more=more)

    async def streak(self, command: ShowStreak, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        habits, now = await self.record.habits(learner), self.clock.now()
        row = await asyncio.to_thread(_streak, await self._reviews(learner, habits, now), habits, now)
        on = absence_on(habits, now)
        back = study_day(on.ends, habits.zone) if on else None
        return words.streak(row, study_day(now, habits.zone), back)

    async def leaderboard(self, command: ShowLeaderboard, origin: Origin) -> Reply:
        since = week_began(self.clock.now(), BOARD_ZONE)
        places = await asyncio.to_thread(ranked, await self.record.reviews_here(origin.space, since))
        shown = [it.learner for it in places[: words.SHOWN]]
        return words.leaderboard(places, await self.record.names(shown, origin.identity.platform))

    async def join(self, command: JoinLeaderboard, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        await self.record.change_habits(learner, partial(replace, listed=command.agreed))
        return words.joined() if command.agreed else words.left()

    async def _figures(self, learner: LearnerId, habits: Habits, now: datetime, origin: Origin) -> Figures:
        reviews = await self._reviews(learner, habits, now)
        memories = await self.record.memories(learner)
        lessons = await self._lessons(learner, origin)
        return await asyncio.to_thread(figures, reviews, memories, lessons=lessons, habits=habits, now=now)

    async def _more_today(self, learner: LearnerId, habits: Habits, now: datetime, origin: Origin) -> bool:
        """Whether /review has something left of today, there."""
        try:
            left = await today(
                learner, origin.space, now, habits, record=self.record, libraries=self.libraries
            )
        except NothingIngested:
            return False
        return bool(left.reviews + left.new)

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
        certain = timedelta(days=_MOST_MISSED + len(absent_days(habits, habits.zone)))
        while True:
            reviews = await self.record.reviews_since(learner, now - span)
            row = await asyncio.to_thread(_streak, reviews, habits, now)
            if row.since is None or row.since > study_day(now - span, habits.zone) + certain:
                return reviews
            span *= 2


def _streak(reviews: tuple[Reviewed, ...], habits: Habits, now: datetime) -> Streak:
    days = frozenset(days_of([it.at for it in reviews], habits.zone))
    return streak(days, study_day(now, habits.zone), absent_days(habits, habits.zone))
