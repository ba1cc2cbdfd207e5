"""the bot's messages for Discord -> their JSON, a picture of each, and the part of docs/discord.md with them

`python -m scripts.discord_pictures` draws them anew; it needs Chromium. A picture holds the digest of the
JSON that it was drawn from, so that a test can tell a stale one.
"""

import asyncio
import hashlib
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.discord_page import page
from scripts.discord_scenes import FOLDER, SCENES, Played, Scene, json_file, picture_file, played

DOC = Path(__file__).parent.parent / "docs" / "discord.md"
WIDTH, TALL = 680, 1000
SHOWN_WIDTH = 600
NEEDED = ("chromium", "pngquant")
WITHOUT = """Pictures of Discord are drawn by Chromium and made small by pngquant. On Debian:
  apt-get update && apt-get install -y chromium pngquant fonts-open-sans fonts-noto-color-emoji"""
_QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--hide-scrollbars",
    "--run-all-compositor-stages-before-draw",
    "--virtual-time-budget=1000",
)
_PATIENCE_S = 60
_HEIGHT = re.compile(r'data-height="(\d+)"')
_BETWEEN = re.compile(r"(?P<before><!-- pictures:[^>]*-->\n).*?(?P<after><!-- pictures end -->)", re.DOTALL)
_DIGEST = b"drawn-from"
_SIGNATURE, _HEADER = 8, 25
"""Bytes of a PNG before its first chunk, and of that chunk, which stays the first."""


def digest(json: str) -> str:
    return hashlib.sha256(json.encode()).hexdigest()


def with_digest(png: bytes, digest: str) -> bytes:
    """With a tEXt chunk: https://www.w3.org/TR/png-3/#11tEXt"""
    told = b"tEXt" + _DIGEST + b"\0" + digest.encode()
    chunk = struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told))
    return png[: _SIGNATURE + _HEADER] + chunk + png[_SIGNATURE + _HEADER :]


def digest_in(png: bytes) -> str:
    """Empty where there is none."""
    found = re.search(b"tEXt" + _DIGEST + b"\0([0-9a-f]{64})", png)
    return found[1].decode() if found else ""


def with_pictures(doc: str, scenes: Sequence[Scene] = SCENES) -> str:
    shown = "\n\n".join(f"{it.told}\n\n{_image(it)}" for it in scenes)
    return _BETWEEN.sub(lambda found: f"{found['before']}\n{shown}\n\n{found['after']}", doc)


def _image(scene: Scene) -> str:
    source = picture_file(scene.name).relative_to(DOC.parent).as_posix()
    return f'<img src="{source}" width="{SHOWN_WIDTH}" alt="{escape(scene.alt)}">'


def drawn(scene: Played) -> bytes:
    """A PNG that is as high as what is in it."""
    with TemporaryDirectory() as folder:
        source, picture = Path(folder, "page.html"), Path(folder, "picture.png")
        source.write_text(page(scene.scene.place, scene.messages), "utf-8")
        browser = ("chromium", *_QUIETLY, f"--user-data-dir={folder}/profile")
        laid_out = _run(*browser, f"--window-size={WIDTH},{TALL}", "--dump-dom", source.as_uri())
        height = int(_HEIGHT.findall(laid_out.decode())[0])
        zoom = f"--force-device-scale-factor={2 if height < TALL else 1.5}"
        _run(*browser, zoom, f"--window-size={WIDTH},{height}", f"--screenshot={picture}", source.as_uri())
        small = _run("pngquant", "--speed", "1", "--nofs", "64", "-", given=picture.read_bytes())
        return with_digest(small, digest(scene.json))


def _run(*command: str, given: bytes = b"") -> bytes:
    return subprocess.run(command, input=given, capture_output=True, timeout=_PATIENCE_S, check=True).stdout


def main() -> None:
    with TemporaryDirectory() as folder:
        scenes = asyncio.run(played(Path(folder)))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        json_file(scene.scene.name).write_text(scene.json, "utf-8")
    if not all(map(shutil.which, NEEDED)):
        raise SystemExit(WITHOUT)
    for scene in scenes:
        picture_file(scene.scene.name).write_bytes(drawn(scene))
    DOC.write_text(with_pictures(DOC.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
