"""a drawn message -> discord.py's objects: the layout and the files that it shows"""

import io
from collections.abc import Mapping

import discord
from discord import ui

from bot.pictures.formulas import formula_pngs
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

Items = list[ui.Item[ui.LayoutView]]

_STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.primary,
    "good": discord.ButtonStyle.success,
    "bad": discord.ButtonStyle.danger,
}


async def composed(drawn: Drawn) -> tuple[ui.LayoutView, list[discord.File]]:
    """Both serve one request: make them anew for another. Formulas are typeset beside the event loop."""
    pictures = await _pictures(drawn)
    view = ui.LayoutView(timeout=None)
    # A view that listens is kept by discord.py for each message: ours need not, their ids say all.
    view.stop()
    told: Items = [item for block in drawn.blocks for item in _told(block, pictures)]
    told = told or [ui.TextDisplay(NOTHING)]
    view.add_item(ui.Container(*told, accent_colour=drawn.accent))
    for block in drawn.blocks:
        if isinstance(block, Row):
            view.add_item(ui.ActionRow(*map(_button, block.taps)))
    sent = {block.file: block.data for block in drawn.blocks if isinstance(block, Sent)}
    files = [discord.File(io.BytesIO(data), name) for name, data in (pictures | sent).items()]
    return view, files


async def _pictures(drawn: Drawn) -> dict[str, bytes]:
    """By their names; a formula that cannot be typeset has none."""
    formulas = [block for block in drawn.blocks if isinstance(block, Typeset)]
    pngs = await formula_pngs([formula.latex for formula in formulas])
    typeset = {formula.file: png for formula, png in zip(formulas, pngs, strict=True) if png}
    return typeset | {block.file: block.png for block in drawn.blocks if isinstance(block, Image)}


def _told(block: Block, pictures: Mapping[str, bytes]) -> Items:
    match block:
        case Words(markdown):
            return [ui.TextDisplay(markdown)]
        case Rule():
            return [ui.Separator()]
        case Typeset(_, alt, instead, file):
            return _shown(file, alt) if file in pictures else [ui.TextDisplay(instead)] if instead else []
        case Image(_, alt, file):
            return _shown(file, alt)
        case Sent(file=file):
            return [ui.File(f"attachment://{file}")]
        case Row():
            return []


def _shown(file: str, alt: str) -> Items:
    return [ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{file}", description=alt or None))]


def _button(tap: Tap) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        style=_STYLES[tap.tone],
        label=tap.label or None,
        custom_id=tap.custom_id,
        emoji=tap.emoji or None,
    )
