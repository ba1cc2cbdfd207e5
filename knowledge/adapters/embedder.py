"""texts -> unit vectors, on onnxruntime and tokenizers: no PyTorch

Reads what exporter.py wrote: `<models>/<embedder>/` with tokenizer.json, model.onnx, model_int8.onnx and
embedder.json. Both graphs keep their weights in files beside them, which are mapped into memory and not
read: a start costs some 20 ms, and only the rows that a text needs of the word table are ever touched.
"""

import asyncio
import json
import os
import platform
import sys
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from knowledge.errors import EmbedderMissing
from knowledge.ports import Span, Vector, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"

Precision = Literal["auto", "fp32", "int8"]
GRAPHS = {"fp32": "model.onnx", "int8": "model_int8.onnx"}
TOKENIZER = "tokenizer.json"
CARD = "embedder.json"

_MOST_THREADS = 4
_INT8_FLAGS = frozenset({"avx2", "asimddp"})


@dataclass(frozen=True, slots=True)
class Card:
    """What an exported embedder says of itself."""

    name: str
    dimension: int
    max_tokens: int
    pooling: Literal["mean", "cls"]
    unlike: float = 0.0


def default_models() -> Path:
    """Within the installation, so that an image carries it and every data folder shares it."""
    return Path(sys.prefix) / "share" / "studyhall"


def home(models: Path, name: str) -> Path:
    return models / name.replace("/", "--")


def is_exported(models: Path, name: str) -> bool:
    return (home(models, name) / CARD).is_file()


def read_card(models: Path, name: str) -> Card:
    """Raises EmbedderMissing where the embedder was not exported."""
    try:
        return Card(**json.loads((home(models, name) / CARD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise EmbedderMissing(
            f"The embedder {name} is not set up here.", hint=f"Run: studyhall setup{_unless_default(name)}"
        ) from error


def _unless_default(name: str) -> str:
    return "" if name == DEFAULT_EMBEDDER else f" --embedder {name}"


def has_int8() -> bool:
    """True where bytes are multiplied quicker than floats: AVX2 on x86 and the dot product on ARM, as
    Linux's /proc/cpuinfo tells; Apple's own processors all have the latter. What was measured stands in
    ADR 1."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    try:
        words = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        return False
    return not _INT8_FLAGS.isdisjoint(words)


class OnnxEmbedder:
    """Loads on the first text. `threads` 0 means as many as this process may use, at most four."""

    def __init__(
        self,
        name: str = DEFAULT_EMBEDDER,
        *,
        models: Path | None = None,
        precision: Precision = "auto",
        threads: int = 0,
    ) -> None:
        self._name = name
        self._models = models or default_models()
        self._precision = precision
        self._threads = threads or min(_MOST_THREADS, _processors())
        self._loading = threading.Lock()
        self._model: _Model | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return read_card(self._models, self._name).dimension

    @property
    def unlike(self) -> float:
        return read_card(self._models, self._name).unlike

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return await asyncio.to_thread(self._embed, tuple(texts))

    async def whole_words(self, words: Sequence[str]) -> frozenset[str]:
        return await asyncio.to_thread(lambda: self._opened().whole_words(words)) if words else frozenset()

    async def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, tuple[Vectors, ...]]:
        return await asyncio.to_thread(self._embed_parts, tuple(texts), tuple(parts))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        return self._opened().embed(texts) if texts else _empty(self.dimension)

    def _embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, tuple[Vectors, ...]]:
        return self._opened().embed_parts(texts, parts) if texts else (_empty(self.dimension), ())

    def _opened(self) -> "_Model":
        with self._loading:
            if self._model is None:
                self._model = self._load()
        return self._model

    def _load(self) -> "_Model":
        card = read_card(self._models, self._name)
        folder = home(self._models, self._name)
        precision = self._precision
        if precision == "auto":
            precision = "int8" if has_int8() else "fp32"
        return _Model(
            card,
            tokenizer=_open_tokenizer(folder / TOKENIZER, card.max_tokens),
            session=_open_session(folder / GRAPHS[precision]),
            threads=self._threads,
        )


class _Model:
    def __init__(
        self, card: Card, *, tokenizer: "Tokenizer", session: "InferenceSession", threads: int
    ) -> None:
        self._card = card
        self._tokenizer = tokenizer
        self._session = session
        self._inputs = [given.name for given in session.get_inputs()]
        self._threads = ThreadPoolExecutor(threads, "embedder")

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Each text by itself: together they would be padded, and int8 scales what it multiplies by the
        largest number of all, so that a vector would depend on its company."""
        import numpy as np

        if len(texts) == 1:
            # A question: waking another thread for it takes longer than it saves.
            return self._one(self._tokenizer.encode(texts[0]).ids)[np.newaxis]
        encodings = self._tokenizer.encode_batch(list(texts))
        return np.stack(list(self._threads.map(self._one, [it.ids for it in encodings])))

    def whole_words(self, words: Sequence[str]) -> frozenset[str]:
        encodings = self._tokenizer.encode_batch(list(words), add_special_tokens=False)
        return frozenset(word for word, it in zip(words, encodings, strict=True) if len(it.ids) == 1)

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, tuple[Vectors, ...]]:
        import numpy as np

        encodings = self._tokenizer.encode_batch(list(texts))
        wholes, others = zip(*self._threads.map(self._whole_and_parts, encodings, parts), strict=True)
        return np.stack(wholes), tuple(others)

    def _one(self, tokens: Sequence[int]) -> Vector:
        return self._pooled(self._states(tokens))

    def _whole_and_parts(self, encoding: "Encoding", parts: Sequence[Span]) -> tuple[Vector, Vectors]:
        states = self._states(encoding.ids)
        whole = self._pooled(states)
        return whole, _pooled_parts(states, _tokens_of(parts, encoding.offsets), whole)

    def _pooled(self, states: "Vectors") -> Vector:
        import numpy as np

        pooled = states[0] if self._card.pooling == "cls" else states.mean(axis=0)
        unit: Vector = pooled / np.linalg.norm(pooled)
        return unit

    def _states(self, tokens: Sequence[int]) -> Vectors:
        """A vector for each token, of any length."""
        import numpy as np

        ids = np.array([tokens], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        states: Vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0][0]
        return states


def _tokens_of(parts: Sequence[Span], offsets: Sequence[Span]) -> list[Span]:
    """The first token of each part and the one behind its last; marks of the model's own span nothing."""
    words = [(start, end, at) for at, (start, end) in enumerate(offsets) if end > start]
    starts, ends = [word[0] for word in words], [word[1] for word in words]
    places = [*(word[2] for word in words), words[-1][2] + 1 if words else 0]
    found: list[Span] = []
    for start, end in parts:
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        found.append((places[first], places[last - 1] + 1) if last > first else (0, 0))
    return found


def _pooled_parts(states: Vectors, tokens: Sequence[Span], whole: Vector) -> Vectors:
    """The mean of each part's tokens, of unit length; of a part without any, the whole."""
    import numpy as np

    pooled = np.empty((len(tokens), len(whole)), dtype=np.float32)
    for row, (start, end) in zip(pooled, tokens, strict=True):
        row[:] = states[start:end].sum(axis=0) if end > start else whole
    pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
    return pooled


def _empty(dimension: int) -> Vectors:
    import numpy as np

    return np.zeros((0, dimension), dtype=np.float32)


def _open_tokenizer(path: Path, max_tokens: int) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _open_session(path: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Texts run beside each other instead: one text cut among threads takes a tenth more of each.
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The graph was optimised when it was exported.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if path.name == GRAPHS["fp32"]:
        # Packing copies every weight: of floats 40 MB at each start; of bytes it takes 0.02 s, and each
        # question then takes 3 ms less.
        options.add_session_config_entry("session.disable_prepacking", "1")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except _load_errors() as error:
        raise EmbedderMissing(
            f"The embedder's file {path.name} cannot be loaded.", hint="Run: studyhall setup --again"
        ) from error


def _load_errors() -> tuple[type[Exception], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    errors: Any = (
        state.NoSuchFile,
        state.InvalidArgument,
        state.InvalidProtobuf,
        state.InvalidGraph,
        state.Fail,
        state.RuntimeException,
    )
    return errors  # type: ignore[no-any-return]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
