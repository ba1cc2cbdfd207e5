"""a round that is played together: its call, its questions, the answers, the podium  (pure)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from bot.commands import (
    AnswerTogether,
    ReportQuestion,
    RetryMissed,
    StartTogether,
    StopTogether,
    TypeTogether,
)
from bot.messages import quiz
from bot.messages.phrases import counted, named
from bot.messages.quiz import Place
from bot.models import LearnerId, LiveRound, QuizRound, Response
from bot.replies import Button, Countdown, Heading, Paragraph, Part, Reply, Span, Table, paragraph, plain
from bot.study.contest import FEWEST_SECONDS, MOST_SECONDS, Standing, time_for
from bot.study.rounds import is_typed

_SHOWN = 10
"""Names in a list; how many more there are is said."""
_LONGEST_TITLE = 90
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}

SECONDS_A_QUESTION = f"A question stays open for {FEWEST_SECONDS} to {MOST_SECONDS} seconds."
Names = Mapping[LearnerId, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: `answers` were given in time, `standings` are those after it."""

    number: int
    answers: tuple[Response, ...]
    standings: tuple[Standing, ...]
    place: Place | None = None


def title(topic: str) -> str:
    """The thread's."""
    told = f"Quiz: {topic.strip()}" if topic.strip() else "Quiz on everything"
    return told if len(told) <= _LONGEST_TITLE else f"{told[: _LONGEST_TITLE - 1]}…"


def called(round: QuizRound, host: str, each: int, *, fewer: bool) -> Reply:
    """For all in the channel. `each`: seconds a question; `fewer`: the topic has no more of them."""
    seconds = sorted({int(time_for(it, each).total_seconds()) for it in round.questions})
    each_words = " or ".join(map(str, seconds))
    only = quiz.fewer(len(round.questions)) if fewer else ()
    about = f" on “{round.topic.strip()}”" if round.topic.strip() else ""
    return Reply(
        (
            Heading(plain(f"A quiz together{about}")),
            paragraph(
                f"{named(host)} calls: {counted(len(round.questions), 'question')},"
                f" {each_words} seconds each."
            ),
            paragraph("Answer in the thread to join. Right answers win points, quick ones more."),
            *only,
        )
    )


def asked(round: QuizRound, number: int, closes: datetime) -> Reply:
    question = round.questions[number]
    options = quiz.option_buttons(question, lambda key: AnswerTogether(key, round.id, number))
    typing = (Button("Type your answer", TypeTogether(round.id, number), "primary"),)
    return Reply(
        (*quiz.put(round, number), Countdown(plain("The answer comes"), closes)),
        buttons=(
            *options,
            (*(typing if is_typed(question) else ()), Button("Stop", StopTogether(round.id))),
        ),
        expects="tap",
    )


def closed(round: QuizRound, number: int) -> Reply:
    """The question once nobody can answer it any more."""
    return Reply((*quiz.put(round, number), paragraph("Closed.", "quiet")))


def revealed(round: QuizRound, outcome: Outcome, names: Names) -> Reply:
    question = round.questions[outcome.number]
    report = Button("Report question", ReportQuestion(round.id, outcome.number))
    return Reply(
        (
            Heading(plain(f"Answer {outcome.number + 1} of {len(round.questions)}")),
            *quiz.solution(question),
            *quiz.because(question, outcome.place),
            _who_was_right(outcome.answers, names),
            *_scoreboard(outcome.standings, names),
        ),
        buttons=((report,),),
    )


def podium(
    round: QuizRound, standings: Sequence[Standing], names: Names, *, count: int, seconds: int, deserted: bool
) -> Reply:
    """`count` is how many questions were played; `deserted` where the round ended because nobody answered."""
    retry = (Button("My missed ones", RetryMissed(round.id), "primary"),) if standings else ()
    new = Button("New round", StartTogether(round.topic, len(round.questions), seconds=seconds))
    left = (paragraph("Nobody answered two questions running, so this round is over.", "quiet"),)
    tally = f"{counted(len(standings), 'player')}, {counted(count, 'question')}."
    return Reply(
        (
            Heading(plain("The round is over")),
            *(left if deserted else ()),
            *_medals(standings, names),
            *((paragraph(tally, "quiet"), paragraph(quiz.COMES_BACK, "quiet")) if standings else ()),
        ),
        buttons=((*retry, new),),
    )


def answer_in(answered: int) -> Reply:
    """Without the verdict: others are still thinking. `answered` counts this one."""
    others = answered - 1
    told = f" {others} others have answered too." if others > 1 else " One other has answered too."
    return _word(f"Your answer is in.{told if others else ''}", "good")


def first_stands() -> Reply:
    return _word("Your first answer stands.")


def late() -> Reply:
    return _word("That question is closed. The next one is yours.")


def over() -> Reply:
    return _word("That round is over. Thanks for playing!")


def stopped() -> Reply:
    return _word("Stopped. The podium is in the thread.", "good")


def caller_gone() -> Reply:
    return _word("This round is over: whoever called for it has deleted their data.")


def broke_off(happened: str, advice: str) -> Reply:
    said = paragraph(f"This round breaks off. {happened}", "bad")
    return Reply((said, *((paragraph(advice, "quiet"),) if advice else ())))


def under_way(round: QuizRound, live: LiveRound) -> str:
    where = f"question {live.number + 1} of {len(round.questions)}" if live.number >= 0 else "just beginning"
    return f"A round is being played here already, in the thread “{title(round.topic)}”: {where}."


NOBODY_HERE = "There is nobody here to play with."
ANOTHER_FIRST = "Somebody else has called for a round here just before you."
NOT_THE_HOST = "Only whoever called for this round, or a teacher, may stop it."


def _word(text: str, tone: Literal["plain", "good"] = "plain") -> Reply:
    return Reply((paragraph(text, tone),), private=True)


def _who_was_right(answers: Sequence[Response], names: Names) -> Paragraph:
    """Best first, with what each won."""
    if not answers:
        return paragraph("Nobody answered.", "quiet")
    right = sorted((it for it in answers if it.correct), key=lambda it: -it.points)
    count = f"{counted(len(answers), 'answer')}."
    if not right:
        return paragraph(f"Nobody had it right. {count}", "bad")
    won = [f"{named(names.get(it.learner, ''))} +{it.points}" for it in right]
    return paragraph(f"Right: {_some(won)}. {count}", "good")


def _scoreboard(standings: Sequence[Standing], names: Names) -> tuple[Part, ...]:
    if not standings:
        return ()
    rows = [(str(it.place), named(names.get(it.learner, "")), str(it.points)) for it in standings[:_SHOWN]]
    header = (plain(""), plain("Player"), plain("Points"))
    more = (paragraph(_more(len(standings)), "quiet"),) if len(standings) > _SHOWN else ()
    return (Table(header, tuple(tuple(map(plain, row)) for row in rows)), *more)


def _medals(standings: Sequence[Standing], names: Names) -> tuple[Part, ...]:
    """A line for each of the first three places that won points."""
    won = [it for it in standings if it.points and it.place in _MEDALS]
    if not won:
        return (paragraph("Nobody won points this time."),) if standings else (paragraph("Nobody played."),)
    spans: list[Span] = []
    for place, shared in groupby(won, key=lambda it: it.place):
        these = list(shared)
        who = _some([named(names.get(it.learner, "")) for it in these])
        below = "\n" if spans else ""
        spans += (Span(f"{below}{_MEDALS[place]} "), Span(who, "bold"), Span(f" {these[0].points}"))
    return (Paragraph(tuple(spans)),)


def _some(told: Sequence[str]) -> str:
    return ", ".join((*told[:_SHOWN], *((_more(len(told)),) if len(told) > _SHOWN else ())))


def _more(count: int) -> str:
    return f"and {count - _SHOWN} more"
