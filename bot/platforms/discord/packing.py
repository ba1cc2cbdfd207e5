"""pieces -> messages: as few as hold them, each with the sources that its words name  (pure)"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from bot.platforms.discord.drawn import Words
from bot.platforms.discord.limits import MESSAGES, TEXT
from bot.platforms.discord.pieces import Piece

JOINT = 3
"""What stands at most between two pieces that are written into one text."""


@dataclass(frozen=True, slots=True)
class Page:
    """A message's pieces; `whole` is False for the last one where more would have followed."""

    pieces: tuple[Piece, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """`pictures` that a message may have; `notes` are how long the sources are by their numbers; `cut` is how
    long the words are that say that something was left out."""

    pictures: int
    notes: Mapping[int, int]
    cut: int


@dataclass(frozen=True, slots=True)
class _Load:
    text: int = -JOINT
    pictures: int = 0
    marks: frozenset[int] = frozenset()

    def plus(self, pieces: Iterable[Piece], room: Room) -> "_Load":
        load = self
        for piece in pieces:
            notes = sum(room.notes.get(n, 0) for n in piece.marks - load.marks)
            text = load.text + piece.text + JOINT + notes
            pictures = load.pictures + (not isinstance(piece.block, Words))
            load = _Load(text, pictures, load.marks | piece.marks)
        return load

    def fits(self, room: Room, *, last: bool) -> bool:
        text = TEXT - (room.cut + JOINT if last else 0)
        return self.text <= text and self.pictures <= room.pictures


def packed(pieces: Iterator[Piece], room: Room) -> Iterator[Page]:
    """At most MESSAGES pages. A piece that is too long with all its sources stands alone."""
    held: list[Piece] = []
    load = _Load()
    number = 1
    for piece in pieces:
        grown = load.plus((piece,), room)
        if held and not grown.fits(room, last=number == MESSAGES):
            if number == MESSAGES:
                yield Page(tuple(held), whole=False)
                return
            moved = _leading(held, piece, room)
            yield Page(tuple(held[: len(held) - len(moved)]))
            held, grown, number = [*moved], _Load().plus((*moved, piece), room), number + 1
        held.append(piece)
        load = grown
    if held:
        yield Page(tuple(held))


def _leading(held: list[Piece], piece: Piece, room: Room) -> list[Piece]:
    """Headings at the page's end, which go with what they lead to where both fit on one page."""
    moved = list(takewhile(lambda one: one.leads, reversed(held)))[::-1]
    together = _Load().plus((*moved, piece), room).fits(room, last=True)
    return moved if together and len(moved) < len(held) else []
