"""Thumbs up or down: a turn -> noted for the teacher"""

from bot.commands import GiveFeedback
from bot.errors import StaleButton
from bot.messages import answers
from bot.models import Origin
from bot.ports import Clock, StudyRecord
from bot.replies import Reply


async def give_feedback(command: GiveFeedback, origin: Origin, *, record: StudyRecord, clock: Clock) -> Reply:
    if await record.turn(origin.space, command.conversation, command.turn) is None:
        raise StaleButton("That answer is not here any more.")
    learner = await record.learner(origin.identity)
    await record.add_feedback(command.conversation, command.turn, learner, command.helpful, clock.now())
    return answers.thanked(command.helpful)
