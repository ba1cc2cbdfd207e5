"""a question's card -> the question, where a quiz made it up  (pure)

What a quiz makes up is named by its own words, which the card holds; what a teacher wrote is named otherwise.
"""

from dataclasses import replace

from bot.models import CardText
from bot.study.following.edits import options_of, prompt_of
from bot.study.gaps import of_gap
from knowledge.models import Question, QuestionKind
from knowledge.quizzes.question_forms import question_id

_WITH_OPTIONS: tuple[QuestionKind, ...] = ("choice", "true_false", "order")
_TYPED: tuple[QuestionKind, ...] = ("typed", "cloze")


def made_up(text: CardText) -> Question | None:
    """None where a teacher wrote it, or where it is no question."""
    key, prompt, options = text.key, prompt_of(text), options_of(text)
    if key.kind != "question":
        return None
    for kind in _WITH_OPTIONS if options else _TYPED:
        for answer in (*text.accept[:1], *options):
            if question_id(key.source, kind, prompt, answer) == key.name:
                return _question(text, kind, prompt, answer)
    return None


def is_gap(text: CardText) -> bool:
    """In a sentence of a lesson, made by /learn or by a quiz."""
    return text.key.kind == "cloze" or ((made := made_up(text)) is not None and made.kind == "cloze")


def hangs_on_words(text: CardText) -> bool:
    """Whether its card stays while its words do."""
    return text.key.kind == "cloze" or made_up(text) is not None


def moved(text: CardText, source: str) -> CardText:
    """The card of what was made up, under that source; a gap of a quiz as /learn makes it."""
    made = made_up(text)
    if made is None:
        return replace(text, key=replace(text.key, source=source))
    if made.kind == "cloze":
        return of_gap(replace(made, source=source))
    name = question_id(source, made.kind, made.prompt, made.answer[0])
    return replace(text, key=replace(text.key, source=source, name=name))


def _question(text: CardText, kind: QuestionKind, prompt: str, answer: str) -> Question:
    key = text.key
    return Question(
        key.name,
        kind,
        prompt,
        (answer,),
        options_of(text),
        text.accept[1:],
        text.why,
        key.library,
        key.source,
        key.heading,
    )
