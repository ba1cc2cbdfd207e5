"""docs/discord.md: its pictures are of what the bot sends today, and what it names is there"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from discord import app_commands

from bot.platforms.discord.slash import COMMANDS
from bot.settings import Settings
from scripts.discord_markdown import to_html
from scripts.discord_page import page as drawn_page
from scripts.discord_pictures import DOC, digest, digest_in, with_digest, with_pictures
from scripts.discord_scenes import FOLDER, SCENES, json_file, picture_file, played
from scripts.discord_stage import Message
from tests.docs.test_docs import ROOT, environment_name, shell_commands

LARGEST_BYTES = 160_000
PAGE = DOC.read_text("utf-8")
CODE = re.findall(r"`([^`]+)`", PAGE)
REDRAW = "make pictures draws it anew"


def slash_commands() -> Iterator[app_commands.Command]:
    for command in COMMANDS:
        yield from command.commands if isinstance(command, app_commands.Group) else (command,)


def options() -> set[str]:
    return {option.name for command in slash_commands() for option in command.parameters}


def text(content: str) -> Message:
    return Message({"flags": 0, "components": [{"type": 10, "content": content}]}, at=0, used=("<i>", "</b>"))


# Its pictures


# The typesetter of formulas looks for its fonts in a way that Python 3.11 and 3.12 call old.
@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")
@pytest.mark.slow
async def test_what_is_kept_of_each_scene_is_what_the_bot_sends_today(tmp_path: Path) -> None:
    scenes = await played(tmp_path)
    stale = [it.scene.name for it in scenes if json_file(it.scene.name).read_text("utf-8") != it.json]
    assert stale == [], REDRAW


@pytest.mark.parametrize("name", [it.name for it in SCENES])
def test_a_picture_was_drawn_from_what_is_kept_of_its_scene(name: str) -> None:
    png = picture_file(name).read_bytes()
    assert digest_in(png) == digest(json_file(name).read_text("utf-8")), REDRAW
    assert len(png) <= LARGEST_BYTES


def test_the_page_shows_each_scene_with_words_for_who_does_not_see_it() -> None:
    assert with_pictures(PAGE) == PAGE, REDRAW
    shown = re.findall(r'<img src="([^"]+)" width="\d+" alt="[^"]+">', PAGE)
    assert [(DOC.parent / it).resolve() for it in shown] == [picture_file(it.name) for it in SCENES]


def test_nothing_is_kept_of_a_scene_that_is_not_played_any_more() -> None:
    files = {file(it.name).name for it in SCENES for file in (json_file, picture_file)}
    assert {path.name for path in FOLDER.iterdir()} == files


def test_a_digest_is_read_back_and_a_picture_without_one_has_none() -> None:
    png = picture_file(SCENES[0].name).read_bytes()
    assert digest_in(with_digest(png, digest("other"))) == digest("other")
    assert digest_in(png[:33]) == ""


# How they are drawn


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("## A\n-# b", '<h2>A</h2><p class="small">b</p>'),
        ("a\n- *b*\n- **c**", "<p>a</p><ul><li><em>b</em></li><li><strong>c</strong></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> a", "<blockquote>a</blockquote>"),
        (r"\[1\] \*a\* `\*`", "<p>[1] *a* <code>\\*</code></p>"),
        ("a\n```py\n**b** <c>\n```\nd", "<p>a</p><pre><code>**b** &lt;c&gt;</code></pre><p>d</p>"),
        ("[a](<https://b.test/>)", '<p><a href="#">a</a></p>'),
        ("<t:72:R> <t:-120:R>", None),
    ],
)
def test_discords_markdown_is_drawn_as_discord_would(markdown: str, html: str | None) -> None:
    drawn = to_html(markdown, now=60)
    assert drawn == html if html else "in 12 seconds" in drawn and "3 minutes ago" in drawn


def test_words_of_a_message_are_words_in_its_picture() -> None:
    drawn = drawn_page("<i>", [text('<script>alert(1)</script> **<b>** `<u>` [<a>](<https://b.test/">)')])
    assert [tag for tag in ("<script>alert", "<b>", "<u>", "<a>", "<i>", 'test/"') if tag in drawn] == []


def test_a_picture_fetches_nothing() -> None:
    drawn = drawn_page("# study", [text("[a](<https://b.test/>) <https://c.test/>")])
    assert re.findall(r"url\(|@import|(?:src|href)=\"(?!#|data:)", drawn) == []


# What it names


def test_the_steps_to_the_first_definition_are_ten() -> None:
    steps, _, _ = PAGE.partition("Then send it")
    assert re.findall(r"^(\d+)\. ", steps, re.MULTILINE) == [str(n) for n in range(1, 11)]
    assert steps.startswith("# Studyhall on Discord\n\nTen steps")


def test_a_command_of_the_page_is_one_of_the_bots() -> None:
    named = [it.removeprefix("/").strip() for it in CODE if it.startswith("/")]
    known = {command.qualified_name for command in slash_commands()}
    assert named
    assert [it for it in named if it.partition(" together:")[0] not in known] == []


def test_an_option_of_the_page_is_one_that_a_command_has() -> None:
    named = {name for it in CODE for name in re.findall(r"(\w+): True", it)}
    assert named
    assert named <= options()


def test_what_the_page_has_one_type_into_a_shell_is_there() -> None:
    programs = [it.split()[-1] for it in CODE if re.fullmatch(r"(?:\.venv/bin/)?studyhall \w+", it)]
    targets = [it.removeprefix("make ") for it in CODE if it.startswith("make ")]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert programs
    assert targets
    assert set(programs) <= set(shell_commands())
    assert [it for it in targets if f"\n{it}:" not in makefile] == []


def test_a_setting_of_the_page_is_one_that_is_read() -> None:
    named = {it.partition("=")[0] for it in CODE if re.match(r"[A-Z]+_[A-Z_]+", it)}
    assert named
    assert named <= {environment_name(field) for field in Settings.model_fields}


def test_a_file_of_the_page_is_there() -> None:
    named = [it for it in CODE if re.fullmatch(r"\w+(?:/\w+)+", it)]
    assert named
    assert [it for it in named if not (ROOT / it).exists()] == []
    assert Settings.model_config["env_file"] == ".env"


def test_what_the_page_says_that_one_sees_is_what_the_bot_says() -> None:
    _, _, trouble = PAGE.partition("## When something is wrong")
    quoted = re.findall(r"^\| “([^”]+)” \|", trouble, re.MULTILINE)
    source = "\n".join(file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.py"))
    assert quoted
    assert [it for it in quoted if it not in source] == []
