"""A loopback server that speaks OpenAI's chat wire, with the faults of real ones"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Fault = Literal["none", "cut", "malformed", "slow", "html"]


CLOSE = {"Connection": "close"}
"""A client of langchain lives as long as the process; no connection of its may outlive a test's loop."""


@dataclass
class OpenAIWire:
    """What it says next. A `status` other than 200 is said instead of words."""

    pieces: Sequence[str] = ()
    status: int = 200
    fault: Fault = "none"
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""
    retry_after: str = "30"
    tokens: int = 0
    """What the server counts for a reply, where it is asked to."""
    knows_usage: bool = True
    before_first_s: float = 0.0

    async def chat(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.json())
        self.keys.append(request.headers.get("Authorization", ""))
        asked_usage = "stream_options" in self.requests[-1]
        if asked_usage and not self.knows_usage:
            error = {"error": {"message": "unknown field: stream_options", "type": "error", "code": None}}
            return web.json_response(error, status=400, headers=CLOSE)
        if self.status != 200:
            error = {"error": {"message": "no", "type": "error", "code": None}}
            return web.json_response(
                error, status=self.status, headers={"Retry-After": self.retry_after, **CLOSE}
            )
        if self.fault == "html":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", headers=CLOSE)
        return await self._streamed(request, counted=asked_usage)

    async def _streamed(self, request: web.Request, *, counted: bool) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **CLOSE})
        await response.prepare(request)
        await asyncio.sleep(self.before_first_s)
        for piece in self.pieces:
            await response.write(_event({"role": "assistant", "content": piece}))
        if self.fault == "malformed":
            await response.write(b"data: {not json\n\n")
        elif self.fault == "slow":
            await asyncio.sleep(30)
        elif self.fault == "cut":
            assert request.transport is not None
            request.transport.abort()
        else:
            await response.write(_event({}, "stop"))
            if counted and self.tokens:
                await response.write(_usage(self.tokens))
            await response.write(b"data: [DONE]\n\n")
        return response


def _usage(tokens: int) -> bytes:
    chunk = {
        "id": "chat-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "loopback",
        "choices": [],
        "usage": {"prompt_tokens": tokens - 1, "completion_tokens": 1, "total_tokens": tokens},
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    chunk = {
        "id": "chat-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "loopback",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


@asynccontextmanager
async def served(wire: OpenAIWire) -> AsyncIterator[OpenAIWire]:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", wire.chat)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield wire
    finally:
        await runner.cleanup()
