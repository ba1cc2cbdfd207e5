"""Two records of one learner -> what of both is kept"""

from dataclasses import replace

import pytest

from bot.models import Habits, LessonProgress
from bot.study.joining import joined_habits, joined_progress
from knowledge.models import LibraryId

READ = LessonProgress(LibraryId("l"), "a.md", section=3)


@pytest.mark.parametrize("turned", [False, True])
def test_the_last_score_is_that_of_the_later_round_whichever_record_read_further(turned: bool) -> None:
    earlier = replace(READ, done=True, best=0.9, last=0.9, round=4)
    later = replace(READ, section=1, best=0.5, last=0.5, round=9)
    pair = (later, earlier) if turned else (earlier, later)
    assert joined_progress(*pair) == replace(READ, done=True, best=0.9, last=0.5, round=9)


def test_a_score_stands_where_the_other_record_never_took_that_quiz() -> None:
    scored = replace(READ, section=1, best=0.5, last=0.5, round=9)
    assert joined_progress(READ, scored) == replace(READ, best=0.5, last=0.5, round=9)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("others", [False, True])
def test_who_is_named_among_others_is_as_they_agreed_where_they_go_on(own: bool, others: bool) -> None:
    joined = joined_habits(Habits(listed=own), Habits(listed=others))
    assert joined == Habits(listed=own)
