"""Report question: a question of a round -> the teacher is told, once a learner"""

from bot.commands import ReportQuestion
from bot.errors import StaleButton
from bot.messages import quiz as words
from bot.models import Origin
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.study.rounds import took_part


async def report_question(
    command: ReportQuestion, origin: Origin, *, record: StudyRecord, clock: Clock
) -> Reply:
    """By anybody who took part in the round."""
    round = await record.round(origin.space, command.round)
    learner = await record.learner(origin.identity)
    if round is None or not took_part(round, learner) or not 0 <= command.number < len(round.questions):
        raise StaleButton("That is no question of a quiz of yours.", hint="Start one with /quiz.")
    new = await record.add_report(round.id, command.number, learner, clock.now())
    return words.reported(again=not new)
