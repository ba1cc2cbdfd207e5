"""command, and whether it was typed or tapped -> how a platform acknowledges it, before anything else  (pure)

A platform has three seconds. So this is decided from the command alone and from what is held in memory: no
database is read, nothing is computed.
"""

from dataclasses import dataclass, replace
from typing import Literal

from bot import commands
from bot.commands import Ask, Command, FollowUp, Reword

Acknowledgement = Literal["public", "private", "setting", "update", "form"]
"""Wait for a message for all, for one that the asker alone sees, for one that is private as the command or
the space's setting says; edit the message whose button was tapped; ask for words in a form."""

Settled = Literal["public", "private", "update", "form"]


@dataclass(frozen=True, slots=True)
class Place:
    """`tapped`: a button and no typed command. `own`: its message is seen by this learner alone.
    `private_answers`: what the space set."""

    tapped: bool = False
    own: bool = False
    private_answers: bool = False


_TYPED: dict[type[Command], Acknowledgement] = {
    commands.Ask: "setting",
    commands.FollowUp: "form",
    commands.Say: "public",
    commands.Reword: "setting",
    commands.ShowPassage: "private",
    commands.GiveFeedback: "private",
    commands.Define: "public",
    commands.ListLessons: "private",
    commands.ReadLesson: "private",
    commands.StartQuiz: "private",
    commands.AnswerQuestion: "private",
    commands.TypeAnswer: "form",
    commands.ClaimRight: "private",
    commands.ShowQuizPassage: "private",
    commands.NextQuestion: "private",
    commands.RetryMissed: "private",
    commands.StopQuiz: "private",
    commands.ReportQuestion: "private",
    commands.StartTogether: "public",
    commands.AnswerTogether: "private",
    commands.TypeTogether: "form",
    commands.StopTogether: "private",
    commands.Review: "private",
    commands.RevealCard: "private",
    commands.RateCard: "private",
    commands.TypeCard: "form",
    commands.AnswerCard: "private",
    commands.UndoReview: "private",
    commands.SetCardAside: "private",
    commands.ShowSetAside: "private",
    commands.TakeCardUp: "private",
    commands.ShowCardPassage: "private",
    commands.ReportCard: "private",
    commands.LearnTerm: "private",
    commands.LearnLesson: "private",
    commands.SaveAnswer: "private",
    commands.ShowHabits: "private",
    commands.TurnDailyOn: "private",
    commands.TurnDailyOff: "private",
    commands.ChangeHabits: "private",
    commands.SnoozeDaily: "private",
    commands.SkipDaily: "private",
    commands.Pause: "private",
    commands.ShowProgress: "private",
    commands.ShowStreak: "private",
    commands.ShowLeaderboard: "public",
    commands.JoinLeaderboard: "private",
    commands.Link: "private",
    commands.ExportMyData: "private",
    commands.AskToForgetMe: "private",
    commands.ForgetMe: "private",
    commands.KeepMyData: "private",
    commands.ShowClass: "private",
    commands.ShowSettings: "private",
    commands.ChangeSettings: "private",
    commands.ListLibraries: "private",
    commands.StudyLibrary: "private",
    commands.AddMaterial: "private",
    commands.ListConcerns: "private",
    commands.WriteAnswer: "form",
    commands.AnswerConcern: "private",
    commands.DismissConcern: "private",
    commands.Help: "private",
}

_TAPPED: dict[type[Command], Acknowledgement] = {
    **_TYPED,
    commands.Define: "update",
    commands.ListLessons: "update",
    commands.ReadLesson: "update",
    commands.StartQuiz: "private",
    commands.AnswerQuestion: "update",
    commands.ClaimRight: "update",
    commands.NextQuestion: "update",
    commands.RetryMissed: "update",
    commands.StopQuiz: "update",
    commands.Review: "update",
    commands.RevealCard: "update",
    commands.RateCard: "update",
    commands.AnswerCard: "update",
    commands.UndoReview: "update",
    commands.SetCardAside: "update",
    commands.ShowSetAside: "update",
    commands.SnoozeDaily: "update",
    commands.SkipDaily: "update",
    commands.ForgetMe: "update",
    commands.KeepMyData: "update",
    commands.StudyLibrary: "update",
    commands.ListConcerns: "update",
    commands.AnswerConcern: "update",
    commands.DismissConcern: "update",
}
"""Where a page turns, a quiz goes on or a list shortens in its own message."""


def acknowledgement(command: Command, place: Place) -> Settled:
    """A message that others see too is never edited for one of them: they get a private one."""
    how = (_TAPPED if place.tapped else _TYPED)[type(command)]
    if how == "update":
        return "update" if place.own else "private"
    if how == "setting":
        return "private" if _of_the_last(command) or is_private(command, place) else "public"
    return how


def _of_the_last(command: Command) -> bool:
    """Whether the last answer was private, only the database knows."""
    return isinstance(command, Reword) and command.conversation is None


def is_private(command: Command, place: Place) -> bool:
    """As the asker says, else as the space does."""
    wanted: bool | None = getattr(command, "private", None)
    return place.private_answers if wanted is None else wanted


def settled(command: Command, place: Place) -> Command:
    """The command with that decided, so that no handler decides it a second time and otherwise."""
    if isinstance(command, Ask | Reword | FollowUp):
        return replace(command, private=_of_the_last(command) or is_private(command, place))
    return command
