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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from knowledge.errors import EmbedderMissing
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"

Precision = Literal["auto", "fp32", "int8"]
GRAPHS = {"fp32": "model.onnx", "int8": "model_int8.onnx"}
TOKENIZER = "tokenizer.json"
CARD = "embedder.json"

# Longer batches lose more to padding and to the processor's caches than they gain.
_BATCH = 4
_MOST_THREADS = 4
# Without these a processor takes as long for int8 as for fp32, and less exactly.
_INT8_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "asimddp"})


@dataclass(frozen=True, slots=True)
class Card:
    """What an exported embedder says of itself."""

    name: str
    dimension: int
    max_tokens: int
    pooling: Literal["mean", "cls"]


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
    """True where the processor multiplies bytes by the four: VNNI on x86 and the dot product on ARM, as
    Linux's /proc/cpuinfo tells; Apple's own processors all have it."""
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

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return await asyncio.to_thread(self._embed, tuple(texts))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return _empty(self.dimension)
        with self._loading:
            if self._model is None:
                self._model = self._load()
        return self._model.embed(texts)

    def _load(self) -> "_Model":
        card = read_card(self._models, self._name)
        folder = home(self._models, self._name)
        precision = self._precision
        if precision == "auto":
            precision = "int8" if has_int8() else "fp32"
        return _Model(
            card,
            tokenizer=_open_tokenizer(folder / TOKENIZER, card.max_tokens),
            session=_open_session(folder / GRAPHS[precision], self._threads),
        )


class _Model:
    def __init__(self, card: Card, *, tokenizer: "Tokenizer", session: "InferenceSession") -> None:
        self._card = card
        self._tokenizer = tokenizer
        self._session = session
        self._inputs = {given.name for given in session.get_inputs()}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Sorted by length, so that a batch's texts are padded little."""
        import numpy as np

        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
        vectors = np.empty((len(texts), self._card.dimension), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            vectors[places] = self._run([encodings[place].ids for place in places])
        return vectors

    def _run(self, batch: Sequence[Sequence[int]]) -> Vectors:
        import numpy as np

        ids = np.zeros((len(batch), max(map(len, batch))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        return _unit(states[:, 0] if self._card.pooling == "cls" else _mean(states, mask))


def _empty(dimension: int) -> Vectors:
    import numpy as np

    return np.zeros((0, dimension), dtype=np.float32)


def _mean(states: Vectors, mask: "npt.NDArray[np.int64]") -> Vectors:
    """`states` has the shape (text, token, dimension)."""
    weights = mask[:, :, None].astype(states.dtype)
    pooled: Vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
    return pooled


def _unit(vectors: Vectors) -> Vectors:
    import numpy as np

    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _open_tokenizer(path: Path, max_tokens: int) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _open_session(path: Path, threads: int) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # The graph was optimised when it was exported.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Packing would copy every mapped weight: 40 MB and 0.2 s for a few percent of speed.
    options.add_session_config_entry("session.disable_prepacking", "1")
    # Idle threads sleep: a bot shares its processor with others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
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
