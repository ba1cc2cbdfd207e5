"""Markdown -> its first real paragraph, as plain text of at most 300 characters"""

import re

from ingest.markdown import Block, blocks, plain

LONGEST = 300
_FEWEST_WORDS = 6
_SENTENCE = re.compile(r".+?(?:[.!?…][\"'”’)\]]*(?=\s|$)|$)", re.DOTALL)


def summary_of(markdown: str) -> str:
    """Ends at a sentence's end where one lies within the limit; empty where the text has no prose."""
    paragraphs = (plain(block.content) for block in blocks(markdown) if _prose(block))
    first = next((text for text in paragraphs if _real(text)), "")
    return shortened(first)


def shortened(text: str) -> str:
    """Whole sentences as far as they fit, else cut between words with an ellipsis."""
    if len(text) <= LONGEST:
        return text
    kept = ""
    for match in _SENTENCE.finditer(text):
        if match.end() > LONGEST:
            break
        kept = text[: match.end()]
    if len(kept) >= LONGEST // 5:
        return kept
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _prose(block: Block) -> bool:
    return block.kind == "paragraph" and not block.content.startswith(("<", "{", "!["))


def _real(text: str) -> bool:
    """Not a caption, a badge or the words that lead to a list."""
    return len(text.split()) >= _FEWEST_WORDS and not text.endswith(":")
