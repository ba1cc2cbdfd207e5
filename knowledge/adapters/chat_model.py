"""messages -> a language model's words, through langchain's init_chat_model"""

from collections.abc import AsyncIterator, Sequence

from knowledge.ports import Message


class LangchainChat:
    """`model` is any string that init_chat_model takes, such as "openai:gpt-5-mini". Nothing is imported
    or connected before the first question."""

    def __init__(self, model: str, *, timeout_s: float) -> None:
        self._model, self._timeout_s = model, timeout_s

    @property
    def name(self) -> str:
        return self._model

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        raise NotImplementedError
        yield
