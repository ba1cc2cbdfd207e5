"""/daily, /pause: how a learner wants to study -> kept, and when their DM comes"""

from dataclasses import dataclass, replace

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
from bot.study.days import zone_named
from bot.study.reminding import SNOOZE, next_daily, paused_until, time_of_day
from bot.study.scheduler import LEAST_RETENTION, MOST_RETENTION

_MOST_NEW, _MOST_REVIEWS = 500, 5000


@dataclass(frozen=True, slots=True)
class Daily:
    record: StudyRecord
    messenger: Messenger
    clock: Clock

    async def show(self, command: ShowHabits, origin: Origin) -> Reply:
        """Who could not be sent their daily message is told so, once."""
        learner, habits = await self._theirs(origin)
        if habits.closed:
            habits = replace(habits, daily=None)
            await self._keep(learner, replace(habits, closed=False))
        return words.shown(habits, self.clock.now())

    async def on(self, command: TurnDailyOn, origin: Origin) -> Reply:
        """The DM is opened now: later, opening many at once is what platforms take for spam."""
        at = time_of_day(command.at)
        learner, habits = await self._theirs(origin)
        zone = zone_named(command.zone) if command.zone.strip() else habits.zone
        direct = await self.messenger.open_direct(origin.identity)
        kept = replace(
            habits,
            zone=zone,
            daily=at,
            closed=False,
            platform=origin.identity.platform,
            space=direct.space,
            channel=direct.channel,
        )
        await self._keep(learner, kept)
        return words.turned_on(kept, next_daily(kept, learner, self.clock.now()))

    async def off(self, command: TurnDailyOff, origin: Origin) -> Reply:
        learner, habits = await self._theirs(origin)
        await self._keep(learner, replace(habits, daily=None, closed=False))
        return words.turned_off()

    async def change(self, command: ChangeHabits, origin: Origin) -> Reply:
        learner, habits = await self._theirs(origin)
        kept = changed(habits, command)
        await self._keep(learner, kept)
        return words.shown(kept, self.clock.now())

    async def snooze(self, command: SnoozeDaily, origin: Origin) -> Reply:
        learner, habits = await self._theirs(origin)
        if habits.daily is not None:
            await self.record.set_habits(learner, habits, self.clock.now() + SNOOZE)
        return words.snoozed()

    async def skip(self, command: SkipDaily, origin: Origin) -> Reply:
        await self._keep(*await self._theirs(origin))
        return words.skipped()

    async def pause(self, command: Pause, origin: Origin) -> Reply:
        learner, habits = await self._theirs(origin)
        now = self.clock.now()
        if not command.until.strip():
            ended = replace(habits, paused_until=min(habits.paused_until or now, now))
            await self._keep(learner, ended)
            return words.resumed(ended)
        kept = replace(habits, paused_from=now, paused_until=paused_until(command.until, habits.zone, now))
        await self._keep(learner, kept)
        return words.paused(kept)

    async def _theirs(self, origin: Origin) -> tuple[LearnerId, Habits]:
        learner = await self.record.learner(origin.identity)
        return learner, await self.record.habits(learner)

    async def _keep(self, learner: LearnerId, habits: Habits) -> None:
        await self.record.set_habits(learner, habits, next_daily(habits, learner, self.clock.now()))


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
