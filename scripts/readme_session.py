"""the running program on the starter course -> the README's session and its pictures

`python -m scripts.readme_session` draws them anew; tests/docs holds the README to them.
"""

import asyncio
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

import knowledge
from bot.bootstrap import Ports, dispatcher
from bot.commands import Request
from bot.opening import opened_knowledge, opened_ports, terminal_origin
from bot.platforms.terminal.drawing import draw
from bot.platforms.terminal.piped import plain_console
from bot.platforms.terminal.session import Terminal
from bot.platforms.terminal.typed import Session, command_of
from bot.settings import read_settings
from ingest.commandline import Arguments, ingest
from ingest.progress import progress_for

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
STARTER = Path(knowledge.__file__).parent / "starter"
SESSION = (
    "/ask why does transfer learning need less data?",
    "/ask who won the world cup in 2018?",
    "/quiz prompting-and-retrieval 2",
    "b",
    "gpt 3",
)
PICTURES = {
    "ask": "/ask what is the difference between fine-tuning and RAG?",
    "define": "/define transfer-learning",
}
WIDTH = 88
SEED = 1
_BETWEEN = re.compile(
    r"(?P<before><!-- session[^>]*-->\n```text\n).*?(?P<after>```\n<!-- session ends -->)", re.DOTALL
)
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class FixedDice:
    """The README's quiz asks the same questions each time."""

    def seed(self) -> int:
        return SEED

    def token(self, alphabet: str, length: int) -> str:
        return alphabet[:length]


async def shown(data: Path) -> tuple[str, dict[str, str]]:
    """The session as text, and each picture as SVG, from a data folder that the starter course goes into."""
    settings = read_settings(data=data, database_url="", chroma_url="", chat_model="")
    async with opened_knowledge(settings) as taught:
        with progress_for(io.StringIO()) as progress:
            await ingest(Arguments((STARTER,)), taught, progress)
    async with opened_ports(settings) as (opened, _):
        ports = replace(opened, dice=FixedDice())
        pictures = {name: await picture(ports, line) for name, line in PICTURES.items()}
        return await session(ports, SESSION), pictures


async def session(ports: Ports, lines: Sequence[str]) -> str:
    out = io.StringIO()
    terminal = Terminal(dispatcher(ports), terminal_origin(), plain_console(out))
    for line in lines:
        out.write(f"› {line}\n")
        await terminal.take(line)
    return out.getvalue().rstrip() + "\n"


async def picture(ports: Ports, line: str) -> str:
    drawn = Console(
        file=io.StringIO(), record=True, width=WIDTH, force_terminal=True, color_system="truecolor"
    )
    drawn.print(f"› {line}\n", style="bold", highlight=False)
    command = command_of(line, Session())
    if command is None:
        raise ValueError(f"{line!r} asks for nothing")
    # Not through Terminal: a recording keeps what a live display takes away again.
    replies = dispatcher(ports).dispatch(Request(command, terminal_origin()))
    draw([reply async for reply in replies][-1], drawn)
    # No font is fetched from anywhere, and the same reply gives the same picture.
    return _FONTS.sub("", drawn.export_svg(title="studyhall", unique_id="studyhall"))


def with_session(readme: str, text: str) -> str:
    return _BETWEEN.sub(lambda found: found["before"] + text + found["after"], readme)


def picture_file(name: str) -> Path:
    return ROOT / "docs" / "pictures" / f"{name}.svg"


def main() -> None:
    with TemporaryDirectory() as folder:
        text, pictures = asyncio.run(shown(Path(folder)))
    README.write_text(with_session(README.read_text("utf-8"), text), "utf-8")
    for name, svg in pictures.items():
        picture_file(name).write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
