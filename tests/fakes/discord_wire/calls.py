"""a request over HTTP -> what was asked, with its files"""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import web

API = "/api/v10"


@dataclass(frozen=True, slots=True)
class Upload:
    """As simcord reads it."""

    filename: str
    fp: BytesIO
    description: str | None = None


@dataclass(slots=True)
class Call:
    """`at`: seconds of the loop's clock when it had come in whole. `status` is 0 until it is answered."""

    method: str
    path: str
    body: Any
    at: float
    query: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)
    token: str = ""
    status: int = 0


async def call(request: web.Request, at: float) -> Call:
    """`body` is None where none was sent. Raises ValueError for one that is no JSON."""
    body, files = await _multipart(request) if _in_parts(request) else (await _json(request), [])
    return Call(
        request.method,
        request.path.removeprefix(API),
        body,
        at,
        dict(request.query),
        files,
        request.headers.get("Authorization", "").removeprefix("Bot "),
    )


def _in_parts(request: web.Request) -> bool:
    return request.content_type == "multipart/form-data"


async def _json(request: web.Request) -> Any:
    text = await request.text() if request.can_read_body else ""
    return json.loads(text) if text else None


async def _multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    form = await request.post()
    body = json.loads(str(form["payload_json"])) if "payload_json" in form else None
    sent = [part for part in form.values() if isinstance(part, web.FileField)]
    return body, [
        Upload(part.filename, BytesIO(part.file.read()), _description(body, at))
        for at, part in enumerate(sent)
    ]


def _description(body: Any, at: int) -> str | None:
    """Of the file that was sent at that place, in a message's body or a callback's."""
    listed = ((body or {}).get("data") or body or {}).get("attachments") or []
    return next((each.get("description") for each in listed if str(each.get("id")) == str(at)), None)
