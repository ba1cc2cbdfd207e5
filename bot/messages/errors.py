"""an error -> what the learner is told: what happened and what to do next, never the exception itself"""

from collections.abc import Callable

from bot.replies import Reply, paragraph
from knowledge.errors import PROGRAM, StudyhallError, typed_here

Sentences = tuple[str, str]
"""What happened, and what to do next; the second may be empty."""


def for_error(error: Exception, *, id: str, program: str = PROGRAM) -> Reply:
    """`id` is that under which it was logged; `program` is how the shell calls us here."""
    return from_sentences(*sentences(error, id=id, program=program))


def from_sentences(happened: str, advice: str) -> Reply:
    parts = (paragraph(happened, "bad"), *((paragraph(advice, "quiet"),) if advice else ()))
    return Reply(parts, private=True)


def not_written(place: str, error: StudyhallError) -> Reply:
    """To who asked where the bot may not write."""
    return from_sentences(f"I may not answer you in “{place}”.", error.hint)


STOPPED = from_sentences("I am being stopped, and did not get your answer done.", "Ask again in a minute.")


def sentences(error: Exception, *, id: str, program: str = PROGRAM) -> Sentences:
    """The words for the most specific class that has any."""
    words = next(_FOR_ERROR[kind] for kind in type(error).__mro__ if kind in _FOR_ERROR)
    happened, advice = words(error, id)
    return happened, typed_here(advice, program)


def _known(error: Exception, _: str) -> Sentences:
    return str(error), getattr(error, "hint", "")


def _unexpected(_: Exception, id: str) -> Sentences:
    advice = f"Try again; if it stays so, tell your teacher this number: {id}."
    return "Something went wrong on my side, not yours.", advice


_FOR_ERROR: dict[type, Callable[[Exception, str], Sentences]] = {
    StudyhallError: _known,
    Exception: _unexpected,
}
