"""The docs name all that there is: commands, options, settings, errors, folders, links"""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.main import get_command

from bot import errors as bot_errors
from bot.cli import app
from bot.messages.topics import TOPICS, Topic
from bot.settings import PREFIX, Settings
from knowledge import errors as knowledge_errors
from knowledge.errors import StudyhallError

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:)([^)#\s]+)")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """Table rows by what stands in code in their first cell."""
    lines = [line.removesuffix("|") for line in page(name).splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.split("|")[1:]] for line in lines]
    return {row[0].strip("`"): row[1:] for row in cells if row[0].startswith("`")}


def errors() -> Iterator[type[StudyhallError]]:
    for module in (knowledge_errors, bot_errors):
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, StudyhallError):
                yield found


def shell_commands() -> dict[str, list[str]]:
    """Each command of the shell with the options it takes, long names only."""
    group = get_command(app)
    found: dict[str, Any] = getattr(group, "commands", {})
    return {
        name: [opt for param in command.params for opt in param.opts if opt.startswith("--")]
        for name, command in found.items()
    }


def section(name: str, heading: str) -> str:
    """The text under a heading of the third level; empty where there is none."""
    _, _, after = page(name).partition(f"### `{heading}`\n")
    return re.split(r"^#{2,3} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def environment_name(field: str) -> str:
    return Settings.model_fields[field].alias or f"{PREFIX}{field.upper()}"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_what_a_learner_can_type_has_its_place(topic: Topic) -> None:
    assert f"### `{topic.usage}`\n" in page("docs/commands.md")


@pytest.mark.parametrize("command", shell_commands())
def test_a_command_of_the_shell_has_its_place_and_so_have_its_options(command: str) -> None:
    told = section("docs/commands.md", f"studyhall {command}")
    assert told.strip()
    assert [option for option in shell_commands()[command] if f"`{option}`" not in told] == []


def test_no_command_of_the_shell_is_told_that_is_none() -> None:
    told = re.findall(r"^### `studyhall (\S+)`$", page("docs/commands.md"), re.MULTILINE)
    assert sorted(told) == sorted(shell_commands())


@pytest.mark.parametrize("field", Settings.model_fields)
def test_a_setting_stands_with_its_default_and_its_sentence(field: str) -> None:
    told = Settings.model_fields[field]
    default, sentence = rows("docs/settings.md")[environment_name(field)][:2]
    assert sentence == told.description
    assert default.strip("`") == ("" if told.default is None else str(told.default))


def test_no_setting_is_told_that_is_none() -> None:
    told = {name for name in rows("docs/settings.md") if name.isupper()}
    assert told == {environment_name(field) for field in Settings.model_fields}


@pytest.mark.parametrize("error", sorted(set(errors()), key=str))
def test_an_error_stands_with_what_to_do(error: type[StudyhallError]) -> None:
    _, advice = rows("docs/settings.md")[error.__name__][:2]
    own = vars(error).get("hint", "")
    assert advice == own or not own


@pytest.mark.parametrize("module", [knowledge_errors, bot_errors], ids=["knowledge", "bot"])
def test_an_errors_file_draws_every_class_in_its_tree(module: ModuleType) -> None:
    own = {error.__name__ for error in errors() if error.__module__ == module.__name__}
    assert own <= set(re.findall(r"\w+", module.__doc__ or ""))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_leads_to_something(path: Path) -> None:
    assert [to for to in LINK.findall(path.read_text("utf-8")) if not (path.parent / to).exists()] == []


def test_the_folders_of_the_architecture_page_are_there() -> None:
    told = [name for name in rows("docs/architecture.md") if "/" in name]
    assert told
    assert [name for name in told if not (ROOT / name).exists()] == []


def test_decision_records_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
