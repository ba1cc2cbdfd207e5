"""A messenger that keeps what was posted and revised, opens threads, and fails as it is told"""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import Gone
from bot.models import Identity, SpaceId
from bot.ports import Direct
from bot.replies import Reply

Doing = Literal["post", "revise", "thread", "direct"]


@dataclass(slots=True)
class Posted:
    """`reply` is the message as it is now, `drawn` all that it was."""

    space: SpaceId
    channel: str
    id: str
    drawn: list[Reply] = field(default_factory=list)

    @property
    def reply(self) -> Reply:
        return self.drawn[-1]


class ScriptedMessenger:
    """`threads` are titles by the thread's id; `posted` is in the order of posting."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.threads: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._faults: dict[Doing, deque[BaseException]] = {
            "post": deque(),
            "revise": deque(),
            "thread": deque(),
            "direct": deque(),
        }

    def fails(self, doing: Doing, *errors: BaseException) -> None:
        """The next ones of these, one after the other; after them it works again."""
        self._faults[doing] += errors

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        self._may("post")
        if key in self._keys:
            return self._keys[key]
        posted = Posted(space, channel, f"message {len(self.posted) + 1}", [reply])
        self.posted.append(posted)
        if key:
            self._keys[key] = posted.id
        return posted.id

    async def revise(self, space: SpaceId, channel: str, message: str, reply: Reply) -> None:
        self._may("revise")
        for posted in self.posted:
            if (posted.space, posted.channel, posted.id) == (space, channel, message):
                posted.drawn.append(reply)
                return
        raise Gone("That message is not there.")

    async def open_thread(self, space: SpaceId, channel: str, title: str) -> str:
        """In a thread it is the thread itself."""
        self._may("thread")
        if channel in self.threads:
            return channel
        thread = f"thread {len(self.threads) + 1}"
        self.threads[thread] = title
        return thread

    async def open_direct(self, identity: Identity) -> Direct:
        self._may("direct")
        return Direct(SpaceId(f"{identity.platform}:user:{identity.user}"), f"direct {identity.user}")

    def _may(self, doing: Doing) -> None:
        if self._faults[doing]:
            raise self._faults[doing].popleft()
