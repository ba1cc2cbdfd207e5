"""Embedder: the promises that the word-counting fake and the real model both keep"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.adapters.embedder import DEFAULT_EMBEDDER, GRAPHS, OnnxEmbedder, home
from knowledge.adapters.exporter import check_weights, export_embedder
from knowledge.errors import EmbedderMissing
from knowledge.ports import Embedder
from tests.fakes.indexes import WordEmbedder

NEAR = "The early layers of a network are reused for a new task."
TEXTS = (NEAR, "Reuse the network's early layers.", "Bread is baked from flour, water and salt.")


@pytest.fixture(params=["words", "fp32", "int8"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "words":
        return WordEmbedder()
    return OnnxEmbedder(models=request.getfixturevalue("models"), precision=request.param)


async def test_every_vector_has_the_dimension_and_unit_length(embedder: Embedder) -> None:
    vectors = await embedder.embed([*TEXTS, "", " ", "\x00", "🦜 漢字", "word " * 2000])
    assert vectors.shape == (8, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(8), abs=1e-5)


async def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert (await embedder.embed([])).shape == (0, embedder.dimension)


async def test_texts_come_back_in_their_order_each_as_if_alone(embedder: Embedder) -> None:
    texts = ["a long text about layers " * number for number in (9, 1, 7, 3, 8, 2)]
    together = await embedder.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert (await embedder.embed([text]))[0] == pytest.approx(vector, abs=1e-6)


async def test_what_means_the_same_is_nearer_than_what_does_not(embedder: Embedder) -> None:
    vectors = await embedder.embed(TEXTS)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


async def test_bytes_say_nearly_what_floats_say(models: Path) -> None:
    floats, small = [
        await OnnxEmbedder(models=models, precision=precision).embed(TEXTS) for precision in ("fp32", "int8")
    ]
    assert (floats * small).sum(axis=1).min() > 0.98


async def test_only_the_first_256_tokens_count(models: Path) -> None:
    long = "layers " * 254
    first, second = await OnnxEmbedder(models=models, precision="fp32").embed(
        [long, long + "bread flour salt"]
    )
    assert first == pytest.approx(second, abs=1e-5)


async def test_an_embedder_that_was_not_set_up_is_told_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(EmbedderMissing) as told:
        await OnnxEmbedder("some/model", models=tmp_path).embed(["text"])
    assert told.value.hint == "Run: studyhall setup --embedder some/model"


@pytest.mark.parametrize("damage", [b"", b"no graph at all"])
async def test_a_damaged_graph_is_told_with_the_command(models: Path, tmp_path: Path, damage: bytes) -> None:
    folder = home(tmp_path, DEFAULT_EMBEDDER)
    folder.mkdir()
    for file in home(models, DEFAULT_EMBEDDER).iterdir():
        (folder / file.name).symlink_to(file)
    (folder / GRAPHS["fp32"]).unlink()
    (folder / GRAPHS["fp32"]).write_bytes(damage)
    with pytest.raises(EmbedderMissing, match="cannot be loaded") as told:
        await OnnxEmbedder(models=tmp_path, precision="fp32").embed(["text"])
    assert "--again" in told.value.hint


def test_an_exported_embedder_is_not_exported_again(models: Path) -> None:
    said: list[str] = []
    assert export_embedder(models=models, say=said.append) == home(models, DEFAULT_EMBEDDER)
    assert said == [f"The embedder {DEFAULT_EMBEDDER} is ready."]
    assert "torch" not in sys.modules


def test_a_folder_for_models_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(EmbedderMissing, match="taken") as told:
        export_embedder(models=tmp_path / "taken" / "models", say=lambda _: None)
    assert "STUDYHALL_MODELS" in told.value.hint


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"other weights")
    check_weights(weights, hashlib.sha256(b"other weights").hexdigest())
    with pytest.raises(EmbedderMissing, match="not the published ones"):
        check_weights(weights, "0" * 64)


def test_an_export_leaves_what_a_start_needs_and_no_more(models: Path) -> None:
    assert sorted(path.name for path in home(models, DEFAULT_EMBEDDER).iterdir()) == [
        "embedder.json",
        "model.onnx",
        "model.onnx.weights",
        "model_int8.onnx",
        "model_int8.onnx.weights",
        "tokenizer.json",
    ]
