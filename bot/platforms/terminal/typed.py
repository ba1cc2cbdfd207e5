"""a typed line, in the light of what was shown last -> a command  (pure)"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from bot.commands import (
    AnswerQuestion,
    Ask,
    ClaimRight,
    Command,
    Define,
    FollowUp,
    GiveFeedback,
    Help,
    LearnTerm,
    Link,
    ListLessons,
    NextQuestion,
    Pause,
    ReadLesson,
    RetryMissed,
    Review,
    Reword,
    ShowPassage,
    ShowProgress,
    ShowSetAside,
    ShowStreak,
    StartQuiz,
    StopQuiz,
    TypeAnswer,
    UndoReview,
)
from bot.errors import BadCommand
from bot.forms import filled
from bot.models import ConversationId, Level
from bot.platforms.terminal import studying, teaching
from bot.platforms.terminal.teaching import SendFiles
from bot.replies import Button, Reply

Typed = Command | SendFiles
Expects = Literal["nothing", "typed", "tap"]
_QUIZ = (StartQuiz, AnswerQuestion, ClaimRight, NextQuestion, RetryMissed, StopQuiz)
_LEAVING = frozenset(("exit", "quit", "/exit", "/quit", "bye"))
_PLAIN_LINES = (FollowUp, TypeAnswer)
"""What a plain line does here anyway: no button is drawn for it."""

_STOPS = frozenset(("stop", "stop quiz", "stop the quiz"))
_TRAILING_COUNT = re.compile(r"(?:^|\s)(?P<count>\d{1,3})$")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LESSON = re.compile(r"--lesson(?:=|\s+)(?:[\"“](?P<title>[^\"”]+)[\"”]|(?P<slug>\S+))\s*")


@dataclass(frozen=True, slots=True)
class Session:
    """What a terminal remembers between two lines.

    `choices` are the last reply's buttons by the key that takes them; `answered` is the turn that
    /source speaks of; `quizzing` is true while a quiz question waits for an answer; `form` is what the next
    plain line is the words for.
    """

    choices: tuple[tuple[str, Button], ...] = ()
    answered: ShowPassage | None = None
    conversation: ConversationId | None = None
    expects: Expects = "nothing"
    quizzing: bool = False
    form: Command | None = None

    @property
    def slashed(self) -> bool:
        """While a plain line is an answer in words, choices are given with a slash: "2" may be one."""
        return self.quizzing and self.expects != "tap"

    def after(self, command: Command, reply: Reply) -> "Session":
        """A reply without buttons (an error, a passage) leaves open what was open before it."""
        if not reply.buttons:
            return self
        buttons = [button for row in reply.buttons for button in row]
        shown = next((b.command for b in buttons if isinstance(b.command, ShowPassage)), self.answered)
        rated = next((b.command for b in buttons if isinstance(b.command, GiveFeedback)), None)
        quizzing = reply.expects != "nothing" if isinstance(command, _QUIZ) else self.quizzing
        after = replace(
            self,
            answered=shown,
            conversation=rated.conversation if rated else self.conversation,
            expects=reply.expects,
            quizzing=quizzing,
        )
        return replace(after, choices=keyed(reply, slashed=after.slashed))


def keyed(reply: Reply, *, slashed: bool) -> tuple[tuple[str, Button], ...]:
    """Each button with the key that takes it: its own, else its number among those without one."""
    found: list[tuple[str, Button]] = []
    number = 0
    for button in (button for row in drawn_rows(reply) for button in row):
        number += 0 if button.key else 1
        key = button.key or str(number)
        found.append((f"/{key}" if slashed else key, button))
    return tuple(found)


def drawn_rows(reply: Reply) -> tuple[tuple[Button, ...], ...]:
    rows = (tuple(it for it in row if not isinstance(it.command, _PLAIN_LINES)) for row in reply.buttons)
    return tuple(row for row in rows if row)


def drops(line: str, session: Session) -> bool:
    """Whether it leaves a form without words."""
    return session.form is not None and line.strip().casefold() in ("", "/stop")


def leaves(line: str) -> bool:
    return line.strip().casefold() in _LEAVING


def command_of(line: str, session: Session) -> Typed | None:
    """None for an empty line. Raises BadCommand for what cannot be meant."""
    words = line.strip()
    if session.form is not None and words and not words.startswith("/"):
        return filled(session.form, words)
    chosen = _chosen(words, session)
    if chosen or not words:
        return chosen
    if words.startswith("/") and len(words) > 1:
        name, _, argument = words[1:].partition(" ")
        return _slashed(name.casefold(), argument.strip(), session)
    if session.quizzing and words.casefold().strip(".!") in _STOPS:
        return StopQuiz()
    return AnswerQuestion(words) if session.quizzing else Ask(words, conversation=session.conversation)


def _chosen(words: str, session: Session) -> Command | None:
    for key, button in session.choices:
        if words.casefold() in (key.casefold(), f"/{key.casefold()}"):
            return button.command
    return None


def _slashed(name: str, argument: str, session: Session) -> Typed:
    if name in _COMMANDS:
        return _COMMANDS[name](argument, session)
    return Help(name)


def _ask(argument: str, session: Session) -> Command:
    return _asked(argument, session)


def _asked(argument: str, session: Session) -> Ask:
    """`--lesson SLUG` or `--lesson "TITLE"` before the question keeps the answer to that lesson."""
    kept = _LESSON.match(argument)
    if kept is None:
        return Ask(argument, conversation=session.conversation)
    lesson = kept["title"] or kept["slug"]
    return Ask(argument[kept.end() :], lesson=lesson, conversation=session.conversation)


def _told(level: Level, argument: str, session: Session) -> Command:
    """A question of its own, or the last answer told otherwise."""
    if argument:
        return replace(_asked(argument, session), level=level)
    if session.answered is None:
        raise BadCommand("There is no answer yet to tell otherwise.", hint="Ask something first.")
    return Reword(session.answered.conversation, session.answered.turn, level)


def _source(argument: str, session: Session) -> Command:
    number = argument.strip("[] ") or "1"
    if not number.isascii() or not number.isdigit():
        raise BadCommand(f"“{argument}” is no number.", hint="Write /source 1, for example.")
    if session.answered is None:
        raise BadCommand("There is no answer yet to show a source of.", hint="Ask something first.")
    return replace(session.answered, n=int(number[:9]))


def _quiz(argument: str, _: Session) -> Command:
    if argument.casefold() in _COUNTS:
        return StartQuiz("", _COUNTS.index(argument.casefold()) + 1)
    found = _TRAILING_COUNT.search(argument)
    if not found:
        return StartQuiz(argument)
    return StartQuiz(argument[: found.start()].strip(), int(found["count"]), typed=argument)


def _lesson(argument: str, _: Session) -> Command:
    return ReadLesson(argument) if argument else ListLessons()


_REVIEWS: dict[str, Command] = {"": Review(), "undo": UndoReview(), "aside": ShowSetAside()}


def _review(argument: str, _: Session) -> Command:
    found = _REVIEWS.get(argument.casefold())
    if found is None:
        raise BadCommand(
            f"I cannot review “{argument}”.", hint="Write /review, /review undo or /review aside."
        )
    return found


def _answer(argument: str, _: Session) -> Command:
    if not argument:
        raise BadCommand("There is no answer in that.", hint="Write it after /answer.")
    return AnswerQuestion(argument)


_COMMANDS: dict[str, Callable[[str, Session], Typed]] = {
    "ask": _ask,
    "simpler": partial(_told, "simpler"),
    "deeper": partial(_told, "deeper"),
    "example": partial(_told, "example"),
    "source": _source,
    "define": lambda argument, _: Define(argument),
    "lessons": lambda _, __: ListLessons(),
    "lesson": _lesson,
    "quiz": _quiz,
    "answer": _answer,
    "review": _review,
    "daily": lambda argument, _: studying.daily(argument),
    "pause": lambda argument, _: Pause("" if argument.casefold() == "end" else argument),
    "learn": lambda argument, _: LearnTerm(argument),
    "progress": lambda _, __: ShowProgress(),
    "streak": lambda _, __: ShowStreak(),
    "leaderboard": lambda argument, _: studying.leaderboard(argument),
    "stop": lambda _, __: StopQuiz(),
    "link": lambda argument, _: Link(argument),
    "mydata": lambda argument, _: studying.mydata(argument),
    "class": lambda argument, _: teaching.studyhall(f"class {argument}".strip()),
    "studyhall": lambda argument, _: teaching.studyhall(argument),
    "library": lambda argument, _: teaching.library(argument),
    "help": lambda argument, _: Help(argument),
}
