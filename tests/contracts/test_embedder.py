"""Embedder: the promises that the word-counting fake and the real model both keep"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.adapters.embedder import DEFAULT_EMBEDDER, GRAPHS, OnnxEmbedder, Precision, home
from knowledge.adapters.exporter import STRANGERS, check_weights, export_embedder, unlikeness
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


BAKING = "Reuse the network's early layers. Bread is baked from flour, water and salt."
PARTS = ((0, 33), (34, 77))


async def test_a_texts_own_vector_is_the_same_with_its_parts_and_without(embedder: Embedder) -> None:
    wholes, parts = await embedder.embed_parts([BAKING, NEAR, ""], [PARTS, (), ()])
    assert wholes == pytest.approx(await embedder.embed([BAKING, NEAR, ""]), abs=1e-6)
    assert [part.shape for part in parts] == [(2, embedder.dimension), *[(0, embedder.dimension)] * 2]
    assert parts[0].dtype == np.float32
    assert np.linalg.norm(parts[0], axis=1) == pytest.approx(np.ones(2), abs=1e-5)


async def test_a_question_is_nearest_to_the_part_that_speaks_of_it(embedder: Embedder) -> None:
    _, (parts,) = await embedder.embed_parts([BAKING], [PARTS])
    layers, bread = await embedder.embed([NEAR, "What is bread baked from?"])
    assert layers @ parts[0] > layers @ parts[1] + 0.2
    assert bread @ parts[1] > bread @ parts[0] + 0.2


async def test_a_part_that_is_all_of_a_text_is_nearly_the_text(embedder: Embedder) -> None:
    (whole,), (parts,) = await embedder.embed_parts([BAKING], [((0, len(BAKING)),)])
    assert whole @ parts[0] > 0.95


async def test_a_part_without_a_word_has_the_texts_vector(embedder: Embedder) -> None:
    (whole,), (parts,) = await embedder.embed_parts([BAKING], [((0, 0), (33, 34), (77, 77))])
    assert parts == pytest.approx(np.stack([whole] * 3), abs=1e-6)


async def test_no_text_has_no_parts(embedder: Embedder) -> None:
    wholes, parts = await embedder.embed_parts([], [])
    assert wholes.shape == (0, embedder.dimension)
    assert parts == ()


async def test_a_part_behind_what_is_read_of_a_text_has_the_texts_vector(models: Path) -> None:
    long = "layers " * 300
    (whole,), (parts,) = await OnnxEmbedder(models=models).embed_parts([long], [((0, 70), (2030, 2100))])
    assert parts[1] == pytest.approx(whole, abs=1e-6)
    assert parts[0] @ whole < 0.9999


async def test_letters_of_any_script_are_counted_as_the_text_counts_them(models: Path) -> None:
    ahead = "Ünïcödé 漢字 🦜 e\u0301 "
    text = f"{ahead}Bread is baked from flour. Layers are reused."
    cut = len(ahead) + 26
    _, (parts,) = await OnnxEmbedder(models=models).embed_parts(
        [text], [((len(ahead), cut), (cut, len(text)))]
    )
    (bread,) = await OnnxEmbedder(models=models).embed(["What is bread baked from?"])
    assert bread @ parts[0] > bread @ parts[1] + 0.2


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


@pytest.mark.parametrize("precision", ["fp32", "int8"])
async def test_texts_with_nothing_in_common_are_as_far_apart_as_the_embedder_says(
    precision: Precision, models: Path
) -> None:
    real = OnnxEmbedder(models=models, precision=precision)
    assert unlikeness(await real.embed(STRANGERS)) == pytest.approx(real.unlike, abs=0.1)


def test_an_embedder_that_puts_everything_near_is_told_from_one_that_does_not() -> None:
    crowded = np.array([[9, 1, 1], [9, 2, 1], [9, 1, 2]]) / np.linalg.norm([[9, 1, 1]] * 3, axis=1)[:, None]
    assert unlikeness(np.eye(3, dtype=np.float32)) == 0
    assert unlikeness(crowded.astype(np.float32)) > 0.9


async def test_a_word_is_told_from_a_slip_in_it(embedder: Embedder) -> None:
    assert await embedder.whole_words(["vector", "vectpr", "power", "powwer"]) == {"vector", "power"}
    assert await embedder.whole_words([]) == frozenset()
