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
