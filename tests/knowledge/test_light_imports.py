"""What an answering process must never import: PyTorch's world, and without a model langchain's"""

import subprocess
import sys
from pathlib import Path

import pytest

ANSWERING = """
import asyncio, sys
from pathlib import Path
from knowledge.models import ChunkId, LibraryId
from knowledge.wiring import KnowledgeSettings, open_knowledge

async def answer(data, models):
    async with open_knowledge(KnowledgeSettings(data=Path(data), models=Path(models))) as knowledge:
        vectors = await knowledge.embedder.embed(["why does it need less data?"])
        await knowledge.vectors.add(LibraryId("course"), [ChunkId("1" * 32)], vectors)
        assert len(await knowledge.vectors.nearest(LibraryId("course"), 1, vectors[0], 3)) == 1
        assert await knowledge.lexical.search(LibraryId("course"), 1, "data", 3) == ()
        assert await knowledge.retriever.find("why does it need less data?", ()) == ()

asyncio.run(answer(*sys.argv[1:]))
print(*sorted(name.partition(".")[0] for name in sys.modules))
"""

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "optimum",
    "onnx",
    "langchain",
    "langchain_core",
    "openai",
    "chromadb",
}


DEFINING = """
import asyncio, sys
from pathlib import Path
import bot.cli
from bot.commandline import shell
from bot.settings import read_settings

settings = read_settings(data=Path(sys.argv[1]))
assert asyncio.run(shell.define(settings, "layers", as_json=True)) == 1
print(*sorted(name.partition(".")[0] for name in sys.modules))
"""


@pytest.mark.slow
def test_a_definition_waits_for_no_vectors_no_logs_and_no_markup(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", DEFINING, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    imported = set(ran.stdout.splitlines()[-1].split())
    assert {"sqlalchemy", "knowledge"} <= imported
    unneeded = {
        "numpy",
        "onnxruntime",
        "tokenizers",
        "chromadb_rust_bindings",
        "structlog",
        "rich",
        "markdown_it",
    }
    assert imported.isdisjoint(HEAVY | unneeded), imported & (HEAVY | unneeded)


@pytest.mark.slow
def test_an_answering_process_imports_nothing_heavy(models: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ANSWERING, str(tmp_path), str(models)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    imported = set(ran.stdout.split())
    assert {"onnxruntime", "tokenizers", "tantivy", "chromadb_rust_bindings"} <= imported
    assert imported.isdisjoint(HEAVY), imported & HEAVY
