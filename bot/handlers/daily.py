"""/daily, /pause: how a learner wants to study -> kept, and when their DM comes"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.commands import (
    ChangeHabits,
    Pause,
    ShowHabits,
    SkipDaily,
    SnoozeDaily,
    TurnDailyOff,
    TurnDailyOn,
)
from bot.errors import BadCommand
from bot.messages import daily as words
from bot.models import Habits, LearnerId, Origin
from bot.ports import Clock, Messenger, StudyRecord
from bot.replies import Reply
from bot.study.calendar.absences import absence_on, back, gone
from bot.study.calendar.days import next_day
from bot.study.calendar.reminding import SNOOZE, away_until, next_daily, snoozed, time_of_day
from bot.study.calendar.zones import zone_named
from bot.study.scheduler import LEAST_RETENTION, MOST_RETENTION

_MOST_NEW, _MOST_REVIEWS = 500, 5000


@dataclass(frozen=True, slots=True)
class Daily:
    record: StudyRecord
    messenger: Messenger
    clock: Clock

    async def show(self, command: ShowHabits, origin: Origin) -> Reply:
        habits = await self.record.habits(await self._learner(origin))
        return words.shown(habits, self.clock.now())

    async def on(self, command: TurnDailyOn, origin: Origin) -> Reply:
        """The DM is opened now: later, opening many at once is what platforms take for spam."""
        at = time_of_day(command.at)
        zone = zone_named(command.zone) if command.zone.strip() else ""
        learner = await self._learner(origin)
        direct = await self.messenger.open_direct(origin.identity)

        def wanted(habits: Habits) -> Habits:
            return replace(
                habits,
                zone=zone or habits.zone,
                daily=at,
                closed=False,
                platform=origin.identity.platform,
                space=direct.space,
                channel=direct.channel,
            )

        habits, now = await self._change(learner, wanted), self.clock.now()
        return words.turned_on(habits, next_daily(habits, learner, now), now)

    async def off(self, command: TurnDailyOff, origin: Origin) -> Reply:
        await self._change(await self._learner(origin), partial(replace, daily=None, closed=False))
        return words.turned_off()

    async def change(self, command: ChangeHabits, origin: Origin) -> Reply:
        """The next DM stays as it is, a snoozed one too, unless the hour is another in the new zone."""
        learner, now = await self._learner(origin), self.clock.now()
        due = partial(next_daily, learner=learner, after=now) if command.zone.strip() else None
        habits = await self.record.change_habits(learner, partial(changed, wanted=command), due)
        return words.shown(habits, now)

    async def snooze(self, command: SnoozeDaily, origin: Origin) -> Reply:
        """Who has turned it off since, is away or cannot be written to is told so: nothing will come."""
        learner, now = await self._learner(origin), self.clock.now()
        again = partial(snoozed, learner=learner, now=now)
        habits = await self.record.change_habits(learner, _as_they_are, again)
        return words.snoozed() if again(habits) == now + SNOOZE else words.shown(habits, now)

    async def skip(self, command: SkipDaily, origin: Origin) -> Reply:
        """Today's is left out too where it has not come yet."""
        learner, now = await self._learner(origin), self.clock.now()
        habits = await self.record.change_habits(
            learner, _as_they_are, lambda it: next_daily(it, learner, next_day(now, it.zone))
        )
        return words.skipped(habits, next_daily(habits, learner, next_day(now, habits.zone)), now)

    async def pause(self, command: Pause, origin: Origin) -> Reply:
        learner, now = await self._learner(origin), self.clock.now()
        if command.until.strip():
            habits = await self._change(
                learner, lambda it: gone(it, now, away_until(command.until, it.zone, now))
            )
            return words.paused(habits, now)
        habits = await self.record.habits(learner)
        if absence_on(habits, now) is None:
            return words.never_paused()
        return words.resumed(await self._change(learner, lambda it: back(it, now)))

    async def _learner(self, origin: Origin) -> LearnerId:
        return await self.record.learner(origin.identity)

    async def _change(self, learner: LearnerId, change: Callable[[Habits], Habits]) -> Habits:
        due = partial(next_daily, learner=learner, after=self.clock.now())
        return await self.record.change_habits(learner, change, due)


def _as_they_are(habits: Habits) -> Habits:
    return habits


def changed(habits: Habits, wanted: ChangeHabits) -> Habits:
    """Raises BadCommand for what no day can hold."""
    retention = habits.retention if wanted.retention is None else wanted.retention / 100
    new = habits.new_a_day if wanted.new_a_day is None else wanted.new_a_day
    reviews = habits.reviews_a_day if wanted.reviews_a_day is None else wanted.reviews_a_day
    if not LEAST_RETENTION <= retention <= MOST_RETENTION:
        raise BadCommand(f"The share to remember is from {LEAST_RETENTION:.0%} to {MOST_RETENTION:.0%}.")
    if not 0 <= new <= _MOST_NEW or not 1 <= reviews <= _MOST_REVIEWS:
        raise BadCommand(f"A day holds up to {_MOST_NEW} new cards, and 1 to {_MOST_REVIEWS} reviews.")
    zone = zone_named(wanted.zone) if wanted.zone.strip() else habits.zone
    return replace(habits, zone=zone, new_a_day=new, reviews_a_day=reviews, retention=retention)
