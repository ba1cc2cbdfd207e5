"""a part of a reply -> what it is on Discord: lines of text, a code block, a picture  (pure)"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from string import ascii_uppercase

from bot.formulas import legible, shows
from bot.messages.own import FILE_TOO_LARGE, FILE_UNSENT
from bot.platforms.discord.drawn import Image, Sent, Typeset
from bot.platforms.discord.limits import ALT, FILE_NAME, UPLOAD, UPLOADS, cut
from bot.platforms.discord.pieces import Fenced, Flow, Line, Prose
from bot.platforms.discord.tables import aligned, fields
from bot.platforms.discord.words import APART, clean, code_text, fenced, words
from bot.replies import (
    Attachment,
    Bullets,
    Code,
    Countdown,
    Formula,
    Heading,
    Paragraph,
    Part,
    Picture,
    Quote,
    Span,
    Table,
    Text,
    plain,
)

LONGEST_FORMULA = 800
"""Characters of LaTeX: a longer one is no picture that anybody could read."""
_PICTURES_A_PART = 3
_QUIET = "-# "
_QUOTED = "> "
_BELOW = "\n"
"""Before a line that stands below an empty one."""


def flows_of(parts: Iterable[Part], *, pictured: bool) -> Iterator[Flow]:
    """One for each part, but a list and the lists within it are one. `pictured` is False while an answer
    grows: then formulas stay text."""
    held: list[Bullets] = []
    room = UPLOADS
    for part in parts:
        if held and not (isinstance(part, Bullets) and (_is_within(part) or _is_within(held[-1]))):
            yield _list(held, pictured)
            held = []
        if isinstance(part, Bullets):
            held.append(part)
        elif isinstance(part, Attachment):
            fits = len(part.data) <= min(UPLOAD, room)
            room -= len(part.data) if fits else 0
            yield from _attached(part, fits=fits)
        else:
            yield _flow(part, pictured)
    if held:
        yield _list(held, pictured)


def _attached(part: Attachment, *, fits: bool) -> Iterator[Flow]:
    """What it holds, and below that the file, or that there is none."""
    name = cut(_alt(part.name), FILE_NAME) or "file"
    about = Span(f" {part.about}") if part.about.strip() else Span("")
    yield Prose((Line((Span(name, "bold"), about)),), leads=True)
    if fits:
        yield Sent(part.data, FILE_UNSENT, name)
    else:
        yield Prose((Line(plain(FILE_TOO_LARGE)),))


def _flow(part: Part, pictured: bool) -> Flow:
    match part:
        case Heading(text, level):
            mark = "#" * min(3, max(1, level)) + " "
            # Discord takes hashes at a heading's end for its markup, even escaped ones.
            end = APART if words(text).endswith("#") else ""
            return _below(Prose((Line(text, mark, mark, end),), leads=True), text, pictured)
        case Paragraph(text, tone):
            mark = _QUIET if tone == "quiet" else ""
            return _below(Prose(tuple(Line(line, mark, mark) for line in _lines(text))), text, pictured)
        case Quote(text):
            lines = tuple(Line(line, _QUOTED, _QUOTED) for line in _lines(text))
            return _below(Prose(lines), text, pictured)
        case Countdown(text, until):
            shown = text if _visible(text) else plain("…")
            return Prose((Line(shown, last=f" <t:{int(until.timestamp())}:R>"),))
        case Table():
            return _below(_table(part), _in_cells(part), pictured)
        case Code(text, language):
            return Fenced(tuple(code_text(text).split("\n")), language)
        case Formula(latex):
            return _formula(latex, pictured)
        case Bullets():
            return _list((part,), pictured)
        case Picture(name, png, alt):
            return Image(png, _alt(alt or name), name)
        case Attachment():
            return Prose(())


def _lines(text: Text) -> Iterator[Text]:
    """The text's lines, each with its own spans."""
    held: list[Span] = []
    for span in text:
        first, *others = [span.text] if span.style == "formula" else clean(span.text).split("\n")
        held.append(Span(first, span.style, span.link))
        for other in others:
            yield tuple(held)
            held = [Span(other, span.style, span.link)]
    yield tuple(held)


def _list(parts: Sequence[Bullets], pictured: bool) -> Flow:
    lines = tuple(line for number, part in enumerate(parts) for line in _bullets(part, within=number > 0))
    said = tuple(span for part in parts for item in part.items for span in item)
    return _below(Prose(lines), said, pictured)


def _bullets(part: Bullets, *, within: bool) -> Iterator[Line]:
    """Dashes that say that an item hangs on the line above are shown as the list within a list that it is."""
    for number, item in enumerate(part.items, part.start):
        depth = _depth(item) if within else 0
        shown = item[depth:] if _visible(item[depth:]) else plain("–")
        yield Line(shown, "  " * depth + _bullet(part, number))


def _is_within(part: Bullets) -> bool:
    return bool(part.items) and all(_depth(item) for item in part.items)


def _depth(item: Text) -> int:
    return sum(1 for _ in takewhile(lambda span: span.text == "– ", item))


def _bullet(part: Bullets, number: int) -> str:
    """Discord counts from 1 at least and counts on by itself: below that the number is plain text."""
    if part.lettered:
        return f"**{ascii_uppercase[(number - 1) % 26]}.** "
    if not part.numbered:
        return "- "
    return f"{number}. " if part.start > 0 else f"{number}\\. "


def _table(part: Table) -> Fenced | Prose:
    found = aligned(part)
    if found:
        return Fenced(found[1] or ("",), head=found[0])
    rows = ((line for line in row if _visible(line)) for row in fields(part))
    lines = (Line(line, "" if number else _BELOW) for row in rows for number, line in enumerate(row))
    return Prose(tuple(lines))


def _in_cells(part: Table) -> Text:
    return tuple(span for row in (part.header, *part.rows) for cell in row for span in cell)


def _formula(latex: str, pictured: bool) -> Flow:
    if shows(latex) or not clean(latex).strip():
        return Prose((Line((Span(latex, "formula"),)),))
    if not pictured:
        return Fenced(tuple(code_text(legible(latex)).split("\n")))
    if len(latex) > LONGEST_FORMULA:
        return Fenced(tuple(code_text(latex).split("\n")), "latex")
    return Typeset(latex, _said(latex), fenced(code_text(latex), "latex"))


def _below(flow: Prose | Fenced, text: Text, pictured: bool) -> Prose | Fenced:
    """With small pictures of the formulas in its text that a line of letters does not show."""
    if not pictured:
        return flow
    formulas = dict.fromkeys(span.text for span in text if span.style == "formula")
    drawn = [latex for latex in formulas if len(latex) <= LONGEST_FORMULA and not shows(latex)]
    pictures = tuple(Typeset(latex, _said(latex)) for latex in drawn[:_PICTURES_A_PART])
    return replace(flow, pictures=pictures)


def _visible(text: Text) -> bool:
    return bool(words(text))


def _said(latex: str) -> str:
    """What cannot be told in a line is told as its author wrote it."""
    return _alt(latex if "\\begin" in latex else legible(latex)) or _alt(latex)


def _alt(text: str) -> str:
    return cut(" ".join(clean(text).split()), ALT)
