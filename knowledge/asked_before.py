"""question + passages -> the lesson that was written as the answer to just this question  (pure)

Such a lesson is called what was asked, and its text opens with it: a teacher's answer to a learner, or one
entry of a page of questions. It was meant for the question, so no other passage is weighed against it.
"""

from collections.abc import Sequence

from knowledge.extractive import LIMIT, Extract, citation
from knowledge.gist import gist
from knowledge.models import Chunk, Passage, Sentence
from knowledge.questioning import plainly
from knowledge.sentences import pieces
from knowledge.small_talk import without_greeting
from knowledge.vocabulary import stem, words

_LITTLE = frozenset(("a", "an", "the"))
_MARK = len(" [1] ")


def is_answer(question: str, chunk: Chunk) -> bool:
    """Whether the chunk opens a lesson that answers just this question; punctuation, capitals and articles do
    not matter."""
    if chunk.kind != "lesson" or not " ".join(chunk.text.split()).startswith(chunk.title):
        return False
    asked = _asked(question)
    return bool(asked) and asked == _asked(chunk.title)


def answering(question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """That lesson's passages in its order; empty where there is no such lesson among them."""
    for passage in passages:
        if is_answer(question, passage.chunk):
            place = (passage.chunk.library, passage.chunk.source)
            own = [one for one in passages if (one.chunk.library, one.chunk.source) == place]
            return tuple(sorted(own, key=lambda one: one.chunk.position))
    return ()


def told_whole(question: str, passages: Sequence[Passage]) -> Extract | None:
    """All that the lesson says, where `passages` are its and it is short enough for an answer."""
    if not passages or not is_answer(question, passages[0].chunk):
        return None
    told = [(at, piece) for at, one in enumerate(passages) for piece in pieces(one.chunk.text)]
    told = [(at, piece) for at, piece in told if at or piece.block]
    if not told or sum(len(piece.text) + _MARK for _, piece in told) > LIMIT:
        return None
    numbers = {at: n for n, at in enumerate(dict.fromkeys(at for at, _ in told), start=1)}
    sentences = tuple(
        Sentence(piece.text, (numbers[at],), "item" if piece.kind == "row" else piece.kind)
        for at, piece in told
    )
    quotes = {at: " ".join(piece.text for own, piece in told if own == at) for at in numbers}
    return Extract(sentences, tuple(citation(passages[at], n, quotes[at]) for at, n in numbers.items()))


def _asked(question: str) -> tuple[str, ...]:
    bare = plainly(without_greeting(gist(question)))
    return tuple(stem(word) for word in words(bare) if word not in _LITTLE)
