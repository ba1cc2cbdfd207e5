"""settings -> what is in order here, and what to do where something is not"""

import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote

from bot.findings import Finding
from bot.opening import opened_ports
from bot.settings import Settings, unknown_settings
from knowledge.adapters.embedder import DEFAULT_EMBEDDER, default_models, is_exported
from knowledge.errors import EmbedderMismatch, RerankerMissing, StudyhallError, typed_here
from knowledge.languages import ADVISED, speaks
from knowledge.models import Library
from knowledge.ports import ChatModel, Message, Reranker
from knowledge.wiring import Knowledge

DONE, NOTHING_DONE = 0, 1
_QUESTION = "What is this course about?"


async def examine(settings: Settings, environment: Mapping[str, str]) -> int:
    """Prints a line for each finding; 1 where anything is wrong."""
    sick = False
    async for finding in _findings(settings, environment):
        sick = sick or finding.well is False
        mark = {True: "ok", None: "note", False: "FAIL"}[finding.well]
        sys.stdout.write(f"{mark:<4}  {finding.what}\n")
        if finding.advice:
            sys.stdout.write(f"      {typed_here(finding.advice, settings.program)}\n")
    return NOTHING_DONE if sick else DONE


async def _findings(settings: Settings, environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    for finding in (*strays(environment), folder(settings.data), embedder(settings)):
        yield finding
    try:
        async with opened_ports(settings) as (_, knowledge):
            yield Finding("The database answers, and its tables are up to date.")
            async for finding in _material(knowledge, settings):
                yield finding
            yield await chat_model(knowledge.chat)
            if knowledge.reranker:
                yield await reranker(knowledge.reranker, settings.reranker)
    except StudyhallError as error:
        yield _fault(error)
    async for finding in platforms(settings):
        yield finding


async def _material(knowledge: Knowledge, settings: Settings) -> AsyncIterator[Finding]:
    libraries = await knowledge.catalogue.libraries()
    served = all(
        library.embedder in ("", settings.embedder) or not speaks(settings.embedder, library.language)
        for library in libraries
    )
    for finding in taught(libraries, settings.embedder):
        yield finding
    # What is missing for it was said already.
    if libraries and served and embedder(settings).well:
        try:
            await knowledge.retriever.find(_QUESTION, tuple(library.slug for library in libraries), k=1)
            yield Finding("Passages are found by meaning and by words.")
        except StudyhallError as error:
            yield _fault(error)


def strays(environment: Mapping[str, str]) -> Iterator[Finding]:
    for name, meant in unknown_settings(environment).items():
        advice = f"Did you mean {meant}?" if meant else "docs/settings.md lists them all."
        yield Finding(f"{name} is no setting of mine.", None, advice)


def folder(data: Path) -> Finding:
    """Whether it can be written to, or made, without making it."""
    nearest = next(path for path in (data.resolve(), *data.resolve().parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Finding(f"Everything is kept in {data.resolve()}.")
    advice = "Give another folder with --data or STUDYHALL_DATA, or the right to write there."
    return Finding(f"The folder {data.resolve()} cannot be written to.", False, advice)


def embedder(settings: Settings) -> Finding:
    if is_exported(settings.models or default_models(), settings.embedder):
        return Finding(f"The embedder {settings.embedder} is set up.")
    chosen = "" if settings.embedder == DEFAULT_EMBEDDER else f" --embedder {quote(settings.embedder)}"
    return Finding(f"The embedder {settings.embedder} is not set up.", False, f"Run: studyhall setup{chosen}")


def taught(libraries: Sequence[Library], embedder: str) -> Iterator[Finding]:
    if not libraries:
        yield Finding("There are no lessons here yet.", False, "Run: studyhall ingest FOLDER")
    for library in libraries:
        if not speaks(embedder, library.language):
            yield _by_words_alone(library, embedder)
            continue
        if library.embedder in ("", embedder):
            yield Finding(f"The library {library.slug} is served, generation {library.generation}.")
            continue
        yield _fault(EmbedderMismatch(library.slug, library.roots, was=library.embedder, now=embedder))


def _by_words_alone(library: Library, embedder: str) -> Finding:
    told = (
        f"The library {library.slug} is in “{library.language}”, which the embedder {embedder} does not know"
    )
    ingest = f"studyhall ingest --library {library.slug} --reembed {' '.join(map(quote, library.roots))}"
    return Finding(
        f"{told}: its passages are found by their words alone.",
        None,
        f"For their meaning too, set STUDYHALL_EMBEDDER={ADVISED}, or another one that knows it, then run: "
        f"studyhall setup --embedder {ADVISED} and {ingest}",
    )


async def chat_model(chat: ChatModel | None) -> Finding:
    """Asks for one word: only that shows a wrong key."""
    if chat is None:
        return Finding("No language model: answers are the lessons' own sentences.")
    try:
        async for _ in chat.stream([Message("user", "Say: ready")]):
            return Finding(f"The language model {chat.name} answers.")
    except StudyhallError as error:
        return _fault(error)
    return Finding(f"The language model {chat.name} said nothing.", False, "Check STUDYHALL_CHAT_MODEL.")


async def reranker(reranker: Reranker, name: str) -> Finding:
    """Loads it: only that shows whether its weights are here."""
    try:
        await reranker.scores(_QUESTION, [_QUESTION])
        return Finding(f"The reranker {name} orders the best passages.")
    except RerankerMissing as error:
        return _fault(error)


async def platforms(settings: Settings) -> AsyncIterator[Finding]:
    """Each that has a token is asked; a platform's library is imported only then."""
    if settings.discord_token is None:
        yield Finding(
            "No DISCORD_TOKEN: start opens the terminal.", None, "docs/discord.md has the ten steps."
        )
        return
    from bot.platforms.discord import checkup

    token = settings.discord_token.get_secret_value()
    async for finding in checkup.examine(token, settings.discord_address, settings.discord_authority):
        yield finding


def _fault(error: StudyhallError) -> Finding:
    return Finding(str(error), False, error.hint)
