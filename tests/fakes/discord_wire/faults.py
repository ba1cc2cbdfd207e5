"""what is to go wrong -> the answer that is given in place of the true one"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_WORDS: dict[int, dict[str, Any]] = {
    403: {"message": "Missing Permissions", "code": 50013},
    404: {"message": "Unknown Message", "code": 10008},
    429: {"message": "You are being rate limited.", "retry_after": 0.05, "global": False},
}
# Without `Via`, discord.py takes a 429 for Cloudflare's ban and gives up.
_HEADERS: dict[int, dict[str, str]] = {
    429: {"Via": "1.1 google", "Retry-After": "1", "X-RateLimit-Scope": "user"}
}


@dataclass(slots=True)
class Fault:
    """`path` is a part of the request's. `done`: the request is carried out, and the answer to it lost."""

    method: str
    path: str
    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    times: int
    done: bool


@dataclass(slots=True)
class Faults:
    planned: list[Fault] = field(default_factory=list)

    def plan(
        self,
        method: str,
        path: str,
        status: int,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        *,
        done: bool = False,
    ) -> Fault:
        words = _WORDS.get(status, {"message": "Internal Server Error", "code": 0}) if body is None else body
        fault = Fault(method, path, status, words, headers or _HEADERS.get(status, {}), times, done)
        self.planned.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The first that was planned for it, once less to come."""
        for fault in self.planned:
            if fault.method == method and fault.path in path and fault.times:
                fault.times -= 1
                return fault
        return None
