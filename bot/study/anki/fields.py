"""a side of a card in Markdown -> HTML that Anki shows: text, and no markup of anybody's  (pure)"""

import re
from html import escape

from bot.markup import parts_of
from bot.replies import Bullets, Code, Formula, Heading, Part, Quote, Span, Table, Text
from bot.replies import Paragraph as Words

_TAGS = {"bold": "b", "italic": "i", "code": "code"}


def html(markdown: str) -> str:
    """Empty for a text that shows nothing."""
    return "".join(map(_part, parts_of(markdown)))


def tag(name: str) -> str:
    """One word, as Anki has its tags."""
    return re.sub(r"\s+", "_", name.strip()) or "_"


def _part(part: Part) -> str:
    match part:
        case Heading(text) | Words(text):
            return f"<div>{_text(text)}</div>"
        case Quote(text):
            return f"<blockquote>{_text(text)}</blockquote>"
        case Bullets(items, numbered):
            name = "ol" if numbered else "ul"
            return f"<{name}>{''.join(f'<li>{_text(item)}</li>' for item in items)}</{name}>"
        case Table(header, rows):
            return f"<table>{''.join(map(_row, (header, *rows)))}</table>"
        case Code(text):
            return f"<pre>{_safe(text)}</pre>"
        case Formula(latex):
            return f"<div>\\[{_safe(latex)}\\]</div>"
    return ""


def _row(cells: tuple[Text, ...]) -> str:
    return f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"


def _text(text: Text) -> str:
    return "".join(map(_span, text))


def _span(span: Span) -> str:
    if span.style == "formula":
        return f"\\({_safe(span.text)}\\)"
    shown = _safe(span.text).replace("\n", "<br>")
    name = _TAGS.get(span.style)
    shown = f"<{name}>{shown}</{name}>" if name else shown
    return f'<a href="{escape(span.link)}">{shown}</a>' if span.link else shown


def _safe(text: str) -> str:
    """Anki plays, fetches and typesets what stands in brackets, wherever it stands."""
    return escape(text.encode("utf-8", "replace").decode()).replace("[", "&#91;")
