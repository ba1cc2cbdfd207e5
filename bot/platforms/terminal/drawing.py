"""Reply -> lines on a terminal, or plain text where none listens

What stands in a reply was written by others: control characters are taken out before anything is
drawn, and nothing is read as rich's markup.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import ascii_uppercase

from rich import box
from rich.console import Console, RenderableType
from rich.style import Style as Look
from rich.table import Table as Grid
from rich.text import Text as Words

from bot.formulas import legible
from bot.platforms.terminal.typed import drawn_rows, keyed
from bot.replies import (
    Attachment,
    Bullets,
    Button,
    Code,
    Countdown,
    Footnote,
    Formula,
    Heading,
    Paragraph,
    Part,
    Picture,
    Quote,
    Reply,
    Span,
    Table,
    Text,
)

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_LOOKS = {"bold": "bold", "italic": "italic", "code": "cyan", "formula": "magenta", "mark": "yellow"}
_TONES = {"good": "green", "bad": "red", "quiet": "dim"}
_DOT = Words(" · ", "dim", overflow="fold")
_UNDERLINES = {1: "=", 2: "-"}


def clean(text: str) -> str:
    """Without characters that steer a terminal or turn the direction of the text."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\t", "    "))


def draw(reply: Reply, console: Console, *, slashed: bool = False) -> None:
    """Parts with a free line between them, then sources, then what can be chosen."""
    reply = replace(reply, parts=tuple(_unpictured(reply.parts)))
    blocks = [_part(part, console) for part in reply.parts]
    blocks += [[_footnote(note) for note in reply.footnotes]] if reply.footnotes else []
    blocks += [_choices(reply, slashed, console.width)] if drawn_rows(reply) and not reply.partial else []
    for number, block in enumerate(blocks):
        if number and not _close(reply, number):
            console.print()
        for piece in block:
            _print(piece, console)


def growing(reply: Reply, console: Console) -> RenderableType:
    """An answer so far, as one thing that can be drawn over."""
    grid = Grid.grid()
    for part in _unpictured(reply.parts):
        for piece in _part(part, console):
            grid.add_row(piece)
    return grid


def _unpictured(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield from part.instead if isinstance(part, Picture) and part.instead else (part,)


def _close(reply: Reply, number: int) -> bool:
    """A list stands right under the line that leads to it, and under its own heading."""
    if number >= len(reply.parts):
        return False
    above, here = reply.parts[number - 1], reply.parts[number]
    return isinstance(above, Heading) or (isinstance(above, Bullets) and isinstance(here, Bullets))


def _print(piece: RenderableType, console: Console) -> None:
    if isinstance(piece, Words) and piece.no_wrap:
        console.print(piece, soft_wrap=True, highlight=False, markup=False)
        return
    if console.is_terminal:
        console.print(piece, highlight=False, markup=False)
        return
    with console.capture() as drawn:
        console.print(piece, highlight=False, markup=False)
    for line in drawn.get().splitlines():
        console.out(line.rstrip(), highlight=False)


def _part(part: Part, console: Console) -> list[RenderableType]:
    match part:
        case Heading(text, level):
            return _heading(text, level, console)
        case Paragraph(text, tone):
            return [_words(text, _TONES.get(tone, ""))]
        case Bullets():
            return [_bullets(part)]
        case Table():
            return [_table(part)]
        case Code(text):
            return [_code(line) for line in clean(text).split("\n")]
        case Formula(latex):
            return [Words(f"    {line}", "magenta") for line in clean(legible(latex)).split("\n")]
        case Quote(text):
            return _quote(text, console)
        case Countdown(text, until):
            return [_words((*text, Span(f" (until {until:%H:%M:%S} UTC)")))]
        case Picture():
            return [Words(f"[{clean(part.alt)}]", "dim", overflow="fold")]
        case Attachment(name, about=about):
            return [Words(f"[{clean(name)}] {clean(about)}", overflow="fold")]


def _heading(text: Text, level: int, console: Console) -> list[RenderableType]:
    words = _words(text, "bold" if level > 1 else "bold underline")
    if console.is_terminal or level not in _UNDERLINES:
        return [words]
    width = min(words.cell_len, console.width)
    return [words, Words(_UNDERLINES[level] * width)]


def _words(text: Text, style: str = "") -> Words:
    words = Words(style=style, overflow="fold")
    for span in text:
        words.append(_span(span), _look(span))
    return words


def _span(span: Span) -> str:
    return clean(legible(span.text)).replace("\n", "  ") if span.style == "formula" else clean(span.text)


def _look(span: Span) -> Look | str:
    look = _LOOKS.get(span.style, "")
    link = clean(span.link).replace(" ", "%20")
    return Look.parse(look or "none") + Look(link=link) if link else look


def _bullets(part: Bullets) -> RenderableType:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, item in enumerate(part.items, start=part.start):
        grid.add_row(_mark(part, number), _words(item))
    return grid


def _mark(part: Bullets, number: int) -> Words:
    if part.lettered:
        return Words(f"{ascii_uppercase[(number - 1) % 26]}.", "bold")
    return Words(f"{number}." if part.numbered else "•")


def _table(part: Table) -> RenderableType:
    columns = max(len(row) for row in (part.header, *part.rows))
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for cell in _filled(part.header, columns):
        grid.add_column(_words(cell), overflow="fold")
    for row in part.rows:
        grid.add_row(*(_words(cell) for cell in _filled(row, columns)))
    return grid


def _filled(row: tuple[Text, ...], columns: int) -> Iterable[Text]:
    return (*row, *((),) * (columns - len(row)))


def _code(line: str) -> Words:
    return Words(f"    {line}", "cyan", no_wrap=True, overflow="ignore")


def _quote(text: Text, console: Console) -> list[RenderableType]:
    wrapped: Iterator[Words] = iter(_words(text, "italic").wrap(console, max(10, console.width - 2)))
    return [Words.assemble("│ ", line) for line in wrapped]


def _footnote(note: Footnote) -> Words:
    words = Words(f"[{note.n}] ", "yellow", overflow="fold")
    words.append(_one_line(" › ".join((note.title, *note.heading))), "default")
    if note.url:
        words.append(f"  {_one_line(note.url)}", "dim")
    return words


def _one_line(text: str) -> str:
    """A source is one line: a title with a line break in it would pass for two."""
    return " ".join(clean(text).split())


def _choices(reply: Reply, slashed: bool, width: int) -> list[RenderableType]:
    """ "1 Show passage 1 · 2 Helpful", each row of buttons on lines of its own; a line ends after a label,
    never in one that would fit on the next."""
    keys = iter(keyed(reply, slashed=slashed))
    lines: list[RenderableType] = []
    for row in drawn_rows(reply):
        held: list[Words] = []
        for choice in (_choice(*next(keys)) for _ in row):
            if held and sum(it.cell_len + 3 for it in held) + choice.cell_len > width:
                lines.append(_DOT.join(held))
                held = []
            held.append(choice)
        lines += [_DOT.join(held)] if held else []
    return lines


def _choice(key: str, button: Button) -> Words:
    if button.label.casefold() == key.casefold():
        return Words(key, "bold cyan")
    label = clean(button.label).replace("\n", " ")
    return Words.assemble((key, "bold cyan"), (f" {label}", "dim"), overflow="fold")
