"""SVG -> PNG; words in it are drawn with the fonts that are named"""

from collections.abc import Sequence

# Imported where it is needed: an answer without a picture does not wait for it.


def png_of(svg: str, *, zoom: int = 1, fonts: Sequence[str] = ()) -> bytes:
    """Takes some 20 to 100 ms: not for the event loop. Raises ValueError for what is no SVG."""
    from resvg_py import svg_to_bytes

    drawn = svg_to_bytes(svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=list(fonts))
    return bytes(drawn)
