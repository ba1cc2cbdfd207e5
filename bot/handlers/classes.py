"""/studyhall class: how those who learn in a space get on -> a teacher's overview, or CSV"""

from bot.commands import ShowClass
from bot.messages import classes as words
from bot.models import Origin
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.study.calendar.weeks import week_starts

LEAST_REVIEWS = 5
"""Of a card, by all: fewer say nothing about it."""

MOST_CARDS, MOST_IN_CSV = 10, 500
FEW = 3
"""Where fewer than so many are not named, but some, nobody is: what is left would tell of them."""


async def show_class(command: ShowClass, origin: Origin, *, record: StudyRecord, clock: Clock) -> Reply:
    moments, space = week_starts(clock.now()), origin.space
    count = MOST_IN_CSV if command.csv else MOST_CARDS
    weeks = await record.activity_here(space, moments)
    (all_weeks,) = await record.activity_here(space, (moments[0], moments[-1]))
    agreed = await record.reviews_here(space, moments[0])
    names = await record.names(list(agreed), origin.identity.platform)
    named = tuple((names[learner], given) for learner, given in agreed.items() if names[learner])
    seen = words.Class(
        weeks=weeks,
        learners=all_weeks.learners,
        missed=await record.missed_here(space, least=LEAST_REVIEWS, count=count),
        reported=len(await record.reported(space)),
        named=named if _may_be_named(all_weeks.learners - len(named)) else (),
    )
    return words.as_csv(seen) if command.csv else words.shown(seen)


def _may_be_named(others: int) -> bool:
    return others == 0 or others >= FEW
