"""paragraphs and lists of "**Term**: text" and "Term\\n: text" -> names with their texts"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import dedent

from ingest.loaders.columns import cut_names
from ingest.markdown import Block

_BOLD = re.compile(
    r"(?P<mark>\*\*|__)(?P<name>[^*\n]{1,80}?)(?P<inner>\s*[:：–—-])?\s*(?P=mark)"
    r"(?P<brackets>\s*\([^()\n]{1,40}\))?"
    r"(?P<outer>\s*[:：–—]|\s+-{1,2}(?=\s)|\s*=(?=\s)|[ \t]*\n)?\s*(?P<text>.*)",
    re.DOTALL,
)
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
_PLAIN_ITEM = re.compile(r"(?P<name>[^.:!?\n]{1,60}?)\s*(?::|–|—|\s-)\s+(?P<text>\S.*)", re.DOTALL)
_MOST_NAMES = 3
_DEFINITION = re.compile(r":[ \t]+(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    text: str
    aliases: tuple[str, ...] = ()


def items_of(under: Sequence[Block], page: Sequence[str]) -> list[Item]:
    """Blocks that follow an entry and are none themselves belong to it."""
    found: list[Item] = []
    for block in under:
        text = "".join(page[block.start : block.end]).strip("\n").rstrip()
        if items := _items(block, text, page):
            found += items
        elif found and block.kind != "hr":
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n\n{text}".strip())
    return found


def _items(block: Block, text: str, page: Sequence[str]) -> list[Item]:
    if block.kind == "paragraph":
        return [*_defined(text)] or [*_bold_lines(text)]
    if block.kind not in ("bullet_list", "ordered_list"):
        return []
    texts = [_item_text(item, page) for item in block.children]
    for way in (_bold, _plain_item):
        items = [item for item in map(way, texts) if item]
        if len(items) == len(texts) or (way is _bold and len(items) * 2 > len(texts)):
            return items
    return []


def _item_text(item: Block, page: Sequence[str]) -> str:
    first, *others = page[item.start : item.end]
    return (_MARKER.sub("", first, count=1) + dedent("".join(others))).strip()


def _bold_lines(text: str) -> Iterator[Item]:
    """A paragraph, or several entries on lines of their own without a blank line between."""
    starts = [match.start() for match in re.finditer(r"^(?:\*\*|__)", text, re.MULTILINE)]
    if not starts or starts[0] != 0:
        return
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        item = _bold(text[start:end].rstrip().removesuffix("\\").rstrip())
        if item:
            yield item


def _bold(text: str) -> Item | None:
    """A bold word at the start, set off by a colon, a dash or a line end; else it is merely bold."""
    match = _BOLD.fullmatch(text)
    if not match or not (match["inner"] or match["outer"]):
        return None
    return Item(match["name"].strip() + (match["brackets"] or ""), match["text"].strip())


def _plain_item(text: str) -> Item | None:
    match = _PLAIN_ITEM.fullmatch(text)
    return Item(match["name"].strip(" *_`"), match["text"].strip()) if match else None


def _defined(text: str) -> Iterator[Item]:
    """Definition lists: the lines before a colon at a line's start are names of one thing."""
    names: list[str] = []
    told: list[str] = []
    for line in [*text.split("\n"), "\0"]:
        if 0 < len(names) <= _MOST_NAMES and (match := _DEFINITION.match(line)):
            told.append(match[1])
        elif told and line[:1] in (" ", "\t"):
            told[-1] += f"\n{line.strip()}"
        elif told:
            yield _definition(names, told)
            names, told = [line], []
        else:
            names.append(line)


def _definition(names: Sequence[str], told: Sequence[str]) -> Item:
    first, *others = [name.strip() for name in names]
    aliases = tuple(alias for other in others for alias in cut_names(other))
    return Item(first.strip("*_"), "\n\n".join(told).strip(), aliases)
