"""How well forgetting is foretold: worked out by hand, on simulated learners, and against FSRS's own sum"""

import math
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import LoggedReview, Rating
from bot.study.foresight.fitting import FEWEST, NotFitted, fitted
from bot.study.foresight.forgetting import Prediction, auc, foresight, log_loss, predictions, to_fit_until
from bot.study.scheduler import DEFAULTS, Scheduling
from tests.fakes.simulated_learners import MONDAY, simulated_log


def logged(card: str, day: float, rating: Rating) -> LoggedReview:
    return LoggedReview(card, rating, MONDAY + timedelta(days=day))


def foretold(*pairs: tuple[float, bool]) -> tuple[Prediction, ...]:
    return tuple(Prediction(MONDAY, chance, recalled) for chance, recalled in pairs)


def test_a_log_of_two_cards_is_worked_out_by_hand() -> None:
    reviews = [
        logged("a", 0, "good"),
        logged("b", 0, "easy"),
        logged("b", 0.9, "easy"),
        logged("a", 3, "good"),
        logged("b", 5, "again"),
    ]
    # FSRS-6: R = (1 + (0.9^(-1/w20) - 1) t/S)^-w20, with whole days t. A first "good" leaves S = w2 = 2.3065;
    # a first "easy" w3 = 8.2956, and a second on the same day raises it by e^(w17 (1 + w18)) S^-w19.
    factor = 0.9 ** (-1 / 0.1542) - 1
    of_a = (1 + factor * 3 / 2.3065) ** -0.1542
    stable = 8.2956 * math.exp(0.5425 * (1 + 0.0912)) * 8.2956**-0.0658
    of_b = (1 + factor * 4 / stable) ** -0.1542
    found = predictions(reviews, DEFAULTS)
    assert [it.chance for it in found] == pytest.approx([of_a, of_b], rel=1e-12)
    assert [it.recalled for it in found] == [True, False]
    assert log_loss(found) == pytest.approx(-(math.log(of_a) + math.log(1 - of_b)) / 2, rel=1e-12)
    assert auc(found) == 0


def test_a_day_is_24_hours_after_the_review_before_and_less_is_not_scored() -> None:
    almost = timedelta(days=1) - timedelta(seconds=1)
    assert not predictions([logged("a", 0, "good"), LoggedReview("a", "again", MONDAY + almost)], DEFAULTS)
    assert len(predictions([logged("a", 0, "good"), logged("a", 1, "again")], DEFAULTS)) == 1


def test_the_order_of_the_lines_does_not_matter() -> None:
    log = simulated_log(20, 6, 1, truth=DEFAULTS)
    mixed = Random(2).sample(log, len(log))
    assert predictions(mixed, DEFAULTS) == predictions(log, DEFAULTS)


def test_log_loss_of_a_few_by_hand() -> None:
    assert log_loss(foretold((0.9, True), (0.8, False))) == pytest.approx(
        -(math.log(0.9) + math.log(0.2)) / 2
    )
    assert log_loss(foretold((1.0, True))) == 0
    assert log_loss(foretold((1.0, False))) == log_loss(foretold((0.0, True))) == 100


def test_auc_of_a_few_by_hand_with_ties_counted_half() -> None:
    assert auc(foretold((0.9, True), (0.5, False))) == 1
    assert auc(foretold((0.9, False), (0.5, True))) == 0
    assert auc(foretold((0.7, True), (0.7, False))) == 0.5
    # Pairs of a recalled and a forgotten one: .9>.8, .9>.6, .8=.8, .8>.6, .5<.8, .5<.6.
    few = foretold((0.9, True), (0.8, True), (0.8, False), (0.6, False), (0.5, True))
    assert auc(few) == pytest.approx(3.5 / 6)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.9]), st.booleans()), max_size=30))
def test_auc_is_the_share_of_pairs_that_stand_in_the_right_order(pairs: list[tuple[float, bool]]) -> None:
    recalled = [chance for chance, was in pairs if was]
    forgotten = [chance for chance, was in pairs if not was]
    won = [(up > down) + (up == down) / 2 for up in recalled for down in forgotten]
    found = auc(foretold(*pairs))
    assert found == pytest.approx(sum(won) / len(won)) if won else math.isnan(found)


def test_nothing_scored_is_no_figure() -> None:
    found = foresight(predictions([logged("a", 0, "good")], DEFAULTS))
    assert found.scored == 0
    assert math.isnan(found.log_loss)
    assert math.isnan(found.auc)


TOLD = predictions(simulated_log(400, 8, 5, truth=DEFAULTS), DEFAULTS)


def test_the_loss_on_learners_who_forget_as_fsrs_says_is_the_entropy_of_their_forgetting() -> None:
    def entropy(p: float) -> float:
        return -p * math.log(p) - (1 - p) * math.log(1 - p)

    def variance(p: float) -> float:
        return p * (1 - p) * math.log(p / (1 - p)) ** 2

    expected = sum(entropy(it.chance) for it in TOLD) / len(TOLD)
    spread = math.sqrt(sum(variance(it.chance) for it in TOLD)) / len(TOLD)
    assert len(TOLD) > 1500
    assert abs(log_loss(TOLD) - expected) < 3 * spread


def test_outcomes_dealt_out_anew_are_foretold_worse() -> None:
    outcomes = [it.recalled for it in TOLD]
    Random(3).shuffle(outcomes)
    dealt = [replace(it, recalled=recalled) for it, recalled in zip(TOLD, outcomes, strict=True)]
    assert log_loss(dealt) > log_loss(TOLD)
    assert auc(TOLD) > 0.55 > auc(dealt)


def test_the_first_four_fifths_of_the_scored_reviews_are_fitted_to() -> None:
    until = to_fit_until(TOLD)
    assert until is not None
    assert sum(it.at < until for it in TOLD) == pytest.approx(0.8 * len(TOLD), abs=1)
    assert to_fit_until(()) is None
    assert to_fit_until(TOLD[:1]) is None


async def test_too_few_reviews_are_not_fitted_to_and_no_process_is_started() -> None:
    few = simulated_log(3, 4, 1, truth=DEFAULTS)
    with pytest.raises(NotFitted, match=f"needs {FEWEST} reviews"):
        await fitted(few)


ITS_OWN_LOSS = """
import json, sys
from datetime import datetime
from types import ModuleType
sys.modules.setdefault("pandas", ModuleType("pandas"))
from fsrs import Rating, ReviewLog
from fsrs.optimizer import Optimizer

rows, parameters = json.load(sys.stdin)
logs = [ReviewLog(card, Rating(rating), datetime.fromisoformat(at), None) for card, rating, at in rows]
print(Optimizer(logs)._compute_batch_loss(parameters=parameters))
"""


@pytest.mark.slow
@pytest.mark.parametrize("first", [0.212, 2.0])
def test_the_log_loss_is_the_one_that_the_optimizer_of_fsrs_works_out(first: float) -> None:
    import json

    parameters = (first, *DEFAULTS.parameters[1:])
    log = simulated_log(40, 9, 11, truth=DEFAULTS)
    names: dict[str, int] = {}
    rows = [
        (
            names.setdefault(it.card, len(names)),
            {"again": 1, "hard": 2, "good": 3, "easy": 4}[it.rating],
            it.at,
        )
        for it in log
    ]
    given = json.dumps([rows, parameters], default=lambda moment: moment.isoformat())
    said = subprocess.run(
        [sys.executable, "-c", ITS_OWN_LOSS], input=given, capture_output=True, text=True, check=True
    )
    ours = log_loss(predictions(log, Scheduling(parameters=parameters)))
    assert ours == pytest.approx(float(said.stdout), rel=1e-9)
