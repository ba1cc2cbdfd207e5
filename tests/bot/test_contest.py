"""What a round that is played together decides: the next step, points, who stands where"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import LearnerId, LiveRound, QuizRound, Response, RoundId, SpaceId
from bot.study import contest
from bot.study.contest import PAUSE
from knowledge.models import LibraryId, Question

ADA, BEN, CAT = LearnerId(1), LearnerId(2), LearnerId(3)
TO_PICK, TO_TYPE = timedelta(seconds=30), timedelta(seconds=45)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIVE = LiveRound(RoundId(1), SpaceId("s"), "hall", "thread")


def question(n: int, *, options: tuple[str, ...] = ("yes", "no")) -> Question:
    return Question(f"q{n}", "choice", f"Question {n}?", ("yes",), options, library=LibraryId("baking"))


def gave(number: int, learner: LearnerId, points: int = 0) -> Response:
    return Response(number, learner, "yes", "right" if points else "wrong", at=NOON, points=points)


def round_of(*responses: Response, questions: int = 4) -> QuizRound:
    asked = tuple(question(n) for n in range(questions))
    return QuizRound(RoundId(1), SpaceId("s"), "", ADA, "", 7, asked, responses)


def standing(*, number: int, opened: datetime | None = None, message: str = "") -> LiveRound:
    return replace(LIVE, number=number, asked_at=opened, message=message)


@given(st.floats(0, 40), st.floats(0, 40))
def test_a_quicker_right_answer_is_never_worth_less_and_any_in_time_is_worth_100(a: float, b: float) -> None:
    quick, slow = (
        contest.points(True, taken=timedelta(seconds=it), allowed=TO_PICK) for it in sorted((a, b))
    )
    assert 200 >= quick >= slow >= 100


def test_points_fall_in_a_line_from_200_to_100_over_the_time_allowed() -> None:
    won = [contest.points(True, taken=TO_TYPE * share, allowed=TO_TYPE) for share in (0, 0.25, 0.5, 1)]
    assert won == [200, 175, 150, 100]


def test_a_wrong_answer_wins_nothing_however_quick() -> None:
    assert contest.points(False, taken=timedelta(), allowed=TO_PICK) == 0


def test_what_must_be_typed_gets_more_time_than_what_is_picked() -> None:
    several = replace(question(1), kind="several")
    assert contest.time_for(question(1), 30) == TO_PICK
    assert contest.time_for(several, 30) == contest.time_for(question(1, options=()), 30) == TO_TYPE


@pytest.mark.parametrize(
    ("live", "responses", "after", "step"),
    [
        (standing(number=-1), (), timedelta(), "ask"),
        (standing(number=0, opened=NOON), (), timedelta(), "ask"),
        (standing(number=0, opened=NOON, message="m"), (), TO_PICK - PAUSE, "wait"),
        (standing(number=0, opened=NOON, message="m"), (), TO_PICK, "reveal"),
        (standing(number=0, message="m"), (), timedelta(), "reveal"),
        (standing(number=0), (), timedelta(), "ask"),
        (standing(number=1), (), timedelta(), "finish"),
        (standing(number=1), (gave(1, ADA),), timedelta(), "ask"),
        (standing(number=3), (gave(3, ADA),), timedelta(), "finish"),
    ],
    ids=[
        "never asked", "never posted", "open", "its time is over", "closed and not told",
        "told", "nobody answered twice", "one did", "the last was told",
    ],
)  # fmt: skip
def test_what_comes_next_follows_from_what_was_kept(
    live: LiveRound, responses: tuple[Response, ...], after: timedelta, step: str
) -> None:
    assert contest.next_step(live, round_of(*responses), NOON + after) == step


def test_a_round_that_was_stopped_finishes_wherever_it_stands() -> None:
    stopped = replace(round_of(), ended=True)
    for live in (standing(number=-1), standing(number=0, opened=NOON, message="m"), standing(number=0)):
        assert contest.next_step(live, stopped, NOON) == "finish"


def test_a_question_whose_message_was_never_posted_is_asked_again_and_not_left_out() -> None:
    assert contest.number_to_ask(standing(number=2, opened=NOON)) == 2
    assert contest.number_to_ask(standing(number=2)) == 3


def test_a_question_ends_early_once_all_who_play_have_answered_but_never_the_first() -> None:
    live = standing(number=1, opened=NOON, message="m")
    both = (gave(0, ADA), gave(0, BEN))
    assert contest.next_step(live, round_of(*both, gave(1, ADA)), NOON) == "wait"
    assert contest.next_step(live, round_of(*both, gave(1, ADA), gave(1, BEN)), NOON) == "reveal"
    first = standing(number=0, opened=NOON, message="m")
    assert contest.next_step(first, round_of(*both), NOON) == "wait"


def test_who_had_joined_and_gave_nothing_has_missed_the_question_and_who_had_not_has_not() -> None:
    round = round_of(gave(0, ADA), gave(1, BEN))
    (lapse,) = contest.lapses(round, 1)
    assert (lapse.learner, lapse.number, lapse.verdict, lapse.points) == (ADA, 1, "skipped", 0)
    assert contest.answers(replace(round, responses=(*round.responses, lapse)), 1) == (gave(1, BEN),)
    assert contest.lapses(replace(round, responses=(*round.responses, lapse)), 1) == ()


def test_a_lapse_is_no_answer_and_so_a_round_of_lapses_is_deserted() -> None:
    lapsed = (Response(1, ADA, "", "skipped"), Response(2, ADA, "", "skipped"))
    assert contest.deserted(round_of(gave(0, ADA), *lapsed), 2)
    assert not contest.deserted(round_of(gave(0, ADA), *lapsed), 1)


def test_equal_points_share_a_place_and_the_next_place_is_left_out() -> None:
    round = round_of(gave(0, BEN, 120), gave(0, ADA, 150), gave(0, CAT), gave(1, BEN, 130), gave(1, ADA, 100))
    found = [(it.place, it.learner, it.points) for it in contest.standings(round, count=2)]
    assert found == [(1, BEN, 250), (1, ADA, 250), (3, CAT, 0)]


def test_a_question_that_is_open_counts_for_nobody_when_the_round_is_stopped() -> None:
    live = standing(number=1, opened=NOON, message="m")
    assert contest.played(live) == 1
    assert contest.played(standing(number=1)) == 2
    round = round_of(gave(0, ADA, 100), gave(1, BEN, 200))
    assert [it.learner for it in contest.standings(round, count=contest.played(live))] == [ADA]


def test_an_answer_counts_only_to_the_open_question_and_only_until_its_moment() -> None:
    live, round = standing(number=1, opened=NOON, message="m"), round_of()
    late = NOON + TO_PICK
    assert contest.is_open(live, round, 1, late - timedelta(milliseconds=1))
    assert not contest.is_open(live, round, 1, late)
    assert not contest.is_open(live, round, 0, NOON)
    assert not contest.is_open(standing(number=1), round, 1, NOON)
    assert not contest.is_open(live, replace(round, ended=True), 1, NOON)
