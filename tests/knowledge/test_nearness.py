"""Sentence vectors -> bytes -> how near a question is"""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.models import ChunkId
from knowledge.nearness import nearness, pack, trusted
from knowledge.sentences import pieces
from tests.knowledge.answering_material import passage

TEXT = "Owls hoot at night. Wrens trill in the morning. Both build nests."


def unit(rows: int, seed: int = 1) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=(rows, 384)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_a_byte_a_number_says_nearly_what_the_floats_say() -> None:
    vectors, question = unit(3), unit(1, seed=2)[0]
    question = (question + vectors[1]) / np.linalg.norm(question + vectors[1])
    kept = pack(pieces(TEXT), vectors)
    assert len(kept) == 4 + 3 * 384
    assert nearness(question, {ChunkId("a"): kept})[ChunkId("a")] == pytest.approx(
        vectors @ question, abs=4e-3
    )


def test_each_chunk_gets_its_own_also_one_without_a_sentence() -> None:
    question = unit(1, seed=2)[0]
    kept = {
        ChunkId("a"): pack(pieces(TEXT), unit(3)),
        ChunkId("b"): pack((), unit(0)),
        ChunkId("c"): pack(pieces("Owls hoot."), question[None]),
    }
    found = nearness(question, kept)
    assert [len(found[id]) for id in kept] == [3, 0, 1]
    assert found[ChunkId("c")][0] == pytest.approx(1, abs=1e-3)
    assert nearness(question, {}) == {}


def test_vectors_of_other_pieces_than_todays_are_not_trusted() -> None:
    one = replace(passage(TEXT), nearness=(0.1, 0.2, 0.3))
    id = one.chunk.id
    assert trusted([one], {id: pack(pieces(TEXT), unit(3))}) == (one,)
    (other,) = trusted([one], {id: pack(pieces(TEXT.replace("Both", "All")), unit(3))})
    assert other == replace(one, nearness=())
