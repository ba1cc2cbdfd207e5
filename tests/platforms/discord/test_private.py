"""What one learner alone may see, nobody else ever does"""

from typing import Any

from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.small_course import WHY
from tests.platforms.discord.schoolhouse import Schoolhouse, schoolhouse


async def a_thread(at: Schoolhouse) -> Any:
    """Ada's, opened to ask in; with its first answer."""
    await at.wire.slash(at.ada, at.channel, "ask", question="why?", thread=True)
    thread = (await at.wire.until(lambda: at.wire.threads(at.channel)))[0]
    await at.wire.until(lambda: any(one.controls for one in at.wire.messages(thread)))
    return thread


async def test_who_wants_to_be_answered_privately_gets_no_thread_that_all_can_read():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", private=True, thread=True)
        await asked.reply(lambda it: it.controls)
        assert asked.ephemeral
        assert at.wire.threads(at.channel) == []


async def test_words_in_a_thread_do_not_go_on_with_what_somebody_was_told_there_privately():
    async with schoolhouse() as at:
        thread = await a_thread(at)
        alone = await at.wire.slash(at.bob, thread, "ask", question="bob's own?", private=True)
        await alone.reply(lambda it: it.controls)
        said = await at.wire.say(at.ada, thread, "and then?", mentions_bot=True)
        await said.reply(lambda it: it.controls)
        on = at.at.answerer.asked[-1]
        assert on.question == "and then?"
        assert on.previous is not None
        turn = await at.at.record.turn(at.space, 2)
        assert turn.n == 1, "nothing was added to Bob's conversation"


async def test_a_private_answer_told_otherwise_stays_private():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?", private=True)
        await asked.reply(lambda it: it.controls)
        simpler = await at.wire.slash(at.ada, at.channel, "simpler")
        await simpler.reply(lambda it: it.controls)
        assert simpler.ephemeral
        aloud = await at.wire.slash(at.ada, at.channel, "simpler", question="why, again?")
        assert not aloud.ephemeral, "a question of its own is asked as any other"


async def test_a_quiz_that_one_learner_alone_sees_takes_no_words_said_aloud():
    async with schoolhouse() as at:
        thread = await a_thread(at)
        alone = await at.wire.slash(at.ada, thread, "quiz", count=1)
        await alone.reply()
        said = await at.wire.say(at.ada, thread, "what is loss?", mentions_bot=True)
        answer = await said.reply(lambda it: it.controls)
        assert WHY in answer.words
        assert at.at.answerer.asked[-1].question == "what is loss?"


async def test_an_answer_that_breaks_off_leaves_the_error_to_its_asker():
    class Breaking(ScriptedAnswerer):
        async def answer(self, *asked: Any, **how: Any) -> Any:
            async for answer in super().answer(*asked, **how):
                yield answer
                raise ZeroDivisionError("secret")

    async with schoolhouse(answerer=Breaking(*(await _growing()))) as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="why?")
        told = await asked.reply(lambda it: "e77" in it.words)
        assert told.ephemeral


async def _growing() -> tuple[Any, ...]:
    from tests.fakes.small_course import answered

    return answered("why?", complete=False), answered("why?")
