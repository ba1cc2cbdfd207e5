"""Reply -> the messages that show it on Discord, each within its limits  (pure)

A message has its text, then the sources that the text names, and the last one has the buttons.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice

from bot import buttons
from bot.messages.lengths import CUT
from bot.platforms.discord.drawn import (
    NOTHING,
    Block,
    Drawn,
    Image,
    Row,
    Rule,
    Sent,
    Tap,
    Typeset,
    Words,
)
from bot.platforms.discord.flows import flows_of
from bot.platforms.discord.limits import (
    BUTTONS_A_ROW,
    COMPONENTS,
    LABEL,
    PICTURES,
    ROWS,
    TEXT,
    cut,
    size,
)
from bot.platforms.discord.packing import Page, Room, packed
from bot.platforms.discord.pieces import Flow, Piece, pieces
from bot.platforms.discord.words import clean, words
from bot.replies import Button, Footnote, Paragraph, Reply, Span, plain

GOOD = 0x2E9E5B
BAD = 0xD0473F
_ACCENTS = {"good": GOOD, "bad": BAD}
_SILENT = Words("")
_NAME, _SHORT = 160, 24
"""Characters of a source's title and headings: enough to know it by, and where there is no room for that."""
_NOTES = 1500
"""Characters of a message that are kept for the sources of a part that must be parted."""
_HEADINGS = 300
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_AROUND = 4
"""Components beside texts, pictures and buttons: the container, the rule, the sources, the last line."""
_CUT = words((Span(CUT, "italic"),))


@dataclass(frozen=True, slots=True)
class _Note:
    """A source in Markdown: whole, and as short as it can be known by."""

    whole: str
    short: str


_Notes = Mapping[int, _Note]


def draw(reply: Reply) -> tuple[Drawn, ...]:
    """One message at least and MESSAGES at most; the last of them says it where more was left out."""
    notes = {note.n: _note(note) for note in reply.footnotes}
    rows = () if reply.partial else _rows(reply.buttons)
    lengths = {n: size(note.whole) + 1 for n, note in notes.items()}
    room = Room(_pictures_beside(rows), lengths, size(_CUT))
    *pages, last = tuple(packed(_pieces(reply, lengths), room)) or (Page(),)
    accent = _accent(reply)
    return (
        *(Drawn(_blocks(page, notes, ()), accent) for page in pages),
        Drawn(_blocks(last, notes, rows), accent),
    )


def _pieces(reply: Reply, notes: Mapping[int, int]) -> Iterator[Piece]:
    """The parts', then a piece without words for each source that no part names."""
    named: set[int] = set()
    for flow in flows_of(reply.parts, pictured=not reply.partial):
        for piece in _parted(flow, notes):
            named |= piece.marks
            yield piece
    yield from (Piece(_SILENT, marks=frozenset((n,))) for n in notes if n not in named)


def _parted(flow: Flow, notes: Mapping[int, int]) -> Iterator[Piece]:
    """In one piece where a message holds it with its sources, else in such as leave room for them."""
    whole = pieces(flow, TEXT)
    begun = tuple(islice(whole, 2))
    words = [piece for piece in begun if isinstance(piece.block, Words)]
    if len(words) < 2 and all(piece.text + _length(piece.marks, notes) <= TEXT for piece in words):
        return chain(begun, whole)
    return pieces(flow, TEXT - _HEADINGS - min(_NOTES, sum(notes.values())))


def _length(marks: frozenset[int], notes: Mapping[int, int]) -> int:
    return sum(notes.get(n, 0) for n in marks)


def _note(note: Footnote) -> _Note:
    name = " ".join(clean(" › ".join((note.title, *note.heading))).split()) or NOTHING
    whole = words((Span(cut(name, _NAME), "plain", note.url),))
    return _Note(f"-# \\[{note.n}\\] {whole}", f"-# \\[{note.n}\\] {words(plain(cut(name, _SHORT)))}")


def _blocks(page: Page, notes: _Notes, rows: tuple[Row, ...]) -> tuple[Block, ...]:
    named = frozenset[int]().union(*(piece.marks for piece in page.pieces))
    shown = [piece for piece in page.pieces if piece.block != _SILENT]
    told = _told(shown, close=len(shown) > COMPONENTS - _AROUND - _count(rows))
    told += [] if page.whole else [Words(_CUT)]
    below = _sources([notes[n] for n in notes if n in named], TEXT - _written(told))
    return tuple(_named([*(told or ([] if below else [Words(NOTHING)])), *below, *rows]))


def _written(blocks: list[Block]) -> int:
    return sum(size(block.markdown) for block in blocks if isinstance(block, Words))


def _told(shown: list[Piece], *, close: bool) -> list[Block]:
    """Each piece a text of its own, but for a heading, which stands in one with what it leads to; where that
    would be more components than a message takes, texts that follow each other are one (`close`)."""
    told: list[Block] = []
    above: Piece | None = None
    for piece in shown:
        last = told[-1] if told else None
        if above and isinstance(last, Words) and isinstance(piece.block, Words) and (above.leads or close):
            told[-1] = Words(last.markdown + _joint(above, piece) + piece.block.markdown)
        else:
            told.append(piece.block)
        above = piece
    return told


def _joint(above: Piece, below: Piece) -> str:
    """Lists with nothing but space between them would be read as one."""
    if above.leads:
        return "\n"
    return "\n\u200b\n" if above.listed and below.listed else "\n\n"


def _sources(notes: list[_Note], room: int) -> list[Block]:
    """Under a rule; shortened where there is no room for all of them whole."""
    lines = [note.whole for note in notes]
    if size("\n".join(lines)) > room:
        lines = [note.short for note in notes]
    while size("\n".join(lines)) > room:
        lines.pop()
    return [Rule(), Words("\n".join(lines))] if lines else []


def _rows(rows: tuple[tuple[Button, ...], ...]) -> tuple[Row, ...]:
    """What no id can hold has no button, and of two with one id the first stays."""
    taken: set[str] = set()
    found: list[Row] = []
    for row in rows:
        taps = [tap for button in row if (tap := _tap(button)) and not _seen(tap.custom_id, taken)]
        starts = range(0, len(taps), BUTTONS_A_ROW)
        found += [Row(tuple(taps[start : start + BUTTONS_A_ROW])) for start in starts]
    return tuple(found[:ROWS])


def _seen(custom_id: str, taken: set[str]) -> bool:
    seen = custom_id in taken
    taken.add(custom_id)
    return seen


def _tap(button: Button) -> Tap | None:
    custom_id = buttons.encode(button.command)
    label = cut(" ".join(clean(button.label).split()), LABEL)
    if custom_id is None or not (label or button.emoji):
        return None
    return Tap(label, custom_id, button.tone, button.emoji)


def _count(rows: tuple[Row, ...]) -> int:
    return sum(1 + len(row.taps) for row in rows)


def _pictures_beside(rows: tuple[Row, ...]) -> int:
    """As many as leave room for a text before, between and after them."""
    return min(PICTURES, (COMPONENTS - _AROUND - _count(rows) - 1) // 2)


def _named(blocks: list[Block]) -> Iterator[Block]:
    """Pictures and files with names that are unique in their message and hold nothing that an address
    cannot."""
    taken: set[str] = set()
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Typeset):
            yield replace(block, file=f"formula-{number}.png")
        elif isinstance(block, Sent):
            name = _NO_NAME.sub("_", block.file).strip("._") or "file"
            yield replace(block, file=f"{number}-{name}" if _seen(name, taken) else name)
        else:
            yield replace(block, file=f"picture-{number}.png") if isinstance(block, Image) else block


def _accent(reply: Reply) -> int | None:
    """As the first paragraph is that says what went wrong or what was right."""
    tones = (part.tone for part in reply.parts if isinstance(part, Paragraph))
    return next((_ACCENTS[tone] for tone in tones if tone in _ACCENTS), None)
