"""/studyhall questions: what was asked in vain, did not help or was reported; answered, or dismissed"""

from bot.commands import AnswerConcern, DismissConcern, ListConcerns
from bot.concerns import Concern, concerns
from bot.errors import BadCommand, StaleButton
from bot.material.answer_lesson import answer_lesson
from bot.messages import concerns as words
from bot.models import Origin, SpaceId, UnansweredQuestion
from bot.ports import Intake, StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries, take_in
from knowledge.answerer import Answerer

LONGEST = 4000
"""Characters of an answer: more is a lesson, and is sent as one."""


async def list_concerns(command: ListConcerns, origin: Origin, *, record: StudyRecord) -> Reply:
    return words.listed(await _concerns(origin.space, record=record), command.page)


async def dismiss_concern(command: DismissConcern, origin: Origin, *, record: StudyRecord) -> Reply:
    await record.dismiss(origin.space, command.kind, command.number)
    return words.listed(await _concerns(origin.space, record=record))


async def answer_concern(
    command: AnswerConcern,
    origin: Origin,
    *,
    record: StudyRecord,
    intake: Intake,
    answerer: Answerer,
    libraries: Libraries,
) -> Reply:
    asked = await _asked(command.question, origin.space, record=record)
    lesson = answer_lesson(asked.question, _checked(command.answer), asked.id)
    await take_in(origin.space, (lesson,), record=record, intake=intake)
    await record.dismiss(origin.space, "unanswered", asked.id)
    answers = answerer.answer(asked.question, await libraries(origin.space), written=False)
    told = [answer async for answer in answers][-1]
    return words.answered(asked.question, told, await _concerns(origin.space, record=record))


async def _asked(number: int, space: SpaceId, *, record: StudyRecord) -> UnansweredQuestion:
    for one in await record.unanswered(space):
        if one.id == number:
            return one
    raise StaleButton("That question has been dealt with already.", hint="Look at what is still open.")


def _checked(answer: str) -> str:
    if not answer.strip():
        raise BadCommand("There is no answer in that.", hint="Write it in full sentences.")
    if len(answer) > LONGEST:
        raise BadCommand(
            f"An answer may have {LONGEST} characters at most.",
            hint="Send more than that as a lesson of its own.",
        )
    return answer


async def _concerns(space: SpaceId, *, record: StudyRecord) -> tuple[Concern, ...]:
    return concerns(
        await record.unanswered(space), await record.unhelpful(space), await record.reported(space)
    )
