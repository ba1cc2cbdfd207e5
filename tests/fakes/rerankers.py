"""Rerankers that read no meaning: one counts the question's words, one has no weights"""

from collections.abc import Sequence

from knowledge.errors import RerankerMissing
from tests.fakes.indexes import words


class WordReranker:
    """The share of a text's words that are the question's, as a logit might be: any number."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()

    async def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        self.texts = tuple(texts)
        asked = set(words(question))
        return tuple(10 * sum(it in asked for it in words(text)) / len(words(text)) - 5 for text in texts)


class MissingReranker:
    def __init__(self) -> None:
        self.asked = 0

    async def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        self.asked += 1
        raise RerankerMissing("The reranker nowhere cannot be loaded.")
