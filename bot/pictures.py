"""LaTeX -> a PNG of the formula on a light card

Dark on light, so that it can be read whatever the colours around it are. A formula comes from lessons and
models: what is drawn of it is outlines of letters and lines, nothing that a drawing could fetch or open.
"""

import re
import threading
import warnings
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from ziamath.zmath import Latex

_LONGEST = 1000
"""Characters of LaTeX."""
_DEEPEST = 40
"""Groups within groups; beyond that the typesetter runs out of stack."""
_MOST_WORK = 2500
"""As `_work` measures it: some 0.3 s."""
_SIZE = 20
_ZOOM = 2.0
_MARGIN = 16
_NARROWEST, _WIDEST, _HIGHEST = 200, 1000, 800
"""Of the card, before the zoom; wider and higher formulas are made smaller, to a fifth at most."""
_SMALLEST = 0.2
_INK, _PAPER = "#1f2430", "#f7f8fa"
_DRAWN = frozenset(("svg", "g", "symbol", "path", "use", "rect", "line", "polyline", "polygon", "title"))
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


@lru_cache(maxsize=512)
def formula_png(latex: str) -> bytes | None:
    """About twice the size of text; None where it cannot be typeset. Takes some 20 ms, the first one 300."""
    if not latex.strip() or len(latex) > _LONGEST or _depth(latex) > _DEEPEST or _OWN_COMMANDS.search(latex):
        return None
    with _ONE_AT_A_TIME:
        drawing = _typeset(latex)
        return None if drawing is None else _rendered(_card(drawing))


def _depth(latex: str) -> int:
    deepest = depth = 0
    for character in latex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        deepest = max(deepest, depth)
    return deepest


@cache
def _typesetter() -> tuple[type["Latex"], tuple[type[Exception], ...]]:
    """And what it raises. Imported late: an answer without a formula does not wait for its font."""
    with warnings.catch_warnings():
        # It reads its font in a way that Python has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        from latex2mathml import exceptions
        from ziamath.zmath import Latex
    named = (kind for kind in vars(exceptions).values() if isinstance(kind, type))
    return Latex, (*(kind for kind in named if issubclass(kind, Exception)), *_FAULTS)


def _typeset(latex: str) -> ElementTree.Element | None:
    """The formula as SVG of its own size, in the units of its viewBox."""
    from latex2mathml.converter import convert_to_element

    typesetter, faults = _typesetter()
    source = _NUMBERED.sub("", latex)
    try:
        if _work(convert_to_element(source)) > _MOST_WORK:
            return None
        formula = typesetter(source, size=_SIZE, color=_INK)
        drawing = formula.svgxml()
    except faults:
        return None
    # What the typesetter does not know it would draw as it is written.
    known = "\\" not in formula.mathmlstr() and all(map(_harmless, drawing.iter()))
    return drawing if known else None


def _work(element: ElementTree.Element) -> int:
    """Rows and tables are laid out twice by the typesetter, and what is within them again twice."""
    twice = 2 if element.tag in ("mrow", "mtable") else 1
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
    wide, high = max(_NARROWEST, width + 2 * _MARGIN), height + 2 * _MARGIN
    placed = {"x": f"{(wide - width) / 2:.2f}", "y": f"{_MARGIN}"}
    drawing.attrib.update(placed | {"width": f"{width:.2f}", "height": f"{height:.2f}"})
    card = ElementTree.Element("svg", {"xmlns": _SVG, "width": f"{wide:.2f}", "height": f"{high:.2f}"})
    ElementTree.SubElement(card, "rect", {"width": "100%", "height": "100%", "rx": "10", "fill": _PAPER})
    card.append(drawing)
    return ElementTree.tostring(card, encoding="unicode")


def _rendered(svg: str | None) -> bytes | None:
    from resvg_py import svg_to_bytes

    if svg is None:
        return None
    try:
        return bytes(svg_to_bytes(svg_string=svg, zoom=_ZOOM, skip_system_fonts=True))
    except ValueError:
        return None
