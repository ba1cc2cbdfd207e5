"""What comes in twice is done once"""

from datetime import UTC, datetime, timedelta

from bot.platforms.discord.taps import TOGETHER, Taps

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA, BOB, MESSAGE = 1, 2, 10


def test_an_event_that_is_delivered_again_is_known():
    taps = Taps()
    assert not taps.delivered_before(5)
    assert taps.delivered_before(5)
    assert not taps.delivered_before(6)


def test_a_second_click_is_not_taken_while_the_first_is_being_done():
    taps = Taps()
    assert taps.begin(ADA, MESSAGE, "tell", NOW)
    assert not taps.begin(ADA, MESSAGE, "tell", NOW + timedelta(minutes=1))


def test_a_double_click_is_one_and_a_later_click_is_another():
    taps = Taps()
    taps.begin(ADA, MESSAGE, "tell", NOW)
    taps.end(ADA, MESSAGE, "tell", NOW)
    assert not taps.begin(ADA, MESSAGE, "tell", NOW + TOGETHER / 2)
    assert taps.begin(ADA, MESSAGE, "tell", NOW + TOGETHER)


def test_a_click_that_nothing_came_of_is_followed_by_another_at_once():
    taps = Taps()
    taps.begin(ADA, MESSAGE, "tell", NOW)
    taps.failed(ADA, MESSAGE, "tell")
    assert taps.begin(ADA, MESSAGE, "tell", NOW)


def test_another_learner_another_button_and_another_message_are_not_held_up():
    taps = Taps()
    taps.begin(ADA, MESSAGE, "tell", NOW)
    assert taps.begin(BOB, MESSAGE, "tell", NOW)
    assert taps.begin(ADA, MESSAGE, "src", NOW)
    assert taps.begin(ADA, MESSAGE + 1, "tell", NOW)


def test_what_is_remembered_is_bounded():
    taps = Taps()
    for id in range(20_001):
        taps.delivered_before(id)
    assert not taps.delivered_before(0)
    assert taps.delivered_before(20_000)
