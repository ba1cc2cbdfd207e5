"""learners with enough reviews -> FSRS's parameters for each, kept where they foretell better

Goes on behind the answers, in a process of its own (`studyhall fit`): each fitting takes seconds of one core.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.models import Fit, LearnerId, LoggedReview
from bot.ports import Clock, StudyRecord
from bot.study.foresight.fitting import FEWEST, NotFitted
from bot.study.foresight.forgetting import TO_FIT_ON, predictions, to_fit_until
from bot.study.foresight.measured import Tried, judged
from bot.study.scheduler import DEFAULTS

LEAST = round(FEWEST / TO_FIT_ON)
"""Scored reviews, some of which are held out."""
SHARE = 0.5
"""Of the way from the defaults to what was fitted: a log of a thousand reviews says little of some of the 21,
and what it says of them by chance makes other reviews be foretold worse (docs/forgetting.md)."""
GROWN = 1.25
"""A log is fitted to again once it has grown by so much."""

Fitting = Callable[[Sequence[LoggedReview]], Awaitable[tuple[float, ...]]]


async def fit_all(record: StudyRecord, clock: Clock, fitting: Fitting) -> AsyncIterator[Tried]:
    """Those alone whose log was never fitted to, or has grown since."""
    for learner in await record.with_reviews(LEAST):
        tried = await fit_one(learner, record, clock, fitting)
        if tried is not None:
            yield tried


async def fit_one(learner: LearnerId, record: StudyRecord, clock: Clock, fitting: Fitting) -> Tried | None:
    log, habits = await record.log_of(learner), await record.habits(learner)
    foretold = await asyncio.to_thread(predictions, log, DEFAULTS)
    until = to_fit_until(foretold)
    if until is None or len(foretold) < max(LEAST, GROWN * habits.fit.reviews if habits.fit else 0):
        return None
    try:
        parameters = await fitting([it for it in log if it.at < until])
    except NotFitted as error:
        return Tried(len(foretold), why=str(error))
    careful = halfway(parameters)
    found = await asyncio.to_thread(judged, log, careful, until)
    fit = Fit(careful if found.is_better else (), len(foretold), clock.now())
    await record.change_habits(learner, partial(replace, fit=fit))
    return Tried(len(foretold), found)


def halfway(parameters: Sequence[float]) -> tuple[float, ...]:
    pairs = zip(DEFAULTS.parameters, parameters, strict=True)
    return tuple(default + SHARE * (own - default) for default, own in pairs)
