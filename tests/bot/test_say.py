"""Plain words in a DM or a thread"""

from dataclasses import replace

from bot.commands import Ask, Say, StartQuiz
from tests.bot.bench import bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import origin, text_of
from tests.fakes.small_course import answered


async def test_words_are_a_question_where_no_quiz_waits():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(Say("why?"))
    assert [asked.question for asked in at.answerer.asked] == ["why?"]


async def test_words_go_on_with_what_was_said_there():
    at = await bench(answerer=ScriptedAnswerer(answered("what is loss?")))
    await at.platform.send(Ask("what is loss?"))
    await at.platform.send(Say("and why is that?"))
    previous = at.answerer.asked[-1].previous
    assert previous is not None
    assert previous.question == "what is loss?"


async def test_in_a_dm_words_answer_the_quiz_question_that_is_open():
    at = await bench()
    dm = at.beside(replace(origin("ana"), direct=True))
    await dm.send(StartQuiz(count=2))
    reply = await dm.send(Say("skip"))
    assert "Skipped" in text_of(reply)


async def test_where_others_read_too_a_quiz_of_ones_own_takes_no_words():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(StartQuiz(count=2))
    await at.platform.send(Say("why?"))
    assert [asked.question for asked in at.answerer.asked] == ["why?"]


async def test_words_do_not_go_on_with_what_one_learner_alone_was_told():
    at = await bench(answerer=ScriptedAnswerer(answered("what is loss?")))
    await at.platform.send(Ask("what is loss?", private=True))
    await at.beside(origin("bob")).send(Say("and why is that?"))
    assert at.answerer.asked[-1].previous is None


async def test_another_learners_quiz_does_not_take_ones_words():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.beside(replace(origin("ana"), direct=True)).send(StartQuiz(count=2))
    other = at.beside(replace(origin("bob"), direct=True))
    await other.send(Say("why?"))
    assert [asked.question for asked in at.answerer.asked] == ["why?"]
