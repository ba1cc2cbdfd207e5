"""Plain words in a DM or a thread"""

from bot.commands import Ask, Say, StartQuiz
from tests.bot.bench import bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import text_of
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


async def test_words_answer_the_quiz_question_that_is_open_there():
    at = await bench()
    await at.platform.send(StartQuiz(count=2))
    reply = await at.platform.send(Say("skip"))
    assert "Skipped" in text_of(reply)


async def test_another_learners_quiz_does_not_take_ones_words():
    at = await bench(answerer=ScriptedAnswerer(answered("why?")))
    await at.platform.send(StartQuiz(count=2))
    from tests.fakes.scripted_platform import origin

    other = at.beside(origin("bob"))
    await other.send(Say("why?"))
    assert [asked.question for asked in at.answerer.asked] == ["why?"]
