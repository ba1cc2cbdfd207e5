"""a passage's Markdown + its pieces' plain texts -> where each piece stands  (pure)"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from knowledge.ports import Span

# Chinese, Japanese and Korean put no space between words: each of their characters counts as one.
_WORD = re.compile(r"[^\W_\u2e80-\uffff]+|[^\W_]")
_STRAY = 60


def places(markdown: str, texts: Sequence[str]) -> tuple[Span, ...]:
    """One for each of `texts`, which stand in this order; an empty span where none of a text's words does.

    By their words, so that markup in between, a table's bars or what `knowledge.sentences` cuts next year
    makes no difference."""
    return _as_they_are(markdown, texts) or tuple(_by_words(markdown, texts))


def _as_they_are(markdown: str, texts: Sequence[str]) -> tuple[Span, ...]:
    """Empty unless each text stands there to the letter: most prose has no markup."""
    spans: list[Span] = []
    done = 0
    for text in texts:
        start = markdown.find(text, done)
        if start < 0:
            return ()
        done = start + len(text)
        spans.append((start, done))
    return tuple(spans)


def _by_words(markdown: str, texts: Sequence[str]) -> Iterator[Span]:
    """The longest run of words that both have in common, gaps allowed, says which word is which."""
    standing = list(_WORD.finditer(markdown))
    split = [_WORD.findall(text) for text in texts]
    words = [word for some in split for word in some]
    met: list[Span | None] = [None] * len(words)
    common = LCSseq.editops(words, [word[0] for word in standing]).as_matching_blocks()
    for block in common:
        for at in range(block.size):
            met[block.a + at] = standing[block.b + at].span()
    start = 0
    for some in split:
        yield _around([span for span in met[start : start + len(some)] if span])
        start += len(some)


def _around(words: list[Span]) -> Span:
    """Without a first or last word that stands apart from the others: it is another one of that spelling."""
    while len(words) > 2 and words[1][0] - words[0][1] > _STRAY:
        words = words[1:]
    while len(words) > 2 and words[-1][0] - words[-2][1] > _STRAY:
        words = words[:-1]
    return (words[0][0], words[-1][1]) if words else (0, 0)
