"""what a teacher types -> a command, or files of theirs to be read first  (pure)"""

import shlex
from collections.abc import Callable
from dataclasses import dataclass

from bot.commands import (
    ChangeSettings,
    Command,
    ListConcerns,
    ListLibraries,
    ShowClass,
    ShowSettings,
    StudyLibrary,
)
from bot.errors import BadCommand


@dataclass(frozen=True, slots=True)
class SendFiles:
    """Files and folders on the machine of the one who types, to be sent as AddMaterial."""

    paths: tuple[str, ...]


def studyhall(argument: str) -> Command:
    what, _, rest = argument.casefold().partition(" ")
    if what in ("", "settings"):
        return _settings(rest.split())
    if what == "questions" and not rest:
        return ListConcerns()
    if what == "class" and rest in ("", "csv"):
        return ShowClass(csv=rest == "csv")
    raise BadCommand(f"I do not know “/studyhall {argument}”.", hint="Type /help studyhall.")


def _settings(words: list[str]) -> Command:
    if not words:
        return ShowSettings()
    if words in (["private", "on"], ["private", "off"]):
        return ChangeSettings(private_answers=words[1] == "on")
    raise BadCommand(f"There is no setting “{' '.join(words)}”.", hint="Try /studyhall settings private on.")


def library(argument: str) -> Command | SendFiles:
    verb, _, rest = argument.partition(" ")
    if verb.casefold() in ("", "list"):
        return ListLibraries()
    if verb.casefold() not in _VERBS:
        raise BadCommand(f"I do not know “/library {argument}”.", hint="Type /help library.")
    if not rest.strip():
        raise BadCommand(f"Say which one: /library {verb} …", hint="Type /help library.")
    return _VERBS[verb.casefold()](rest.strip())


def _added(argument: str) -> SendFiles:
    try:
        return SendFiles(tuple(shlex.split(argument)))
    except ValueError:
        raise BadCommand("A quotation mark is not closed there.", hint="Close it, or leave it out.") from None


_VERBS: dict[str, Callable[[str], Command | SendFiles]] = {
    "study": lambda slug: StudyLibrary(slug, True),
    "leave": lambda slug: StudyLibrary(slug, False),
    "add": _added,
}
