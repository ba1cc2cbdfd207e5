"""the text of a review log in CSV -> reviews, or all that is wrong with it  (pure)"""

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO

from bot.models import LoggedReview, Rating
from bot.study.scheduler import RATINGS

COLUMNS = ("card_id", "review_rating", "review_time")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_IN_MILLISECONDS = 100_000_000_000
"""As seconds, that is the year 5138; as milliseconds, 1973."""
_BLANK = re.compile(r"(?:[ \t\r]*\n)*")
"""Lines above the first. A tab that begins a line parts columns, the first of which has no name."""


@dataclass(frozen=True, slots=True)
class LogFault:
    """`line` counts from 1, and is 0 where the file as a whole is meant. `advice` says what to write."""

    line: int
    what: str
    advice: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.what} {self.advice}"


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """`reviews` are in the order of time, those of one moment as they stood; nothing in it is to be used
    where there are `faults`."""

    reviews: tuple[LoggedReview, ...] = ()
    faults: tuple[LogFault, ...] = ()


class _Wrong(Exception):
    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what, self.advice = what, advice


def read(text: str) -> ReviewLog:
    """The first line names the columns, in any order and among others; commas, semicolons or tabs part them.
    Blank lines are passed over."""
    text = text.removeprefix("\ufeff")
    above = _BLANK.match(text)
    begins = above.end() if above else 0
    first = text.count("\n", 0, begins) + 1
    head = text[begins:].partition("\n")[0]
    try:
        delimiter, places = _columns(head)
        return _read(_rows(text[begins:], delimiter, first), places)
    except _Wrong as wrong:
        return ReviewLog(faults=(LogFault(first, wrong.what, wrong.advice),))


def _read(rows: Iterator[tuple[int, Sequence[str]]], places: Mapping[str, int]) -> ReviewLog:
    reviews, faults = [], []
    for line, row in rows:
        try:
            reviews.append(_review(row, places))
        except _Wrong as wrong:
            faults.append(LogFault(line, wrong.what, wrong.advice))
    if not reviews and not faults:
        faults.append(LogFault(0, "There is no review in it.", "Write one a line, below the names."))
    return ReviewLog(tuple(sorted(reviews, key=lambda it: it.at)), tuple(faults))


def _rows(text: str, delimiter: str, first: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Below the first, which is line `first`: each with the line on which it begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    begins = first
    try:
        for row in reader:
            if begins > first and any(cell.strip() for cell in row):
                yield begins, [cell.strip() for cell in row]
            begins = first + reader.line_num
    except csv.Error:
        # It has no columns then, and is refused for the want of them.
        yield begins, ()


def _names(head: str, delimiter: str) -> Sequence[str]:
    try:
        return [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _columns(head: str) -> tuple[str, Mapping[str, int]]:
    """The delimiter, and where each column stands, from 0."""
    best: Sequence[str] = ()
    for delimiter in (",", ";", "\t"):
        names = _names(head, delimiter)
        if set(COLUMNS) <= set(names):
            return delimiter, {name: names.index(name) for name in COLUMNS}
        best = max(best, names, key=lambda it: len(set(COLUMNS) & set(it)))
    missing = ", ".join(name for name in COLUMNS if name not in best)
    raise _Wrong(f"The first line does not name {missing}.", f"Write {','.join(COLUMNS)} there.")


def _review(row: Sequence[str], places: Mapping[str, int]) -> LoggedReview:
    if len(row) <= max(places.values()):
        raise _Wrong(f"There are {len(row)} columns in it.", f"Give {', '.join(COLUMNS)}.")
    card, rating, time = (row[places[name]] for name in COLUMNS)
    if not card:
        raise _Wrong("card_id is empty.", "Give what tells the cards apart.")
    return LoggedReview(card, _rating(rating), _moment(time))


def _rating(text: str) -> Rating:
    number = _number(text)
    if number not in (1, 2, 3, 4):
        raise _Wrong(f"review_rating is “{text}”.", "Write 1 for again, 2 for hard, 3 for good, 4 for easy.")
    return RATINGS[int(number) - 1]


def _moment(text: str) -> datetime:
    """UTC where no zone is given."""
    number = _number(text)
    try:
        if number is None:
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        if abs(number) >= _FIRST_IN_MILLISECONDS:
            return _EPOCH + timedelta(milliseconds=number)
        return _EPOCH + timedelta(seconds=number)
    except (ValueError, OverflowError):
        advice = "Write it as 2026-11-25T08:30:00Z, or as Unix seconds or milliseconds."
        raise _Wrong(f"review_time is “{text}”.", advice) from None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
