"""Days in a row that begin before the year that is read"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.commands import ShowStreak
from bot.models import Absence, LearnerId, Reviewed
from tests.bot.bench import Bench, bench
from tests.bot.test_daily import DAY, NOON
from tests.fakes.scripted_platform import text_of


async def having_reviewed(days_ago: set[int]) -> Bench:
    at = await bench()
    given = tuple(Reviewed(NOON - n * DAY, "good", "review") for n in sorted(days_ago, reverse=True))

    async def since(_: LearnerId, moment: Any) -> tuple[Reviewed, ...]:
        return tuple(it for it in given if it.at >= moment)

    at.record.reviews_since = since
    return at


@pytest.mark.parametrize("missed", range(364, 373))
async def test_a_day_forgiven_where_the_year_begins_ends_no_row(missed: int):
    at = await having_reviewed(set(range(500)) - {missed})
    told = text_of(await at.platform.send(ShowStreak()))
    assert told.startswith("499 days in a row")


@pytest.mark.parametrize("first", [330, 365])
async def test_a_long_absence_where_the_year_begins_ends_no_row(first: int):
    at = await having_reviewed({*range(first), *range(first + 60, 500)})
    away = Absence(NOON - (first + 59) * DAY, NOON - first * DAY + timedelta(hours=1))
    await at.record.change_habits(LearnerId(1), lambda it: replace(it, absences=(away,)))
    told = text_of(await at.platform.send(ShowStreak()))
    assert told.startswith("440 days in a row")
