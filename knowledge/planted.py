"""a passage + the question -> the passage without what is planted in it  (pure)

Text in a lesson is data. A sentence that gives orders to a machine is no answer, no support for one and no
matter for a quiz, so it is cut out before anything reads the passage. A lesson that is about such orders
keeps them where the question is about them too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.asked_before import is_answer
from knowledge.models import Chunk, Passage
from knowledge.orders import Speech, speech
from knowledge.sentences import Piece, pieces
from knowledge.vocabulary import LIGHT, content, words

_ABOUT = re.compile(
    r"\binject|\bjailbreak|\bprompt (?:attack|hack|leak|secur)|\bmalicious|\badversar|\buntrusted", re.I
)
_GOES_ON = re.compile(
    r"^\W*(?:please|then,|finally,|also,|do not|don't|make sure|remember|thanks?|signed|subject:|body:|send|"
    r"e-?mail|"
    r"transfer|visit|delete|(?:after|before) (?:you|that|this|\w+ing)\b|if (?:you|asked|details|the user)\b|"
    r"(?:each|every|the) (?:subject|title|body|e-?mail|event|message)\b[^.]* (?:should|must|is)\b|"
    r"(?:this|it) is (?:very |extremely |really )?(?:important|urgent|critical))\b|"
    r"\b(?:me|my|your|you)\b|[\w.+-]+@[\w-]+\.\w|https?://|\bwww\.",
    re.I,
)
_WEB = re.compile(r"https?://|\bwww\.|\.(?:com|example|net|org)\b", re.I)
_ASKS_WHERE = re.compile(
    r"\b(?:where|links?|urls?|web ?sites?|sites?|pages?|download|visit|open|address)\b", re.I
)


def cleared(passage: Passage, question: str) -> Passage:
    """The same passage where nothing is planted in it, as nearly always."""
    said = _said(passage.chunk.text)
    named = [speech(one) == "order" for one in (passage.chunk.title, *passage.chunk.heading)]
    if not said and not any(named):
        return passage
    about = _is_about(question) and _tells_of_orders(passage.chunk)
    found = pieces(passage.chunk.text)
    meant = is_answer(question, passage.chunk)
    dropped = {at for at, kind in said if not _may_stay(kind, found[at], question, about, meant=meant)}
    if not dropped and not any(named):
        return passage
    return _without(passage, dropped, about)


def blanked(text: str) -> str:
    """The same text, each order in it as many blanks, so that all else stands where it stood."""
    orders = [at for at, kind in _said(text) if kind == "order"]
    found = pieces(text) if orders else ()
    for order in (found[at].text for at in orders):
        text = text.replace(order, " " * len(order))
    return text


def is_planted(sentence: str) -> bool:
    """Whether nothing should be made of a sentence: no question, no definition."""
    return speech(sentence) in ("order", "quoted")


def _may_stay(kind: Speech, piece: Piece, question: str, about: bool, *, meant: bool) -> bool:
    """`meant`: the passage was written as the answer to the question, so what it asks one to do is no errand
    of a stranger's."""
    if about or kind == "order":
        return about
    if piece.kind == "step":
        return True
    if kind == "errand" and _WEB.search(piece.text) and not _ASKS_WHERE.search(question):
        return False
    if meant and kind == "errand":
        return True
    shared = len(_telling(question) & _telling(f"{piece.lead} {piece.text}"))
    return shared >= (2 if kind == "quoted" else 1)


def _telling(text: str) -> frozenset[str]:
    return frozenset(content(" ".join(word for word in words(text) if word not in LIGHT)))


@lru_cache(maxsize=2048)
def _said(text: str) -> tuple[tuple[int, Speech], ...]:
    """The places of the pieces that do not just tell something, and what they do instead."""
    found = pieces(text)
    kinds = [speech(piece.text) for piece in found]
    for at, kind in enumerate(kinds[:-1]):
        if kind == "order" and kinds[at + 1] != "order" and _goes_on(found[at], found[at + 1]):
            kinds[at + 1] = "order"
    for at in range(len(kinds) - 1, 0, -1):
        if found[at].block == found[at - 1].block and _leads_to(kinds[at], kinds[at - 1], found[at - 1].text):
            kinds[at - 1] = kinds[at]
    return tuple((at, kind) for at, kind in enumerate(kinds) if kind != "telling")


def _leads_to(kind: Speech, before: Speech, text: str) -> bool:
    """A task before an order is part of it, and so is what opens the quotation marks that it stands in."""
    if kind == "order" and (before == "errand" or _is_signature(text)):
        return True
    return kind in ("order", "quoted") and before in ("telling", "errand") and text.count('"') % 2 == 1


def _goes_on(order: Piece, following: Piece) -> bool:
    """An order runs on in the sentences behind it."""
    near = following.block - order.block <= 1
    if near and order.text.endswith(":"):
        return True
    return near and (bool(_GOES_ON.search(following.text)) or _is_signature(following.text))


def _is_signature(text: str) -> bool:
    return len(text.split()) <= 4 and not text.endswith(".")


def _is_about(text: str) -> bool:
    return bool(_ABOUT.search(text))


def _tells_of_orders(chunk: Chunk) -> bool:
    if _is_about(" ".join((chunk.title, *chunk.heading))):
        return True
    telling = (piece.text for piece in pieces(chunk.text) if speech(piece.text) == "telling")
    return any(map(_is_about, telling))


def _without(passage: Passage, dropped: set[int], about: bool) -> Passage:
    chunk = passage.chunk
    found = pieces(chunk.text)
    kept = [at for at in range(len(found)) if at not in dropped]
    text = _rejoined([found[at] for at in kept]) if dropped else chunk.text
    heading = chunk.heading if about else tuple(one for one in chunk.heading if speech(one) != "order")
    title = chunk.title if about or speech(chunk.title) != "order" else _file_name(chunk)
    near = passage.nearness
    if dropped:
        fits = len(near) == len(found) and len(pieces(text)) == len(kept)
        near = tuple(near[at] for at in kept) if fits else ()
    return replace(passage, chunk=replace(chunk, text=text, heading=heading, title=title), nearness=near)


def _file_name(chunk: Chunk) -> str:
    name = chunk.source.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").replace("_", " ")
    return name if speech(name) != "order" else "A lesson"


_MARKS = {"prose": "", "item": "- "}


def _rejoined(kept: Sequence[Piece]) -> str:
    """The sentences that are left, as Markdown: what else the text held (code, tables) goes with the rest."""
    blocks: list[str] = []
    before = -1
    for piece in kept:
        mark = f"{piece.number}. " if piece.kind == "step" else _MARKS.get(piece.kind, "")
        if piece.block == before and not mark:
            blocks[-1] += f" {piece.text}"
        else:
            blocks.append(f"{mark}{piece.text}")
        before = piece.block
    return "\n\n".join(blocks)
