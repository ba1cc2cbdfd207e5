"""a round's questions -> the same, their options in places that tell nothing  (pure)"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.grading import right_options
from knowledge.models import Question
from knowledge.quizzes.answer_spelling import formula, symbols, words

_LAST = re.compile(
    r"^(all|none|both|neither|any|either)\b.*\b(above|these|them|options|answers)\b|^(both|neither|none|all)\.?$",
    re.I,
)
_LETTERED = re.compile(r"\b[A-F] (and|or|&) [A-F]\b")
_TRUTHS = {"true", "false", "yes", "no"}


def sound(question: Question) -> bool:
    """Whether it can be asked: an answer among its options, no two options alike, nothing given away."""
    if not question.prompt.strip() or not any(answer.strip() for answer in question.answer):
        return False
    if question.kind in ("typed", "cloze") and not question.options:
        return True
    options = question.options
    if len(options) < 2 or any(not option.strip() for option in options):
        return False
    distinct = len({_spelling(option) for option in options}) == len(options)
    return distinct and len(right_options(question)) == len(question.answer)


def _spelling(option: str) -> tuple[str, tuple[str, ...]]:
    return "".join(words(option)) or formula(option), symbols(option)


def in_their_places(questions: Sequence[Question], dice: random.Random) -> tuple[Question, ...]:
    """The right option's place goes round all places evenly; steps are mixed."""
    turns: dict[int, Iterator[int]] = {}
    return tuple(_placed(question, turns, dice) for question in questions)


def is_mixed(question: Question) -> bool:
    """Not True and False, nor options that name one another by letter."""
    mixed = question.kind in ("choice", "several") and not _keeps_its_order(question.options)
    return mixed or question.kind == "order"


def _placed(question: Question, turns: dict[int, Iterator[int]], dice: random.Random) -> Question:
    if not is_mixed(question):
        return question
    if question.kind == "order":
        return replace(question, options=_mixed(question, dice))
    if question.kind == "several" or len(question.answer) != 1:
        return replace(question, options=tuple(dice.sample(question.options, len(question.options))))
    return _with_right_at(question, turns, dice)


def _with_right_at(question: Question, turns: dict[int, Iterator[int]], dice: random.Random) -> Question:
    (right,) = right_options(question)
    last = [option for option in question.options if _LAST.search(option.strip())]
    if question.options[right] in last:
        return question
    wrong = [it for n, it in enumerate(question.options) if n != right and it not in last]
    free = len(wrong) + 1
    place = next(turns.setdefault(free, _places(free, dice)))
    mixed = dice.sample(wrong, len(wrong))
    options = (*mixed[:place], question.options[right], *mixed[place:], *last)
    return replace(question, options=options, answer=(question.options[right],))


def _places(count: int, dice: random.Random) -> Iterator[int]:
    """Every place once, in a mixed order, again and again."""
    while True:
        yield from dice.sample(range(count), count)


def _mixed(question: Question, dice: random.Random) -> tuple[str, ...]:
    """The steps in another order than the right one."""
    options = tuple(dice.sample(question.options, len(question.options)))
    if options == question.answer:
        return (*options[1:], options[0])
    return options


def _keeps_its_order(options: tuple[str, ...]) -> bool:
    """True and False, and options that name one another by letter."""
    return {option.casefold() for option in options} <= _TRUTHS or any(map(_LETTERED.search, options))
