"""whatever happens to an ingest, a library is served whole: real stores, real processes, real kills"""

import time
from collections.abc import Callable, Iterator
from random import Random

import pytest

from tests.end_to_end.killing import Year, year
from tests.end_to_end.nursery import Nursery

pytestmark = pytest.mark.slow

SEED = 20261121
DEADLINE_S = 2.0
"""Within this a running bot follows an ingest (README, "Ingest")."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    folder = tmp_path_factory.mktemp("year")
    said = folder / "said"
    said.mkdir()
    with Nursery(said) as nursery:
        yield year(folder, nursery)


@pytest.mark.parametrize("step", ["vectors.add", "lexical.build", "catalogue.switch", "vectors.remove"])
def test_an_ingest_killed_at_a_step_leaves_a_whole_library_and_the_next_completes(
    course: Year, step: str
) -> None:
    last = len(course.steps) - course.steps[::-1].index(step)
    course.die_before(last)


def test_an_ingest_killed_at_any_time_leaves_a_whole_library_and_the_next_completes(course: Year) -> None:
    random = Random(SEED)
    for _ in range(3):
        course.die_after(random.uniform(0, course.seconds))


def test_a_running_bot_follows_an_ingest_of_another_process(course: Year) -> None:
    data = course.data("watched")
    question, wanted = "What does edition 2 say of lesson 27?", "lessons/27.md"
    watcher = course.nursery.start("watch", data, question=question, wanted=wanted)
    _wait(watcher.out.with_suffix(".ready").exists)
    ingest = course.ingest(data)
    assert ingest.code() == 0
    assert watcher.code() == 0, watcher.said()
    assert watcher.found()["at"] - ingest.found()["at"] <= DEADLINE_S


def test_of_two_ingests_the_second_says_so_or_waits_and_another_library_does_neither(course: Year) -> None:
    data, gate = course.data("busy"), course.folder / "gate"
    first = course.ingest(data, gate=gate)
    _wait(gate.with_suffix(".waiting").exists)
    second = course.ingest(data)
    assert second.code() == 1
    assert second.said() == (
        "Another ingest is at work on “ai”. Wait until the other ingest has ended, then run this one again.\n"
    )
    assert course.ingest(data, library="other").code() == 0
    third = course.ingest(data, wait=True)
    gate.touch()
    assert (first.code(), third.code()) == (0, 0)
    assert course.look(data)["served"] == course.is_now["served"]


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(3000):
        if until():
            return
        time.sleep(0.01)
    pytest.fail("a child process never came to the point where the test goes on")
