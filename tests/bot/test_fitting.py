"""FSRS's parameters fitted to a learner's own log: kept where they foretell better, and then used"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import LearnTerm, RevealCard, ShowHabits
from bot.messages.review_logs import tried as told
from bot.messages.review_logs import tried_all
from bot.models import CardId, CardReview, Fit, Habits, LearnerId, LoggedReview, Memory
from bot.routines.fitting import GROWN, LEAST, fit_all, halfway
from bot.study.foresight.fitting import NotFitted
from bot.study.foresight.measured import Tried
from bot.study.scheduler import DEFAULTS, Scheduling, scheduling
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import labels, text_of
from tests.fakes.simulated_learners import MONDAY, simulated_log

STEADY = Scheduling(parameters=(*(9.0, 14.0, 21.0, 40.0), *DEFAULTS.parameters[4:]))
"""Somebody who keeps what is new to them for weeks."""
ADA = LearnerId(1)


async def reviewed(at: Bench, cards: int, *, seed: int = 3) -> tuple[LoggedReview, ...]:
    """Ada's log of so many cards: what a steady memory gives to the defaults' schedule."""
    log = simulated_log(cards, 8, seed, truth=STEADY, asked_by=DEFAULTS)
    await at.platform.send(LearnTerm("Layer"))
    after = Memory(log[0].at, "review", 1.0, 5.0, None, log[0].at)
    for n, it in enumerate(log, 1):
        given = CardReview(CardId(1), n, it.rating, it.at, after if n > 1 else None, after)
        assert await at.record.review_card(ADA, given)
    at.record.log_of = always(log)
    return log


def always(found: Any) -> Any:
    async def given(*asked: Any) -> Any:
        return found

    return given


async def fits(at: Bench, parameters: tuple[float, ...] | Exception) -> list[Tried]:
    async def fitting(reviews: Sequence[LoggedReview]) -> tuple[float, ...]:
        if isinstance(parameters, Exception):
            raise parameters
        return parameters

    return [it async for it in fit_all(at.record, at.clock, fitting)]


async def test_what_foretells_better_is_kept_and_cards_are_scheduled_by_it():
    at = await bench()
    await reviewed(at, 200)
    (tried,) = await fits(at, STEADY.parameters)
    assert tried.found is not None
    assert tried.found.is_better
    habits = await at.record.habits(ADA)
    assert habits.fit == Fit(halfway(STEADY.parameters), tried.reviews, at.clock.now())
    assert scheduling(habits).parameters == halfway(STEADY.parameters)
    assert "fitted to how you forget" in text_of(await at.platform.send(ShowHabits()))


async def test_the_buttons_of_a_card_say_what_the_fitted_parameters_make_of_it():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    before = labels(await at.platform.send(RevealCard(CardId(1), 0)))
    fit = Fit(STEADY.parameters, 900, at.clock.now())
    await at.record.change_habits(ADA, lambda it: replace(it, fit=fit))
    after = labels(await at.platform.send(RevealCard(CardId(1), 0)))
    assert [it for it in before if it.startswith("Easy")] != [it for it in after if it.startswith("Easy")]


async def test_what_foretells_no_better_is_noted_and_the_defaults_stay():
    at = await bench()
    await reviewed(at, 200)
    worse = (*(0.01, 0.02, 0.03, 0.04), *DEFAULTS.parameters[4:])
    (tried,) = await fits(at, worse)
    assert tried.found is not None
    assert not tried.found.is_better
    habits = await at.record.habits(ADA)
    assert habits.fit == Fit((), tried.reviews, at.clock.now())
    assert scheduling(habits) == DEFAULTS
    assert "fitted to" not in text_of(await at.platform.send(ShowHabits()))


async def test_a_log_is_fitted_to_again_once_it_has_grown():
    at = await bench()
    log = await reviewed(at, 260)
    (first,) = await fits(at, STEADY.parameters)
    assert await fits(at, STEADY.parameters) == []
    smaller = replace((await at.record.habits(ADA)).fit, reviews=int(first.reviews / GROWN) - 1)
    await at.record.change_habits(ADA, lambda it: replace(it, fit=smaller))
    assert len(await fits(at, STEADY.parameters)) == 1
    assert len(log) > LEAST


async def test_too_short_a_log_is_left_alone():
    at = await bench()
    await reviewed(at, 60)
    assert await fits(at, STEADY.parameters) == []
    assert (await at.record.habits(ADA)).fit is None


async def test_a_log_that_cannot_be_fitted_to_keeps_nobody_else_from_theirs():
    at = await bench()
    await reviewed(at, 200)
    at.record.with_reviews = always((ADA, LearnerId(2)))
    tried = await fits(at, NotFitted("PyTorch is not installed."))
    assert [it.why for it in tried] == ["PyTorch is not installed."] * 2
    assert (await at.record.habits(ADA)).fit is None


async def test_what_was_fitted_is_told_by_figures_and_without_names():
    at = await bench()
    await reviewed(at, 200)
    tried = await fits(at, STEADY.parameters)
    assert "scored reviews: log loss" in told(tried[0])
    assert told(tried[0]).endswith("kept")
    assert tried_all(tried) == "1 log fitted to; the parameters of 1 are kept."
    assert tried_all([]) == "Nobody has reviewed enough since the last time."
    assert "PyTorch" in told(Tried(700, why="PyTorch is not installed."))


@pytest.mark.parametrize("parameters", [(), STEADY.parameters])
def test_what_a_learner_wants_to_remember_holds_with_fitted_parameters_too(parameters: tuple[float, ...]):
    habits = Habits(retention=0.8, fit=Fit(parameters, 700, MONDAY))
    assert scheduling(habits).desired_retention == 0.8
