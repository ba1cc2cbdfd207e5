"""the real program on a review log: what it says of how well FSRS foretells it, and what it fits to it"""

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.models import CardKey, CardReview, CardText, Habits, Identity, LearnerId, LoggedReview, SpaceId
from bot.storage.migrations import STUDY
from bot.storage.record import SqlStudyRecord
from bot.study.scheduler import DEFAULTS, RATINGS, Scheduling, reviewed, scheduling
from knowledge.adapters.database import open_database
from knowledge.models import LibraryId
from tests.fakes.simulated_learners import MONDAY, simulated_log

pytestmark = pytest.mark.slow

QUICK_TO_FORGET = Scheduling(parameters=(0.05, 0.1, 0.2, 0.8, *DEFAULTS.parameters[4:]))


def written(folder: Path, reviews: Iterable[LoggedReview]) -> Path:
    lines = [f"{it.at.isoformat()},{RATINGS.index(it.rating) + 1},{it.card}" for it in reviews]
    (folder / "log.csv").write_text("\n".join(["review_time,review_rating,card_id", *lines]), "utf-8")
    return folder / "log.csv"


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["eval-fsrs", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_parameters_fitted_to_the_first_part_foretell_the_rest_better(tmp_path: Path) -> None:
    log = simulated_log(140, 12, 3, truth=QUICK_TO_FORGET, asked_by=DEFAULTS)
    code, out, err = run(written(tmp_path, log), "--json")
    told = json.loads(out)
    assert code == 0
    assert "Fitting" in err
    assert (told["reviews"], told["cards"], told["why"]) == (len(log), 140, "")
    fitted = told["fitted"]
    assert 0 < fitted["scored"] < told["scored"]
    assert fitted["log_loss"] < fitted["default"]["log_loss"]
    assert len(fitted["parameters"]) == 21


@pytest.mark.parametrize(
    ("torch", "why"),
    [("raise ImportError", "PyTorch, which is not installed"), ("raise SystemExit(3)", "exit code 3")],
)
def test_where_fitting_is_not_to_be_had_the_defaults_are_measured_and_it_says_why(
    torch: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch.py").write_text(torch, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code, out, _ = run(written(tmp_path, simulated_log(140, 12, 3, truth=DEFAULTS)), "--json")
    told = json.loads(out)
    assert (code, told["fitted"]) == (0, None)
    assert why in told["why"]
    assert told["default"]["auc"] > 0.5


def test_a_small_log_is_measured_with_the_defaults_alone_and_told_why(tmp_path: Path) -> None:
    file = written(tmp_path, simulated_log(30, 5, 3, truth=DEFAULTS))
    code, out, _ = run(file, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["fitted"] is None
    assert "512" in told["why"]
    assert 0 < told["default"]["log_loss"] < 1
    code, out, _ = run(file)
    assert f"{told['default']['log_loss']:.4f}" in out
    assert f"{told['scored']:,} are scored" in out
    assert told["why"] in out


def test_no_fit_is_quiet_and_a_log_of_first_reviews_has_no_figures(tmp_path: Path) -> None:
    code, out, err = run(written(tmp_path, simulated_log(3, 1, 3, truth=DEFAULTS)), "--no-fit", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["default"] == {"log_loss": None, "auc": None}


def test_a_log_with_a_wrong_line_is_refused_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("card_id,review_rating,review_time\n1,3,2026-01-01\n1,7,2026-01-02\n", "utf-8")
    code, out, err = run(file)
    assert (code, out) == (2, "")
    assert "line 3: review_rating is “7”" in err
    code, out, err = run(file, "--json")
    assert code == 2
    assert [it["line"] for it in json.loads(out)["errors"]] == [3]
    assert err == ""


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "none.csv")
    assert code == 2
    assert "No such file" in err


async def test_fit_keeps_what_foretells_a_learner_better_and_names_nobody(tmp_path: Path) -> None:
    """The real optimizer, on a log as the record keeps it."""
    log = simulated_log(180, 12, 3, truth=QUICK_TO_FORGET, asked_by=DEFAULTS)
    url = f"sqlite:///{tmp_path / 'studyhall.db'}"
    async with open_database(url, histories=(STUDY,)) as database:
        record = SqlStudyRecord(database)
        ada = await record.learner(Identity("terminal", "ada", "Ada Lovelace"))
        await kept(record, ada, log)
    command = (sys.executable, "-m", "bot.cli", "--data", str(tmp_path), "fit")
    first, again = [await ended(*command, *more) for more in ((), ("--json",))]
    assert "scored reviews: log loss" in first
    assert "Ada" not in first
    assert json.loads(again) == {"tried": 0, "kept": 0, "failed": []}
    async with open_database(url, histories=(STUDY,)) as database:
        fit = (await SqlStudyRecord(database).habits(ada)).fit
    assert fit is not None
    assert len(fit.parameters) == 21
    assert scheduling(Habits(fit=fit)).parameters == fit.parameters


async def kept(record: SqlStudyRecord, learner: LearnerId, log: Iterable[LoggedReview]) -> None:
    key = CardKey(LibraryId("l"), "a.md", (), "term", "")
    cards: dict[str, list[LoggedReview]] = {}
    for it in log:
        cards.setdefault(it.card, []).append(it)
    texts = [CardText(replace(key, name=name), f"{name}?", "!", "h") for name in cards]
    numbers = await record.add_cards(learner, SpaceId("terminal:local"), texts, MONDAY)
    for card, given in zip(numbers, cards.values(), strict=True):
        memory = None
        for n, it in enumerate(given, 1):
            after = reviewed(memory, it.rating, it.at)
            assert await record.review_card(learner, CardReview(card, n, it.rating, it.at, memory, after))
            memory = after


async def ended(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err
    return out.decode()
