"""a card, and the question that its library has by that name -> the question as the card shows it  (pure)"""

from bot.markup import plain_of
from bot.models import CardText
from bot.study.cards import as_asked, of_question
from bot.study.following.edits import options_of
from knowledge.models import Question, QuestionKind


def as_shown(text: CardText, authored: Question | None) -> Question:
    """To be graded: a letter means what stands beside it on the card, whatever the library has made of the
    question since."""
    if authored is not None and of_question(authored).front == text.front:
        return as_asked(authored)
    options = options_of(text)
    if not options:
        return authored or _question(text, "typed", (plain_of(text.back),))
    kind, answer = _right(text, options)
    return _question(text, kind, answer, options if kind != "typed" else ())


def _right(text: CardText, options: tuple[str, ...]) -> tuple[QuestionKind, tuple[str, ...]]:
    """No part is accepted for the whole where several are right, or an order."""
    if named := tuple(it for it in options if it in text.accept):
        truths = {it.casefold() for it in options} == {"true", "false"}
        return ("true_false" if truths else "choice"), named
    steps, several = text.back.split(" → "), text.back.split("; ")
    if sorted(steps) == sorted(options):
        return "order", tuple(steps)
    if set(several) <= set(options):
        return "several", tuple(several)
    return "typed", (plain_of(text.back),)


def _question(
    text: CardText, kind: QuestionKind, answer: tuple[str, ...], options: tuple[str, ...] = ()
) -> Question:
    key = text.key
    return Question(
        key.name,
        kind,
        text.front,
        answer,
        options,
        text.accept,
        text.why,
        library=key.library,
        source=key.source,
        heading=key.heading,
    )
