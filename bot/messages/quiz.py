"""a quiz's question, what an answer was worth, the summary -> reply parts and buttons  (pure)"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.commands import AnswerQuestion, ClaimRight, RetryMissed, StartQuiz, StopQuiz
from bot.markup import parts_of, spans_of
from bot.models import QuizRound
from bot.replies import (
    Bullets,
    Button,
    Footnote,
    Heading,
    Paragraph,
    Part,
    Reply,
    Span,
    Text,
    paragraph,
    plain,
)
from bot.study.rounds import Missed, claimable, missed, score
from knowledge.grading import Grade, expected_text, option_key
from knowledge.models import Question

_LONGEST_LABEL = 70
"""Slack takes 75 characters on a button, Discord 80."""
_HOW = {
    "several": "More than one is right: type the letters, as in “a, c”.",
    "order": "Type the letters in the right order, as in “b a c”.",
    "typed": "Type your answer, or “skip”.",
}
Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in the material, as a learner is told it."""

    title: str
    heading: tuple[str, ...] = ()
    url: str = ""


_NOWHERE = Place("")


def question(
    round: QuizRound, number: int, before: tuple[Part, ...] = (), place: Place | None = None
) -> Reply:
    """Question `number`, under what is said of the one before and the place that it stands on."""
    asked = round.questions[number]
    title = Heading(plain(f"Question {number + 1} of {len(round.questions)}"))
    typed = asked.kind in ("several", "order") or not asked.options
    # A letter may be the answer to a typed question: there no key is taken from it.
    skip = Button("Skip", AnswerQuestion("skip", round.id, number), key="" if typed else "s")
    stop = Button("Stop", StopQuiz(round.id), key="" if typed else "q")
    claim = _claim(round, number - 1, key="" if typed else "r") if before else ()
    return Reply(
        (*before, title, *parts_of(asked.prompt), *_listed(asked), *_how(asked)),
        (Footnote(1, place.title, place.heading, place.url),) if place else (),
        (*_option_buttons(round, number), (*claim, skip, stop)),
        private=True,
        expects="typed" if typed else "tap",
    )


def verdict(graded: Grade, asked: Question, place: Place | None) -> tuple[Part, ...]:
    """What an answer was worth and why, with the mark of the place that it stands on."""
    parts: list[Part] = [_worth(graded)]
    why = spans_of(asked.why) if asked.why else ()
    mark: Text = (Span(" "), Span("[1]", "mark")) if place else ()
    if why:
        parts.append(Paragraph((*why, *mark)))
    elif mark:
        parts.append(Paragraph((Span("Read more"), *mark), "quiet"))
    return tuple(parts)


def summary(
    round: QuizRound,
    places: Mapping[int, Place],
    before: tuple[Part, ...] = (),
    last: Place | None = None,
    remark: str = "",
) -> Reply:
    """The score, and each question missed with its right answer; `places` by the question's number.

    `before` is what is said of the last answer, `last` the place that it stands on.
    """
    result, wrong = score(round), missed(round)
    title = f"{result.right} of {result.asked} right" if result.asked else "Quiz stopped"
    parts: list[Part] = [*before, Heading(plain(title)), paragraph(_cheer(result.right, result.asked))]
    if remark:
        parts.append(paragraph(remark, "quiet"))
    shown = [place for place in (last, *(places.get(one.number) for one in wrong)) if place is not None]
    marks = {place: n for n, place in enumerate(dict.fromkeys(shown), start=1)}
    for one in wrong:
        parts += _missed_parts(one, marks.get(places.get(one.number, _NOWHERE)))
    notes = tuple(Footnote(n, place.title, place.heading, place.url) for place, n in marks.items())
    return Reply(tuple(parts), notes, _end_buttons(round, bool(wrong), bool(before)), private=True)


def already() -> tuple[Part, ...]:
    return (paragraph("That one is answered already; here is where you are.", "quiet"),)


def kept(lesson: str) -> str:
    return f"Kept as your score for {lesson}."


def how_to_answer(asked: Question) -> str:
    if asked.kind in _HOW:
        return f"{_HOW[asked.kind]} Or “skip”."
    return f"Pick A to {_letter(len(asked.options) - 1)}, or “skip”."


def claimed(answer: str) -> tuple[Part, ...]:
    return (paragraph(f"Counted as right: “{answer}”.", "good"),)


def _worth(graded: Grade) -> Paragraph:
    expected = Span(graded.expected, "bold")
    note = Span(f" {graded.note}" if graded.note else "")
    match graded.verdict:
        case "right":
            return Paragraph((Span("Right. ", "bold"), *spans_of(graded.given)), "good")
        case "close":
            return Paragraph((Span("Right, but for the spelling: "), expected, Span(".")), "good")
        case "skipped":
            return Paragraph((Span("Skipped. The answer is "), expected, Span(".")), "quiet")
    return Paragraph((Span("Not quite. The answer is "), expected, Span("."), note), "bad")


def _cheer(right: int, asked: int) -> str:
    if not asked:
        return "No question was answered. Come back whenever you like."
    if right == asked:
        return "All right. Well done!"
    share = right / asked
    return (
        "Nearly all. Nice." if share >= 0.75 else "A good start." if share >= 0.5 else "Worth another look."
    )


def _missed_parts(one: Missed, mark: int | None) -> tuple[Part, ...]:
    given = one.response.given if one.response and one.response.verdict != "skipped" else "skipped"
    answer = [Span("Answer: "), Span(expected_text(one.question), "bold"), Span(f" (you: {given})")]
    if mark:
        answer += [Span(" "), Span(f"[{mark}]", "mark")]
    return (Heading(spans_of(one.question.prompt), 3), Paragraph(tuple(answer)))


def _listed(asked: Question) -> tuple[Part, ...]:
    """Options too long for a button, or to be named by letter, as a lettered list."""
    if not asked.options or not _by_letter(asked):
        return ()
    return (
        Bullets(
            tuple((Span(f"{_letter(n)}. ", "bold"), *spans_of(it)) for n, it in enumerate(asked.options))
        ),
    )


def _by_letter(asked: Question) -> bool:
    plain_short = all(len(it) <= _LONGEST_LABEL and not set(it) & set("`$*_\\") for it in asked.options)
    return asked.kind in ("several", "order") or not plain_short


def _how(asked: Question) -> tuple[Part, ...]:
    kind = asked.kind if asked.kind in _HOW else "" if asked.options else "typed"
    return (paragraph(_HOW[kind], "quiet"),) if kind else ()


def _option_buttons(round: QuizRound, number: int) -> Buttons:
    asked = round.questions[number]
    if not asked.options or asked.kind in ("several", "order"):
        return ()
    by_letter = _by_letter(asked)
    buttons = tuple(
        Button(
            _letter(n) if by_letter else option,
            AnswerQuestion(option_key(asked, n), round.id, number),
            key=chr(ord("a") + n),
        )
        for n, option in enumerate(asked.options)
    )
    return (buttons,) if by_letter or asked.kind == "true_false" else tuple((button,) for button in buttons)


def _letter(n: int) -> str:
    return chr(ord("A") + n)


def _claim(round: QuizRound, number: int, key: str) -> tuple[Button, ...]:
    if number < 0 or not claimable(round, number):
        return ()
    return (Button("I was right", ClaimRight(round.id, number), key=key),)


def _end_buttons(round: QuizRound, any_missed: bool, answered: bool) -> Buttons:
    claim = _claim(round, len(round.questions) - 1, key="r") if answered else ()
    again = (
        (Button("Missed ones once more", RetryMissed(round.id), "primary", key="m"),) if any_missed else ()
    )
    new = Button("New quiz", StartQuiz(round.topic, len(round.questions)), key="n")
    return ((*claim, *again, new),)
