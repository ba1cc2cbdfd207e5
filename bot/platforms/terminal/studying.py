"""what a learner types of their days -> a command  (pure)"""

import re
from dataclasses import replace

from bot.commands import (
    AskToForgetMe,
    ChangeHabits,
    Command,
    ExportMyData,
    JoinLeaderboard,
    ShowHabits,
    ShowLeaderboard,
    TurnDailyOff,
    TurnDailyOn,
)
from bot.errors import BadCommand

_EACH = re.compile(r"\s+(?=\w+=)")
"""Between settings, whose values may have spaces in them."""
_HINT = "Type /help daily."


def daily(argument: str) -> Command:
    verb, _, rest = argument.partition(" ")
    if verb.casefold() == "on" and rest.strip():
        at, zone = _parted(rest.split())
        return TurnDailyOn(at, zone)
    if verb.casefold() == "off" and not rest:
        return TurnDailyOff()
    if verb.casefold() in ("", "settings"):
        return _settings(_EACH.split(rest.strip()) if rest.strip() else [])
    raise BadCommand(f"I do not know “/daily {argument}”.", hint=_HINT)


def _parted(words: list[str]) -> tuple[str, str]:
    """The time, which may have a word for the half of the day behind it, and the zone."""
    halved = len(words) > 1 and words[1].casefold() in ("am", "pm")
    return " ".join(words[: 1 + halved]), " ".join(words[1 + halved :])


def leaderboard(argument: str) -> Command:
    if argument.casefold() not in ("", "join", "leave"):
        raise BadCommand(f"I do not know “/leaderboard {argument}”.", hint="Type /help leaderboard.")
    return JoinLeaderboard(argument.casefold() == "join") if argument else ShowLeaderboard()


def mydata(argument: str) -> Command:
    match argument.casefold():
        case "export":
            return ExportMyData()
        case "delete":
            return AskToForgetMe()
        case "":
            raise BadCommand("Say what I shall do with it.", hint="Write /mydata export, or /mydata delete.")
    raise BadCommand(f"I do not know “/mydata {argument}”.", hint="Type /help mydata.")


def _settings(words: list[str]) -> Command:
    """ "zone=Europe/Berlin new=5"; nothing shows what there is."""
    wanted = ChangeHabits()
    for word in words:
        wanted = _with(wanted, word)
    return wanted if words else ShowHabits()


def _with(wanted: ChangeHabits, word: str) -> ChangeHabits:
    name, _, value = word.partition("=")
    value = value.strip()
    number = int(value[:9]) if value.isascii() and value.isdigit() else None
    match name.casefold():
        case "zone" if value:
            return replace(wanted, zone=value)
        case "new" if number is not None:
            return replace(wanted, new_a_day=number)
        case "reviews" if number is not None:
            return replace(wanted, reviews_a_day=number)
        case "retention" if number is not None:
            return replace(wanted, retention=number)
    raise BadCommand(f"I do not know the setting “{word}”.", hint=_HINT)
