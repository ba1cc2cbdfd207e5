"""what is spent, or comes too fast -> the words for it"""

from bot.budgets import Whose
from bot.messages.phrases import counted

_SPENT: dict[Whose, str] = {
    "learner": "You have used up your share of the language model for today",
    "space": "Today's budget for the language model is spent",
}


def spent(whose: Whose) -> str:
    """A remark beneath an answer that the lessons gave instead."""
    return f"{_SPENT[whose]}, so these are the lessons' own words. It is there again after midnight (UTC)."


def slower(seconds: int) -> str:
    return f"That is a lot at once: give me {counted(seconds, 'second')} to catch up, then ask again."
