"""messages as Discord takes them -> a page that shows them much as Discord does  (pure)

Drawn for this project: no file, font or picture of Discord's or of anybody's is in it or is fetched by it.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from scripts.discord_markdown import to_html
from scripts.discord_stage import Message

BOT = "Studyhall"
_STYLE = Path(__file__).with_name("discord_page.css")
_TONES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
_AVATAR = """<svg class="avatar" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#3d5a99"/>
<path fill="#f4f1e6" d="M20 14q-4-3-11-2.5v15.5q7-.5 11 2.5q4-3 11-2.5v-15.5q-7-.5-11 2.5z"/>
<path fill="none" stroke="#3d5a99" stroke-width="1.5" d="M20 14v15.5"/>
<path fill="none" stroke="#8a93a8" stroke-width="1.2" d="M12 16q3 0 5.5 1.2m-5.5 2.3q3 0 5.5 1.2
m10.5-4.7q-3 0-5.5 1.2m5.5 2.3q-3 0-5.5 1.2"/></svg>"""
_EYE = """<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2">
<path d="M2 12q4-7 10-7t10 7q-4 7-10 7t-10-7z"/><circle cx="12" cy="12" r="3" fill="currentColor"/></svg>"""
_COLOURS = ("#7a5af0", "#2e9e5b", "#c7752b", "#b3446c")


def page(place: str, messages: Sequence[Message]) -> str:
    """A whole HTML document; once it is laid out, its <html> has the height of all that is in it as
    data-height."""
    told = "".join(map(_message, messages))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{BOT}</title>
<style>{_STYLE.read_text("utf-8")}</style></head>
<body><main><header>{escape(place)}</header>{told}</main>
<script>document.documentElement.dataset.height = document.querySelector("main").offsetHeight</script>
</body></html>
"""


def _message(message: Message) -> str:
    when = datetime.fromtimestamp(message.at, UTC).strftime("%H:%M")
    parts = "".join(_part(it, message) for it in message.payload["components"])
    alone = (
        f'<p class="alone">{_EYE} Only you can see this • <a href="#">Dismiss message</a></p>'
        if message.ephemeral
        else ""
    )
    name = f'<span class="name">{BOT}</span><span class="app">APP</span><time>{when}</time>'
    kind = "message ephemeral" if message.ephemeral else "message"
    return f"""<article class="{kind}">{_used(message)}{_AVATAR}<div class="body"><h4>{name}</h4>
{parts}{alone}</div></article>"""


def _used(message: Message) -> str:
    """Who used which command: Discord writes it above the answer."""
    if message.used is None:
        return ""
    who, command = message.used
    colour = _COLOURS[sum(map(ord, who)) % len(_COLOURS)]
    face = f'<span class="face" style="background:{colour}">{escape(who[:1])}</span>'
    told = f'<b style="color:{colour}">{escape(who)}</b> used <code>{escape(command)}</code>'
    return f'<div class="used"><span class="spine"></span>{face}{told}</div>'


def _part(part: Mapping[str, Any], message: Message) -> str:
    """By its type: https://discord.com/developers/docs/components/reference"""
    inner = "".join(_part(it, message) for it in part.get("components", ()))
    match part["type"]:
        case 17:
            return f'<section class="container"{_edge(part.get("accent_color"))}>{inner}</section>'
        case 10:
            return f'<div class="text">{to_html(part["content"], message.at)}</div>'
        case 14:
            return "<hr>"
        case 12:
            return "".join(_picture(it, message.files) for it in part["items"])
        case 1:
            return f'<div class="row">{inner}</div>'
        case 2:
            return _button(part)
    raise ValueError(f"nothing here draws a component of type {part['type']}")


def _edge(colour: int | None) -> str:
    return "" if colour is None else f' style="border-left:4px solid #{colour:06x}"'


def _picture(item: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    png = files[item["media"]["url"].removeprefix("attachment://")]
    alt = escape(item.get("description") or "")
    return f'<img src="data:image/png;base64,{b64encode(png).decode()}" alt="{alt}">'


def _button(part: Mapping[str, Any]) -> str:
    emoji = (part.get("emoji") or {}).get("name", "")
    mark = f'<span class="emoji">{escape(emoji)}</span>' if emoji else ""
    kind = f"{_TONES[part['style']]}{' off' if part.get('disabled') else ''}"
    return f'<span class="button {kind}">{mark}{escape(part.get("label") or "")}</span>'
