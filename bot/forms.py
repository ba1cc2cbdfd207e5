"""a command that needs words -> the form that asks for them; the words -> the command that does it  (pure)"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.commands import (
    AnswerCard,
    AnswerConcern,
    AnswerQuestion,
    AnswerTogether,
    Ask,
    Command,
    FollowUp,
    TypeAnswer,
    TypeCard,
    TypeTogether,
    WriteAnswer,
)

_A_LINE, _A_PAGE = 300, 4000


@dataclass(frozen=True, slots=True)
class Form:
    """One field. `title` has at most 45 characters, as Discord's has; Slack's may have 24, and is cut.
    `filled` makes the command out of the one that opened the form and the words."""

    title: str
    label: str
    filled: Callable[[Any, str], Command]
    longest: int = _A_LINE
    placeholder: str = ""

    @property
    def paragraphs(self) -> bool:
        return self.longest > _A_LINE


FORMS: Mapping[type[Command], Form] = {
    FollowUp: Form(
        "Ask on",
        "Your question",
        lambda it, words: Ask(words, conversation=it.conversation, private=it.private),
        longest=2000,
        placeholder="And why is that?",
    ),
    TypeAnswer: Form(
        "Your answer", "Answer, or “skip”", lambda it, words: AnswerQuestion(words, it.round, it.number)
    ),
    TypeCard: Form("Your answer", "Answer", lambda it, words: AnswerCard(it.card, it.reviews, words)),
    TypeTogether: Form("Your answer", "Answer", lambda it, words: AnswerTogether(words, it.round, it.number)),
    WriteAnswer: Form(
        "Answer for the lessons",
        "It becomes part of your own library",
        lambda it, words: AnswerConcern(it.question, words),
        longest=_A_PAGE,
        placeholder="Write it in full sentences: they are what learners are shown.",
    ),
}


def filled(opened: Command, words: str) -> Command:
    """Raises KeyError for a command that has no form."""
    return FORMS[type(opened)].filled(opened, words)
