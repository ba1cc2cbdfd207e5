"""Markdown -> its blocks by line, its headings, its plain text"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.models import HeadingPath, Section

# Imported with the first page that is read: an unchanged course has none.
if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKUP = re.compile(r"[^\w\s.,;:'’“”\"()?/%–—]|^\s*(?:\d+[.)]|\t| {4})", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\]\[]+)\]\[([^\]\[]*)\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\[^]+)\]:[ \t]*<?([^\s>]+)>?[^\n]*\n?", re.MULTILINE)
_INNER_LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\((?:#|/(?!/))[^)\s]*\)")
_CONTAINERS = {
    "bullet_list_open",
    "ordered_list_open",
    "list_item_open",
    "blockquote_open",
    "table_open",
    "tr_open",
}
_TABLE_PARTS = {"thead_open", "thead_close", "tbody_open", "tbody_close"}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `start` to `end` (from 0, end excluded). `kind` is markdown-it's token type without `_open`.

    `level` is a heading's, 1 to 6, else 0; `content` is the Markdown of a heading, paragraph or table cell,
    a fence's code, an HTML block's HTML. `children` are those of a list, item, quote, table or row, in order.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    content: str = ""
    children: tuple["Block", ...] = ()


def lines(text: str) -> list[str]:
    """With their ends, cut just where Markdown cuts (str.splitlines knows more line ends than that)."""
    return _LINE.findall(text)


@lru_cache(maxsize=4)
def blocks(text: str) -> tuple[Block, ...]:
    """The outermost blocks in order. Blank lines and link definitions lie in none of them.

    The last few are kept, since a lesson's title, sections and summary are all read from them."""
    tokens = [token for token in _block_parser().parse(text) if token.type not in _TABLE_PARTS]
    found, _ = _siblings(tokens, 0)
    return found


def sections(text: str) -> tuple[Section, ...]:
    """Each heading's own text with its heading line; joined they are `text`. Only headings that stand alone
    count (none in a list, quote or code). Paths hold every heading, also a first one that is the title."""
    all_lines = lines(text)
    headings = [block for block in blocks(text) if block.kind == "heading"]
    cuts = [0, *(heading.start for heading in headings), len(all_lines)]
    texts = ["".join(all_lines[start:end]) for start, end in pairwise(cuts)]
    paths = [(), *_paths(headings)]
    return tuple(Section(path, part) for path, part in zip(paths, texts, strict=True) if part)


def _paths(headings: list[Block]) -> list[HeadingPath]:
    paths: list[HeadingPath] = []
    above: list[tuple[int, str]] = []
    for heading in headings:
        above = [(level, name) for level, name in above if level < heading.level]
        above.append((heading.level, plain(heading.content)))
        paths.append(tuple(name for _, name in above if name))
    return paths


def comment_alone(block: Block) -> bool:
    return block.kind == "html_block" and not _COMMENT.sub("", block.content).strip()


def plain(markdown: str) -> str:
    """The words alone, on one line: no marks, link targets, images, tags or comments."""
    if _MARKUP.search(markdown) is None:
        return " ".join(markdown.split())
    source = _REFERENCE.sub(r"\1", _COMMENT.sub("", markdown))
    words: list[str] = []
    for token in _full_parser().parse(source):
        if token.type == "inline":
            words.append(_words(token))
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    return " ".join(" ".join(words).split())


def self_contained(markdown: str) -> str:
    """The same text out of its page: links by reference carry their target, links within the page and to the
    site's root become their words, comments go."""
    targets = {name.strip().lower(): target for name, target in _DEFINITION.findall(markdown)}
    text = _DEFINITION.sub("", _COMMENT.sub("", markdown))
    text = _REFERENCE.sub(lambda match: _with_target(match, targets), text) if targets else text
    return _INNER_LINK.sub(r"\1", text)


def _with_target(match: re.Match[str], targets: dict[str, str]) -> str:
    target = targets.get((match[2] or match[1]).strip().lower())
    return f"[{match[1]}]({target})" if target else match[0]


def _words(inline: "Token") -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content
        for token in inline.children or []
        if token.type not in ("image", "html_inline")
    )


@cache
def _block_parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Inline parsing takes more than half of the time, and no block boundary depends on it.
    return MarkdownIt("commonmark").enable("table").disable("inline")


@cache
def _full_parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _siblings(tokens: list["Token"], at: int) -> tuple[tuple[Block, ...], int]:
    found: list[Block] = []
    while at < len(tokens) and tokens[at].nesting >= 0:
        block, at = _block(tokens, at)
        if block is not None:
            found.append(block)
    return tuple(found), at


def _block(tokens: list["Token"], at: int) -> tuple[Block | None, int]:
    token = tokens[at]
    start, end = token.map or (0, 0)
    kind = token.type.removesuffix("_open")
    if token.nesting == 0:
        known = token.map is not None and kind != "inline"
        return (Block(kind, start, end, content=token.content) if known else None), at + 1
    if token.type in _CONTAINERS:
        children, at = _siblings(tokens, at + 1)
        return Block(kind, start, end, children=children), at + 1
    return Block(kind, start, end, _level(token), _content(tokens, at)), _after(tokens, at)


def _level(token: "Token") -> int:
    return int(token.tag[1:]) if token.type == "heading_open" else 0


def _content(tokens: list["Token"], at: int) -> str:
    following = tokens[at + 1]
    return following.content if following.type == "inline" else ""


def _after(tokens: list["Token"], at: int) -> int:
    depth = 0
    while True:
        depth += tokens[at].nesting
        at += 1
        if depth == 0:
            return at
