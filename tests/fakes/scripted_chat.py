"""Says what it was told, piece by piece, and keeps what it was asked"""

from collections.abc import AsyncIterator, Sequence

from knowledge.errors import ModelUnavailable
from knowledge.ports import Message, Used


class ScriptedChat:
    """Each reply is its pieces; an error among them is raised there, as a stream breaks in the middle."""

    def __init__(self, *replies: Sequence[str | Used | ModelUnavailable]) -> None:
        self.asked: list[Sequence[Message]] = []
        self._replies = list(replies)

    @property
    def name(self) -> str:
        return "scripted"

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str | Used]:
        self.asked.append(messages)
        said = False
        for piece in self._replies.pop(0):
            if isinstance(piece, ModelUnavailable):
                raise piece
            said = said or isinstance(piece, Used) or bool(piece.strip())
            yield piece
        if not said:
            raise ModelUnavailable("scripted gave an empty reply.")
