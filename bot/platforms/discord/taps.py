"""what comes in twice -> done once: a double click, and an event that is delivered again  (no I/O)"""

from collections import OrderedDict
from datetime import datetime, timedelta

TOGETHER = timedelta(seconds=2)
"""Two taps of one button within this are one that was double-clicked."""

_REMEMBERED = 10_000
"""Some minutes of the busiest bot; a delivery is repeated within seconds."""


class Taps:
    """In memory: all that comes from one server comes to one process."""

    def __init__(self) -> None:
        self._delivered: OrderedDict[int, None] = OrderedDict()
        self._tapped: OrderedDict[tuple[int, int, str], datetime | None] = OrderedDict()

    def delivered_before(self, interaction: int) -> bool:
        """Whether this id came before; it is remembered."""
        if interaction in self._delivered:
            return True
        self._delivered[interaction] = None
        _shortened(self._delivered)
        return False

    def begin(self, learner: int, message: int, button: str, at: datetime) -> bool:
        """False where the same learner's tap on the same button is still being done, or has just been."""
        key = (learner, message, button)
        if key in self._tapped:
            until = self._tapped[key]
            if until is None or at < until:
                return False
        self._tapped[key] = None
        self._tapped.move_to_end(key)
        _shortened(self._tapped)
        return True

    def end(self, learner: int, message: int, button: str, at: datetime) -> None:
        self._tapped[learner, message, button] = at + TOGETHER

    def failed(self, learner: int, message: int, button: str) -> None:
        """Nothing came of it: the next one is no double click."""
        self._tapped.pop((learner, message, button), None)


def _shortened(held: "OrderedDict[int, None] | OrderedDict[tuple[int, int, str], datetime | None]") -> None:
    while len(held) > _REMEMBERED:
        held.popitem(last=False)
