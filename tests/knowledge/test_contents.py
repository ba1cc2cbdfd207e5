"""a lesson's name as typed -> the lesson and its place"""

import pytest

from knowledge.contents import Contents
from knowledge.errors import UnknownLesson
from knowledge.models import LessonHeading, LibraryId

COURSE = LibraryId("course")


def lesson(slug: str, title: str, track: str = "Foundations") -> LessonHeading:
    return LessonHeading(COURSE, f"lessons/{slug}.md", slug, title, track)


NEURAL = lesson("neural-networks", "Neural networks")
TRANSFER = lesson("transfer-learning", "Reusing what a model knows")
TUNING = lesson("fine-tuning", "Fine-tuning", "Adapting models")
CONTENTS = Contents([NEURAL, TRANSFER, TUNING])


@pytest.mark.parametrize(
    "name",
    [
        "transfer-learning",
        "Transfer Learning",
        "reusing what a model knows",
        "lessons/transfer-learning.md",
        "reus",
        "trans",
        "transfr-learning",
    ],
)
def test_a_lesson_answers_to_slug_title_source_beginning_and_near_miss(name: str):
    assert CONTENTS.find(name) == TRANSFER


def test_a_beginning_that_two_lessons_share_is_no_name():
    twins = Contents([lesson("week-1", "Week one"), lesson("week-2", "Week two")])
    with pytest.raises(UnknownLesson) as unknown:
        twins.find("week")
    assert "“Week one” or “Week two”" in unknown.value.hint


def test_an_unknown_lesson_says_where_the_list_is():
    with pytest.raises(UnknownLesson, match="no lesson called “quantum”") as unknown:
        CONTENTS.find("quantum")
    assert "/lessons" in unknown.value.hint


def test_a_lesson_knows_its_place_and_what_follows():
    place = CONTENTS.place(TRANSFER)
    assert (place.number, place.of, place.track) == (2, 2, "Foundations")
    assert CONTENTS.after(TRANSFER) == TUNING
    assert CONTENTS.after(TUNING) is None


def test_tracks_keep_the_order_of_the_course():
    assert [track for track, _ in CONTENTS.tracks()] == ["Foundations", "Adapting models"]


def test_completion_looks_at_every_word_of_a_title():
    assert CONTENTS.complete("mod", 5) == ("Reusing what a model knows",)
