"""what is wrong with a request, and how Discord says it  (pure)"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Complaint:
    """`path` leads to the place in the body; `()` is the whole of it."""

    path: tuple[str | int, ...]
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that Discord would not have taken."""

    method: str
    path: str
    complaints: tuple[Complaint, ...]


def form_errors(complaints: Iterable[Complaint]) -> dict[str, Any]:
    """Discord's body of a 400: keys nested as in the request, and at each end its `_errors`."""
    root: dict[str, Any] = {}
    for complaint in complaints:
        node = root
        for key in complaint.path or ("body",):
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": complaint.code, "message": complaint.message})
    return {"code": 50035, "message": "Invalid Form Body", "errors": root}
