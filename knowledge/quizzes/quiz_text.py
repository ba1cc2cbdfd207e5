"""Markdown -> plain sentences, words that the author stressed, numbered steps  (pure)"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from knowledge.planted import is_planted

_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[A-Z0-9“\"(‘])")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|al|cf|approx|ca|Fig|Eq|No|St|Dr|Mr|Mrs|Ms|Prof|Jr|Sr|Inc|Ltd|Vol|pp?)|\b[A-Z])\.$"
)
_ORDERED = re.compile(
    r"\b(steps?|process|pipeline|procedure|workflow|stages?|phases?|recipe|sequence|how to|how it works|"
    r"order)\b",
    re.I,
)
_UNORDERED = re.compile(
    r"\b(types?|kinds?|reasons?|ways|options|categories|advantages|benefits|questions?|terms?|examples?|tips|rules|"
    r"principles|assignment|exercise|challenge|rubric|references|resources|mistakes|criteria|any order)\b",
    re.I,
)
_TELLS_ORDER = re.compile(
    r"^(first|second|third|then|next|finally|lastly|afterwards?|last|once|now|after that|start|begin|step)\b",
    re.I,
)
_STOP = frozenset(
    re.findall(
        r"\w+",
        """a an the of in on at to for from by with without and or nor but as is are was were be been being
        it its this that these those which who whom whose what when where why how not no can could may
        might will would shall should do does did has have had into onto over under between among than
        then so such also more most less least many much some any each every all both either neither one
        two other another same very often usually typically used use uses using like if while about
        through during per via their them they he she his her you your we our us i there here only just up
        down out off own set way thing things kind type form refers means called known given make makes
        made based new different specific particular certain where""",
    )
)


_ENDINGS = [
    "ization",
    "isation",
    "ations",
    "ation",
    "izing",
    "ising",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ized",
    "ised",
    "izes",
    "ises",
    "ize",
    "ise",
    "ers",
    "er",
    "ors",
    "or",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
]


@dataclass(frozen=True, slots=True)
class Prose:
    """`stressed` are the words set in bold or italics, in order, as written."""

    sentences: tuple[str, ...]
    stressed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    intro: str
    items: tuple[str, ...]


@lru_cache(maxsize=2048)
def prose(markdown: str) -> Prose:
    """Paragraphs and list items as plain sentences; code, tables, quotes and headings left out."""
    found: list[str] = []
    stressed: list[str] = []
    for node in _tree(markdown).walk():
        if node.type != "inline" or not _is_prose(node) or "$" in node.content or "\\" in node.content:
            continue
        stressed += _stressed(node)
        found += [sentence for sentence in split(_plain(node)) if not is_planted(sentence)]
    return Prose(tuple(found), tuple(stressed))


def plain(markdown: str) -> str:
    """The prose alone as one line."""
    return " ".join(prose(markdown).sentences)


def split(text: str) -> list[str]:
    """Sentences of plain text, each whole, abbreviations respected."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _NO_END.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def numbered_steps(markdown: str, heading: str) -> tuple[Steps, ...]:
    """Numbered lists of 3 to 6 short steps that the text around them calls an order."""
    found: list[Steps] = []
    before = ""
    for node in _tree(markdown).children:
        if node.type == "ordered_list" and (items := _short_items(node)):
            around = f"{heading} {split(before)[-1] if before else ''}"
            if _ORDERED.search(around) and not _UNORDERED.search(around):
                found.append(Steps(before, items))
        before = _plain(node.children[0]) if node.type == "paragraph" else ""
    return tuple(found)


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words that carry meaning, cut to what their inflections share."""
    return frozenset(stem(word) for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in _STOP)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _tree(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_reader().parse(markdown))


def _is_prose(node: SyntaxTreeNode) -> bool:
    above = node.parent
    if above is None or above.type != "paragraph":
        return False
    while above is not None:
        if above.type == "blockquote":
            return False
        above = above.parent
    return True


def _plain(node: SyntaxTreeNode) -> str:
    words: list[str] = []
    for part in node.walk():
        if part.type in ("text", "code_inline"):
            words.append(part.content)
        elif part.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return " ".join("".join(words).split())


def _stressed(node: SyntaxTreeNode) -> list[str]:
    return [_plain(part).strip(" .:,;") for part in node.walk() if part.type in ("strong", "em")]


def _short_items(node: SyntaxTreeNode) -> tuple[str, ...]:
    items = tuple(_head(item) for item in node.children)
    fit = 3 <= len(items) <= 6 and len({item.casefold() for item in items}) == len(items)
    clear = all(8 <= len(item) <= 110 and not _TELLS_ORDER.match(item) for item in items)
    return items if fit and clear else ()


def _head(item: SyntaxTreeNode) -> str:
    """An item's first sentence; where it begins with a bold name and a colon, as it stands."""
    inline = next((part for part in item.walk() if part.type == "inline"), None)
    if inline is None or any(part.type in ("fence", "code_block", "ordered_list") for part in item.walk()):
        return ""
    whole = split(_plain(inline))
    return whole[0].rstrip(" .:") if whole else ""
