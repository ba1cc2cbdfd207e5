"""a chunk's sentence vectors <-> bytes, and how near a question is to each  (pure)"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from knowledge.models import Chunk, ChunkId, Passage
from knowledge.ports import Vector, Vectors
from knowledge.reading import read
from knowledge.sentences import Piece

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_STAMP = 4
"""Bytes ahead of the vectors that say of which pieces they are."""


def pack(cut: Sequence[Piece], vectors: Vectors) -> bytes:
    """`vectors` are those of `cut`, in order; one byte a number."""
    import numpy as np

    if not cut:
        return _stamp(cut)
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    rows: npt.NDArray[np.int8] = np.rint(vectors * (127 / largest)).astype(np.int8)
    return _stamp(cut) + rows.tobytes()


def nearness(question: Vector, packed: Mapping[ChunkId, bytes]) -> dict[ChunkId, tuple[float, ...]]:
    """The question's cosine with each vector of each chunk."""
    import numpy as np

    width = len(question)
    rows = np.frombuffer(b"".join(own[_STAMP:] for own in packed.values()), dtype=np.int8)
    cosines = _cosines(question, rows.reshape(-1, width).astype(np.float32)).tolist()
    ends = accumulate((len(own) - _STAMP) // width for own in packed.values())
    return {
        id: tuple(cosines[start:end]) for id, (start, end) in zip(packed, pairwise((0, *ends)), strict=True)
    }


def trusted(passages: Sequence[Passage], packed: Mapping[ChunkId, bytes]) -> tuple[Passage, ...]:
    """A passage that another version of Studyhall cut otherwise loses its nearness: the pieces are others."""
    return tuple(
        one
        if not one.nearness or packed[one.chunk.id][:_STAMP] == _stamp(_cut(one.chunk))
        else replace(one, nearness=())
        for one in passages
    )


def _cut(chunk: Chunk) -> tuple[Piece, ...]:
    """As the answer will read it anyway."""
    return tuple(one.piece for one in read(chunk).pieces)


def _cosines(question: Vector, rows: Vectors) -> "npt.NDArray[np.float32]":
    """Rows were scaled each by itself to fill a byte: their own length says by how much."""
    import numpy as np

    cosines: npt.NDArray[np.float32] = rows @ question / np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return cosines


def _stamp(cut: Sequence[Piece]) -> bytes:
    return zlib.crc32("\n".join(piece.text for piece in cut).encode("utf-8", "replace")).to_bytes(_STAMP)
