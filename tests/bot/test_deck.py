"""What comes next: the most valuable card first, a wall for nobody"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import CardId, DeckCount, DueCard, Habits, Memory, MemoryState
from bot.study.deck import Allowance, Left, allowance, chosen, left_of
from bot.study.scheduler import DEFAULTS, Scheduling, retrievability

NOW = datetime(2026, 5, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
PLENTY = Allowance(reviews=100, new=10)


def in_review(id: int, *, stability: float, waited: timedelta) -> DueCard:
    return DueCard(CardId(id), "review", stability, NOW - waited)


def in_steps(id: int, overdue: timedelta, state: MemoryState = "relearning") -> DueCard:
    return DueCard(CardId(id), state, 0.5, NOW - overdue - 10 * MINUTE)


NEW = CardId(901)


def test_new_cards_stop_while_more_is_due_than_the_day_has_room_for() -> None:
    assert allowance(DeckCount(due=101, new=5), Habits()) == Allowance(100, 0)
    assert allowance(DeckCount(due=100, new=5), Habits()) == Allowance(100, 5)


def test_after_a_break_a_day_brings_no_more_than_its_reviews() -> None:
    assert allowance(DeckCount(due=4000, new=50, reviewed=30), Habits()).reviews == 70
    assert allowance(DeckCount(due=4000, new=50, reviewed=130), Habits()).reviews == 0


def test_first_reviews_count_for_the_new_cards_and_not_for_the_others() -> None:
    left = allowance(DeckCount(due=20, new=50, reviewed=95, introduced=7), Habits())
    assert (left.reviews, left.new) == (12, 0)
    assert allowance(DeckCount(due=12, new=50, reviewed=95, introduced=7), Habits()).new == 3


def test_no_more_is_promised_than_there_is() -> None:
    assert allowance(DeckCount(due=3, new=2), Habits()) == Allowance(3, 2)
    assert allowance(DeckCount(), Habits()) == Allowance(0, 0)


def test_a_pace_of_nothing_new_brings_nothing_new() -> None:
    assert allowance(DeckCount(due=1, new=9), Habits(new_a_day=0)).new == 0


def test_a_step_comes_past_the_days_reviews_and_is_counted_as_one_of_today() -> None:
    count = DeckCount(due=4, new=5, reviewed=100, steps=1)
    assert allowance(count, Habits()) == Allowance(1, 0, 100)
    left = left_of(count, count, Habits())
    assert (left.due, left.new, left.tomorrow) == (1, 0, 8)
    assert allowance(DeckCount(due=101, new=5, steps=1), Habits()) == Allowance(101, 5)


def test_new_cards_of_who_wants_none_wait_for_no_day() -> None:
    count = DeckCount(due=1, new=9)
    assert left_of(count, count, Habits(new_a_day=0)) == Left(due=1, unwanted=9)


@given(*[st.integers(0, 500)] * 4, st.integers(0, 50), st.integers(0, 300))
def test_a_day_never_goes_over_its_pace(
    due: int, new: int, reviews: int, introduced: int, most_new: int, most: int
) -> None:
    count = DeckCount(due=due, new=new, reviewed=reviews + introduced, introduced=introduced)
    left = allowance(count, Habits(new_a_day=most_new, reviews_a_day=most))
    assert 0 <= left.reviews <= max(0, most - reviews)
    assert 0 <= left.new <= max(0, most_new - introduced)


def test_what_was_forgotten_minutes_ago_comes_before_all_else_the_longest_due_first() -> None:
    old = in_review(1, stability=1, waited=300 * DAY)
    due = [old, in_steps(3, 5 * MINUTE, "learning"), in_steps(2, MINUTE)]
    assert chosen(due, NEW, PLENTY, NOW) == due[1].id


def test_a_step_that_was_begun_is_ended_even_when_the_days_reviews_are_done() -> None:
    step = in_steps(2, MINUTE)
    assert chosen([in_review(1, stability=1, waited=9 * DAY), step], None, Allowance(0, 0), NOW) == step.id


def test_the_card_that_is_likeliest_forgotten_comes_first_however_long_it_is_due() -> None:
    sturdy = in_review(1, stability=400, waited=450 * DAY)
    frail = in_review(2, stability=2, waited=8 * DAY)
    assert chosen([sturdy, frail], None, PLENTY, NOW) == frail.id


@given(
    st.lists(st.tuples(st.floats(0.01, 5000), st.integers(0, 4000)), min_size=2, max_size=30),
    st.floats(0.1, 0.8),
)
def test_what_comes_first_is_likeliest_forgotten_whatever_the_parameters(
    told: list[tuple[float, int]], decay: float
) -> None:
    settings = Scheduling(parameters=(*DEFAULTS.parameters[:20], decay))
    due = [in_review(n, stability=s, waited=days * DAY) for n, (s, days) in enumerate(told)]
    first = next(it for it in due if it.id == chosen(due, None, PLENTY, NOW))

    def chance(card: DueCard) -> float:
        memory = Memory(NOW, "review", card.stability, 5.0, None, card.last_review)
        return retrievability(memory, NOW, settings)

    assert chance(first) == pytest.approx(min(map(chance, due)))


def test_of_two_alike_the_one_that_is_due_longer_comes_first() -> None:
    due = [in_review(n, stability=2, waited=8 * DAY) for n in (7, 3, 5)]
    assert chosen(due, None, PLENTY, NOW) == due[0].id


@pytest.mark.parametrize("day", [0, 60])
def test_while_both_are_there_a_new_card_follows_every_five_reviews(day: int) -> None:
    due = [in_review(1, stability=5, waited=9 * DAY)]
    places = [chosen(due, NEW, Allowance(50, 5, so_far), NOW) for so_far in range(day, day + 12)]
    assert [it == NEW for it in places] == ([False] * 5 + [True]) * 2


def test_new_cards_come_in_their_order_when_nothing_is_due() -> None:
    assert chosen((), NEW, PLENTY, NOW) == NEW


def test_no_new_card_comes_once_the_days_new_ones_are_seen() -> None:
    due = [in_review(1, stability=5, waited=9 * DAY)]
    assert chosen(due, NEW, Allowance(50, 0, so_far=5), NOW) == due[0].id
    assert chosen((), NEW, Allowance(50, 0), NOW) is None


def test_when_the_days_reviews_are_done_the_rest_waits() -> None:
    due = [in_review(1, stability=5, waited=9 * DAY)]
    assert chosen(due, None, Allowance(0, 3), NOW) is None
    assert chosen(due, NEW, Allowance(0, 3), NOW) == NEW
