"""what one person did, and what came of it"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from simcord.backend.models import Interaction, Message, User

from tests.fakes.discord_wire.calls import Call
from tests.fakes.discord_wire.shown import Shown, shown
from tests.fakes.discord_wire.world import World

DEFERRED_UPDATE = 6
LOOK_AGAIN_S = 0.01
"""What is waited for may lie in the bot, of whose changes the wire hears nothing."""


class Changes:
    """Tells those who wait that something came over the wire."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, condition: Callable[[], Any], seconds: float = 5.0) -> Any:
        """What `condition` gives once that is true. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (met := condition()):
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN_S):
                        await self._next.wait()
            return met


class Answered:
    """`messages` are those that came for it, as they stand now."""

    _changes: Changes

    @property
    def messages(self) -> tuple[Shown, ...]:
        raise NotImplementedError

    async def reply(self, when: Callable[[Shown], Any] | None = None, seconds: float = 5.0) -> Shown:
        """The newest message of which `when` holds; without it, the newest that is not loading. Raises
        TimeoutError, with what there was."""

        def found() -> Shown | None:
            fitting = (one for one in reversed(self.messages) if not one.loading and (not when or when(one)))
            return next(fitting, None)

        try:
            met: Shown = await self._changes.until(found, seconds)
        except TimeoutError as error:
            raise TimeoutError(f"no such reply; there was {[one.words for one in self.messages]}") from error
        return met


@dataclass
class Exchange(Answered):
    """`callback` is the acknowledgement's body; `acknowledged_after`, the seconds until it came."""

    user: User
    payload: dict[str, Any]
    record: Interaction
    callback: dict[str, Any]
    acknowledged_after: float
    _world: World
    _changes: Changes
    _calls: list[Call]

    @property
    def kind(self) -> int:
        """The callback's type: 4 a message, 5 “is thinking”, 6 and 7 its message's change, 9 a modal."""
        return int(self.callback["type"])

    @property
    def flags(self) -> int:
        return int((self.callback.get("data") or {}).get("flags") or 0)

    @property
    def ephemeral(self) -> bool:
        """Whether its user alone sees the answer, whatever an edit may have asked for."""
        original = self._message(self.record.message_id)
        return original.is_ephemeral if original else self.record.ephemeral

    @property
    def modal(self) -> dict[str, Any]:
        """The form that was opened. Raises LookupError where none was."""
        if self.record.modal is None:
            raise LookupError(f"no form was opened; the callback was {self.callback}")
        return self.record.modal

    @property
    def choices(self) -> list[dict[str, Any]]:
        return self.record.autocomplete_choices or []

    @property
    def messages(self) -> tuple[Shown, ...]:
        """The original first, then what followed; not what was deleted, nor a tapped one not yet edited."""
        awaited = self.kind == DEFERRED_UPDATE and not self.edits
        original = None if awaited else self.record.message_id
        found = map(self._message, (original, *self.record.followup_ids))
        return tuple(shown(message) for message in found if message)

    @property
    def calls(self) -> list[Call]:
        """The requests made for it, the acknowledgement first; each has its time."""
        return [call for call in self._calls if self.record.token in call.path]

    @property
    def edits(self) -> list[Call]:
        return [call for call in self.calls if call.method == "PATCH"]

    def _message(self, id: int | None) -> Message | None:
        return self._world.backend.messages.get(self.record.channel_id, {}).get(id or 0)


@dataclass
class Said(Answered):
    """Plain words. `messages` are the bot's in that channel since."""

    message: Shown
    _world: World
    _changes: Changes

    @property
    def messages(self) -> tuple[Shown, ...]:
        there = self._world.backend.messages.get(self.message.channel_id, {}).values()
        since = (one for one in there if one.id > self.message.id and one.author_id == self._world.bot.id)
        return tuple(map(shown, since))
