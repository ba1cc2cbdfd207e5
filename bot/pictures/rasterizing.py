"""SVGs on standard input -> PNGs on standard output: the program that draws, and nothing else

resvg holds the interpreter's lock while it draws: in a process that answers, everything would wait for it.
`bot.pictures.drawing` starts this module. It imports little, so that a start takes some 50 ms.
"""

import json
import os
import sys
from base64 import b64encode
from collections.abc import Sequence

_BEHIND_ANSWERS = 10


def png_of(svg: str, *, zoom: int = 1, fonts: Sequence[str] = ()) -> bytes:
    """Words in it are drawn with the fonts of these files. Takes some 20 to 100 ms. Raises ValueError for
    what is no SVG."""
    from resvg_py import svg_to_bytes

    drawn = svg_to_bytes(svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=list(fonts))
    return bytes(drawn)


def _told(svg: str, zoom: int, fonts: Sequence[str]) -> str | None:
    try:
        return b64encode(png_of(svg, zoom=zoom, fonts=fonts)).decode()
    except ValueError:
        return None


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_BEHIND_ANSWERS)
    _wanted = json.load(sys.stdin)
    json.dump([_told(svg, _wanted["zoom"], _wanted["fonts"]) for svg in _wanted["svgs"]], sys.stdout)
