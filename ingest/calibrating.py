"""the vectors of a few chunks -> where a library's scale of cosines begins  (pure)"""

from collections.abc import Collection, Mapping

from knowledge.models import ChunkId
from knowledge.ports import Vector

SAMPLE = 128
_MOST_UNLIKE = 0.05


def sample(ids: Collection[ChunkId]) -> tuple[ChunkId, ...]:
    """Ids are hashes: the lowest are as good as drawn by lot, and mostly the same ones at the next ingest."""
    return tuple(sorted(ids)[:SAMPLE])


def calibration(vectors: Mapping[ChunkId, Vector]) -> dict[str, float]:
    """`unlike`: the cosine of chunks that have nothing to do with each other, which no embedder puts at the
    same place: the lowest twentieth of all pairs. Empty for less than two chunks."""
    import numpy as np

    if len(vectors) < 2:
        return {}
    rows = np.stack(list(vectors.values()))
    pairs = (rows @ rows.T)[np.triu_indices(len(rows), k=1)]
    return {"unlike": round(float(np.quantile(pairs, _MOST_UNLIKE)), 4)}
