"""/simpler, /deeper, /example: a turn -> the same told otherwise, as a new turn of its conversation"""

from collections.abc import AsyncIterator
from functools import partial

from bot.commands import Reword
from bot.errors import StaleButton
from bot.messages import answers
from bot.models import Origin, Turn
from bot.ports import Clock, StudyRecord
from bot.recalling import recalled
from bot.replies import Reply
from bot.spaces import Libraries
from bot.spending import Spending
from bot.turns import is_private, keep_turn
from knowledge.answerer import Answerer
from knowledge.models import Answer, LibraryId


async def reword(
    command: Reword,
    origin: Origin,
    *,
    answerer: Answerer,
    record: StudyRecord,
    libraries: Libraries,
    spending: Spending,
    clock: Clock,
) -> AsyncIterator[Reply]:
    told = await _told(command, origin, record=record)
    where = _still_studied(told, await libraries(origin.space))
    private = await is_private(command.private, origin, record=record)
    question, source = told.answer.standalone, told.answer.source or None
    answer = Answer(question, question, complete=False)
    answering = partial(answerer.answer, question, where, source=source, level=command.level)
    async for answer in spending.within(origin, answering):
        if not answer.complete:
            yield answers.growing(answer, private=private)
    turn = await keep_turn(answer, told.conversation, origin, where, record=record, clock=clock)
    yield answers.answered(turn, private=private)


async def _told(command: Reword, origin: Origin, *, record: StudyRecord) -> Turn:
    turn = await recalled(command.conversation, command.turn, origin, record=record)
    if turn is None or turn.answer.abstained:
        raise StaleButton("That answer is not here any more.")
    return turn


def _still_studied(turn: Turn, studied: tuple[LibraryId, ...]) -> tuple[LibraryId, ...]:
    where = tuple(library for library in turn.libraries if library in studied)
    if not where:
        raise StaleButton("What that answer stood on is not studied here any more.")
    return where
