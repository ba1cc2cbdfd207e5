"""question and texts -> scores, by a cross-encoder of sentence-transformers: PyTorch, so only where named"""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

from knowledge.errors import RerankerMissing

_PAIRS_AT_ONCE = 16


class CrossEncoderReranker:
    """`model` is a folder, or a name that this machine's cache of the hub holds: an answer never waits for a
    download. Loads with the first question."""

    def __init__(self, model: str) -> None:
        self._name = model
        self._loading = threading.Lock()
        self._model: Any = None

    async def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        return await asyncio.to_thread(self._scores, question, tuple(texts)) if texts else ()

    def _scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        pairs = [(question, text) for text in texts]
        # One question at a time: the model's tokenizer may not be shared by threads.
        with self._loading:
            if self._model is None:
                self._model = _loaded(self._name)
            found = self._model.predict(pairs, batch_size=_PAIRS_AT_ONCE, show_progress_bar=False)
        return tuple(float(score) for score in found)


def _loaded(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, device="cpu", local_files_only=True)
    # What the hub's and the model's libraries raise where a file is not there, or is none of theirs.
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise RerankerMissing(f"The reranker {name} cannot be loaded.") from error
