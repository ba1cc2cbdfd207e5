"""a quiz's question, what an answer was worth, the summary -> reply parts and buttons  (pure)"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.commands import (
    AnswerQuestion,
    ClaimRight,
    Command,
    ReportQuestion,
    RetryMissed,
    ShowQuizPassage,
    StartQuiz,
    StopQuiz,
    TypeAnswer,
)
from bot.markup import parts_of, plain_of, spans_of
from bot.messages.phrases import counted, percent
from bot.models import LessonProgress, QuizRound, RoundId
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
from bot.study.rounds import Missed, claimable, is_typed, missed, response_to, score
from knowledge.grading import Grade, expected_text, option_key, right_options
from knowledge.models import Chunk, Question

_LONGEST_LABEL = 70
"""Slack takes 75 characters on a button, Discord 80."""
_HOW = {
    "several": "More than one is right: type the letters, as in “a, c”.",
    "order": "Type all the letters in the right order, as in “b a c”.",
    "typed": "Type your answer, or “skip”.",
}
COMES_BACK = "What you missed comes back in /review."
Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in the material, as a learner is told it."""

    title: str
    heading: tuple[str, ...] = ()
    url: str = ""


def question(round: QuizRound, number: int, before: tuple[Part, ...] = ()) -> Reply:
    """Question `number`, under what is said of the one before."""
    asked = round.questions[number]
    typing = ((Button("Type your answer", TypeAnswer(round.id, number), "primary"),),)
    going = (
        Button("Skip", AnswerQuestion("skip", round.id, number), key="s"),
        Button("Stop", StopQuiz(round.id), key="q"),
    )
    return Reply(
        (*before, *put(round, number)),
        buttons=(
            *option_buttons(asked, lambda key: AnswerQuestion(key, round.id, number)),
            *(typing if is_typed(asked) else ()),
            (*going, *_looking_back(round, number - 1)),
        ),
        private=True,
        expects="typed" if is_typed(asked) else "tap",
    )


def put(round: QuizRound, number: int) -> tuple[Part, ...]:
    """The question itself, with how it is answered."""
    asked = round.questions[number]
    title = Heading(plain(f"Question {number + 1} of {len(round.questions)}"))
    return (title, *parts_of(asked.prompt), *_listed(asked), *_how(asked))


def verdict(graded: Grade, asked: Question, place: Place | None) -> tuple[Part, ...]:
    """What an answer was worth, why, and where that stands."""
    worth = _worth_of_many(graded, asked) if asked.kind in ("several", "order") else (_worth(graded, asked),)
    return (*worth, *because(asked, place))


def because(asked: Question, place: Place | None) -> tuple[Part, ...]:
    why = (Paragraph(spans_of(asked.why)),) if asked.why else ()
    return (*why, *((_stands(place),) if place else ()))


def solution(asked: Question) -> tuple[Part, ...]:
    """The right answer, whatever was given."""
    if asked.kind in ("several", "order"):
        return (paragraph(_answer_of_many(asked)), _right_ones(asked))
    expected = expected_text(asked)
    return (Paragraph((Span("The answer is "), *_strong(expected), *_ended(expected))),)


def summary(
    round: QuizRound, places: Mapping[int, Place], before: tuple[Part, ...] = (), remark: str = ""
) -> Reply:
    """The score, and each question missed with its right answer and place; `places` by the question's
    number. `before` is what is said of the last answer."""
    result, wrong = score(round), missed(round)
    title = f"{result.right} of {result.asked} right" if result.asked else "Quiz stopped"
    parts: list[Part] = [*before, Heading(plain(title)), paragraph(_cheer(result.right, result.asked))]
    if remark:
        parts.append(paragraph(remark, "quiet"))
    # Of a single question all was said just above.
    for one in wrong if len(round.questions) > 1 or not before else ():
        parts += _missed_parts(one, places.get(one.number))
    if wrong:
        parts.append(paragraph(COMES_BACK, "quiet"))
    return Reply(tuple(parts), buttons=_end_buttons(round, bool(wrong), bool(before)), private=True)


def passage(chunk: Chunk) -> Reply:
    """Without buttons: the question that is open stays open."""
    title = Heading(plain(" › ".join((chunk.title, *chunk.heading))), 1)
    note = (Footnote(1, chunk.title, chunk.heading, chunk.url),) if chunk.url else ()
    return Reply((title, *parts_of(chunk.text)), note, private=True)


def reported(*, again: bool) -> Reply:
    """Without buttons, as a passage."""
    said = "You have reported that one already." if again else "Thank you. The teacher is told of it."
    return Reply((paragraph(said),), private=True)


def already() -> tuple[Part, ...]:
    return (paragraph("That one is answered already; here is where you are.", "quiet"),)


def kept(lesson: str, round: RoundId, share: float, standing: LessonProgress) -> str:
    """What became of a round's `share`; `standing` is the lesson's progress with it."""
    if standing.round != round:
        return f"You took the quiz on {lesson} again since, and the newer score stands as your last."
    best = f" Your best is {percent(standing.best)}." if standing.best and standing.best > share else ""
    return f"Kept as your score for {lesson}.{best}"


def fewer(count: int) -> tuple[Part, ...]:
    return (paragraph(f"I have only {counted(count, 'good question')} on that.", "quiet"),)


def not_understood(asked: Question) -> str:
    if asked.kind == "order":
        return "I could not read an order of all the steps in that."
    return "That is none of the options."


def how_to_answer(asked: Question) -> str:
    if asked.kind in _HOW:
        return f"{_HOW[asked.kind]} Or “skip”."
    return f"Pick A to {_letter(len(asked.options) - 1)}, or “skip”."


def claimed(answer: str) -> tuple[Part, ...]:
    return (paragraph(f"Counted as right: “{answer}”.", "good"),)


def _worth(graded: Grade, asked: Question) -> Paragraph:
    expected = (*_strong(graded.expected), *_ended(graded.expected))
    match graded.verdict:
        case "right":
            return Paragraph((Span("Right: "), *expected), "good")
        case "close":
            return Paragraph((Span("Right, but for the spelling: "), *expected), "good")
        case "skipped":
            return Paragraph((Span("Skipped. The answer is "), *expected), "quiet")
    chosen = f": you chose “{plain_of(graded.given)}”." if _worth_telling(graded, asked) else "."
    note = Span(f" {graded.note}" if graded.note else "")
    return Paragraph((Span(f"Not quite{chosen} The answer is "), *expected, note), "bad")


def _worth_of_many(graded: Grade, asked: Question) -> tuple[Part, ...]:
    """The right ones as a list, in their order where it counts."""
    if graded.verdict in ("right", "close"):
        return (Paragraph((Span("Right.", "bold"),), "good"),)
    note = f"{graded.note} " if graded.note else ""
    answer = _answer_of_many(asked)
    skipped = graded.verdict == "skipped"
    said = f"Skipped. {answer}" if skipped else f"Not quite. {note}{answer}"
    return (paragraph(said, "quiet" if skipped else "bad"), _right_ones(asked))


def _answer_of_many(asked: Question) -> str:
    return "The right order is:" if asked.kind == "order" else "The right ones are:"


def _right_ones(asked: Question) -> Bullets:
    right = [asked.options[n] for n in right_options(asked)] or asked.answer
    return Bullets(tuple(map(spans_of, right)), numbered=asked.kind == "order")


def _worth_telling(graded: Grade, asked: Question) -> bool:
    """A tap leaves no trace, typed words do; of two options the other was chosen."""
    return asked.kind == "choice" and len(asked.options) > 2 and len(graded.given) <= _LONGEST_LABEL


def _strong(markdown: str) -> Text:
    return tuple(replace(it, style="bold") if it.style == "plain" else it for it in spans_of(markdown))


def _ended(markdown: str) -> Text:
    return () if plain_of(markdown).endswith((".", "!", "?", "…")) else (Span("."),)


def _stands(place: Place) -> Paragraph:
    return Paragraph((Span("From "), *_named(place)), "quiet")


def _named(place: Place) -> Text:
    return (Span(" › ".join((place.title, *place.heading)), link=place.url),)


def _cheer(right: int, asked: int) -> str:
    if not asked:
        return "No question was answered. Come back whenever you like."
    if right == asked:
        return "All right. Well done!"
    share = right / asked
    return (
        "Nearly all. Nice." if share >= 0.75 else "A good start." if share >= 0.5 else "Worth another look."
    )


def _missed_parts(one: Missed, place: Place | None) -> tuple[Part, ...]:
    given = one.response.given if one.response and one.response.verdict != "skipped" else "skipped"
    expected = expected_text(one.question)
    told = (Span("Answer: "), *_strong(expected), Span(f" (you: {plain_of(given)})"))
    stands = (_stands(place),) if place else ()
    return (Heading(spans_of(one.question.prompt), 3), Paragraph(told), *stands)


def _listed(asked: Question) -> tuple[Part, ...]:
    """Options too long for a button, or to be named by letter, as a lettered list."""
    if not asked.options or not _by_letter(asked):
        return ()
    return (Bullets(tuple(spans_of(it) for it in asked.options), lettered=True),)


def _by_letter(asked: Question) -> bool:
    plain_short = all(len(it) <= _LONGEST_LABEL and not set(it) & set("`$*_\\") for it in asked.options)
    return asked.kind in ("several", "order") or not plain_short


def _how(asked: Question) -> tuple[Part, ...]:
    kind = asked.kind if asked.kind in _HOW else "" if asked.options else "typed"
    return (paragraph(_HOW[kind], "quiet"),) if kind else ()


def option_buttons(asked: Question, tapped: Callable[[str], Command]) -> Buttons:
    """One for each option, where a tap can answer; `tapped` makes the command of an option's key."""
    if is_typed(asked):
        return ()
    by_letter = _by_letter(asked)
    buttons = tuple(
        Button(_letter(n) if by_letter else option, tapped(option_key(asked, n)), key=chr(ord("a") + n))
        for n, option in enumerate(asked.options)
    )
    return (buttons,) if by_letter or asked.kind == "true_false" else tuple((button,) for button in buttons)


def _letter(n: int) -> str:
    return chr(ord("A") + n)


def _looking_back(round: QuizRound, number: int) -> tuple[Button, ...]:
    """What can be said and read of the question before, which its name keeps apart from the open one."""
    if number < 0 or response_to(round, number) is None:
        return ()
    of = f"of question {number + 1}"
    passage = Button(f"Passage {of}", ShowQuizPassage(round.id, number), key="p")
    report = Button(f"Report question {number + 1}", ReportQuestion(round.id, number), key="!")
    return (*_claim(round, number, f"I was right on question {number + 1}"), passage, report)


def _claim(round: QuizRound, number: int, label: str) -> tuple[Button, ...]:
    return (Button(label, ClaimRight(round.id, number), key="r"),) if claimable(round, number) else ()


def _end_buttons(round: QuizRound, any_missed: bool, answered: bool) -> Buttons:
    last = len(round.questions) - 1
    claim = _claim(round, last, "I was right") if answered else ()
    again = (
        (Button("Missed ones once more", RetryMissed(round.id), "primary", key="m"),) if any_missed else ()
    )
    back = (
        Button("Passage", ShowQuizPassage(round.id, last), key="p"),
        Button("Report question", ReportQuestion(round.id, last), key="!"),
    )
    new = Button("New quiz", StartQuiz(round.topic, len(round.questions)), key="n")
    return ((*claim, *again, new, *(back if answered else ())),)
