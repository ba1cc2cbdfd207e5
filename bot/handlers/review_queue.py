"""learner + space + moment -> the card that comes next there, and what is left of the day"""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.models import Card, DeckCount, Habits, LearnerId, LibraryId, SpaceId, StudyDay
from bot.ports import StudyRecord
from bot.spaces import Libraries
from bot.study.calendar.days import around, day_began
from bot.study.deck import Allowance, Left, Queue, allowance, chosen, left_of


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
    return allowance(await record.deck_count(learner, around(now, habits.zone), among=studied), habits)


async def queue_of(
    learner: LearnerId, space: SpaceId, now: datetime, *, record: StudyRecord, libraries: Libraries
) -> Queue:
    """What waits elsewhere takes nothing of the day here, but for the reviews that were given."""
    studied = await libraries(space)
    habits = await record.habits(learner)
    day = around(now, habits.zone)
    here = await record.deck_count(learner, day, among=studied)
    left = left_of(here, await record.deck_count(learner, day), habits)
    if card := await _chosen(learner, day, studied, here, allowance(here, habits), record=record):
        return Queue(card, left)
    next_in = await _next_in(learner, day, studied, left, habits.zone, record=record)
    return Queue(None, replace(left, next_in=next_in))


async def _chosen(
    learner: LearnerId,
    day: StudyDay,
    studied: Collection[LibraryId],
    here: DeckCount,
    allowed: Allowance,
    *,
    record: StudyRecord,
) -> Card | None:
    due = await record.due_cards(learner, day, among=studied) if here.due else ()
    new = await record.new_cards(learner, day.now, count=1, among=studied) if allowed.new else ()
    first = new[0].id if new else None
    id = await asyncio.to_thread(chosen, due, first, allowed, day.now)
    return None if id is None else await record.card(learner, id)


async def _next_in(
    learner: LearnerId,
    day: StudyDay,
    studied: Collection[LibraryId],
    left: Left,
    zone: str,
    *,
    record: StudyRecord,
) -> timedelta | None:
    """A card in review comes as soon as its day begins, and so does what is too much for today."""
    found = await record.next_due(learner, day, among=studied)
    began = day_began(found.review, zone) if found.review else None
    review = found.review if began and began <= day.now else began
    moments = [it for it in (found.step, review, day.ends if left.tomorrow else None) if it]
    return min(moments) - day.now if moments else None
