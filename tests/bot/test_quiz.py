"""/quiz in full, from the first question to the missed ones once more"""

from dataclasses import replace
from functools import partial

import pytest

from bot.budgets import Budget, Limits, Spent
from bot.commands import (
    AnswerQuestion,
    ClaimRight,
    NextQuestion,
    RetryMissed,
    ShowQuizPassage,
    StartQuiz,
    StopQuiz,
)
from bot.errors import BadCommand, NothingToQuiz, StaleButton
from bot.handlers import quiz
from bot.handlers.quiz_choosing import chosen
from bot.handlers.quiz_passage import show_quiz_passage
from bot.models import Identity, LessonProgress, Origin, RoundId, SpaceId
from bot.replies import Bullets, Button, Heading, Reply
from bot.spending import Spending
from knowledge.models import Change, Lesson, Library, LibraryId, Question, Section
from knowledge.ports import ChatModel, Used
from knowledge.shelf import Shelf
from tests.fakes.clock import FixedDice, FrozenClock
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_chat import ScriptedChat
from tests.knowledge.paraphrases import HEART
from tests.knowledge.quiz_material import BAKING, authored, baking

ANA = Origin(Identity("scripted", "ana"), SpaceId("scripted:one"), "general")
BEN = Origin(Identity("scripted", "ben"), SpaceId("scripted:one"), "general")
ELSEWHERE = Origin(Identity("scripted", "ana"), SpaceId("scripted:two"), "general")
TYPED = Question(
    "typed-1", "typed", "What lifts bread?", ("yeast",), why="It eats sugar.", library=BAKING,
    source="lessons/bread.md", authored=True,
)  # fmt: skip


async def _studied(_: SpaceId) -> tuple[LibraryId, ...]:
    return (BAKING,)


class Study:
    """One learner at the quiz, with everything in memory."""

    def __init__(
        self, catalogue: MemoryCatalogue, chat: ChatModel | None = None, limits: Limits | None = None
    ) -> None:
        self.record, self.chat, self.limits = MemoryStudyRecord(), chat, limits or Limits()
        self.catalogue = catalogue
        self.clock = FrozenClock()

    async def start(
        self, topic: str = "bread", count: int = 2, origin: Origin = ANA, typed: str = ""
    ) -> Reply:
        return await quiz.start_quiz(
            StartQuiz(topic, count, typed=typed),
            origin,
            record=self.record,
            choose=partial(
                chosen,
                catalogue=self.catalogue,
                dice=FixedDice(3),
                libraries=_studied,
                shelf=Shelf(catalogue=self.catalogue),
                spending=Spending(self.record, self.clock, self.limits),
                chat=self.chat,
            ),
            clock=self.clock,
        )

    async def answer(self, response: str, origin: Origin = ANA, **at: int) -> Reply:
        return await quiz.answer_question(AnswerQuestion(response, **at), origin, **self._ports())

    async def tap(self, command: object, origin: Origin = ANA) -> Reply:
        handler = {
            AnswerQuestion: quiz.answer_question,
            ClaimRight: quiz.claim_right,
            NextQuestion: quiz.next_question,
            RetryMissed: quiz.retry_missed,
            StopQuiz: quiz.stop_quiz,
            ShowQuizPassage: self._passage,
        }[type(command)]
        return await handler(command, origin, **self._ports())

    async def _passage(self, command: ShowQuizPassage, origin: Origin, **_: object) -> Reply:
        return await show_quiz_passage(
            command, origin, record=self.record, catalogue=self.catalogue, libraries=_studied
        )

    async def progress(self) -> tuple[LessonProgress, ...]:
        return await self.record.progress(await self.record.learner(ANA.identity))

    def _ports(self) -> dict[str, object]:
        return {"record": self.record, "catalogue": self.catalogue, "clock": self.clock}


async def study(*questions: Question) -> Study:
    return Study(await baking(*(questions or (authored(1), authored(2)))))


def said(reply: Reply) -> str:
    """All words of a reply, part by part."""
    return "\n".join(_words(part) for part in reply.parts)


def _words(part: object) -> str:
    texts = getattr(part, "items", None) or (getattr(part, "text", ()),)
    return " | ".join("".join(span.text for span in text) for text in texts)


def buttons(reply: Reply) -> dict[str, Button]:
    return {button.label: button for row in reply.buttons for button in row}


async def test_a_quiz_opens_with_its_first_question_and_a_button_for_each_option() -> None:
    reply = await (await study()).start()
    assert "Question 1 of 2" in said(reply)
    assert {"rye 1", "spelt 1", "oat 1", "Skip", "Stop"} == set(buttons(reply))
    assert reply.expects == "tap"


async def test_a_name_that_ends_in_a_number_is_a_topic_and_its_number_no_count() -> None:
    at_quiz = await study()
    assert "Question 1 of 4" in said(await at_quiz.start("Bread at", 0, typed="Bread at home"))
    assert "Question 1 of 1" in said(await at_quiz.start("bread", 1, typed="bread 1"))


async def test_a_quiz_with_fewer_questions_than_asked_for_says_how_many_there_are() -> None:
    reply = await (await study()).start(count=50)
    assert "good questions on that." in said(reply).splitlines()[0]
    assert "good question" not in said(await (await study()).start(count=2))


WRITTEN = "Q: What carries blood away from the heart?\nA: Arteries\nW: bones | lungs | nerves"


async def a_short_lesson() -> MemoryCatalogue:
    catalogue = MemoryCatalogue()
    section = Section((), HEART.chunk.text)
    lesson = Lesson(BAKING, "heart.md", "heart", "The heart", (section,), questions=(TYPED,))
    await catalogue.switch(Change(Library(BAKING, "Baking"), lessons=(lesson,)))
    return catalogue


async def test_a_language_model_adds_questions_to_a_quiz_that_is_too_short() -> None:
    alone = await Study(await a_short_lesson()).start("heart", count=50)
    many = await Study(await a_short_lesson(), ScriptedChat((WRITTEN,))).start("heart", count=50)
    counts = [int(said(one).split("Question 1 of ")[1].split()[0].rstrip(".:")) for one in (alone, many)]
    assert counts[1] == counts[0] + 1


async def test_a_languages_models_questions_count_towards_the_budget_and_stop_with_it() -> None:
    limits = Limits(learner=Budget(requests=1))
    chat = ScriptedChat((WRITTEN, Used(50)))
    at_quiz = Study(await a_short_lesson(), chat, limits)
    await at_quiz.start("heart", count=50)
    learner = await at_quiz.record.learner(ANA.identity)
    day = at_quiz.clock.now().date()
    own, _ = await at_quiz.record.spent(day, learner=learner, space=ANA.space)
    assert own == Spent(1, 50)
    await at_quiz.start("heart", count=50)
    assert len(chat.asked) == 1


async def test_an_answer_gets_its_verdict_its_why_its_place_and_the_next_question() -> None:
    at_quiz = await study()
    first = await at_quiz.start()
    reply = await at_quiz.tap(buttons(first)["rye 1"].command)
    assert "Right: rye 1." in said(reply)
    assert "It says so on the bag." in said(reply)
    assert "From Bread at home" in said(reply)
    assert "Question 2 of 2" in said(reply)


async def test_the_place_stands_with_the_explanation_before_the_next_question() -> None:
    at_quiz = await study()
    await at_quiz.start()
    lines = said(await at_quiz.answer("rye 1")).splitlines()
    why = lines.index("It says so on the bag.")
    assert lines[why + 1 : why + 3] == ["From Bread at home", "Question 2 of 2"]


async def test_an_authored_question_is_placed_under_the_heading_whose_words_it_shares() -> None:
    stone = replace(
        authored(1), prompt="On what does the loaf bake?", answer=("rye 1",), why="Bake on a hot stone."
    )
    at_quiz = await study(stone)
    await at_quiz.start(count=1)
    assert "From Bread at home › How it works, step by step" in said(await at_quiz.answer("rye 1"))


async def test_the_passage_of_an_answered_question_can_be_read_and_leaves_the_quiz_open() -> None:
    at_quiz = await study()
    await at_quiz.start()
    reply = await at_quiz.answer("rye 1")
    passage = await at_quiz.tap(buttons(reply)["Passage of question 1"].command)
    assert "Bread asks for patience." in said(passage)
    assert not passage.buttons
    assert "1 of 2 right" in said(await at_quiz.answer("oat 2"))


async def test_the_passage_of_an_open_question_stays_shut() -> None:
    at_quiz = await study()
    await at_quiz.start()
    with pytest.raises(StaleButton, match="still open"):
        await at_quiz.tap(ShowQuizPassage(RoundId(1), 0))


async def test_a_short_order_is_asked_for_again_and_costs_nothing() -> None:
    steps = ("mix", "fold", "bake")
    order = Question("o", "order", "In order?", steps, steps, library=BAKING, source="lessons/bread.md")
    at_quiz = await study(order)
    await at_quiz.start(count=1)
    with pytest.raises(BadCommand, match="all the steps"):
        await at_quiz.answer("mix; fold")
    assert "1 of 1 right" in said(await at_quiz.answer("mix; fold; bake"))


async def test_several_right_ones_are_listed_after_a_wrong_answer() -> None:
    flours = ("rye", "spelt", "sand")
    several = Question(
        "s", "several", "Which?", flours[:2], flours, library=BAKING, source="lessons/bread.md"
    )
    at_quiz = await study(several)
    await at_quiz.start(count=1)
    wrong = await at_quiz.answer("rye")
    assert "Not quite. 1 of 2 found. The right ones are:\nrye | spelt" in said(wrong)


async def test_an_option_is_told_in_its_own_words_however_it_was_picked() -> None:
    model = Question(
        "m", "choice", "Which?", ("GPT-3",), ("GPT-3", "BERT"), library=BAKING, source="lessons/bread.md"
    )
    at_quiz = await study(model)
    await at_quiz.start(count=1)
    assert "Right: GPT-3." in said(await at_quiz.answer("gpt 3"))


async def test_a_term_typed_in_another_spelling_is_told_in_the_authors() -> None:
    at_quiz = await study(replace(TYPED, answer=("Baker's yeast",)))
    await at_quiz.start(count=1)
    assert "Right: Baker's yeast." in said(await at_quiz.answer("bakers yeast"))


async def test_a_wrong_answer_is_told_the_right_one() -> None:
    at_quiz = await study()
    await at_quiz.start()
    assert "Not quite: you chose “oat 1”. The answer is rye 1." in said(await at_quiz.answer("oat 1"))


async def test_the_end_sums_up_and_names_what_was_missed_with_its_place() -> None:
    at_quiz = await study()
    await at_quiz.start()
    await at_quiz.answer("oat 1")
    end = await at_quiz.answer("rye 2")
    assert "1 of 2 right" in said(end)
    assert "Which flour goes into loaf number 1?" in said(end)
    assert "Answer: rye 1 (you: oat 1)\nFrom Bread at home" in said(end)


async def test_the_missed_ones_come_once_more_and_only_those() -> None:
    at_quiz = await study()
    await at_quiz.start()
    await at_quiz.answer("oat 1")
    end = await at_quiz.answer("rye 2")
    again = await at_quiz.tap(buttons(end)["Missed ones once more"].command)
    assert "Question 1 of 1" in said(again)
    assert "loaf number 1" in said(again)


async def test_asking_for_missed_ones_where_none_was_missed_says_so() -> None:
    at_quiz = await study(TYPED)
    await at_quiz.start(count=1)
    end = await at_quiz.answer("yeast")
    assert "Missed ones once more" not in buttons(end)
    with pytest.raises(NothingToQuiz):
        await at_quiz.tap(RetryMissed(RoundId(1)))


async def test_a_second_tap_on_the_same_question_changes_nothing() -> None:
    at_quiz = await study()
    first = await at_quiz.start()
    await at_quiz.tap(buttons(first)["oat 1"].command)
    again = await at_quiz.tap(buttons(first)["rye 1"].command)
    assert "answered already" in said(again)
    assert "Question 2 of 2" in said(again)
    held = await at_quiz.record.round(ANA.space, RoundId(1))
    assert held is not None
    assert [response.verdict for response in held.responses] == ["wrong"]


async def test_i_was_right_counts_a_typed_answer_after_all() -> None:
    at_quiz = await study(TYPED)
    await at_quiz.start(count=1)
    end = await at_quiz.answer("baker's yeast")
    assert "0 of 1 right" in said(end)
    claimed = await at_quiz.tap(buttons(end)["I was right"].command)
    assert "1 of 1 right" in said(claimed)
    assert "Missed ones once more" not in buttons(claimed)


async def test_i_was_right_is_not_offered_for_an_option_that_was_picked() -> None:
    at_quiz = await study()
    await at_quiz.start()
    assert "I was right" not in buttons(await at_quiz.answer("oat 1"))
    with pytest.raises(StaleButton):
        await at_quiz.tap(ClaimRight(RoundId(1), 0))


async def test_a_skipped_question_is_told_and_counts_as_missed() -> None:
    at_quiz = await study(TYPED)
    first = await at_quiz.start(count=1)
    assert first.expects == "typed"
    end = await at_quiz.tap(buttons(first)["Skip"].command)
    assert "Skipped. The answer is yeast." in said(end)
    assert "0 of 1 right" in said(end)


async def test_words_that_are_no_option_are_asked_again_and_cost_nothing() -> None:
    at_quiz = await study()
    await at_quiz.start()
    with pytest.raises(BadCommand):
        await at_quiz.answer("buckwheat")
    assert "Right: rye 1." in said(await at_quiz.answer("rye 1"))


async def test_an_answer_without_a_quiz_says_how_to_start_one() -> None:
    with pytest.raises(BadCommand) as refused:
        await (await study()).answer("rye")
    assert "/quiz" in refused.value.hint


@pytest.mark.parametrize("origin", [BEN, ELSEWHERE], ids=["another learner", "another space"])
async def test_nobody_else_answers_a_learners_round(origin: Origin) -> None:
    at_quiz = await study()
    await at_quiz.start()
    with pytest.raises(StaleButton):
        await at_quiz.tap(AnswerQuestion("a", RoundId(1), 0), origin)


async def test_a_number_outside_the_round_is_a_stale_button() -> None:
    at_quiz = await study()
    await at_quiz.start()
    with pytest.raises(StaleButton):
        await at_quiz.answer("a", number=7)


async def test_a_stopped_quiz_keeps_its_score_so_far_and_takes_no_more_answers() -> None:
    at_quiz = await study()
    await at_quiz.start()
    await at_quiz.answer("rye 1")
    assert "1 of 1 right" in said(await at_quiz.tap(StopQuiz()))
    assert await at_quiz.progress() == ()
    with pytest.raises(BadCommand):
        await at_quiz.answer("rye 2")


async def test_a_lessons_whole_quiz_is_kept_as_its_score_best_and_last() -> None:
    at_quiz = await study()
    for responses in (("rye 1", "rye 2"), ("oat 1", "rye 2")):
        await at_quiz.start()
        for response in responses:
            end = await at_quiz.answer(response)
    assert "Kept as your score for Bread at home." in said(end)
    (kept,) = await at_quiz.progress()
    assert (kept.best, kept.last) == (1.0, 0.5)
    assert "Your best is 100%." in said(end)


async def test_i_was_right_on_an_older_quiz_leaves_the_last_score_to_the_newer_one() -> None:
    at_quiz = await study(TYPED)
    ends = []
    for response in ("baker's yeast", "yeast", "flour"):
        await at_quiz.start(count=1)
        ends.append(await at_quiz.answer(response))
    claimed = await at_quiz.tap(buttons(ends[0])["I was right"].command)
    assert "again since, and the newer score stands" in said(claimed)
    (kept,) = await at_quiz.progress()
    assert (kept.best, kept.last) == (1.0, 0.0)


async def test_i_was_right_on_the_newest_quiz_is_its_score() -> None:
    at_quiz = await study(TYPED)
    await at_quiz.start(count=1)
    end = await at_quiz.answer("baker's yeast")
    claimed = await at_quiz.tap(buttons(end)["I was right"].command)
    assert "Kept as your score for Bread at home." in said(claimed)
    (kept,) = await at_quiz.progress()
    assert (kept.best, kept.last) == (1.0, 1.0)


async def test_retrying_the_missed_ones_leaves_the_lessons_score_alone() -> None:
    at_quiz = await study()
    await at_quiz.start()
    await at_quiz.answer("oat 1")
    end = await at_quiz.answer("oat 2")
    await at_quiz.tap(buttons(end)["Missed ones once more"].command)
    await at_quiz.answer("rye 1")
    await at_quiz.answer("rye 2")
    (kept,) = await at_quiz.progress()
    assert kept.last == 0.0


async def test_a_new_quiz_closes_the_one_left_open() -> None:
    at_quiz = await study()
    await at_quiz.start()
    await at_quiz.start()
    first = await at_quiz.record.round(ANA.space, RoundId(1))
    assert first is not None
    assert first.ended


async def test_a_topic_that_the_library_lacks_is_said_to_lack() -> None:
    with pytest.raises(NothingToQuiz, match="volcanoes"):
        await (await study()).start("volcanoes")


@pytest.mark.parametrize("count", [0, 51, -3])
async def test_a_quiz_of_no_or_too_many_questions_is_refused_with_the_range(count: int) -> None:
    with pytest.raises(BadCommand, match="1 to 50"):
        await (await study()).start(count=count)


async def test_long_options_are_listed_by_letter_and_tapped_by_letter() -> None:
    long = tuple(f"{name} {'and more words ' * 6}".strip() for name in ("first", "second"))
    question = Question("long", "choice", "Which?", long[:1], long, library=BAKING, source="lessons/bread.md")
    reply = await (await study(question)).start(count=1)
    assert {"A", "B", "Skip", "Stop"} == set(buttons(reply))
    (listed,) = [part for part in reply.parts if isinstance(part, Bullets)]
    assert listed.lettered
    assert len(listed.items) == 2


async def test_next_shows_the_open_question_again() -> None:
    at_quiz = await study()
    await at_quiz.start()
    reply = await at_quiz.tap(NextQuestion(RoundId(1)))
    assert any(isinstance(part, Heading) for part in reply.parts)
    assert "Question 1 of 2" in said(reply)
