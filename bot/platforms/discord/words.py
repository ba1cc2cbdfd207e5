"""spans -> Discord Markdown that shows exactly those words, pings nobody and unfurls nothing  (pure)

What Discord reads as markup was written by others: each such character is escaped. Where an escape is not
enough (the servers look for "@everyone" in what was sent, whatever stands before it) a zero-width space
parts it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote, urlsplit

from bot.formulas import legible
from bot.platforms.discord.limits import LINK, size
from bot.replies import Span, Text

APART = "\u200b"
"""A zero-width space: keeps two marks from being read as one."""

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKUP = re.compile(r"[\\*_~`|\[\]<>#]|:(?=\S)|&(?=[#\w])")
_LINE_START = re.compile(r"\A(\s*)([-+=])|\A(\s*\d+)([.)])")
_CALL = re.compile(r"@(?=everyone|here|\Z)", re.IGNORECASE)
_CALL_IN_CODE = re.compile(r"@(?=everyone|here)|(?<=<)@(?=[!&]?\d)", re.IGNORECASE)
_LONE_BACKTICKS = re.compile(r"(?:[^`]|(?<!`)`(?!`))*")
_FENCE_INSIDE = re.compile("`(?=``)")
_CITATION = re.compile(r"(?:\[\d+\])+")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.-]{1,20}")
# Escapes do not work in the words of a masked link: there, only what needs none is written.
_HARMLESS = re.compile(r"(?:[^\W_]|[ \u0300-\u036f.,;!?'\"“”‘’()/+=%$€…›«»–—-]|:(?!\S))+")
_COLON = re.compile(r":(?=\S)")
_STYLES = {"bold": "**", "italic": "*"}


def clean(text: str) -> str:
    """Without characters that steer a screen, turn the direction of the text or cannot be sent."""
    return _STEERING.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))


def words(text: Text) -> str:
    """One line of Markdown; line breaks become spaces. Safe at the start of a line and behind a prefix."""
    return written(settled(text))


def written(spans: Iterable[Span]) -> str:
    """The same of spans that are `settled`."""
    drawn = ""
    styled = False
    for span in _merged(spans):
        shown = _written(span)
        marked = bool(span.link) or span.style != "plain"
        drawn += (APART if marked and styled else "") + shown
        styled = marked and shown[-1:] != " "
    return drawn.strip()


def settled(text: Text) -> Iterator[Span]:
    """The spans in the styles that Discord has, without line breaks: plain, bold, italic, code, links."""
    for span in text:
        # A matrix on one line: its rows stay apart.
        shown = legible(span.text).replace("\n", "; ") if span.style == "formula" else span.text
        line = clean(shown).replace("\n", " ")
        if line:
            yield from _linked(_styled(Span(line, span.style, span.link)))


def fenced(code: str, language: str = "") -> str:
    """A code block that its text cannot end; the text as `code_text` gives it."""
    name = language if _LANGUAGE.fullmatch(language) else ""
    return f"```{name}\n{code}\n```"


def code_text(text: str) -> str:
    """What may stand within a code block: three backticks are parted, and nobody is called."""
    return _CALL_IN_CODE.sub(f"@{APART}", _FENCE_INSIDE.sub(f"`{APART}", clean(text)))


def address(link: str) -> str:
    """The http(s) URL as it can stand between angle brackets; empty where it is none or too long."""
    written = quote(clean(link).strip(), safe="/:?#!$&*+,;=%~-._")
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    web = parts.scheme in ("http", "https") and parts.netloc
    return written if web and size(written) <= LINK else ""


def _styled(span: Span) -> Span:
    if span.style == "mark":
        return replace(span, style="plain" if _CITATION.fullmatch(span.text.strip()) else "bold")
    if span.style == "code" and (not span.text.strip() or not _LONE_BACKTICKS.fullmatch(span.text)):
        return replace(span, style="plain")
    return replace(span, style="italic") if span.style == "formula" else span


def _linked(span: Span) -> Iterator[Span]:
    """Words that cannot be those of a link are followed by the link itself."""
    url = address(span.link) if span.link else ""
    if span.link == url == "":
        yield span
    elif url and span.text.strip() == url:
        yield Span(url, "plain", url)
    elif url and _HARMLESS.fullmatch(span.text) and span.text.strip() and not _would_list(span):
        yield replace(span, link=url)
    else:
        yield replace(span, link="")
        yield from (Span(" "), Span(url, "plain", url)) if url else ()


def _would_list(span: Span) -> bool:
    """Styled words of a link are read as a line of their own."""
    return span.style != "plain" and _LINE_START.match(span.text) is not None


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbours of one style made one: an escape looks at what follows. A bare address stays alone."""
    for (style, link, _), same in groupby(
        spans, lambda span: (span.style, span.link, span.text == span.link)
    ):
        yield Span("".join(span.text for span in same), style, link)


def _written(span: Span) -> str:
    core = span.text.strip()
    if not core or (span.style == "plain" and not span.link):
        return escaped(span.text)
    left, _, right = span.text.partition(core)
    if span.link == core:
        return f"{left}<{core}>{right}"
    mark = _STYLES.get(span.style, "")
    safe = _COLON.sub(f":{APART}", core) if span.link else escaped(core)
    inner = _code(core) if span.style == "code" else f"{mark}{safe}{mark}"
    return f"{left}[{inner}](<{span.link}>){right}" if span.link else f"{left}{inner}{right}"


def escaped(text: str) -> str:
    """Plain words of one line, wherever in a line they stand."""
    safe = _MARKUP.sub(r"\\\g<0>", text)
    return _CALL.sub(rf"\\@{APART}", _LINE_START.sub(_escape_first, safe))


def _escape_first(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[2] else f"{found[3]}\\{found[4]}"


def _code(text: str) -> str:
    safe = _CALL_IN_CODE.sub(f"@{APART}", text)
    return f"`` {safe} ``" if "`" in safe else f"`{safe}`"
