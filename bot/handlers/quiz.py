"""/quiz: topic -> questions, one at a time; response -> verdict, why and the next; at the end the score"""

from collections.abc import Awaitable, Callable

from bot.commands import AnswerQuestion, ClaimRight, NextQuestion, RetryMissed, StartQuiz, StopQuiz
from bot.models import Origin, SpaceId
from bot.ports import Clock, Dice, StudyRecord
from bot.replies import Reply
from knowledge.models import LibraryId
from knowledge.ports import Catalogue

Libraries = Callable[[SpaceId], Awaitable[tuple[LibraryId, ...]]]


async def start_quiz(
    command: StartQuiz,
    origin: Origin,
    *,
    record: StudyRecord,
    catalogue: Catalogue,
    clock: Clock,
    dice: Dice,
    libraries: Libraries,
) -> Reply:
    raise NotImplementedError


async def answer_question(
    command: AnswerQuestion, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    raise NotImplementedError


async def claim_right(
    command: ClaimRight, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    raise NotImplementedError


async def next_question(
    command: NextQuestion, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    raise NotImplementedError


async def retry_missed(
    command: RetryMissed, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    raise NotImplementedError


async def stop_quiz(
    command: StopQuiz, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    raise NotImplementedError
