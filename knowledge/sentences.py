"""a passage's Markdown -> plain-text sentences, list items and steps  (pure)"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge.tables import rows, table_lines

Kind = Literal["prose", "item", "step", "row"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One whole sentence, list item, numbered step or row of a table. `block` counts paragraphs, items and
    rows of the passage from 0. `lead` is the sentence that announces its list, empty where there is none.
    `opens` where it is the first sentence of its paragraph or item; `number` is a step's, else 0. `cells`
    is what a row's own line says, in order: its `text` names the columns too; empty where it is no row."""

    text: str
    kind: Kind
    block: int
    lead: str = ""
    opens: bool = True
    number: int = 0
    cells: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    kind: Kind
    text: str
    number: int = 0
    cells: str = ""


_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*([^`]*)$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}(\s|$)")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^\s{0,3}([-*_])(\s*\1){2,}\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•]|(?P<number>\d{1,3})[.)])\s+(?P<text>.*)$")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+(?:\[!\w+\]\s*)?")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+.*$")
_DEFINITION = re.compile(r"^:\s+")


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines outside of fences. A passage cut inside a block starts or ends in it."""
    fences = [found for line in lines if (found := _FENCE.match(line))]
    inside = len(fences) % 2 == 1 and not fences[0][2].strip()
    for line in lines:
        if _FENCE.match(line):
            inside = not inside
            yield ""
        elif not inside:
            yield line


def _is_text(line: str) -> bool:
    return not (_HEADING.match(line) or _RULE.match(line) or _REFERENCE.match(line))


def _blocks(markdown: str) -> Iterator[_Block]:
    lines = list(_without_code(_COMMENT.sub("", markdown).splitlines()))
    tables = table_lines(lines)
    told = rows(lines, plain) if tables else {}
    held: list[str] = []
    kind: Kind = "prose"
    number = 0
    for at, line in enumerate([*lines, ""]):
        line = _DEFINITION.sub("", _QUOTE.sub("", line))
        item = _ITEM.match(line)
        if _UNDERLINE.match(line) and held and kind == "prose":
            held = []
        elif item or not line.strip() or at in tables or not _is_text(line):
            if held:
                yield _Block(kind, " ".join(held), number)
            held, kind, number = [], "prose", 0
            if item and _is_text(line):
                number = int(item["number"] or 0)
                held, kind = [item["text"]], "step" if number else "item"
            elif at in told:
                yield _Block("row", told[at].text, cells=told[at].cells)
        else:
            held.append(line.strip())


_COMMENT = re.compile(
    r"(?<!`)<!--.*?(?:-->|\Z)|<(script|style|details|summary)\b.*?</\1>", re.DOTALL | re.IGNORECASE
)
_CODE = re.compile(r"(`+)(.+?)\1")
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\](?:\((?:[^()]|\([^)]*\))*\)|\[[^\]]*\])")
# The title of another page, as a table of contents has it.
_LINK_ALONE = re.compile(r"^\W*\[[^\[\]]*[^\[\].!?]\]\([^()]*\)\W*$")
# What begins with a link begins anew, also where its first letter is small.
_LINK_AFTER_STOP = re.compile(r"(?<=[.!?] )(?=\[[^\[\]]+\][(\[])")
_BEGINS = "\ue002"
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^>\s]+)>")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
# "[b]", "[n 7]" and "[citation needed]" behind a sentence, and the page that was cited there: ".:133–134".
_NOTE = re.compile(
    r"(?<=[.!?,;:)\"”])\[(?:[a-z]{1,2}|\d{1,3}|(?:n|nb|note) ?\d+)\]|\[(?:\w+ needed|update|sic)[?!]?\]|"
    r"(?<=[.!?]):\d[\d:,–-]*(?=\s|$)",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_STRONG = re.compile(r"(\*\*\*|\*\*|___|__|~~)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$])")
_SPACES = re.compile(r"\s+")
# What any of the patterns of `_plain` begins with.
_MARKED = re.compile("[\\[\\]`*_~<\\\\&\ue000-\ue002]|:\\d")
_PRIVATE = re.compile("[\ue000-\ue002]")
_HELD = re.compile("\ue000(\\d+)\ue001")


def plain(markdown: str) -> str:
    """One paragraph's Markdown as plain text: links are their words, emphasis is gone, code as it is."""
    held: list[str] = []
    return _restored(_plain(markdown, held), held)


def _plain(markdown: str, held: list[str]) -> str:
    """With each piece of code held back as a private-use mark, so that nothing else looks into it."""
    if not _MARKED.search(markdown):
        return _SPACES.sub(" ", markdown).strip()

    def hold(code: re.Match[str]) -> str:
        held.append(code[2].strip())
        return f"\ue000{len(held) - 1}\ue001"

    text = _CODE.sub(hold, _PRIVATE.sub("", markdown))
    text = _NOTE.sub("", _FOOTNOTE.sub("", _IMAGE.sub("", text)))
    text = _LINK_AFTER_STOP.sub(_BEGINS, text)
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", _LINK.sub(r"\1", text)))
    text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", _TAG.sub(" ", text)))
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], text)
    text = html.unescape(_ESCAPE.sub(r"\1", text))
    return _SPACES.sub(" ", text).strip()


def _restored(text: str, held: list[str]) -> str:
    return _HELD.sub(lambda mark: held[int(mark[1])], text.replace(_BEGINS, ""))


_ABBREVIATIONS = frozenset(
    """
    dr mr mrs ms prof st mt fig figs eq eqs no nos vol vols pp vs cf al ca approx dept gen col lt capt sgt
    rev hon sen rep gov pres sec ch chap ed eds trans jan feb mar apr jun jul aug sep sept oct nov dec e.g
    i.e eg ie viz resp esp incl bzw z.b usw ggf u.a d.h p.ej sr sra
    """.split()  # noqa: SIM905
)
_OFTEN_LAST = frozenset("etc inc ltd co corp jr sr bros u.s u.k u.n e.u d.c a.m p.m b.c a.d ph.d".split())  # noqa: SIM905
_STARTERS = frozenset(
    """
    a an the this that these those it its he she they we you i in on at as by for from to with when while
    where after before during since although though however but and or so if there here his her their our
    your each some many most all both no not one two then thus because once until such what who how why
    """.split()  # noqa: SIM905
)
_BOUNDARY = re.compile(
    r"(?P<word>[^\s]*?)(?P<end>[.!?…]+)(?P<close>[\"'”’»)\]]*)\s+(?=(?P<next>[\"'“‘«(\[]*[^\s]+))|"
    r"(?P<wide>[。！？।]+[」』”’）]*)\s*(?=\S)"
)
_OPENERS = re.compile(r"[\"'“‘«(\[¿¡]+")


def sentences(text: str) -> list[str]:
    """Plain text -> whole sentences, in order; joined with blanks they are the text again."""
    found: list[str] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if _ends(boundary) and not _inside(text[start : boundary.end()], text[boundary.end() :]):
            found.append(text[start : boundary.end()].strip())
            start = boundary.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def _ends(boundary: re.Match[str]) -> bool:
    if boundary["wide"]:
        return True
    following = _OPENERS.sub("", boundary["next"]) or boundary["next"]
    if following[:1].islower() and not (following[0] > "\u024f"):
        return False
    if boundary["end"] != ".":
        return True
    word = _OPENERS.sub("", boundary["word"]).lower()
    if boundary["word"].endswith(('"', "”", "»")):
        return True
    starts = following.strip(",;:").lower() in _STARTERS
    if len(word) == 1 and word.isalpha() and not boundary["close"]:
        return starts and boundary["word"].islower()
    if word in _ABBREVIATIONS:
        return False
    return starts or not (word in _OFTEN_LAST or re.fullmatch(r"(\w\.)+\w", word))


def _inside(before: str, after: str) -> bool:
    """Whether the cut would fall inside brackets or quotes that close soon."""
    for opening, closing in ("()", "“”", "«»", "[]"):
        if before.count(opening) > before.count(closing) and closing in after[:240]:
            return True
    return before.count('"') % 2 == 1 and '"' in after[:240]


@lru_cache(maxsize=4096)
def pieces(markdown: str) -> tuple[Piece, ...]:
    """A passage's sentences, items, steps and rows in order. No headings, no bare links, no code."""
    found: list[Piece] = []
    lead, before = "", ""
    for number, block in enumerate(_blocks(markdown)):
        listed = block.kind in ("item", "step")
        if listed and not before:
            lead = found[-1].text if found and found[-1].text.endswith((":", "：")) else ""
        found += _split(block, number, lead if listed else "")
        before = block.kind if listed else ""
    return tuple(found)


def _split(block: _Block, number: int, lead: str) -> Iterator[Piece]:
    if block.kind == "row":
        yield Piece(block.text, "row", number, cells=block.cells)
        return
    if block.kind in ("item", "step") and not lead and _LINK_ALONE.match(block.text):
        return
    held: list[str] = []
    text = _plain(block.text, held)
    for at, sentence in enumerate(sentences(text)):
        kind = block.kind if at == 0 else "prose"
        yield Piece(_restored(sentence, held), kind, number, lead, at == 0, block.number if at == 0 else 0)
