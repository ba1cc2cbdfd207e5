"""Discord Markdown -> HTML that shows what Discord would  (pure)

As far as the bot writes it: headings, small text, quotes, lists, code, bold, italic, links in angle brackets
and moments ("<t:…:R>"). All else is text, and is escaped.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

_FENCED = re.compile(r"^```(?:[A-Za-z0-9_+.-]*\n)?(.*?)\n?```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_BULLET = re.compile(r"( *)[-*] +(.*)")
_NUMBERED = re.compile(r"(\d+)\. +(.*)")
_INLINE = re.compile(
    r"""\\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | \[(?P<words>(?:\\.|[^\]\\])+)\]\(<(?P<to>[^>\s]+)>\)
    | <(?P<url>https?://[^>\s]+)>
    | <t:(?P<moment>-?\d+):R>
    | \*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)
    | \*(?P<italic>(?:\\.|[^\\*])+?)\*(?!\*)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


class _Line(NamedTuple):
    """`kind` joins lines that stand in one block; `text` is what is to be read in it; `number` is a
    numbered item's, and how deep another one is within lists."""

    kind: str
    text: str
    number: int = 0


def to_html(markdown: str, now: int) -> str:
    """`now`, in seconds since 1970, is when it is looked at."""
    found = []
    end = 0
    for fenced in _FENCED.finditer(markdown):
        found.append(_blocks(markdown[end : fenced.start()].strip("\n"), now))
        found.append(f"<pre><code>{escape(fenced[1])}</code></pre>")
        end = fenced.end()
    return "".join((*found, _blocks(markdown[end:].strip("\n"), now)))


def ago(moment: int, now: int) -> str:
    """As Discord tells it: "in 12 seconds", "2 minutes ago"."""
    away = abs(moment - now)
    size, unit = next((it for it in _UNITS if away >= it[0]), _UNITS[-1])
    count = round(away / size)
    told = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {told}" if moment > now else f"{told} ago"


def _blocks(markdown: str, now: int) -> str:
    lines = map(_line, markdown.split("\n")) if markdown else ()
    return "".join(_block(kind, list(group), now) for kind, group in groupby(lines, key=lambda it: it.kind))


def _line(line: str) -> _Line:
    if found := _HEADING.fullmatch(line):
        return _Line(f"h{len(found[1])}", found[2])
    if found := _BULLET.fullmatch(line):
        return _Line("ul", found[2], len(found[1]) // 2)
    if found := _NUMBERED.fullmatch(line):
        return _Line("ol", found[2], int(found[1]))
    for mark, kind in (("-# ", "small"), ("> ", "quote")):
        if line.startswith(mark):
            return _Line(kind, line.removeprefix(mark))
    return _Line("text", line)


def _block(kind: str, lines: Sequence[_Line], now: int) -> str:
    told = [_inline(line.text, now) for line in lines]
    match kind:
        case "ol":
            return f'<ol start="{lines[0].number}">{"".join(f"<li>{it}</li>" for it in told)}</ol>'
        case "ul":
            return f"<ul>{''.join(map(_item, told, lines))}</ul>"
        case "text":
            return f"<p>{'<br>'.join(told)}</p>"
        case "quote":
            return f"<blockquote>{'<br>'.join(told)}</blockquote>"
        case "small":
            return "".join(f'<p class="small">{it}</p>' for it in told)
        case _:
            return "".join(f"<{kind}>{it}</{kind}>" for it in told)


def _item(told: str, line: _Line) -> str:
    deeper = f' style="margin-left:{20 * line.number}px"' if line.number else ""
    return f"<li{deeper}>{told}</li>"


def _inline(text: str, now: int) -> str:
    return "".join(_spans(text, now))


def _spans(text: str, now: int) -> Iterator[str]:
    end = 0
    for found in _INLINE.finditer(text):
        yield escape(text[end : found.start()])
        yield _span(found, now)
        end = found.end()
    yield escape(text[end:])


def _span(found: "re.Match[str]", now: int) -> str:
    kind = found.lastgroup or ""
    words = found[kind]
    drawn: dict[str, Callable[[], str]] = {
        "escaped": lambda: escape(words),
        "code": lambda: f"<code>{escape(words.strip())}</code>",
        "to": lambda: f'<a href="#">{_inline(found["words"], now)}</a>',
        "url": lambda: f'<a href="#">{escape(words)}</a>',
        "moment": lambda: f'<span class="moment">{ago(int(words), now)}</span>',
        "bold": lambda: f"<strong>{_inline(words, now)}</strong>",
        "italic": lambda: f"<em>{_inline(words, now)}</em>",
    }
    return drawn[kind]()
