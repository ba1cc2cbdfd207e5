"""question -> Answer, sentence by sentence, or an abstention"""

from collections.abc import AsyncIterator

from knowledge.models import Answer, LibraryId
from knowledge.ports import Catalogue, ChatModel, LexicalIndex
from knowledge.retriever import Retriever


class Answerer:
    def __init__(
        self, *, catalogue: Catalogue, retriever: Retriever, lexical: LexicalIndex, chat: ChatModel | None
    ) -> None:
        self._catalogue, self._retriever, self._lexical, self._chat = catalogue, retriever, lexical, chat

    async def answer(
        self,
        question: str,
        libraries: tuple[LibraryId, ...],
        *,
        previous: Answer | None = None,
        source: str | None = None,
    ) -> AsyncIterator[Answer]:
        """Growing Answers, the last one complete. `previous` is the conversation's last one: a follow-up
        is read in its light. The caller sets `turn`."""
        raise NotImplementedError
        yield
