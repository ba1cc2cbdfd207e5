"""/ask: question -> growing answer -> the whole one, kept as a turn of its conversation"""

from collections.abc import AsyncIterator

from bot.commands import Ask
from bot.errors import BadCommand, StaleButton
from bot.messages import answers
from bot.models import ConversationId, Origin, SpaceId, Turn, UnansweredQuestion
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from knowledge.answerer import Answerer
from knowledge.models import Answer, LibraryId
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
    clock: Clock,
) -> AsyncIterator[Reply]:
    question = _checked(command.question)
    studied = await libraries(origin.space)
    where, source = await _kept_to(command.lesson, studied, shelf=shelf)
    previous = await _previous(command.conversation, origin.space, record=record)
    private = await _private(command, origin, record=record)
    answer = Answer(question, question)
    async for answer in answerer.answer(question, where, previous=previous, source=source):
        if not answer.complete:
            yield answers.growing(answer, private=private)
    turn = await _kept(answer, command.conversation, origin, where, record=record, clock=clock)
    yield answers.answered(turn, private=private)


def _checked(question: str) -> str:
    if not question.strip():
        raise BadCommand("There is no question in that.", hint="Write one after /ask.")
    if len(question) > _LONGEST:
        raise BadCommand(f"A question may have {_LONGEST} characters at most.", hint="Ask for less at once.")
    return question.strip()


async def _kept_to(
    lesson: str, studied: tuple[LibraryId, ...], *, shelf: Shelf
) -> tuple[tuple[LibraryId, ...], str | None]:
    """The libraries to look into and, where the question keeps to one lesson, its source."""
    if not lesson:
        return studied, None
    found = (await shelf.contents(studied)).find(lesson)
    return (found.library,), found.source


async def _previous(
    conversation: ConversationId | None, space: SpaceId, *, record: StudyRecord
) -> Answer | None:
    if conversation is None:
        return None
    turn = await record.turn(space, conversation)
    if turn is None:
        raise StaleButton("That conversation is not here any more.")
    return turn.answer


async def _private(command: Ask, origin: Origin, *, record: StudyRecord) -> bool:
    if command.private is not None:
        return command.private
    return (await record.settings(origin.space)).private_answers


async def _kept(
    answer: Answer,
    conversation: ConversationId | None,
    origin: Origin,
    studied: tuple[LibraryId, ...],
    *,
    record: StudyRecord,
    clock: Clock,
) -> Turn:
    now = clock.now()
    if conversation is None:
        learner = await record.learner(origin.identity)
        conversation = await record.open_conversation(origin.space, origin.channel, learner, now)
    if answer.abstained:
        unanswered = UnansweredQuestion(origin.space, answer.standalone, answer.reasons, now)
        await record.add_unanswered(unanswered)
    return await record.add_turn(conversation, answer, studied, now)
