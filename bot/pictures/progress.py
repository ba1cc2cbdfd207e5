"""figures -> a card with all of them: SVG  (pure), and its PNG

The card has its own colours, so that it can be read whatever those around it are. Drawn 600 wide and given
twice as large: a chat shows it about 600 wide, and whole when tapped.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from bot.pictures.drawing import NotDrawn, pngs_of
from bot.study.figures import FORECAST, WEEKS, Figures, busy_day, level

_WIDE, _HIGH, _EDGE = 600, 492, 24
_INNER = _WIDE - 2 * _EDGE
_PAPER, _RIM, _TILE, _EMPTY = "#151821", "#323848", "#1e222e", "#282d3b"
_INK, _QUIET = "#f1f3f8", "#a9b1c3"
_AMBER, _TEAL, _BLUE, _VIOLET, _GREY = "#f6b85f", "#4fd1a5", "#62adf8", "#bba2fa", "#7f899e"
_LEVELS = (_EMPTY, "#1d5a52", "#2b8f7b", _TEAL, "#b4f7dc")
_CELL, _PITCH, _WEEKDAYS = 8, 10, 22
_BARS = 62
_A_DAY = timedelta(days=1)


async def progress_png(figures: Figures) -> bytes | None:
    """Takes some 150 ms, beside the event loop. None where it is not drawn this time."""
    svg = await asyncio.to_thread(progress_svg, figures)
    try:
        (png,) = await pngs_of((svg,), zoom=2, fonts=(_font(),))
    except NotDrawn:
        return None
    return png


def progress_svg(figures: Figures) -> str:
    drawn = (
        _header(figures),
        _tiles(figures, 62),
        _calendar(figures, 172),
        _maturity(figures, 294),
        _due(figures, 372),
    )
    paper = _rect(0.5, 0.5, _WIDE - 1, _HIGH - 1, _PAPER, 14, f' stroke="{_RIM}"')
    within = "".join(piece for part in drawn for piece in part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{_HIGH}" '
        f'font-family="DejaVu Sans">{paper}{within}</svg>'
    )


def _font() -> str:
    """DejaVu Sans, which comes with what typesets formulas; found without importing it."""
    spec = find_spec("ziafont")
    places = (spec.submodule_search_locations or ()) if spec else ()
    return next((str(Path(place) / "fonts" / "DejaVuSans.ttf") for place in places), "")


# Parts of the card, each from `top` down


def _header(figures: Figures) -> Iterator[str]:
    yield _text(_EDGE, 42, "Your progress", 19, bold=True)
    yield _text(_WIDE - _EDGE, 42, f"{figures.today.day} {figures.today:%B %Y}", 11.5, _QUIET, "end")


def _tiles(figures: Figures, top: int) -> Iterator[str]:
    share, (done, lessons) = figures.retention, figures.lessons
    days, cards = figures.streak.days, figures.maturity
    remembered = "–" if share is None else f"{share}%"
    tested = f"of {figures.tested:,} in 30 days" if figures.tested else "nothing to tell yet"
    wide = (_INNER - 36) / 4
    tiles = (
        ("Streak", f"{days:,}", "day in a row" if days == 1 else "days in a row", _AMBER, None),
        ("Remembered", remembered, tested, _TEAL, share and share / 100),
        ("Cards", f"{cards.all:,}", f"{cards.mature:,} mature", _BLUE, _part(cards.mature, cards.all)),
        ("Lessons done", f"{done:,}", f"of {lessons:,}", _VIOLET, _part(done, lessons)),
    )
    for n, (title, value, below, colour, filled) in enumerate(tiles):
        x = _EDGE + n * (wide + 12)
        yield _rect(x, top, wide, 84, _TILE, 10)
        yield _text(x + 12, top + 21, title, 10.5, _QUIET)
        yield _text(x + 12, top + 48, value, 23, colour, bold=True)
        yield _text(x + 12, top + 65, below, 10, _QUIET)
        if filled is not None:
            yield _rect(x + 12, top + 73, wide - 24, 3, _RIM, 1.5)
            yield _rect(x + 12, top + 73, (wide - 24) * filled, 3, colour, 1.5)
    yield from _last_week(figures, _EDGE + 12, top + 73, wide - 24)


def _last_week(figures: Figures, x: float, top: float, wide: float) -> Iterator[str]:
    """Below the days in a row: seven days until today, bright where something was reviewed."""
    for n in range(7):
        bright = _AMBER if figures.reviews.get(figures.today - (6 - n) * _A_DAY) else _RIM
        yield _rect(x + n * (wide + 3) / 7, top, (wide + 3) / 7 - 3, 3, bright, 1.5)


def _calendar(figures: Figures, top: int) -> Iterator[str]:
    first, left, grid = figures.first, _EDGE + _WEEKDAYS, top + 28
    yield _title(top, f"{figures.total:,} {'review' if figures.total == 1 else 'reviews'} in a year")
    yield from _legend(top)
    yield from _months(figures, left, grid - 5)
    for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri")):
        yield _text(_EDGE, grid + row * _PITCH + 7.5, name, 8.5, _QUIET)
    year, busy = figures.year, busy_day(list(figures.year.values()))
    for n in range((figures.since - first).days, (figures.today - first).days + 1):
        day = first + n * _A_DAY
        bright = _LEVELS[level(year.get(day, 0), busy)]
        rim = f' stroke="{_INK}"' if day == figures.today else ""
        yield _rect(left + n // 7 * _PITCH, grid + n % 7 * _PITCH, _CELL, _CELL, bright, 2, rim)


def _legend(top: int) -> Iterator[str]:
    right = _WIDE - _EDGE
    yield _text(right, top + 5, "more", 9, _QUIET, "end")
    for n, colour in enumerate(_LEVELS):
        yield _rect(right - 78 + n * _PITCH, top - 2.5, _CELL, _CELL, colour, 2)
    yield _text(right - 84, top + 5, "less", 9, _QUIET, "end")


def _months(figures: Figures, left: float, y: float) -> Iterator[str]:
    """Over the week in which one begins; not at the end, where it would not fit."""
    for week in range(WEEKS - 2):
        days = [figures.first + (week * 7 + n) * _A_DAY for n in range(7)]
        if begins := [day for day in days if day.day == 1 and day >= figures.since]:
            yield _text(left + week * _PITCH, y, f"{begins[0]:%b}", 9, _QUIET)


def _maturity(figures: Figures, top: int) -> Iterator[str]:
    cards = figures.maturity
    told = (
        ("New", cards.new, _GREY),
        ("Learning", cards.learning, _AMBER),
        ("Young", cards.young, _BLUE),
        ("Mature", cards.mature, _TEAL),
    )
    yield _title(top, "Cards, by how well they are known")
    yield _rect(_EDGE, top + 14, _INNER, 14, _EMPTY, 7)
    yield f'<clipPath id="bar">{_rect(_EDGE, top + 14, _INNER, 14, _INK, 7)}</clipPath>'
    yield f'<g clip-path="url(#bar)">{"".join(_stretches(told, cards.all, top + 14))}</g>'
    for n, (name, count, colour) in enumerate(told):
        x = _EDGE + n * _INNER / 4
        yield f'<circle cx="{x + 5:g}" cy="{top + 44}" r="4.5" fill="{colour}"/>'
        yield _text(x + 16, top + 48, f"{name}  {_strong(f'{count:,}')}", 10.5, _QUIET)


def _stretches(told: Sequence[tuple[str, int, str]], all: int, top: float) -> Iterator[str]:
    """Side by side, a gap before each but the first; however few they are, something is seen of them."""
    start = float(_EDGE)
    for _, count, colour in told:
        if count:
            gap, wide = 2 if start > _EDGE else 0, _INNER * count / all
            yield _rect(start + gap, top, max(1.5, wide - gap), 14, colour)
            start += wide


def _due(figures: Figures, top: int) -> Iterator[str]:
    pitch, base, most = _INNER / FORECAST, top + 26 + _BARS, max(figures.due)
    labelled = _labelled(figures.due)
    yield _title(top, "Due in the coming four weeks")
    yield _text(_WIDE - _EDGE, top + 5, f"{sum(figures.due):,} in all", 10.5, _QUIET, "end")
    for n, count in enumerate(figures.due):
        x, day = _EDGE + n * pitch, figures.today + n * _A_DAY
        high = max(3.0, _BARS * count / most) if count else 2
        colour = _EMPTY if not count else _AMBER if n == 0 else _BLUE
        yield _rect(x + 2, base - high, pitch - 4, high, colour, 2)
        if n in labelled:
            yield _text(_middle(n, count), base - high - 4, f"{count:,}", 9, _INK, "middle")
        if n % 7 == 0:
            said = "today" if n == 0 else f"{day.day} {day:%b}"
            yield _text(x + 2, base + 14, said, 9, _QUIET)


def _labelled(due: Sequence[int]) -> frozenset[int]:
    """The days whose numbers stand over their bars: the fullest, and today where that has room beside it."""
    fullest = due.index(max(due))
    today, other = ((_middle(n, due[n]), _wide(due[n]) / 2) for n in (0, fullest))
    # A bar that is higher than today's stands in the way of a number that is wider than its own bar.
    covered = round((today[0] + today[1] - _EDGE) // (_INNER / FORECAST))
    free = other[0] - other[1] - today[0] - today[1] > 2 and max(due[1 : covered + 1], default=0) <= due[0]
    return frozenset(n for n in (0, fullest) if due[n] and (n == fullest or free))


def _middle(day: int, count: int) -> float:
    """Of its number: over its bar, and within the margins."""
    half = _wide(count) / 2
    return min(max(_EDGE + (day + 0.5) * _INNER / FORECAST, _EDGE + half), _WIDE - _EDGE - half)


def _wide(count: int) -> float:
    """About, in the font's digits and commas."""
    return sum(0.318 if it == "," else 0.636 for it in f"{count:,}") * 9


# Pieces


def _part(count: int, all: int) -> float | None:
    return count / all if all else None


def _title(top: float, words: str) -> str:
    return _text(_EDGE, top + 5, words, 12.5, bold=True)


def _text(
    x: float,
    y: float,
    words: str,
    size: float,
    colour: str = _INK,
    anchor: str = "start",
    *,
    bold: bool = False,
) -> str:
    """The font has one weight: an outline makes it bolder."""
    outline = f' stroke="{colour}" stroke-width="{size / 28:.2f}"' if bold else ""
    place = f'x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}"{outline}>{words}</text>'


def _strong(words: str) -> str:
    return f'<tspan fill="{_INK}">{words}</tspan>'


def _rect(x: float, y: float, wide: float, high: float, colour: str, round: float = 0, more: str = "") -> str:
    size = f'x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}"'
    return f'<rect {size} rx="{round:g}" fill="{colour}"{more}/>'
