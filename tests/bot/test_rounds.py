"""What a round decides: the next question, the score, what was missed, whose score it is"""

from dataclasses import replace

from bot.models import LearnerId, LessonProgress, QuizRound, Response, RoundId, SpaceId, Verdict
from bot.study import rounds
from knowledge.models import LibraryId, Question

ANA, BEN = LearnerId(1), LearnerId(2)
LESSON = (LibraryId("baking"), "bread.md")


def question(n: int, *, options: tuple[str, ...] = ()) -> Question:
    return Question(
        f"q{n}", "typed", f"Question {n}?", ("yes",), options, library=LESSON[0], source=LESSON[1]
    )


def round_of(*verdicts: Verdict, questions: int = 3) -> QuizRound:
    asked = tuple(question(n) for n in range(questions))
    responses = tuple(Response(n, ANA, "said", verdict) for n, verdict in enumerate(verdicts))
    return QuizRound(RoundId(1), SpaceId("s"), "c", ANA, "", 7, asked, responses)


def test_the_next_question_is_the_first_without_an_answer() -> None:
    assert rounds.next_number(round_of()) == 0
    assert rounds.next_number(round_of("right", "wrong")) == 2
    assert rounds.next_number(round_of("right", "wrong", "skipped")) is None


def test_another_learners_answer_does_not_answer_for_the_rounds_own() -> None:
    round = rounds.with_response(round_of(), Response(0, BEN, "said", "right"))
    assert rounds.next_number(round) == 0
    assert rounds.score(round) == rounds.Score(0, 0)


def test_close_counts_as_right_and_skipped_does_not() -> None:
    assert rounds.score(round_of("right", "close", "skipped")) == rounds.Score(2, 3)


def test_questions_never_reached_do_not_count_against_the_score() -> None:
    assert rounds.score(round_of("right")).share == 1.0


def test_missed_are_the_wrong_and_the_skipped_in_the_order_asked() -> None:
    assert [one.number for one in rounds.missed(round_of("wrong", "right", "skipped"))] == [0, 2]


def test_a_claim_makes_a_missed_answer_count() -> None:
    round = rounds.with_claim(round_of("wrong", "right", "right"), 0)
    assert rounds.missed(round) == ()
    assert rounds.score(round).share == 1.0


def test_only_a_typed_answer_that_was_graded_wrong_can_be_claimed() -> None:
    round = round_of("wrong", "skipped", "right")
    assert [rounds.claimable(round, n) for n in range(3)] == [True, False, False]
    picked = replace(round, questions=(question(0, options=("yes", "no")), *round.questions[1:]))
    assert not rounds.claimable(picked, 0)


def test_a_short_round_stands_for_a_lesson_only_where_it_asks_all_of_its_own() -> None:
    round = round_of("right", "right", "wrong")
    assert rounds.stands_for(round, LESSON, {"q0", "q1"})
    assert not rounds.stands_for(round, LESSON, {"q0", "q9"})
    long = round_of("right", "right", "wrong", "wrong", questions=4)
    assert rounds.stands_for(long, LESSON, {"q9"})


def test_an_unfinished_round_and_a_second_try_stand_for_no_lesson() -> None:
    assert not rounds.stands_for(round_of("right"), LESSON, set())
    assert not rounds.stands_for(
        replace(round_of("right", "right", "right"), seed=rounds.RETRY), LESSON, set()
    )


def test_the_best_score_stays_and_the_last_moves() -> None:
    before = LessonProgress(*LESSON, section=2, done=True, best=0.75, last=0.75)
    after = rounds.scored(before, RoundId(2), 0.5)
    assert (after.best, after.last, after.section, after.done) == (0.75, 0.5, 2, True)
    assert rounds.scored(LessonProgress(*LESSON), RoundId(1), 0.5).best == 0.5


def test_an_older_rounds_score_may_be_the_best_and_is_not_the_last() -> None:
    before = rounds.scored(LessonProgress(*LESSON), RoundId(2), 0.5)
    after = rounds.scored(before, RoundId(1), 1.0)
    assert (after.best, after.last, after.round) == (1.0, 0.5, RoundId(2))
