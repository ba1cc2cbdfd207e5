"""Discord Markdown -> what a person sees of it: an independent reader, after how the client behaves

It knows what words from outside could be mistaken for. Escapes are taken off everywhere but within code and
within the words of a masked link, as the client does it.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

_RULES = [
    ("block", r"```(?:([\w+.-]*)\n)?((?:(?!```).)*[^\n](?:(?!```).)*)```"),
    ("bold", r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)"),
    ("underline", r"__((?:\\.|[^\\])+?)__(?!_)"),
    ("italic", r"\*(?!\s)((?:\\.|\*\*|[^*\\])+?)(?<!\s) {0,2}\*(?!\*)"),
    ("italic", r"_((?:\\.|__|[^_\\])+?)_(?![a-zA-Z0-9_])"),
    ("strike", r"~~(.+?)~~(?!_)"),
    ("spoiler", r"\|\|(.+?)\|\|"),
    ("code", r"(`+)(?!`)(.+?)(?<!`)\1(?!`)"),
    ("time", r"<t:(-?\d+)(?::[tTdDfFR])?>"),
    ("emoji", r"<a?:\w+:\d+>"),
    ("emoji", r":\w+:"),
    ("mention", r"<@[!&]?\d+>|<#\d+>|<id:\w+>|</[^>]+:\d+>"),
    ("everyone", r"@everyone|@here"),
    ("link", r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]"),
    ("quiet link", r"<([^: >]+:/[^ >]+)>"),
    ("masked", r"\[((?:\[[^\]]*\]|[^\[\]])*)\]\(\s*<?([^\s\\]*?)>?\s*\)"),
]
_FIRST = [
    ("subtext", r"-# +(?!-#)([^\n]+)(?:\n|\Z)"),
    ("heading", r"#{1,3}\s+(?!#)([^\n]*)(?:\n|\Z)"),
    ("quote", r" *>>> (.*)"),
    ("quote", r" *> ([^\n]*)(?:\n|\Z)"),
    ("item", r" *(?:[*-]|\d+\.) +(.[^\n]*(?:\n [^\n]*)*)(?:\n|\Z)"),
]
_INLINE = [(name, re.compile(rule, re.DOTALL)) for name, rule in _RULES]
_AT_LINE_START = [(name, re.compile(rule, re.DOTALL)) for name, rule in _FIRST]
_IN_LINKS = {"bold", "underline", "italic", "strike", "spoiler", "code", "time", "emoji"}
_NOTHING = re.compile(r"(?:(?!https?:|steam:)[^\\*_~|`<@:\[\n])+")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")


@dataclass
class Seen:
    """`text` is what can be read; `found` counts the kinds of markup; `links` are addresses to go to."""

    text: str = ""
    found: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def within(self, kind: str, other: "Seen") -> None:
        self.found[kind] += 1
        self.text += other.text
        self.found += other.found
        self.links += other.links
        self.blocks += other.blocks


def read(markdown: str, *, first: bool = True, label: bool = False) -> Seen:
    """`first`: the text begins a line. `label`: it is the words of a masked link."""
    seen = Seen()
    at = 0
    while at < len(markdown):
        if at > 0 and markdown[at - 1] != "\n" and (dull := _NOTHING.match(markdown, at)):
            seen.text += dull[0]
            at = dull.end()
            continue
        starts = (first and at == 0) or (at > 0 and markdown[at - 1] == "\n")
        name, match = _rule(markdown, at, starts=starts and not label, label=label)
        if match is None:
            escaped = None if label else _ESCAPED.match(markdown, at)
            seen.text += escaped[1] if escaped else markdown[at]
            at += 2 if escaped else 1
        else:
            _take(seen, name, match, starts=starts)
            at = match.end()
    return seen


def _rule(markdown: str, at: int, *, starts: bool, label: bool) -> tuple[str, re.Match[str] | None]:
    rules = [*(_AT_LINE_START if starts else []), *_INLINE]
    for name, pattern in rules:
        if (not label or name in _IN_LINKS) and (match := pattern.match(markdown, at)):
            return name, match
    return "", None


def _take(seen: Seen, name: str, match: re.Match[str], *, starts: bool) -> None:
    if name in ("subtext", "heading", "quote", "item"):
        inner = match[1].rstrip().rstrip("#") if name == "heading" else match[1]
        seen.within(name, read(inner))
        seen.text += "\n"
    elif name in ("bold", "italic", "underline", "strike", "spoiler"):
        seen.within(name, read(match[1], first=starts))
    elif name == "masked":
        seen.within(name, read(match[1], label=True))
        seen.links.append(match[2])
    else:
        seen.found[name] += 1
        seen.text += match[2] if name in ("code", "block") else ""
        seen.links += [match[0].strip("<>")] if name in ("link", "quiet link") else []
        seen.blocks += [match[2]] if name == "block" else []
