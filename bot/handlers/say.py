"""plain words in a DM or a thread -> the answer to the open quiz question there, else a question"""

from collections.abc import AsyncIterator, Awaitable, Callable

from bot.commands import AnswerQuestion, Ask, Say
from bot.models import Origin
from bot.ports import StudyRecord
from bot.replies import Reply
from bot.study import rounds

Asking = Callable[[Ask, Origin], AsyncIterator[Reply]]
Answering = Callable[[AnswerQuestion, Origin], Awaitable[Reply]]


async def say(
    command: Say, origin: Origin, *, record: StudyRecord, ask: Asking, answer: Answering
) -> AsyncIterator[Reply]:
    learner = await record.learner(origin.identity)
    open_round = await record.open_round_of(origin.space, origin.channel, learner)
    if open_round is not None and rounds.next_number(open_round) is not None:
        yield await answer(AnswerQuestion(command.words, open_round.id), origin)
        return
    async for reply in ask(Ask(command.words, private=False, follows=True), origin):
        yield reply
