"""A sender that is killed at any point neither repeats a message nor loses anybody for good"""

import pytest

from tests.bot.dailies_killed import PEOPLE, killed_for_days


@pytest.mark.parametrize("seed", range(40))
async def test_a_kill_at_any_point_neither_repeats_a_message_nor_loses_a_learner_for_good(seed: int):
    came, the_day_after = await killed_for_days(seed)
    assert max(came.values(), default=1) == 1
    assert the_day_after == PEOPLE
