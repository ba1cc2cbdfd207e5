"""plain words in a DM or a thread -> the answer to the quiz question that is open in a DM, else a question"""

from collections.abc import AsyncIterator, Awaitable, Callable

from bot.commands import AnswerQuestion, Ask, Say
from bot.models import Origin, RoundId
from bot.ports import StudyRecord
from bot.replies import Reply
from bot.study import rounds

Asking = Callable[[Ask, Origin], AsyncIterator[Reply]]
Answering = Callable[[AnswerQuestion, Origin], Awaitable[Reply]]


async def say(
    command: Say, origin: Origin, *, record: StudyRecord, ask: Asking, answer: Answering
) -> AsyncIterator[Reply]:
    if origin.direct and (waiting := await _waiting(origin, record=record)) is not None:
        yield await answer(AnswerQuestion(command.words, waiting), origin)
        return
    async for reply in ask(Ask(command.words, private=False, follows=True), origin):
        yield reply


async def _waiting(origin: Origin, *, record: StudyRecord) -> RoundId | None:
    """Where others read too, a quiz of one's own is seen by nobody else, and is answered with its buttons."""
    learner = await record.learner(origin.identity)
    found = await record.open_round_of(origin.space, origin.channel, learner)
    return found.id if found is not None and rounds.next_number(found) is not None else None
