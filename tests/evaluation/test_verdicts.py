"""answers and passages -> verdicts, figures, and whether a new library may come"""

import math

import pytest

from evaluation.figures import MEANINGS, figures_of
from evaluation.guard import Comparison
from evaluation.places import Places
from evaluation.questions import Asked
from evaluation.reporting import Outcome, as_text, told_in_json
from evaluation.thresholds import BadThreshold, Wanted, reached, thresholds
from evaluation.verdicts import Reply, Verdict, judged
from knowledge.models import Answer, LessonHeading, Sentence, TermHeading
from tests.fakes.small_course import CHUNK, CITATION, COURSE, TRANSFER, WHY
from tests.knowledge.answering_material import passage

PLACE = frozenset({(COURSE, TRANSFER.source)})
ELSEWHERE = frozenset({(COURSE, "lessons/tuning.md")})


def reply(*, answered: bool = True, seconds: float = 0.1) -> Reply:
    sentences = (Sentence(WHY, (1,)),) if answered else ()
    answer = Answer("q", "q", sentences, (CITATION,) if answered else ())
    found = (passage("Something else."), passage(CHUNK.text, library=COURSE, source=CHUNK.source))
    return Reply(answer, found, seconds)


def verdict(asked: Asked, *, answered: bool = True, places: frozenset[tuple[object, str]] = PLACE) -> Verdict:
    return judged(asked, reply(answered=answered), places)  # type: ignore[arg-type]


HELD, FOREIGN = Asked("held"), Asked("foreign", answerable=False)


@pytest.mark.parametrize(
    ("asked", "answered", "places", "failing"),
    [
        (HELD, True, PLACE, ""),
        (HELD, False, PLACE, "silent"),
        (FOREIGN, False, PLACE, ""),
        (FOREIGN, True, PLACE, "unasked"),
        (Asked("q", ("early LAYERS",)), True, PLACE, ""),
        (Asked("q", ("nowhere said",)), True, PLACE, "untold"),
        (Asked("q", sources=("transfer",)), True, PLACE, ""),
        (Asked("q", sources=("tuning",)), True, ELSEWHERE, "elsewhere"),
        (Asked("q", sources=("gone",)), True, frozenset(), "elsewhere"),
        (Asked("q", sources=("transfer",), heading="why it works"), True, PLACE, ""),
        (Asked("q", sources=("transfer",), heading="How to do it"), True, PLACE, "elsewhere"),
        (Asked("q", ("early layers",), ("tuning",)), True, ELSEWHERE, ""),
    ],
)
def test_expected_words_decide_else_the_source_else_that_there_is_an_answer(
    asked: Asked, answered: bool, places: frozenset[tuple[object, str]], failing: str
) -> None:
    assert verdict(asked, answered=answered, places=places).failing == failing


def test_it_is_told_at_which_passage_the_source_and_the_words_are_met() -> None:
    met = verdict(Asked("q", ("early layers",), ("transfer",)), answered=False)
    assert (met.source_rank, met.words_rank, met.cited, met.told) == (2, 2, None, False)
    missed = verdict(Asked("q", ("nowhere",), ("tuning",)), places=ELSEWHERE)
    assert (missed.source_rank, missed.words_rank, missed.cited, missed.told) == (0, 0, False, False)


def test_each_kind_of_question_counts_alike() -> None:
    verdicts = [verdict(HELD)] * 3 + [verdict(HELD, answered=False)] + [verdict(FOREIGN)]
    figures = figures_of(verdicts)
    assert (figures["answered"].value, figures["abstained"].value) == (0.75, 0)
    assert (figures["balanced"].value, figures["right"].value) == (0.375, 0.375)
    assert (figures.p50, list(figures.figures)) == (0.1, list(MEANINGS))


def test_what_no_question_measures_is_no_figure_and_reaches_no_threshold() -> None:
    figures = figures_of([verdict(HELD)])
    assert math.isnan(figures["abstained"].value)
    assert not figures["abstained"].measured
    assert figures["balanced"].value == 1
    (met,) = reached(thresholds(["abstained=0"]), figures)
    assert not met.met
    outcome = Outcome(("course",), (verdict(HELD),), figures, (met,))
    assert not outcome.met
    assert "abstained  " not in as_text(outcome)
    assert "no question measures it" in as_text(outcome)


def test_a_threshold_is_a_share_or_a_percentage() -> None:
    assert thresholds(["answered=0.9, abstained=95%", "source-at-5 >= 1"]) == (
        Wanted("answered", 0.9),
        Wanted("abstained", 0.95),
        Wanted("source_at_5", 1),
    )


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("answerd=0.9", "Did you mean answered?"),
        ("xyz=1", "There are right, answered"),
        ("answered", "from 0 to 1"),
        ("answered=90", "from 0 to 1"),
        ("answered=nan", "from 0 to 1"),
    ],
)
def test_a_threshold_that_cannot_be_says_what_to_write(written: str, advice: str) -> None:
    with pytest.raises(BadThreshold, match=advice):
        thresholds([written])


def test_failures_are_told_one_by_one_up_to_a_number() -> None:
    asked = Asked("How?", ("nowhere said",), ("transfer",), line=4, id="h")
    verdicts = (verdict(asked),) * 3
    text = as_text(Outcome(("course",), verdicts, figures_of(verdicts), failures=1))
    assert "3 questions failed: 3 answered without the expected words." in text
    assert text.count("line 4 (h): How?") == 1
    assert "expected  “nowhere said”, from transfer" in text
    assert f"came      from {TRANSFER.source}: " in text
    assert "expected words in no passage; expected source in passage 2" in text
    assert "and 2 more; --failures 3 shows them all." in text
    told = told_in_json(Outcome(("course",), verdicts, figures_of(verdicts), failures=2))
    assert (told["failed"], len(told["failures"])) == ({"untold": 3}, 2)  # type: ignore[arg-type]


def test_a_library_that_answers_worse_by_more_than_the_tolerance_may_not_come() -> None:
    right, wrong = verdict(Asked("q", line=1)), verdict(Asked("q", line=1), answered=False)
    before = (right,) * 100
    assert Comparison(before, (right,) * 98 + (wrong,) * 2).allowed
    worse = Comparison(before, (right,) * 97 + (wrong,) * 3)
    assert (worse.allowed, worse.fallen, len(worse.lost)) == (False, ("balanced", "right"), 3)
    assert worse.told.endswith("The old library is kept.")
    assert Comparison(before, (right,) * 97 + (wrong,) * 3, tolerance=0.03).allowed


def test_answering_from_elsewhere_is_worse_too_though_as_much_is_answered() -> None:
    asked = Asked("q", ("early layers",), line=1)
    right = verdict(asked)
    wrong = judged(asked, Reply(Answer("q", "q", (Sentence("Else.", (1,)),), (CITATION,)), (), 0.1), PLACE)
    assert Comparison((right,), (wrong,)).fallen == ("right",)


def test_a_first_library_is_refused_only_where_it_does_not_reach_what_is_wanted() -> None:
    wrong = (verdict(HELD, answered=False),)
    assert Comparison(None, wrong).allowed
    wanted = reached((Wanted("answered", 0.5),), figures_of(wrong))
    refused = Comparison(None, wrong, reached=wanted)
    assert not refused.allowed
    assert refused.told.endswith("Nothing was switched on.")


def test_a_lesson_is_named_by_path_title_or_slug_and_a_term_by_its_names() -> None:
    lesson = LessonHeading(COURSE, "part-1/leaves/README.md", "leaves", "How leaves breathe")
    term = TermHeading(COURSE, "words.csv#stoma", "Stoma", ("pore",))
    places = Places([lesson], [term])
    for name in ("part-1/leaves/README.md", "./leaves/README.md", "leaves", "how leaves breathe"):
        assert places.find(name) == {(COURSE, lesson.source)}
    for name in ("stoma", "Pore", "words.csv", "words"):
        assert places.find(name) == {(COURSE, term.source)}
    assert places.find("README.md") == frozenset()
    assert places.near("leafs") == "leaves"
