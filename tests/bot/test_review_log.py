"""A review log in CSV: what is understood, and how a line is told that is not"""

from datetime import UTC, datetime

import pytest

from bot.models import LoggedReview
from bot.study.foresight.review_log import read

HALF_PAST_EIGHT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
HEAD = "card_id,review_rating,review_time\n"


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-25T08:30:00Z",
        "2026-11-25 08:30",
        "2026-11-25T09:30:00+01:00",
        "1795595400",
        "1795595400.0",
        "1795595400000",
    ],
)
def test_a_moment_may_be_iso_8601_or_seconds_or_milliseconds_and_is_utc_unless_it_says(time: str) -> None:
    log = read(f"{HEAD}7,3,{time}\n")
    assert log.reviews == (LoggedReview("7", "good", HALF_PAST_EIGHT),)
    assert log.reviews[0].at.tzinfo is UTC


def test_columns_stand_in_any_order_among_others_in_any_case() -> None:
    log = read(
        '\ufeffReview_Time;note;REVIEW_RATING;card_id\r\n1795595400;"two\nlines; one cell";1; x \r\n\r\n'
    )
    assert log.reviews == (LoggedReview("x", "again", HALF_PAST_EIGHT),)
    assert not log.faults


def test_reviews_come_in_the_order_of_time_and_those_of_one_moment_as_they_stood() -> None:
    log = read(f"{HEAD}a,1,20\nb,2,10\nc,3,20\nd,4,10\n")
    assert [it.card for it in log.reviews] == ["b", "d", "a", "c"]
    assert [it.rating for it in log.reviews] == ["hard", "easy", "again", "good"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("7,5,1795595400", "review_rating is “5”"),
        ("7,0,1795595400", "review_rating is “0”"),
        ("7,good,1795595400", "review_rating is “good”"),
        ("7,2.5,1795595400", "review_rating is “2.5”"),
        ("7,3,yesterday", "review_time is “yesterday”"),
        ("7,3,1e300", "review_time is “1e300”"),
        ("7,3,nan", "review_time is “nan”"),
        ("7,3,", "review_time is “”"),
        (",3,1795595400", "card_id is empty"),
        ("7,3", "There are 2 columns"),
    ],
)
def test_a_line_that_is_wrong_is_told_by_its_number_with_what_to_write(line: str, what: str) -> None:
    log = read(f"{HEAD}1,3,1795595400\n\n{line}\n2,3,1795595400\n")
    (fault,) = log.faults
    assert fault.line == 4
    assert what in fault.what
    assert fault.advice
    assert str(fault).startswith("line 4: ")


def test_all_lines_that_are_wrong_are_told_at_once() -> None:
    assert [it.line for it in read(f"{HEAD}1,9,1\n2,3,1\n3,9,1\n").faults] == [2, 4]


def test_a_column_that_is_missing_is_named() -> None:
    (fault,) = read("card_id,rating,review_time\n1,3,1\n").faults
    assert (fault.line, fault.what) == (1, "The first line does not name review_rating.")


@pytest.mark.parametrize("text", ["", "\n\n", HEAD])
def test_a_log_without_a_review_says_so(text: str) -> None:
    log = read(text)
    assert log.reviews == ()
    assert len(log.faults) == 1


def test_lines_are_counted_from_the_top_of_the_file_whatever_stands_above_the_names() -> None:
    assert [it.line for it in read(f"\ufeff\n \r\n{HEAD}1,3,1\n\n2,9,1\n").faults] == [6]
    assert [it.line for it in read("\n\ncard,rating\n1,3\n").faults] == [3]


def test_a_first_column_without_a_name_is_one() -> None:
    log = read("\tcard_id\treview_rating\treview_time\n0\t7\t3\t1795595400\n")
    assert log.reviews == (LoggedReview("7", "good", HALF_PAST_EIGHT),)
