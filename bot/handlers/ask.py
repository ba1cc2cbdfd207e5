"""/ask: question -> growing answer -> the whole one, kept as a turn of its conversation"""

from collections.abc import AsyncIterator
from functools import partial

from bot.commands import Ask
from bot.errors import BadCommand, StaleButton
from bot.messages import answers
from bot.models import ConversationId, Origin, SpaceId, UnansweredQuestion
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.spending import Spending
from bot.turns import is_private, keep_turn
from knowledge.answerer import Answerer
from knowledge.models import Answer
from knowledge.shelf import Shelf

_LONGEST = 2000
"""Characters: beyond, it is a text and no question, and the embedder would read its beginning only."""


async def ask(
    command: Ask,
    origin: Origin,
    *,
    answerer: Answerer,
    record: StudyRecord,
    shelf: Shelf,
    libraries: Libraries,
    spending: Spending,
    clock: Clock,
) -> AsyncIterator[Reply]:
    question = _checked(command.question)
    where, source = await shelf.kept_to(command.lesson, await libraries(origin.space))
    conversation = await _conversation(command, origin, record=record)
    previous = await _previous(conversation, origin.space, record=record)
    private = await is_private(command.private, origin, record=record)
    answer = Answer(question, question, complete=False)
    answering = partial(
        answerer.answer, question, where, previous=previous, source=source, level=command.level
    )
    async for answer in spending.within(origin, answering):
        if not answer.complete:
            yield answers.growing(answer, private=private)
    if answer.abstained and not answer.remark:
        await _keep_unanswered(answer, origin, record=record, clock=clock)
    turn = await keep_turn(answer, conversation, origin, where, record=record, clock=clock, private=private)
    yield answers.answered(turn, private=private)


async def _keep_unanswered(answer: Answer, origin: Origin, *, record: StudyRecord, clock: Clock) -> None:
    """For the teacher."""
    learner = await record.learner(origin.identity)
    question = UnansweredQuestion(
        origin.space, answer.standalone, answer.reasons, clock.now(), learner=learner
    )
    await record.add_unanswered(question)


def _checked(question: str) -> str:
    if not question.strip():
        raise BadCommand("There is no question in that.", hint="Write one after /ask.")
    if len(question) > _LONGEST:
        raise BadCommand(f"A question may have {_LONGEST} characters at most.", hint="Ask for less at once.")
    return question.strip()


async def _conversation(command: Ask, origin: Origin, *, record: StudyRecord) -> ConversationId | None:
    """None begins a new one."""
    if command.conversation is not None or not command.follows:
        return command.conversation
    return await record.conversation_in(origin.space, origin.channel)


async def _previous(
    conversation: ConversationId | None, space: SpaceId, *, record: StudyRecord
) -> Answer | None:
    if conversation is None:
        return None
    turn = await record.turn(space, conversation)
    if turn is None:
        raise StaleButton("That conversation is not here any more.")
    return turn.answer
