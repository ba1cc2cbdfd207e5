"""Where a library's scale of cosines begins"""

import numpy as np
import pytest

from ingest.calibrating import SAMPLE, calibration, sample
from knowledge.models import ChunkId
from knowledge.ports import Vector


def vectors(*rows: tuple[float, float, float]) -> dict[ChunkId, Vector]:
    return {
        ChunkId(str(at)): np.array(row, dtype=np.float32) / np.float32(np.linalg.norm(row))
        for at, row in enumerate(rows)
    }


def test_an_embedder_that_puts_everything_near_is_told_from_one_that_does_not() -> None:
    apart = vectors((1, 0, 0), (0, 1, 0), (0, 0, 1))
    crowded = vectors((9, 1, 1), (9, 2, 1), (9, 1, 2))
    assert calibration(apart)["unlike"] == 0
    assert calibration(crowded)["unlike"] > 0.9


def test_a_pair_alike_does_not_hide_how_unlike_the_others_are() -> None:
    many = vectors(*((1.0, 0.0, 0.0),) * 4, *((0.0, 1.0, 0.0),) * 4)
    assert calibration(many)["unlike"] == 0


@pytest.mark.parametrize("few", [{}, vectors((1, 0, 0))])
def test_less_than_two_chunks_say_nothing(few: dict[ChunkId, Vector]) -> None:
    assert calibration(few) == {}


def test_a_large_library_is_measured_on_as_few_chunks_as_a_small_one() -> None:
    ids = [ChunkId(f"{at * 7919 % 10007:032x}") for at in range(10_000)]
    assert len(sample(ids)) == SAMPLE
    assert sample(ids) == sample(sorted(ids, reverse=True))
