"""LaTeX -> a PNG of the formula on a small card

The card has its own colours, so that it can be read whatever those around it are. A formula comes from
lessons and models: what is drawn of it is outlines of letters and lines, nothing that a drawing could fetch
or open.
"""

import asyncio
import re
import threading
import warnings
from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from bot.pictures.drawing import NotDrawn, pngs_of

if TYPE_CHECKING:
    from ziamath.zmath import Math

_LONGEST = 1000
"""Characters of LaTeX."""
_DEEPEST = 40
"""Groups within groups; beyond that the typesetter runs out of stack."""
_MOST_WORK = 2500
"""As `_work` measures it: some 0.3 s."""
_SIZE = 22
"""Pixels, where the text around it has 16: a chat shows a picture pixel by pixel as long as it has room."""
_LEAST = 0.5
"""Of that size, for powers of powers and what is below them."""
_ACROSS, _ABOVE = 16, 12
"""The margins."""
_NARROWEST, _WIDEST, _HIGHEST = 96, 1600, 1000
"""Of the card, and of the formula on it. A chat shows wide pictures smaller and opens them whole; formulas
that are wider and higher still are made smaller, to a third at most."""
_SMALLEST = 1 / 3
_INK, _PAPER = "#eceef2", "#1d1f26"
_DRAWN = frozenset(("svg", "g", "symbol", "path", "use", "rect", "line", "polyline", "polygon", "title"))
_SIGNS, _SIGNED = frozenset("-−+±"), frozenset("=<>≤≥≈≡∼∝→←⇒⇔∈(,[{;·×")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SVG = "http://www.w3.org/2000/svg"
_NUMBERED = re.compile(r"\\(?:tag|label)\*?\s*\{[^{}]*\}")
_OWN_COMMANDS = re.compile(r"\\(?:new|renew|provide)command|\\[gex]?def\b|\\let\b|\\DeclareMath")
"""Commands that a formula defines for itself: a few of them can be made to draw without end."""
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
    ElementTree.ParseError,
)
"""What the typesetter raises beside its own errors, given what is no formula."""
_ONE_AT_A_TIME = threading.Lock()
"""The typesetter keeps its fonts and counters in its modules."""


_KEPT = 512
_KNOWN: dict[str, bytes | None] = {}
"""What was drawn last, by its LaTeX: an answer that is shown to others, or again, draws nothing anew."""


async def formula_pngs(formulas: Sequence[str]) -> tuple[bytes | None, ...]:
    """In their order, somewhat larger than text; None where one cannot be typeset, and where it is not drawn
    this time. Takes some 60 ms for all and 20 for each, beside the event loop; the first one 300."""
    known = {latex: _KNOWN[latex] for latex in formulas if latex in _KNOWN}
    new = [latex for latex in dict.fromkeys(formulas) if latex not in known]
    pngs = known | (await _drawn(new) if new else {})
    return tuple(pngs[latex] for latex in formulas)


async def _drawn(formulas: Sequence[str]) -> dict[str, bytes | None]:
    cards = await asyncio.to_thread(lambda: [_card_of(latex) for latex in formulas])
    svgs = {latex: card for latex, card in zip(formulas, cards, strict=True) if card is not None}
    try:
        pngs = await pngs_of(tuple(svgs.values())) if svgs else ()
    except NotDrawn:
        return dict.fromkeys(formulas)
    found: dict[str, bytes | None] = dict.fromkeys(formulas) | dict(zip(svgs, pngs, strict=True))
    _KNOWN.update(found)
    for latex in list(_KNOWN)[:-_KEPT]:
        _KNOWN.pop(latex, None)
    return found


def _card_of(latex: str) -> str | None:
    """As SVG."""
    if not latex.strip() or len(latex) > _LONGEST or _depth(latex) > _DEEPEST or _OWN_COMMANDS.search(latex):
        return None
    with _ONE_AT_A_TIME:
        drawing = _typeset(latex)
        return None if drawing is None else _card(drawing)


def _depth(latex: str) -> int:
    deepest = depth = 0
    for character in latex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        deepest = max(deepest, depth)
    return deepest


@cache
def _typesetter() -> tuple[type["Math"], tuple[type[Exception], ...]]:
    """And what it raises. Imported late: an answer without a formula does not wait for its font."""
    with warnings.catch_warnings():
        # It reads its font in a way that Python has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        from latex2mathml import exceptions
        from ziamath.config import config
        from ziamath.zmath import Math
    config.minsizefraction = _LEAST
    named = (kind for kind in vars(exceptions).values() if isinstance(kind, type))
    return Math, (*(kind for kind in named if issubclass(kind, Exception)), *_FAULTS)


def _typeset(latex: str) -> ElementTree.Element | None:
    """The formula as SVG of its own size, in the units of its viewBox."""
    typesetter, faults = _typesetter()
    from ziamath.tex import tex2mml

    try:
        element = ElementTree.fromstring(tex2mml(_NUMBERED.sub("", latex)))
        if _work(element) > _MOST_WORK:
            return None
        formula = typesetter(_styled(element), size=_SIZE)
        drawing = formula.svgxml()
    except faults:
        return None
    # What the typesetter does not know it would draw as it is written.
    known = "\\" not in formula.mathmlstr() and all(map(_harmless, drawing.iter()))
    return drawing if known else None


def _styled(element: ElementTree.Element) -> ElementTree.Element:
    """In our colour; limits stand beside a sum that is part of a fraction, where they would touch its bar,
    rows have room between them, and a minus that subtracts from nothing has none behind it."""
    element.set("mathcolor", _INK)
    for fraction in element.iter(f"{_MATHML}mfrac"):
        for part in fraction:
            part.attrib.setdefault("displaystyle", "false")
    for table in element.iter(f"{_MATHML}mtable"):
        table.set("rowspacing", "0.5em")
        table.attrib.setdefault("columnspacing", "0.8em")
    for row in element.iter():
        for before, sign in zip((None, *row), row, strict=False):
            if sign.text in _SIGNS and (before is None or before.text in _SIGNED):
                sign.set("form", "prefix")
    return element


def _work(element: ElementTree.Element) -> int:
    """Rows and tables are laid out twice by the typesetter, and what is within them again twice."""
    twice = 2 if element.tag in (f"{_MATHML}mrow", f"{_MATHML}mtable") else 1
    return 1 + twice * sum(map(_work, element))


def _harmless(element: ElementTree.Element) -> bool:
    links = (value for name, value in element.attrib.items() if name.endswith("href"))
    return element.tag in _DRAWN and all(link.startswith("#") for link in links)


def _card(drawing: ElementTree.Element) -> str | None:
    """The drawing in the middle of a rounded card; None where it would be too small to read or is empty."""
    width, height = float(drawing.get("width", 0)), float(drawing.get("height", 0))
    if not 2 < width < _WIDEST / _SMALLEST or not 2 < height < _HIGHEST / _SMALLEST:
        return None
    scale = min(1.0, _WIDEST / width, _HIGHEST / height)
    width, height = width * scale, height * scale
    wide, high = ceil(max(_NARROWEST, width + 2 * _ACROSS)), ceil(height + 2 * _ABOVE)
    placed = {"x": f"{(wide - width) / 2:.2f}", "y": f"{(high - height) / 2:.2f}"}
    _sharpen(drawing, (high - height) / 2)
    drawing.attrib.update(placed | {"width": f"{width:.2f}", "height": f"{height:.2f}"})
    card = ElementTree.Element("svg", {"xmlns": _SVG, "width": f"{wide}", "height": f"{high}"})
    ElementTree.SubElement(card, "rect", {"width": "100%", "height": "100%", "rx": "8", "fill": _PAPER})
    card.append(drawing)
    return ElementTree.tostring(card, encoding="unicode")


def _sharpen(drawing: ElementTree.Element, top: float) -> None:
    """Bars on whole pixels, where the drawing stands `top` below the card's edge: else they are blurred."""
    down = top - float(drawing.get("viewBox", "0 0").split()[1])
    for bar in drawing.iter("rect"):
        y, thick = float(bar.get("y", 0)), float(bar.get("height", 0))
        bar.set("y", f"{round(y + thick / 2 + down - 0.5) - down:.3f}")
        bar.set("height", f"{max(1, int(thick))}")
