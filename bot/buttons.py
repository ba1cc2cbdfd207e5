"""commands <-> custom ids: at most 100 ASCII characters, checked when read back  (pure)

A custom id is `name:field:field`, each field percent-encoded. What comes back from a platform was
held by a stranger: it is a known command with fields of the right type, or BadCommand.
"""

import types
from dataclasses import fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote

from bot import commands
from bot.commands import Command
from bot.errors import BadCommand, StaleButton

LIMIT = 100
"""Discord's limit for a custom_id; Slack's action_id allows 255."""

_NAMES: dict[str, type[Command]] = {
    "ask": commands.Ask,
    "on": commands.FollowUp,
    "say": commands.Say,
    "tell": commands.Reword,
    "src": commands.ShowPassage,
    "fb": commands.GiveFeedback,
    "def": commands.Define,
    "ls": commands.ListLessons,
    "read": commands.ReadLesson,
    "quiz": commands.StartQuiz,
    "ans": commands.AnswerQuestion,
    "type": commands.TypeAnswer,
    "claim": commands.ClaimRight,
    "qsrc": commands.ShowQuizPassage,
    "next": commands.NextQuestion,
    "retry": commands.RetryMissed,
    "stop": commands.StopQuiz,
    "rep": commands.ReportQuestion,
    "round": commands.StartTogether,
    "tans": commands.AnswerTogether,
    "ttype": commands.TypeTogether,
    "tstop": commands.StopTogether,
    "rev": commands.Review,
    "turn": commands.RevealCard,
    "rate": commands.RateCard,
    "tcard": commands.TypeCard,
    "acard": commands.AnswerCard,
    "undo": commands.UndoReview,
    "aside": commands.SetCardAside,
    "put": commands.ShowSetAside,
    "take": commands.TakeCardUp,
    "csrc": commands.ShowCardPassage,
    "crep": commands.ReportCard,
    "learn": commands.LearnTerm,
    "learnl": commands.LearnLesson,
    "save": commands.SaveAnswer,
    "habits": commands.ShowHabits,
    "don": commands.TurnDailyOn,
    "doff": commands.TurnDailyOff,
    "dset": commands.ChangeHabits,
    "snooze": commands.SnoozeDaily,
    "skip": commands.SkipDaily,
    "pause": commands.Pause,
    "prog": commands.ShowProgress,
    "row": commands.ShowStreak,
    "board": commands.ShowLeaderboard,
    "join": commands.JoinLeaderboard,
    "link": commands.Link,
    "mine": commands.ExportMyData,
    "del": commands.AskToForgetMe,
    "gone": commands.ForgetMe,
    "keep": commands.KeepMyData,
    "class": commands.ShowClass,
    "set": commands.ShowSettings,
    "sets": commands.ChangeSettings,
    "libs": commands.ListLibraries,
    "lib": commands.StudyLibrary,
    "todo": commands.ListConcerns,
    "write": commands.WriteAnswer,
    "settle": commands.AnswerConcern,
    "drop": commands.DismissConcern,
    "help": commands.Help,
}
_OF = {command: name for name, command in _NAMES.items()}
_LARGEST = 2**63


def encode(command: Command) -> str | None:
    """The custom id; None where it would be longer than a platform takes, hold no database's number or words
    that are no text, or where no button can hold the command at all."""
    if type(command) not in _OF:
        return None
    values = [getattr(command, field.name) for field in fields(command)]
    if any(isinstance(value, int) and abs(value) >= _LARGEST for value in values):
        return None
    try:
        custom_id = ":".join((_OF[type(command)], *map(_written, values)))
    except UnicodeEncodeError:
        return None
    return custom_id if len(custom_id) <= LIMIT else None


def decode(custom_id: str) -> Command:
    """Raises StaleButton for anything that `encode` does not write today."""
    name, *values = custom_id.split(":")
    kind = _NAMES.get(name)
    if kind is None or len(custom_id) > LIMIT or len(values) != len(fields(kind)):
        raise StaleButton("That button is from another version of me.")
    hints = get_type_hints(kind)
    named = zip((field.name for field in fields(kind)), values, strict=True)
    try:
        return kind(**{field: _read(value, hints[field]) for field, value in named})
    except (ValueError, UnicodeError) as error:
        raise BadCommand("That button holds something that I did not write.") from error


def _written(value: object) -> str:
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "1" if value else "0"
    return quote(str(value), safe=" ").replace(" ", "+").replace("~", "%7E")


def _read(value: str, hint: Any) -> Any:
    hint, optional = _bare(hint)
    if value == "~":
        if optional:
            return None
        raise ValueError("empty where a value is needed")
    if get_origin(hint) is Literal:
        return value if value in get_args(hint) else _no(value)
    if hint is bool:
        return {"1": True, "0": False}[value] if value in ("0", "1") else _no(value)
    return _number(value) if hint is int else unquote(value.replace("+", " "), errors="strict")


def _bare(hint: Any) -> tuple[Any, bool]:
    """The type without `| None` and without a NewType around it, and whether None was allowed."""
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    bare = next(option for option in options if option is not type(None))
    return getattr(bare, "__supertype__", bare), type(None) in options


def _number(value: str) -> int:
    if not value.isascii() or not value.removeprefix("-").isdigit() or abs(int(value)) >= _LARGEST:
        _no(value)
    return int(value)


def _no(value: str) -> bool:
    raise ValueError(value)
