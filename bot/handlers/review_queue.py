"""learner + space + moment -> the card that comes next there, and what is left of the day"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.messages.review import Left
from bot.models import Card, Habits, LearnerId, SpaceId
from bot.ports import StudyRecord
from bot.spaces import Libraries
from bot.study.days import day_began, next_day
from bot.study.deck import Allowance, Pace, allowance, chosen
from bot.study.scheduler import Scheduling

_READ = 500
"""Cards looked at for the next one: more than a day's, so that those of other spaces hide none."""


@dataclass(frozen=True, slots=True)
class Queue:
    """`card` is None where nothing comes now."""

    card: Card | None
    left: Left


def scheduling(habits: Habits) -> Scheduling:
    return Scheduling(desired_retention=habits.retention)


async def today(
    learner: LearnerId,
    space: SpaceId,
    now: datetime,
    habits: Habits,
    *,
    record: StudyRecord,
    libraries: Libraries,
) -> Allowance:
    """How much of today is left there: the numbers of `queue_of`, without reading a card."""
    studied = await libraries(space)
    count = await record.deck_count(learner, now, day_began(now, habits.zone), among=studied)
    return allowance(count, Pace(habits.new_a_day, habits.reviews_a_day))


async def queue_of(
    learner: LearnerId, space: SpaceId, now: datetime, *, record: StudyRecord, libraries: Libraries
) -> Queue:
    studied = frozenset(await libraries(space))
    habits = await record.habits(learner)
    count = await record.deck_count(learner, now, day_began(now, habits.zone))
    due = await record.due_cards(learner, now, count=_READ)
    new = await record.new_cards(learner, now, count=_READ)
    here = tuple(it for it in due if it.text.key.library in studied)
    new_here = tuple(it for it in new if it.text.key.library in studied)
    pace = Pace(habits.new_a_day, habits.reviews_a_day)
    # What waits elsewhere takes nothing of the day here.
    allowed = allowance(replace(count, due=len(here), new=len(new_here)), pace)
    left = Left(
        allowed.reviews,
        allowed.new,
        tomorrow=len(here) + len(new_here) - allowed.reviews - allowed.new,
        elsewhere=len(due) + len(new) - len(here) - len(new_here),
        set_aside=count.set_aside,
        done=count.reviewed,
    )
    if card := chosen(here, new_here, allowed, now, settings=scheduling(habits)):
        return Queue(card, left)
    return Queue(None, replace(left, next_in=await _next_in(learner, now, left, habits.zone, record=record)))


async def _next_in(
    learner: LearnerId, now: datetime, left: Left, zone: str, *, record: StudyRecord
) -> timedelta | None:
    due = await record.next_due(learner, now)
    moments = (*((due,) if due else ()), *((next_day(now, zone),) if left.tomorrow else ()))
    return min(moments) - now if moments else None
