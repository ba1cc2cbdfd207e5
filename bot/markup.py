"""a lesson's Markdown -> reply parts (headings, paragraphs, lists, tables, code, formulas)  (pure)"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.replies import (
    Bullets,
    Code,
    Formula,
    Heading,
    Paragraph,
    Part,
    Quote,
    Span,
    Style,
    Table,
    Text,
)

_DISPLAY = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]", re.DOTALL)
_INLINE = re.compile(r"\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?!\d)|\\\((.+?)\\\)")
_STYLES: dict[str, Style] = {"strong": "bold", "em": "italic", "s": "plain"}
_TAG = re.compile(r"<br\s*/?>|</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_HELD = re.compile("\ue000(\\d+)\ue001")
_FENCED = re.compile(r"^( {0,3})(```+|~~~+).*?(?:^ {0,3}\2|\Z)|(`+).+?\3", re.DOTALL | re.MULTILINE)


def parts_of(markdown: str) -> tuple[Part, ...]:
    """Parts in the text's order. HTML tags are dropped, their text kept; no text is lost but theirs."""
    held: list[_Held] = []
    tree = SyntaxTreeNode(_reader().parse(_hold_formulas(markdown, held)))
    return tuple(part for node in tree.children for part in _block(node, _Formulas(held)))


def spans_of(markdown: str) -> Text:
    """One line of Markdown as spans; blocks are run together with spaces."""
    found: list[Span] = []
    for part in parts_of(markdown):
        found += ([Span(" ")] if found else []) + list(_flat(part))
    return _joined(found)


def with_formulas(text: str) -> Text:
    """Words without markup, but for the formulas between dollars."""
    held: list[_Held] = []
    marked = _INLINE.sub(lambda found: _hold(found, held), text.replace("\ue000", ""))
    return _joined(_Formulas(held).spans(marked, "plain", ""))


def plain_of(markdown: str) -> str:
    return "".join(span.text for span in spans_of(markdown))


def with_mark(parts: tuple[Part, ...], quote: str) -> tuple[Part, ...]:
    """The parts with the quoted words in the style "mark", in the first part that holds them all."""
    wanted = " ".join(quote.split())
    for number, part in enumerate(parts):
        texts = _texts(part)
        for text in texts:
            if wanted and (marked := _marked(text, wanted)):
                return (*parts[:number], _swapped(part, text, marked), *parts[number + 1 :])
    return parts


@dataclass(frozen=True, slots=True)
class _Held:
    latex: str
    written: str
    displayed: bool


class _Formulas:
    """Formulas set aside before the Markdown was read, so that it cannot take `_` or `*` for markup."""

    def __init__(self, held: list[_Held]) -> None:
        self._held = held

    def alone(self, text: str) -> str | None:
        """The LaTeX of a text that is one displayed formula and nothing else."""
        found = _HELD.fullmatch(text.strip())
        return self._held[int(found[1])].latex if found and self._held[int(found[1])].displayed else None

    def undone(self, text: str) -> str:
        """Code that was no formula after all, as its author wrote it."""
        return _HELD.sub(lambda found: self._held[int(found[1])].written, text)

    def spans(self, text: str, style: Style, link: str) -> Iterator[Span]:
        end = 0
        for found in _HELD.finditer(text):
            if found.start() > end:
                yield Span(text[end : found.start()], style, link)
            yield Span(self._held[int(found[1])].latex, "formula")
            end = found.end()
        if end < len(text):
            yield Span(text[end:], style, link)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _hold_formulas(markdown: str, held: list[_Held]) -> str:
    """The text with each formula outside code replaced by a private-use mark and its number."""
    markdown = markdown.replace("\ue000", "").replace("\ue001", "")
    pieces, end = [], 0
    for code in _FENCED.finditer(markdown):
        pieces += [_held_in(markdown[end : code.start()], held), code[0]]
        end = code.end()
    return "".join((*pieces, _held_in(markdown[end:], held)))


def _held_in(text: str, held: list[_Held]) -> str:
    def hold(found: re.Match[str], *, displayed: bool) -> str:
        held.append(_Held((found[1] or found[2]).strip(), found[0], displayed))
        mark = f"\ue000{len(held) - 1}\ue001"
        return f"\n\n{mark}\n\n" if displayed and "|" not in _line_of(found) else mark

    text = _DISPLAY.sub(lambda found: hold(found, displayed=True), text)
    return _INLINE.sub(lambda found: hold(found, displayed=False), text)


def _hold(found: re.Match[str], held: list[_Held]) -> str:
    held.append(_Held((found[1] or found[2]).strip(), found[0], displayed=False))
    return f"\ue000{len(held) - 1}\ue001"


def _line_of(found: re.Match[str]) -> str:
    start = found.string.rfind("\n", 0, found.start()) + 1
    return found.string[start : found.start()]


def _block(node: SyntaxTreeNode, formulas: _Formulas) -> Iterator[Part]:
    match node.type:
        case "heading":
            yield Heading(_inline(node, formulas), min(3, max(2, int(node.tag[1:]))))
        case "paragraph":
            yield from _paragraph(node, formulas)
        case "fence" | "code_block":
            yield Code(
                formulas.undone(node.content).rstrip("\n"), node.info.split()[0] if node.info.split() else ""
            )
        case "bullet_list" | "ordered_list":
            yield from _list(node, formulas)
        case "table":
            yield _table(node, formulas)
        case "blockquote":
            for part in (part for child in node.children for part in _block(child, formulas)):
                yield Quote(part.text) if isinstance(part, Paragraph) else part
        case "html_block":
            if text := _TAG.sub(" ", node.content).strip():
                yield Paragraph(_joined(formulas.spans(" ".join(text.split()), "plain", "")))


def _paragraph(node: SyntaxTreeNode, formulas: _Formulas) -> Iterator[Part]:
    inline = node.children[0] if node.children else None
    alone = formulas.alone(inline.content) if inline else None
    if alone is not None:
        yield Formula(alone)
    elif text := _inline(node, formulas):
        yield Paragraph(text)


def _list(node: SyntaxTreeNode, formulas: _Formulas) -> Iterator[Part]:
    """One Bullets where items are lines; blocks inside an item follow it, and the list goes on."""
    numbered = node.type == "ordered_list"
    number = int(node.attrs.get("start", 1)) if numbered else 1
    items: list[Text] = []
    first = number
    for item in node.children:
        head, rest = _item(item, formulas)
        items.append(head)
        number += 1
        if rest:
            yield Bullets(tuple(items), numbered, first)
            yield from rest
            items, first = [], number
    if items:
        yield Bullets(tuple(items), numbered, first)


def _item(item: SyntaxTreeNode, formulas: _Formulas) -> tuple[Text, list[Part]]:
    parts = [part for child in item.children for part in _block(child, formulas)]
    if parts and isinstance(parts[0], Paragraph):
        return parts[0].text, [_indented(part) for part in parts[1:]]
    return (), parts


def _indented(part: Part) -> Part:
    """A list within a list: its items say by a dash that they hang on the line above."""
    if not isinstance(part, Bullets) or part.numbered:
        return part
    return replace(part, items=tuple((Span("– "), *item) for item in part.items))


def _table(node: SyntaxTreeNode, formulas: _Formulas) -> Table:
    rows = [
        tuple(_inline(cell, formulas) for cell in row.children)
        for body in node.children
        for row in body.children
    ]
    return Table(rows[0], tuple(rows[1:]))


def _inline(node: SyntaxTreeNode, formulas: _Formulas) -> Text:
    tokens = (
        token for child in node.children for token in (child.token.children or [] if child.token else [])
    )
    return _joined(_spans(tokens, formulas))


def _spans(tokens: Iterable[Token], formulas: _Formulas) -> Iterator[Span]:
    style: Style = "plain"
    link = ""
    for token in tokens:
        kind = token.type.removesuffix("_open")
        if token.type.endswith("_close"):
            link = "" if token.type == "link_close" else link
            style = "plain" if token.type != "link_close" else style
        elif kind in _STYLES:
            style = _STYLES[kind]
        elif kind == "link":
            link = _safe_link(str(token.attrs.get("href", "")))
        elif kind == "code_inline":
            yield Span(formulas.undone(token.content), "code", link)
        elif kind == "html_inline":
            yield Span("\n" if token.content.lower().startswith("<br") else "", style, link)
        elif kind == "image":
            yield Span(f"[picture: {token.content}]" if token.content else "", "italic")
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(kind, token.content)
            yield from formulas.spans(text, style, link)


def _safe_link(href: str) -> str:
    return href if href.startswith(("https://", "http://")) else ""


# "app.py" and "node.js" are no addresses.
_ADDRESS = re.compile(
    r"^\s*(?:https?://|(?=www\.|\S+\.(?:com|org|net|edu|gov|info|example|eu|uk|de|fr|io)\b))"
    r"(?:www\.)?([\w.-]+\w)(?:[/:?#]\S*)?\s*$",
    re.IGNORECASE,
)


def _honest(span: Span) -> Span:
    """A link whose words are an address leads to that address's host, or it is none."""
    named = _ADDRESS.match(span.text) if span.link else None
    if named is None:
        return span
    there = _ADDRESS.match(span.link)
    return span if there and there[1].lower() == named[1].lower() else replace(span, link="")


def _joined(spans: Iterable[Span]) -> Text:
    """Neighbours of one style made one, empty ones dropped."""
    found: list[Span] = []
    for span in map(_honest, spans):
        if not span.text:
            continue
        if found and found[-1].style == span.style != "formula" and found[-1].link == span.link:
            found[-1] = replace(span, text=found[-1].text + span.text)
        else:
            found.append(span)
    return tuple(found)


def _flat(part: Part) -> Iterator[Span]:
    if isinstance(part, Code):
        yield Span(part.text, "code")
    elif isinstance(part, Formula):
        yield Span(part.latex, "formula")
    else:
        for number, text in enumerate(_texts(part)):
            yield from (*([Span(" ")] if number else []), *text)


def _texts(part: Part) -> tuple[Text, ...]:
    match part:
        case Heading(text) | Paragraph(text) | Quote(text):
            return (text,)
        case Bullets(items):
            return items
        case Table(header, rows):
            return (*header, *(cell for row in rows for cell in row))
        case _:
            return ()


def _swapped(part: Part, old: Text, new: Text) -> Part:
    def swap(text: Text) -> Text:
        return new if text is old else text

    match part:
        case Heading() | Paragraph() | Quote():
            return replace(part, text=new)
        case Bullets():
            return replace(part, items=tuple(map(swap, part.items)))
        case Table():
            rows = tuple(tuple(map(swap, row)) for row in part.rows)
            return replace(part, header=tuple(map(swap, part.header)), rows=rows)
        case _:
            return part


def _marked(text: Text, wanted: str) -> Text | None:
    """The text with `wanted` marked, white space aside; None where it does not stand there whole."""
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    found = re.search(pattern, "".join(span.text for span in text))
    if not found:
        return None
    spans: list[Span] = []
    begin = 0
    for span in text:
        a, b = (min(max(at - begin, 0), len(span.text)) for at in found.span())
        middle = replace(span, text=span.text[a:b], style="mark")
        spans += [replace(span, text=span.text[:a]), middle, replace(span, text=span.text[b:])]
        begin += len(span.text)
    return _joined(spans)
