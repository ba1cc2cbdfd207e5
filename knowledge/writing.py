"""a language model's draft -> Answer, sentence by sentence, each held to the passages"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.errors import ModelQuotaSpent, ModelTimedOut, ModelUnavailable
from knowledge.extractive import citation
from knowledge.grounding import Supported, drafted, supported
from knowledge.models import Answer, Level, Passage, Sentence
from knowledge.ports import ChatModel, Message, Used
from knowledge.prompt import messages

T = TypeVar("T")
SHOWN_TO_MODEL = 4
_SENTENCES = 6
_LONGEST_DRAFT, _LONGEST_REPLY = 4_000, 40_000
"""Characters; the reply is longer by what a model thinks aloud."""
_CHARACTERS_A_TOKEN = 4
_NOT_THERE = re.compile(r"\bnot in the passages\b", re.IGNORECASE)

UNSUPPORTED = "The language model's words did not stand on the lessons, so these are the lessons' own."
MISSED = "The language model's words missed the question, so these are the lessons' own."
FOUND_NOTHING = "The language model found no answer in the lessons; these are the nearest of their own words."


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked. `own` is the answer without it: the lessons' own sentences."""

    question: str
    passages: tuple[Passage, ...]
    own: Answer
    level: Level = "plain"


@dataclass(slots=True)
class _Draft:
    """What came so far. `used` are the tokens that the provider counted; 0 where it does not."""

    text: str = ""
    used: int = 0
    came: bool = False


async def written(chat: ChatModel, blank: Answer, task: Task) -> AsyncIterator[Answer]:
    """The model's sentences, each shown once its passages support it; else `task.own`, with a word on why.
    Nothing is shown before one of them says what the lessons' own answer says too: a sentence may be true
    and beside the point."""
    asked = messages(task.question, task.passages[:SHOWN_TO_MODEL], task.level)
    draft = _Draft()
    started, remark = replace(blank, composer="model"), ""
    growing = started
    to_the_point = False
    try:
        async for growing, kept in _supported(chat, asked, started, task, draft):
            to_the_point = to_the_point or _to_the_point(kept, task)
            if to_the_point:
                yield growing
    except ModelUnavailable as error:
        remark = remark_on(error)
        draft.came = draft.came or isinstance(error, ModelTimedOut)
    tokens = _tokens(asked, draft)
    if to_the_point:
        yield replace(growing, complete=True, tokens=tokens)
    elif task.own.sentences:
        remark = remark or _why_not(draft.text, growing)
        yield replace(task.own, composer="fallback", remark=remark, tokens=tokens)
    else:
        yield replace(task.own, tokens=tokens)


async def _supported(
    chat: ChatModel, asked: Sequence[Message], growing: Answer, task: Task, draft: _Draft
) -> AsyncIterator[tuple[Answer, Supported]]:
    shown, read = task.passages[:SHOWN_TO_MODEL], 0
    before: Supported | None = None
    async with aclosing(ended(chat.stream(asked))) as pieces:
        async for piece in pieces:
            if isinstance(piece, Used):
                draft.used = piece.tokens
                continue
            draft.came = True
            draft.text += piece or ""
            whole = drafted(draft.text, ended=piece is None)
            for sentence in whole[read:]:
                before = await asyncio.to_thread(supported, sentence, shown, before)
                if before and all(before.text != other.text for other in growing.sentences):
                    growing = grown(growing, before, shown)
                    yield growing, before
            read = max(read, len(whole))
            if len(growing.sentences) >= _SENTENCES or _is_endless(draft.text, whole):
                return


def _is_endless(text: str, whole: Sequence[str]) -> bool:
    return len(text) > _LONGEST_REPLY or sum(map(len, whole)) > _LONGEST_DRAFT


def _to_the_point(kept: Supported, task: Task) -> bool:
    if task.level != "plain" or not task.own.sentences:
        return True
    own = [(one.chunk, one.quote) for one in task.own.citations]
    return any(
        task.passages[at].chunk.id == chunk and (said in quote or quote in said)
        for at, said in zip(kept.passages, kept.quotes, strict=True)
        for chunk, quote in own
    )


def _why_not(text: str, growing: Answer) -> str:
    if _NOT_THERE.search(text):
        return FOUND_NOTHING
    return MISSED if growing.sentences else UNSUPPORTED


def _tokens(asked: Sequence[Message], draft: _Draft) -> int:
    """What the provider counted, else about what it read and wrote; 0 where it took no request."""
    if draft.used or not draft.came:
        return draft.used
    return (sum(len(one.text) for one in asked) + len(draft.text)) // _CHARACTERS_A_TOKEN


async def ended(pieces: AsyncIterator[T]) -> AsyncGenerator[T | None]:
    """The pieces, then None; whoever leaves early closes them."""
    try:
        async for piece in pieces:
            yield piece
        yield None
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()


def grown(answer: Answer, kept: Supported, passages: Sequence[Passage]) -> Answer:
    """With one more sentence; passages are numbered as they are first cited."""
    cited = {one.chunk: one for one in answer.citations}
    for at, said in zip(kept.passages, kept.quotes, strict=True):
        id = passages[at].chunk.id
        before = cited.get(id)
        if before is None:
            cited[id] = citation(passages[at], len(cited) + 1, said)
        elif said not in before.quote:
            cited[id] = replace(before, quote=f"{before.quote} {said}")
    marks = tuple(cited[passages[at].chunk.id].n for at in kept.passages)
    return replace(
        answer, sentences=(*answer.sentences, Sentence(kept.text, marks)), citations=tuple(cited.values())
    )


def remark_on(error: ModelUnavailable) -> str:
    if isinstance(error, ModelTimedOut):
        return "The language model took too long, so these are the lessons' own words."
    if isinstance(error, ModelQuotaSpent):
        return "The language model's quota is spent, so these are the lessons' own words."
    return "The language model could not be reached, so these are the lessons' own words."
