"""a part of a reply -> pieces of a message, none of them longer than a message may be  (pure)

Where a part is too long it is parted at its lines, else between words; a code block that goes on is closed
and opened again.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile

from bot.platforms.discord.drawn import Image, Sent, Typeset, Words
from bot.platforms.discord.limits import size
from bot.platforms.discord.words import fenced, settled, written
from bot.replies import Span, Text

_ATOM = re.compile(r"\s*\S{1,400}|\s+")
"""Even a word of 400 characters, each of them escaped, fits in a message."""
_MARK = re.compile(r"\\?\[(\d{1,9})\\?\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text behind a prefix; `then` is the prefix where the line goes on in another message, `last`
    is Markdown at its end."""

    text: Text
    first: str = ""
    then: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines under each other; `leads` where they belong to what follows."""

    lines: tuple[Line, ...]
    leads: bool = False
    pictures: tuple[Typeset, ...] = ()


@dataclass(frozen=True, slots=True)
class Fenced:
    """Lines of code; `head` stands above them in each message that has some of them."""

    lines: tuple[str, ...]
    language: str = ""
    head: str = ""
    pictures: tuple[Typeset, ...] = ()


Flow = Prose | Fenced | Typeset | Image | Sent


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never parted. `marks` are the numbers of the sources that its words name; `leads` where it
    belongs to what follows; `listed` where it is a list, which another list must not run into."""

    block: Words | Typeset | Image | Sent
    leads: bool = False
    listed: bool = False
    text: int = 0
    marks: frozenset[int] = frozenset()


def _worded(text: str, leads: bool = False, listed: bool = False) -> Piece:
    return Piece(Words(text), leads, listed, size(text), marks_in(text))


def _pictured(picture: Typeset | Image | Sent) -> Piece:
    return Piece(picture, text=0 if isinstance(picture, Image) else size(picture.instead))


def marks_in(markdown: str) -> frozenset[int]:
    return frozenset(int(number) for number in _MARK.findall(markdown))


def pieces(flow: Flow, room: int) -> Iterator[Piece]:
    """In order, each with at most `room` characters. A flow that shows nothing has none."""
    match flow:
        case Prose(lines, leads):
            listed = bool(lines) and lines[0].first[-2:] in ("- ", ". ")
            yield from (_worded(text, leads, listed) for text in _joined(lines, room))
            yield from _illustrated(flow.pictures)
        case Fenced():
            yield from (_worded(text) for text in _blocks(flow, room))
            yield from _illustrated(flow.pictures)
        case _:
            yield _pictured(flow)


def _illustrated(pictures: tuple[Typeset, ...]) -> Iterator[Piece]:
    return map(_pictured, pictures)


def _joined(lines: tuple[Line, ...], room: int) -> Iterator[str]:
    fitted = (part for line in lines for part in _fitted(line, room))
    return ("\n".join(some).lstrip("\n") for some in _gathered(fitted, room))


def _gathered(lines: Iterator[str], room: int) -> Iterator[list[str]]:
    """As many at a time as fit under each other."""
    held: list[str] = []
    taken = 0
    for line in lines:
        if held and taken + size(line) > room:
            yield held
            held, taken = [], 0
        held.append(line)
        taken += size(line) + 1
    if held:
        yield held


def _fitted(line: Line, room: int) -> Iterator[str]:
    """The line in Markdown, in as many parts as it needs; nothing where it shows nothing."""
    atoms = tuple(_atoms(line.text))
    first = line.first
    while atoms:
        fits = _fitting(atoms, room - size(first) - size(line.last))
        shown = written(atoms[:fits])
        atoms = atoms[fits:]
        if shown:
            yield first + shown + ("" if atoms else line.last)
            first = line.then


def _fitting(atoms: Text, room: int) -> int:
    """How many of them, one at least, fit; up to the end of a word where there is one."""
    sizes = accumulate(size(atom.text) for atom in atoms)
    bare = sum(1 for _ in takewhile(lambda length: length <= room, sizes))
    if bare == len(atoms) and size(written(atoms)) <= room:
        return bare
    most = bisect_right(range(1, bare + 1), room, key=lambda n: size(written(atoms[:n])))
    ends = (n for n in range(most, 0, -1) if atoms[n].text[0].isspace() or atoms[n - 1].text[-1].isspace())
    return next(ends, max(1, most))


def _atoms(text: Text) -> Iterator[Span]:
    """Words with the space before them, in the styles that Discord has."""
    for span in settled(text):
        if span.link == span.text.strip() and span.link:
            yield span
        else:
            yield from (Span(found, span.style, span.link) for found in _ATOM.findall(span.text))


def _blocks(flow: Fenced, room: int) -> Iterator[str]:
    """`room` holds the fences and the head too."""
    left = room - size(fenced(flow.head, flow.language)) - 1
    broken = (part for line in flow.lines for part in _broken(line, left))
    for lines in _gathered(broken, left):
        if any(line.strip() for line in (flow.head, *lines)):
            yield fenced("\n".join((*((flow.head,) if flow.head else ()), *lines)), flow.language)


def _broken(line: str, room: int) -> Iterator[str]:
    """A line of code that is longer than a message, at its spaces where it has some."""
    longest = room // 2 if size(line) > len(line) else room
    while size(line) > room:
        space = line.rfind(" ", 1, longest)
        end = space + 1 if space > 0 else longest
        yield line[:end]
        line = line[end:]
    yield line
