"""/quiz together: the call, the answers, the thread as players see it, the end"""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.commands import (
    AnswerQuestion,
    AnswerTogether,
    ClaimRight,
    ReportQuestion,
    RetryMissed,
    ShowQuizPassage,
    StartQuiz,
    StartTogether,
    StopQuiz,
    StopTogether,
    TypeTogether,
)
from bot.errors import NotPermitted
from bot.models import RoundId, SpaceSettings
from bot.replies import Countdown, Reply
from bot.study.contest import PAUSE
from knowledge.models import Question
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import ScriptedPlatform, buttons, labels, origin, text_of
from tests.knowledge.quiz_material import BAKING, authored, baking

ROUND = RoundId(1)
TO_PICK, TO_TYPE = timedelta(seconds=30), timedelta(seconds=45)
PICK, TYPE, BREAK = (it.total_seconds() for it in (TO_PICK, TO_TYPE, PAUSE))
TYPED = Question(
    "typed-1", "typed", "What lifts bread?", ("yeast",), why="It eats sugar.", library=BAKING,
    source="lessons/bread.md", authored=True,
)  # fmt: skip


@dataclass
class Hall:
    """A channel in which Ada calls for rounds of authored questions, "rye N" being right each time."""

    desk: Bench
    ada: ScriptedPlatform
    count: int

    def player(self, name: str) -> ScriptedPlatform:
        """As they sit in the round's thread."""
        return self.desk.beside(replace(origin(name), channel="thread 1"))

    async def calls(self) -> Reply:
        reply = await self.ada.send(StartTogether("bread", self.count))
        await self.desk.settled()
        return reply

    async def answers(self, name: str, response: str, number: int = 0) -> str:
        """What only they are told."""
        said = await self.player(name).send(AnswerTogether(response, ROUND, number))
        assert said.private
        await self.desk.settled()
        return text_of(said)

    async def passes(self, seconds: float) -> None:
        await self.desk.passes(seconds=seconds)

    @property
    def thread(self) -> list[Reply]:
        return [it.reply for it in self.desk.messenger.posted if it.channel == "thread 1"]

    @property
    def last(self) -> str:
        return text_of(self.thread[-1])


async def hall(*questions: Question) -> Hall:
    asked = questions or (authored(1), authored(2))
    desk = await bench(taught=await baking(*asked))
    return Hall(desk, desk.beside(origin("ada")), len(asked))


def scores(reply: Reply) -> list[str]:
    return [line for line in text_of(reply).splitlines() if line.count(" | ") == 2][1:]


# The call


async def test_a_round_is_called_in_the_channel_and_its_first_question_is_asked_in_a_thread() -> None:
    at = await hall()
    call = await at.calls()
    assert not call.private
    assert "Ada calls: 2 questions, 30 seconds each." in text_of(call)
    assert "Answer in the thread to join." in text_of(call)
    assert at.desk.messenger.threads == {"thread 1": "Quiz: bread"}
    assert "Question 1 of 2" in at.last
    assert labels(at.thread[-1]) == ["rye 1", "spelt 1", "oat 1", "Stop"]
    (countdown,) = [part for part in at.thread[-1].parts if isinstance(part, Countdown)]
    assert countdown.until == at.desk.clock.now() + TO_PICK


async def test_what_cannot_be_tapped_is_typed_into_a_form_and_gets_more_time() -> None:
    at = await hall(TYPED)
    assert "45 seconds each" in text_of(await at.calls())
    asked = at.thread[-1]
    assert {type(it.command) for it in buttons(asked)} == {TypeTogether, StopTogether}
    await at.answers("ben", "yeats")
    await at.passes(PICK)
    assert "Question 1 of 1" in at.last
    await at.passes(TYPE - PICK)
    assert "Right: Ben +200" in text_of(at.thread[1])


async def test_a_round_where_nobody_else_can_be_is_refused() -> None:
    at = await hall()
    reply = await at.desk.beside(replace(origin("ada"), direct=True)).send(StartTogether("bread"))
    assert "There is nobody here to play with." in text_of(reply)
    assert not at.desk.live.playing


async def test_a_second_round_in_a_channel_is_told_which_one_is_under_way_and_where() -> None:
    at = await hall()
    await at.calls()
    for place in (at.desk.beside(origin("ben")), at.player("ben")):
        refused = await place.send(StartTogether("bread", 2))
        assert "in the thread “Quiz: bread”: question 1 of 2." in text_of(refused)
        assert "Join that one by answering" in text_of(refused)
    assert len(at.desk.messenger.threads) == 1
    assert await at.desk.record.round(at.ada.origin.space, RoundId(2)) is None


async def test_another_channel_has_a_round_of_its_own() -> None:
    at = await hall()
    await at.calls()
    elsewhere = at.desk.beside(replace(origin("ben"), channel="garden"))
    assert "Ben calls" in text_of(await elsewhere.send(StartTogether("bread", 2)))


async def test_two_who_call_at_the_same_moment_get_one_round() -> None:
    at = await hall()
    record = at.desk.record
    ahead = record.open_live

    async def outrun(live: object) -> bool:
        record.open_live = ahead
        await at.desk.beside(origin("ben")).send(StartTogether("bread", 2))
        return bool(await ahead(live))

    record.open_live = outrun
    refused = await at.ada.send(StartTogether("bread", 2))
    assert "being played here already" in text_of(refused)
    assert len(at.desk.messenger.threads) == 1


async def test_a_thread_that_may_not_be_opened_leaves_nothing_behind_and_says_which_right_is_lacking() -> (
    None
):
    at = await hall()
    at.desk.messenger.fails("thread", NotPermitted("I may not open threads here."))
    assert "I may not open threads here." in text_of(await at.calls())
    assert await at.desk.record.all_live() == ()
    assert "Ada calls" in text_of(await at.calls())


async def test_a_topic_that_holds_nothing_opens_no_thread() -> None:
    at = await hall()
    assert "volcanoes" in text_of(await at.ada.send(StartTogether("volcanoes")))
    assert at.desk.messenger.threads == {}


# Answers


async def test_an_answer_is_noted_in_private_without_its_verdict_and_nothing_shows_before_the_reveal() -> (
    None
):
    at = await hall()
    await at.calls()
    before = text_of(at.thread[-1])
    assert await at.answers("ben", "rye 1") == "Your answer is in."
    assert await at.answers("cat", "oat 1") == "Your answer is in. One other has answered too."
    assert await at.answers("dan", "oat 1") == "Your answer is in. 2 others have answered too."
    assert len(at.thread) == 1
    assert text_of(at.thread[-1]) == before


async def test_the_reveal_says_what_is_right_why_where_it_stands_who_knew_it_and_how_many_tried() -> None:
    at = await hall()
    await at.calls()
    await at.passes(15)
    await at.answers("ben", "rye 1")
    await at.answers("cat", "oat 1")
    await at.passes(PICK - 15)
    told = text_of(at.thread[1])
    assert "The answer is rye 1." in told
    assert "It says so on the bag." in told
    assert "From Bread at home" in told
    assert "Right: Ben +150. 2 answers." in told
    assert scores(at.thread[1]) == ["1 | Ben | 150", "2 | Cat | 0"]


async def test_a_question_that_is_closed_has_no_buttons_any_more() -> None:
    at = await hall()
    await at.calls()
    await at.passes(PICK)
    assert buttons(at.thread[0]) == ()
    assert "Closed." in text_of(at.thread[0])


async def test_the_first_answer_stands_however_often_is_tapped() -> None:
    at = await hall()
    await at.calls()
    await at.answers("ben", "oat 1")
    assert await at.answers("ben", "rye 1") == "Your first answer stands."
    await at.passes(PICK)
    assert "Nobody had it right. 1 answer." in text_of(at.thread[1])


async def test_words_that_are_no_option_are_asked_again_and_cost_nothing() -> None:
    at = await hall()
    await at.calls()
    assert "none of the options" in await at.answers("ben", "buckwheat")
    assert await at.answers("ben", "rye 1") == "Your answer is in."


async def test_an_answer_after_the_reveal_is_told_kindly_and_counts_for_nothing() -> None:
    at = await hall()
    await at.calls()
    await at.passes(PICK)
    assert await at.answers("ben", "rye 1") == "That question is closed. The next one is yours."
    await at.passes(BREAK)
    await at.answers("ben", "oat 2", 1)
    await at.passes(PICK)
    assert scores(at.thread[-2]) == ["1 | Ben | 0"]


async def test_an_answer_to_a_question_that_was_not_asked_yet_is_not_taken() -> None:
    at = await hall()
    await at.calls()
    assert "closed" in await at.answers("ben", "rye 2", 1)
    assert (await at.desk.record.round(at.ada.origin.space, ROUND)).responses == ()


async def test_an_answer_to_a_round_that_is_over_or_unknown_is_told_so() -> None:
    at = await hall()
    await at.calls()
    await at.ada.send(StopTogether(ROUND))
    await at.desk.settled()
    assert "That round is over." in await at.answers("ben", "rye 1")
    told = await at.player("ben").send(AnswerTogether("a", RoundId(9), 0))
    assert "That round has passed." in text_of(told)
    other = at.desk.beside(origin("ben", space="scripted:two"))
    assert "has passed" in text_of(await other.send(AnswerTogether("a", ROUND, 0)))


# The course of a round


async def test_the_first_question_waits_for_all_its_time_so_that_others_may_join() -> None:
    at = await hall()
    await at.calls()
    await at.answers("ben", "rye 1")
    await at.passes(PICK - 1)
    assert len(at.thread) == 1
    await at.passes(1)
    assert "Answer 1 of 2" in at.last


async def test_later_ones_end_early_once_all_who_play_have_answered() -> None:
    at = await hall()
    await at.calls()
    for name in ("ben", "cat"):
        await at.answers(name, "rye 1")
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.answers("ben", "rye 2", 1)
    assert "Question 2 of 2" in at.last
    await at.answers("cat", "oat 2", 1)
    assert "Right: Ben +200. 2 answers." in text_of(at.thread[-2])
    assert "The round is over" in at.last


async def test_a_player_may_join_late_and_has_missed_only_what_came_after() -> None:
    at = await hall(*map(authored, range(1, 4)))
    await at.calls()
    await at.answers("ben", "rye 1")
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.answers("cat", "rye 2", 1)
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.answers("ben", "rye 3", 2)
    await at.passes(PICK)
    assert "🥇 Ben 400" in at.last
    assert "🥈 Cat 200" in at.last
    assert "2 players, 3 questions." in at.last
    again = await at.player("cat").send(RetryMissed(ROUND))
    assert "Question 1 of 1" in text_of(again)
    assert "loaf number 3" in text_of(again)


async def test_equal_points_share_a_medal() -> None:
    at = await hall(authored(1))
    await at.calls()
    for name in ("ben", "cat"):
        await at.answers(name, "rye 1")
    await at.passes(10)
    await at.answers("dan", "rye 1")
    await at.answers("eve", "oat 1")
    await at.passes(PICK - 10)
    podium = text_of(at.thread[-1]).splitlines()
    assert podium[:4] == ["The round is over", "🥇 Ben, Cat 200", "🥉 Dan 167", "4 players, 1 question."]


async def test_a_podium_without_points_gives_no_medal() -> None:
    at = await hall(authored(1))
    await at.calls()
    await at.answers("ben", "oat 1")
    await at.passes(PICK)
    assert "Nobody won points this time." in at.last
    assert "🥇" not in at.last


async def test_a_round_that_two_questions_long_nobody_answers_ends_by_itself() -> None:
    at = await hall(*map(authored, range(1, 5)))
    await at.calls()
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.passes(PICK)
    assert "Nobody answered two questions running, so this round is over." in at.last
    assert labels(at.thread[-1]) == ["New round"]
    assert "Ada calls" in text_of(await at.calls())


async def test_a_round_that_nobody_plays_to_its_end_is_over_without_a_reproach() -> None:
    at = await hall()
    await at.calls()
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.passes(PICK)
    assert text_of(at.thread[-1]).splitlines() == ["The round is over", "Nobody played."]


async def test_the_pause_is_kept_though_somebody_calls_for_another_round() -> None:
    at = await hall()
    await at.calls()
    await at.passes(PICK)
    await at.desk.beside(origin("ben")).send(StartTogether("bread", 2))
    await at.desk.settled()
    await at.passes(BREAK - 1)
    assert "Answer 1 of 2" in at.last
    await at.passes(1)
    assert "Question 2 of 2" in at.last


async def test_the_podium_offers_another_round_of_the_same_kind() -> None:
    at = await hall()
    await at.calls()
    await at.ada.send(StopTogether(ROUND))
    await at.desk.settled()
    (new,) = [it for it in buttons(at.thread[-1]) if it.label == "New round"]
    assert new.command == StartTogether("bread", 2)
    assert "Ben calls" in text_of(await at.player("ben").send(new.command))
    await at.desk.settled()
    assert "Question 1 of 2" in at.last


async def test_a_name_is_shown_as_it_is_in_one_line_and_a_missing_one_as_somebody() -> None:
    at = await hall(authored(1))
    await at.calls()
    odd = replace(origin("ben").identity, name="**@everyone**\n" + "x" * 60)
    await at.desk.beside(replace(origin("ben"), identity=odd)).send(AnswerTogether("rye 1", ROUND, 0))
    nameless = replace(origin("cat").identity, name="\u200b\u3164")
    await at.desk.beside(replace(origin("cat"), identity=nameless)).send(AnswerTogether("oat 1", ROUND, 0))
    await at.passes(PICK)
    (first, second) = scores(at.thread[1])
    assert first == "1 | **@everyone** " + "x" * 9 + "… | 200"
    assert second == "2 | Somebody | 0"


async def test_a_scoreboard_shows_ten_and_says_how_many_more_there_are() -> None:
    at = await hall(authored(1))
    await at.calls()
    for n in range(12):
        await at.answers(f"player{n:02}", "rye 1")
    await at.passes(PICK)
    assert len(scores(at.thread[1])) == 10
    assert "and 2 more" in text_of(at.thread[1])


# Stopping


async def test_the_host_stops_the_round_and_the_podium_counts_what_was_revealed() -> None:
    at = await hall(*map(authored, range(1, 4)))
    await at.calls()
    await at.answers("ben", "rye 1")
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.answers("cat", "rye 2", 1)
    stopped = await at.ada.send(StopTogether(ROUND))
    assert stopped.private
    assert "Stopped." in text_of(stopped)
    await at.desk.settled()
    assert "🥇 Ben 200" in at.last
    assert "1 player, 1 question." in at.last
    assert "Cat" not in at.last
    assert buttons(at.thread[2]) == ()
    assert not at.desk.live.playing
    assert "over" in text_of(await at.ada.send(StopTogether(ROUND)))


async def test_an_answer_right_after_the_stop_is_told_that_the_round_is_over() -> None:
    at = await hall()
    await at.calls()
    await at.desk.live.close()
    await at.desk.record.end_round(ROUND)
    said = await at.player("ben").send(AnswerTogether("rye 1", ROUND, 0))
    assert text_of(said) == "That round is over. Thanks for playing!"


async def test_a_round_is_stopped_in_the_pause_between_two_questions_at_once() -> None:
    at = await hall()
    await at.calls()
    await at.passes(PICK)
    await at.ada.send(StopTogether(ROUND))
    await at.desk.settled()
    assert "The round is over" in at.last


@pytest.mark.parametrize("who", ["manages", "teaches"])
async def test_a_teacher_may_stop_the_round_of_another(who: str) -> None:
    at = await hall()
    await at.calls()
    await at.desk.record.set_settings(at.ada.origin.space, SpaceSettings(teacher_role="role 7"))
    teacher = replace(origin("tim"), manages=who == "manages", roles=("role 1", "role 7"))
    teacher = replace(teacher, roles=()) if who == "manages" else teacher
    assert "Stopped." in text_of(await at.desk.beside(teacher).send(StopTogether(ROUND)))


async def test_nobody_else_may_stop_it_where_no_role_is_a_teachers() -> None:
    at = await hall()
    await at.calls()
    bold = at.desk.beside(replace(origin("ben"), roles=("", "role 1")))
    assert "Only whoever called for this round" in text_of(await bold.send(StopTogether(ROUND)))
    await at.desk.settled()
    assert "Question 1 of 2" in at.last


# Beside the quizzes that are taken alone


async def test_the_hosts_own_quiz_in_the_channel_leaves_the_round_as_it_is() -> None:
    at = await hall()
    await at.calls()
    alone = await at.ada.send(StartQuiz("bread", 2))
    assert "Question 1 of 2" in text_of(alone)
    await at.answers("ben", "rye 1")
    await at.passes(PICK)
    assert "Right: Ben" in at.last


@pytest.mark.parametrize(
    "command",
    [
        AnswerQuestion("a"),
        AnswerQuestion("a", ROUND, 0),
        ClaimRight(ROUND, 0),
        ShowQuizPassage(ROUND, 0),
        StopQuiz(ROUND),
        RetryMissed(ROUND),
    ],
    ids=lambda it: type(it).__name__,
)
async def test_what_belongs_to_a_quiz_alone_tells_the_host_nothing_of_a_round(command: object) -> None:
    at = await hall(replace(TYPED, why="Secret."))
    await at.calls()
    await at.answers("ada", "flour")
    told = await at.ada.send(command)
    assert not told.buttons
    assert "yeast" not in text_of(told)
    assert "Secret" not in text_of(told)
    assert "patience" not in text_of(told)
    assert not (await at.desk.record.round(at.ada.origin.space, ROUND)).ended


async def test_each_player_gets_their_own_missed_ones_and_the_host_who_did_not_play_none() -> None:
    at = await hall()
    await at.calls()
    await at.answers("ben", "oat 1")
    await at.answers("cat", "rye 1")
    await at.passes(PICK)
    await at.passes(BREAK)
    await at.answers("ben", "rye 2", 1)
    await at.answers("cat", "oat 2", 1)
    for name, missed in (("ben", "loaf number 1"), ("cat", "loaf number 2")):
        again = await at.player(name).send(RetryMissed(ROUND))
        assert again.private
        assert missed in text_of(again)
        assert "Question 1 of 1" in text_of(again)
    assert "did not play" in text_of(await at.ada.send(RetryMissed(ROUND)))


async def test_a_player_who_missed_nothing_is_told_so() -> None:
    at = await hall(authored(1))
    await at.calls()
    await at.answers("ben", "rye 1")
    await at.passes(PICK)
    assert "Nothing was missed" in text_of(await at.player("ben").send(RetryMissed(ROUND)))


# Reports


async def test_whoever_took_part_may_report_a_question_once() -> None:
    at = await hall()
    await at.calls()
    await at.answers("ben", "rye 1")
    await at.passes(PICK)
    (report,) = [it.command for it in buttons(at.thread[1]) if isinstance(it.command, ReportQuestion)]
    ben = at.player("ben")
    thanked = await ben.send(report)
    assert thanked.private
    assert "Thank you" in text_of(thanked)
    assert "already" in text_of(await ben.send(report))
    assert "no question of a quiz of yours" in text_of(await at.player("dan").send(report))
    (told,) = await at.desk.record.reported(at.ada.origin.space)
    assert (told.question.prompt, told.votes) == ("Which flour goes into loaf number 1?", 1)


async def test_a_question_of_a_quiz_alone_is_reported_by_its_learner_only() -> None:
    at = await hall()
    await at.ada.send(StartQuiz("bread", 2))
    await at.ada.send(AnswerQuestion("a", ROUND, 0))
    assert "Thank you" in text_of(await at.ada.tap("Report question 1"))
    assert "no question" in text_of(await at.player("ben").send(ReportQuestion(ROUND, 0)))
    assert "no question" in text_of(await at.ada.send(ReportQuestion(ROUND, 7)))
