"""how a class gets on -> Reply, or CSV  (pure)"""

import csv
import io
from dataclasses import dataclass

from bot.commands import ListConcerns, ShowClass
from bot.markup import spans_of
from bot.messages.phrases import counted, named, shortened
from bot.models import Activity, MissedCard
from bot.replies import Attachment, Button, Heading, Part, Reply, Table, Text, paragraph, plain

_LONGEST_FRONT = 120
_NONE = "Nothing was reviewed here in these weeks. /learn and quizzes make cards, /review brings them back."
_CSV = "reviews by week, the cards that are forgotten most, and who agreed to be named, as CSV"
_COLUMNS = ("what", "name", "source", "reviews", "again", "learners", "reported")


@dataclass(frozen=True, slots=True)
class Class:
    """`learners` reviewed in those `weeks`; `named` are those who agreed, with how many reviews they gave;
    `reported` counts the questions and cards with which somebody found something wrong."""

    weeks: tuple[Activity, ...]
    learners: int = 0
    missed: tuple[MissedCard, ...] = ()
    reported: int = 0
    named: tuple[tuple[str, int], ...] = ()


def shown(seen: Class) -> Reply:
    parts: tuple[Part, ...] = (Heading(plain("How your class gets on"), 1), *_weeks(seen), *_missed(seen))
    row: tuple[Button, ...] = (Button("As CSV", ShowClass(csv=True), key="c"),)
    if seen.reported:
        parts += (paragraph(f"Reported, and still open: {seen.reported}."),)
        row += (Button("Look at them", ListConcerns(), key="l"),)
    return Reply((*parts, *_named(seen)), buttons=(row,), private=True)


def _weeks(seen: Class) -> tuple[Part, ...]:
    if not seen.learners:
        return (paragraph(_NONE),)
    told = (
        f"{counted(seen.learners, 'learner')} reviewed here, or cards that began here, "
        f"in the last {counted(len(seen.weeks), 'week')}."
    )
    rows = tuple(_texts(_day(it), it.reviews, it.learners) for it in seen.weeks)
    return (paragraph(told), Table(_texts("Week from", "Reviews", "Learners"), rows))


def _missed(seen: Class) -> tuple[Part, ...]:
    if not seen.missed:
        return ()
    header = _texts("Card", "Forgotten", "Reviews")
    rows = tuple((_front(it), *_texts(f"{it.again / it.reviews:.0%}", it.reviews)) for it in seen.missed)
    return (Heading(plain("Missed most"), 2), Table(header, rows))


def _named(seen: Class) -> tuple[Part, ...]:
    others = seen.learners - len(seen.named)
    if not seen.learners:
        return ()
    rows = tuple(_texts(named(name), given) for name, given in _ranked(seen))
    table = (Heading(plain("Who agreed to be named"), 2), Table(_texts("Learner", "Reviews"), rows))
    told = (
        f"Not named: {counted(others, 'learner')}. Names are shown only of those who agreed, and of nobody "
        "where that would tell who the others are."
    )
    return (*(table if rows else ()), *((paragraph(told, "quiet"),) if others else ()))


def _ranked(seen: Class) -> list[tuple[str, int]]:
    return sorted(seen.named, key=lambda it: (-it[1], it[0].casefold()))


def as_csv(seen: Class) -> Reply:
    """One table: `what` says whether a row is a week, a card, a learner or what was reported."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(("week", _day(it), "", it.reviews, "", it.learners, "") for it in seen.weeks)
    writer.writerows(
        (it.kind, _cell(_words(it)), _cell(it.source), it.reviews, it.again, it.learners, "")
        for it in seen.missed
    )
    writer.writerows(("learner", _cell(name), "", given, "", "", "") for name, given in _ranked(seen))
    writer.writerow(("reported", *[""] * 5, seen.reported))
    file = Attachment("class.csv", text.getvalue().encode("utf-8-sig"), _CSV)
    return Reply((paragraph("Your class, for a table program:"), file), private=True)


def _front(card: MissedCard) -> Text:
    return plain(shortened(_words(card), _LONGEST_FRONT))


def _words(card: MissedCard) -> str:
    return " ".join("".join(span.text for span in spans_of(card.front)).split())


def _cell(words: str) -> str:
    """A table program would reckon with what begins like a formula: it is words."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def _day(week: Activity) -> str:
    return week.since.date().isoformat()


def _texts(*cells: object) -> tuple[Text, ...]:
    return tuple(plain(str(cell)) for cell in cells)
