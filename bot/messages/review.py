"""a card's two sides, what its rating brings, and the end of a day's cards -> Reply  (pure)"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.commands import (
    RateCard,
    ReportCard,
    RevealCard,
    Review,
    SetCardAside,
    ShowCardPassage,
    ShowSetAside,
    TakeCardUp,
    TypeCard,
    UndoReview,
)
from bot.markup import parts_of, spans_of
from bot.messages.phrases import counted
from bot.models import Card, CardKind, CardText, Rating
from bot.replies import Button, Heading, Paragraph, Part, Reply, paragraph, plain
from bot.study.deck import Left
from knowledge.grading import Grade

TYPED: frozenset[CardKind] = frozenset(("meaning", "question", "cloze"))
"""Cards whose answer is short enough to be typed and graded. Others are for the learner to judge."""

Intervals = Mapping[Rating, timedelta]
"""When the card comes back after each rating."""

Said = tuple[Part, ...]

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=30.44), timedelta(days=365.25)
_RATINGS: Mapping[Rating, tuple[str, str]] = {
    "again": ("Again", "a"),
    "hard": ("Hard", "h"),
    "good": ("Good", "g"),
    "easy": ("Easy", "e"),
}


# A card


def front(card: Card, left: Left, said: Said = (), *, undo: UndoReview | None = None) -> Reply:
    """The question side, under what is said of the card before; `undo` takes that one's rating back."""
    at = card.id, card.reviews
    typing = (Button("Type the answer", TypeCard(*at), key="y"),) if card.text.key.kind in TYPED else ()
    row = (
        Button("Reveal", RevealCard(*at), "primary", key="n"),
        *typing,
        Button("Not today", SetCardAside(card.id), key="t"),
        *_undoing(undo),
    )
    return Reply(
        (*said, *parts_of(card.text.front), paragraph(_today(left), "quiet")), buttons=(row,), private=True
    )


def _undoing(undo: UndoReview | None) -> tuple[Button, ...]:
    return (Button("Undo", undo, key="u"),) if undo else ()


def back(card: Card, intervals: Intervals, said: Said = (), *, suggested: Rating | None = None) -> Reply:
    """Both sides, and how well it was remembered to be tapped, under what is said of a typed answer."""
    ratings = tuple(_rating(card, rating, intervals[rating], suggested) for rating in intervals)
    others = (
        Button("Why?", ShowCardPassage(card.id), key="w"),
        Button("Not today", SetCardAside(card.id), key="t"),
        Button("Never again", SetCardAside(card.id, for_good=True), key="x"),
        Button("Report", ReportCard(card.id), key="!"),
    )
    return Reply((*said, *_both_sides(card.text)), buttons=(ratings, others), private=True)


def _both_sides(text: CardText) -> Said:
    why = (Paragraph(spans_of(text.why), "quiet"),) if text.why else ()
    return (*parts_of(text.front), Heading(plain("Answer"), 3), *parts_of(text.back), *why)


def _rating(card: Card, rating: Rating, after: timedelta, suggested: Rating | None) -> Button:
    name, key = _RATINGS[rating]
    button = Button(f"{name}, {interval(after)}", RateCard(card.id, card.reviews, rating), key=key)
    return replace(button, tone="primary") if rating == suggested else button


# What is said above it


def rated(rating: Rating, after: timedelta) -> Said:
    name = _RATINGS[rating][0]
    return (paragraph(f"{name}: that one comes back in {in_words(after)}.", "quiet"),)


def rated_already() -> Said:
    return (paragraph("That one is rated already; here is where you are.", "quiet"),)


def taken_back() -> Said:
    return (paragraph("Taken back. How well did you remember it?", "quiet"),)


def taken_back_elsewhere() -> Said:
    return (paragraph("Taken back. That card comes where its library is studied.", "quiet"),)


def taken_back_for_nothing() -> Said:
    return (
        paragraph("Taken back. The lessons have changed since, and that card does not come again.", "quiet"),
    )


def taken_back_already() -> Said:
    return (paragraph("That rating is taken back already; here is where you are.", "quiet"),)


def rated_since() -> Said:
    said = "You have rated a card since, and only the last rating can be taken back."
    return (paragraph(said, "quiet"),)


def is_put_off() -> Said:
    return (paragraph("That one is put off until tomorrow; here is where you are.", "quiet"),)


def taken_back_put_off() -> Said:
    return (paragraph("Taken back. That card is put off until tomorrow.", "quiet"),)


def forgotten_often(times: int) -> Said:
    return (
        paragraph(
            f"You have forgotten that one {times} times, so it is put aside: it takes more than it gives. "
            "Read once more why it is so, and bring it back when you like."
        ),
    )


def put_off() -> Said:
    return (paragraph("Put off until tomorrow.", "quiet"),)


def verdict(graded: Grade) -> Said:
    """Above the answer side, which has the right answer."""
    match graded.verdict:
        case "right":
            return (paragraph("Right.", "good"),)
        case "close":
            return (paragraph("Right, but for the spelling.", "good"),)
        case "skipped":
            return (paragraph("Skipped.", "quiet"),)
    note = f" {graded.note}" if graded.note else ""
    return (paragraph(f"Not quite; you wrote “{graded.given}”.{note}", "bad"),)


def compared(response: str) -> Said:
    """For an answer that only the learner can judge."""
    return (paragraph(f"You wrote “{response}”. How near is it?"),)


# Set aside


def set_aside(card: Card, reply: Reply) -> Reply:
    """For good: `reply` is what comes next."""
    return _with_way_back("That one does not come again.", card, reply)


def still_aside(card: Card, reply: Reply) -> Reply:
    return _with_way_back("That one is set aside for good, so it is not asked.", card, reply)


def taken_back_aside(card: Card, reply: Reply) -> Reply:
    return _with_way_back("Taken back. That card stays set aside for good.", card, reply)


def _with_way_back(said: str, card: Card, reply: Reply) -> Reply:
    take_up = Button("Bring it back", TakeCardUp(card.id), key="b")
    parts = (paragraph(said, "quiet"), *reply.parts)
    return Reply(parts, buttons=(*reply.buttons, (take_up,)), private=True)


def put_aside(card: Card, reply: Reply) -> Reply:
    """One that is forgotten again and again: `reply` says so, and is what comes next."""
    row = (
        Button("Bring it back", TakeCardUp(card.id), key="b"),
        Button("Why?", ShowCardPassage(card.id), key="w"),
    )
    return replace(reply, buttons=(*reply.buttons, row))


def taken_up() -> Reply:
    on = Button("Review", Review(), "primary")
    return Reply((paragraph("That card is back.", "good"),), buttons=((on,),), private=True)


# Nothing is due


def done(left: Left, said: Said = (), *, undo: UndoReview | None = None) -> Reply:
    """Nothing comes here now; `undo` takes the rating of the last card back."""
    soon = left.next_in is not None and left.next_in < _HOUR
    on = (Button("Look again", Review(), "primary", key="n"),) if soon else ()
    aside = (Button("Show what is set aside", ShowSetAside(), key="s"),) if left.set_aside else ()
    row = (*on, *_undoing(undo), *aside)
    return Reply((*said, *_all_done(left)), buttons=(row,) if row else (), private=True)


def _all_done(left: Left) -> Said:
    if left == Left():
        return (
            paragraph("You have no cards to review now."),
            paragraph(
                "Save an answer as a card, or type /learn and a word or a lesson. What you miss in a quiz "
                "becomes a card by itself.",
                "quiet",
            ),
        )
    praise = f"All done for now. {counted(left.done, 'review')} today, well done!" if left.done else _CALM
    told = (_next(left), _tomorrow(left), _unwanted(left), _elsewhere(left), _set_aside(left))
    return (paragraph(praise, "good"), *(paragraph(it, "quiet") for it in told if it))


_CALM = "Nothing is due. Enjoy the break!"


def _next(left: Left) -> str:
    return f"The next one comes in {in_words(left.next_in)}." if left.next_in is not None else ""


def _today(left: Left) -> str:
    told = f"{left.due} due, {left.new} new today."
    return f"{told} {more}" if (more := _elsewhere(left)) else told


def _tomorrow(left: Left) -> str:
    verb = "waits" if left.tomorrow == 1 else "wait"
    return f"{left.tomorrow} more {verb} for the coming days." if left.tomorrow else ""


def _unwanted(left: Left) -> str:
    wait = "waits" if left.unwanted == 1 else "wait"
    said = f"{counted(left.unwanted, 'new card')} {wait} until you want new ones again: /daily settings."
    return said if left.unwanted else ""


def _elsewhere(left: Left) -> str:
    verb, whose = ("waits", "its") if left.elsewhere == 1 else ("wait", "their")
    return f"{left.elsewhere} more {verb} where {whose} library is studied." if left.elsewhere else ""


def _set_aside(left: Left) -> str:
    verb = "is" if left.set_aside == 1 else "are"
    return f"{counted(left.set_aside, 'card')} {verb} set aside for good." if left.set_aside else ""


# Time


def interval(time: timedelta) -> str:
    """On a button: "< 1 min", "10 min", "4 d", "3 mo", "1.2 y"."""
    amount, unit = _measured(time)
    short = {"minute": "min", "hour": "h", "day": "d", "month": "mo", "year": "y"}[unit]
    return f"{amount} {short}" if amount != "0" else f"< 1 {short}"


def in_words(time: timedelta) -> str:
    """ "10 minutes", "1 day", "1.2 years"."""
    amount, unit = _measured(time)
    if amount == "0":
        return f"less than a {unit}"
    return f"{amount} {unit}" if amount == "1" else f"{amount} {unit}s"


def _measured(time: timedelta) -> tuple[str, str]:
    """In the largest unit of which it is one at least once it is rounded; "0" minutes below one."""
    if time < _MINUTE:
        return "0", "minute"
    for unit, length, whole in (("minute", _MINUTE, 60), ("hour", _HOUR, 24), ("day", _DAY, 31)):
        if round(time / length) < whole:
            return str(round(time / length)), unit
    if round(time / _MONTH) < 12:
        return str(round(time / _MONTH)), "month"
    return f"{time / _YEAR:.1f}".removesuffix(".0"), "year"
