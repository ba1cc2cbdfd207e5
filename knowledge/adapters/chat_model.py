"""messages -> a language model's words, through langchain's init_chat_model"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from email.utils import parsedate_to_datetime
from math import ceil, isfinite
from time import monotonic
from types import TracebackType
from typing import Any

from knowledge.errors import (
    ModelQuotaSpent,
    ModelRejected,
    ModelTimedOut,
    ModelUnavailable,
    StudyhallError,
)
from knowledge.ports import Message, Used


class LangchainChat:
    """`model` is any string that init_chat_model takes, such as "openai:gpt-5-mini". Nothing is imported
    or connected before the first question. `timeout_s` is for the whole reply,
    the import not counted. A provider that asks to be left alone for a while is not asked before that has
    passed on the clock `now`, in seconds: until then each question raises ModelQuotaSpent at once."""

    def __init__(self, model: str, *, timeout_s: float, now: Callable[[], float] = monotonic) -> None:
        self._model, self._timeout_s, self._now = model, timeout_s, now
        self._chat: Any = None
        self._counts = True
        self._again_at = float("-inf")

    @property
    def name(self) -> str:
        return self._model

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str | Used]:
        if (left := self._again_at - self._now()) > 0:
            raise ModelQuotaSpent(f"{self._model} asked not to be asked again for {ceil(left)} seconds.")
        said = False
        try:
            async for piece in self._pieces(messages):
                said = said or (isinstance(piece, str) and bool(piece.strip()))
                yield piece
        except _Uncounted:
            self._counts, self._chat = False, None
            async for piece in self._pieces(messages):
                said = said or (isinstance(piece, str) and bool(piece.strip()))
                yield piece
        if not said:
            raise ModelUnavailable(f"{self._model} gave an empty reply.")

    async def _pieces(self, messages: Sequence[Message]) -> AsyncIterator[str | Used]:
        with _Translated(self._model, self._told):
            if self._chat is None:
                with _Translated(self._model, unopened):
                    self._chat = await asyncio.to_thread(_made, self._model, self._timeout_s, self._counts)
            deadline = monotonic() + self._timeout_s
            used = 0
            async with aclosing(self._chat.astream(_spoken(messages))) as chunks:
                while (chunk := await asyncio.wait_for(_next(chunks), deadline - monotonic())) is not None:
                    if text := str(chunk.text):
                        yield text
                    used = max(used, int((chunk.usage_metadata or {}).get("total_tokens", 0)))
        if used:
            yield Used(used)

    def _told(self, error: Exception, model: str) -> ModelUnavailable:
        status = getattr(error, "status_code", None)
        if status in (400, 422) and self._counts and "stream_options" in str(error):
            return _Uncounted(f"{model} does not count tokens.")
        pause = asked_pause(error, status)
        if pause:
            self._again_at = self._now() + pause
        return translated(error, model)


class _Uncounted(ModelUnavailable):
    """The server refuses to be asked what a reply cost."""


async def _next(chunks: AsyncIterator[Any]) -> Any:
    return await anext(chunks, None)


def _made(model: str, timeout_s: float, counts: bool) -> Any:
    """Slow: imports langchain and the provider's own library."""
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {}
    if model.startswith(("openai:", "gpt-")):
        # A learner waits: the library's own sentences are better than a second try.
        options = {"max_retries": 0, "timeout": timeout_s, "stream_usage": counts}
        if os.environ.get("OPENAI_BASE_URL") and not os.environ.get("OPENAI_API_KEY"):
            # A server on one's own machine asks for no key, and the client refuses to start without one.
            options["api_key"] = "unused"
    return init_chat_model(model, **options)


def _spoken(messages: Sequence[Message]) -> list[tuple[str, str]]:
    return [(message.role, message.text) for message in messages]


class _Translated:
    """Each provider raises errors of its own, and bare ones of its transport: all leave as ours. Their texts
    may quote a key or a prompt, so that only their class is told."""

    def __init__(self, model: str, told: Callable[[Exception, str], ModelUnavailable]) -> None:
        self._model, self._told = model, told

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, StudyhallError):
            raise self._told(error, self._model) from error


def unopened(error: Exception, model: str) -> ModelUnavailable:
    """Nothing was asked yet: what is wrong is the setting, the installation or a key that is not there."""
    if type(error) is ValueError:
        hint = "Write STUDYHALL_CHAT_MODEL as provider:model, such as openai:gpt-5-mini."
        return ModelRejected(f"“{model}” names no provider of language models that is known here.", hint=hint)
    if isinstance(error, (ImportError, AttributeError)):
        hint = "Install langchain's package for its provider, or name another in STUDYHALL_CHAT_MODEL."
        return ModelRejected(f"What speaks to {model} is not installed.", hint=hint)
    hint = "Set the provider's key, such as OPENAI_API_KEY."
    return ModelRejected(f"{model} cannot be opened ({type(error).__name__}).", hint=hint)


_PAUSE_S, _LONGEST_PAUSE_S = 30.0, 86_400.0


def asked_pause(error: Exception, status: object) -> float:
    """The seconds for which the provider asked to be left alone; 0 where it did not. `Retry-After` holds
    seconds or a date; the date is compared with the provider's own."""
    if status not in (429, 503):
        return 0.0
    headers = getattr(getattr(error, "response", None), "headers", {})
    asked = headers.get("retry-after", "").strip()
    usual = _PAUSE_S if status == 429 else 0.0
    try:
        pause = float(asked) if not asked.endswith("GMT") else _between(headers.get("date", ""), asked)
    except ValueError:
        return usual
    return min(max(pause, 0.0), _LONGEST_PAUSE_S) if isfinite(pause) else usual


def _between(sent: str, until: str) -> float:
    return (parsedate_to_datetime(until) - parsedate_to_datetime(sent)).total_seconds()


def translated(error: Exception, model: str) -> ModelUnavailable:
    status = getattr(error, "status_code", None)
    told = f"{model} gave no usable reply ({type(error).__name__})."
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return ModelTimedOut(told)
    if status == 429:
        return ModelQuotaSpent(told)
    if status in (401, 403, 404):
        return ModelRejected(told)
    return ModelUnavailable(told)
