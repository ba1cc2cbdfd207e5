"""a request -> checked as Discord checks it, done by simcord, answered with Discord's codes"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import simcord.http.routes  # noqa: F401  simcord's routes register themselves
from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.http.router import RouteNotImplemented, UnsupportedField

from tests.fakes.discord_wire import limits
from tests.fakes.discord_wire.calls import Call, call
from tests.fakes.discord_wire.complaining import Complaint, Violation, form_errors
from tests.fakes.discord_wire.faults import Fault, Faults
from tests.fakes.discord_wire.openapi import specification
from tests.fakes.discord_wire.routes import Routes

# Their token stands in the path.
_WITHOUT_AUTHORIZATION = re.compile(r"/interactions/.*|/webhooks/\d+/.*")
_CALLBACK = re.compile(r"/interactions/(\d+)/[^/]+/callback")
INVALID_FORM = 50035

Acknowledged = Callable[[int, Call], None]


def complaints(method: str, path: str, body: Any) -> list[Complaint]:
    """What Discord would have against it, before it looks at who asks and what is there. `path` is the API's,
    without its version. Empty where it would be taken."""
    return specification().complaints(method, path, body) or limits.complaints(method, path, body)


class Api:
    """`calls` are all that came, `violations` those that Discord would not have taken for what they are."""

    def __init__(
        self, routes: Routes, acknowledged: Acknowledged, changed: Callable[[], None], *, strict: bool
    ) -> None:
        self._routes, self._acknowledged, self._changed = routes, acknowledged, changed
        self._complaints = complaints if strict else _none
        self.token = ""
        self.faults = Faults()
        self.calls: list[Call] = []
        self.violations: list[Violation] = []

    async def serve(self, request: web.Request) -> web.Response:
        came = await call(request, asyncio.get_running_loop().time())
        self.calls.append(came)
        fault = self.faults.take(came.method, came.path)
        response = self._answer(came) if fault is None or fault.done else _failing(fault)
        if fault and fault.done:
            response = _failing(fault)
        came.status = response.status
        self._changed()
        return response

    def _answer(self, came: Call) -> web.Response:
        if came.token != self.token and not _WITHOUT_AUTHORIZATION.fullmatch(came.path):
            return said({"message": "401: Unauthorized", "code": 0}, 401)
        if found := self._complaints(came.method, came.path, came.body):
            return self._violated(came, found)
        try:
            answer = self._routes.answer(came)
        except (RouteNotImplemented, UnsupportedField) as error:
            return self._violated(came, [Complaint((), "NOT_IN_SIMCORD", str(error))], 501)
        except BackendError as error:
            if error.code == INVALID_FORM:
                self._violated(came, [Complaint((), "SIMCORD", error.message)])
            return said(error.to_json(), error.status)
        except (AttributeError, KeyError, NotImplementedError, TypeError, ValueError) as error:
            return self._violated(came, [Complaint((), "NOT_IN_SIMCORD", repr(error))], 501)
        return self._done(came, answer)

    def _done(self, came: Call, answer: Any) -> web.Response:
        callback = _CALLBACK.fullmatch(came.path)
        if callback:
            self._acknowledged(int(callback[1]), came)
        silent = callback and came.query.get("with_response") not in ("1", "true")
        return web.Response(status=204) if answer is None or silent else said(answer)

    def _violated(self, came: Call, found: list[Complaint], status: int = 400) -> web.Response:
        self.violations.append(Violation(came.method, came.path, tuple(found)))
        return said(form_errors(found), status)


def _none(method: str, path: str, body: Any) -> list[Complaint]:
    return []


def said(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """The content type bare: with a charset beside it discord.py does not take it for JSON."""
    plain = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=plain)


def _failing(fault: Fault) -> web.Response:
    return said(fault.body, fault.status, fault.headers)
