"""what was asked in vain, did not help or was reported -> one list of what a teacher looks at  (pure)"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.models import ConcernKind, ReportedQuestion, UnansweredQuestion, UnhelpfulAnswer


@dataclass(frozen=True, slots=True)
class Concern:
    """`number` is what `dismiss` takes; `words` the question; `said` what was answered, or empty; `times` how
    often it was asked in vain, or how many found something wrong with it."""

    kind: ConcernKind
    number: int
    words: str
    said: str = ""
    times: int = 1


def concerns(
    unanswered: Sequence[UnansweredQuestion],
    unhelpful: Sequence[UnhelpfulAnswer],
    reported: Sequence[ReportedQuestion],
) -> tuple[Concern, ...]:
    """Kind by kind, each in the order given; a question of the same words stands once, where it came
    first."""
    answers = (Concern("unhelpful", it.id, it.question, _said(it), it.votes) for it in unhelpful)
    reports = (Concern("reported", it.id, it.question.prompt, times=it.votes) for it in reported)
    return (*_grouped(unanswered), *answers, *reports)


def _grouped(unanswered: Sequence[UnansweredQuestion]) -> tuple[Concern, ...]:
    asked: dict[str, list[UnansweredQuestion]] = {}
    for one in unanswered:
        asked.setdefault(same_words(one.question), []).append(one)
    return tuple(
        Concern("unanswered", group[0].id, group[0].question, times=len(group)) for group in asked.values()
    )


def same_words(question: str) -> str:
    """Equal for questions that are asked with the same words, whatever their capitals and blanks."""
    return " ".join(question.casefold().split())


def _said(unhelpful: UnhelpfulAnswer) -> str:
    return " ".join(sentence.text for sentence in unhelpful.answer.sentences)
