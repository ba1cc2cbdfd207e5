"""/quiz together: topic -> a thread where a round is played; response -> noted; stop -> the podium"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands import AnswerTogether, StartTogether, StopTogether
from bot.errors import BadCommand, NotTheTeacher, NotTogether, RoundUnderWay, StaleButton
from bot.handlers.learning import learn_missed
from bot.handlers.quiz import graded
from bot.handlers.quiz_choosing import Choose
from bot.messages import quiz as asking
from bot.messages import together as words
from bot.models import LearnerId, LiveRound, Origin, QuizRound, Response, RoundId
from bot.ports import Clock, Messenger, StudyRecord
from bot.replies import Reply
from bot.routines.live import LiveRounds
from bot.study import contest
from bot.teaching import teaches
from knowledge.grading import understood
from knowledge.models import Question
from knowledge.ports import Catalogue


async def start_together(
    command: StartTogether,
    origin: Origin,
    *,
    record: StudyRecord,
    choose: Choose,
    messenger: Messenger,
    live: LiveRounds,
    clock: Clock,
) -> Reply:
    if origin.direct:
        raise NotTogether(words.NOBODY_HERE)
    if not contest.FEWEST_SECONDS <= command.seconds <= contest.MOST_SECONDS:
        raise BadCommand(words.SECONDS_A_QUESTION)
    await _refuse_a_second(origin, record=record, live=live)
    found = await choose(command, origin)
    host = await record.learner(origin.identity)
    # Its channel is the LiveRound's: see QuizRound.
    id = await record.open_round(
        origin.space, "", host, found.topic, found.seed, found.questions, clock.now()
    )
    standing = LiveRound(id, origin.space, origin.channel, thread="", seconds=command.seconds)
    if not await record.open_live(standing):
        await record.end_round(id)
        await _refuse_a_second(origin, record=record, live=live)
        raise RoundUnderWay(words.ANOTHER_FIRST)
    await _opened(standing, words.title(found.topic), record=record, messenger=messenger)
    live.wake(id)
    round = QuizRound(id, origin.space, "", host, found.topic, found.seed, found.questions)
    return words.called(round, origin.identity.name, command.seconds, fewer=found.fewer)


async def answer_together(
    command: AnswerTogether,
    origin: Origin,
    *,
    record: StudyRecord,
    catalogue: Catalogue,
    live: LiveRounds,
    clock: Clock,
) -> Reply:
    """What counts is when it came: how long the grading takes is nobody's fault."""
    now = clock.now()
    round = await _round(command.round, origin, record=record)
    standing = await record.live(round.id)
    learner = await record.learner(origin.identity)
    if any((it.number, it.learner) == (command.number, learner) for it in round.responses):
        return words.first_stands()
    if standing is None or round.ended:
        return words.over()
    if not contest.is_open(standing, round, command.number, now):
        return words.late()
    asked = round.questions[command.number]
    if not understood(asked, command.response):
        raise BadCommand(asking.not_understood(asked), hint=asking.how_to_answer(asked))
    response = await _worth(asked, command, learner, now, standing, catalogue=catalogue)
    if not await record.add_response(round.id, response):
        return words.first_stands()
    if not response.correct:
        await learn_missed(asked, learner, origin.space, record=record, clock=clock)
    live.wake(round.id)
    return words.answer_in(len(contest.answers(round, command.number)) + 1)


async def stop_together(
    command: StopTogether, origin: Origin, *, record: StudyRecord, live: LiveRounds
) -> Reply:
    round = await _round(command.round, origin, record=record)
    if not await _may_stop(round, origin, record=record):
        raise NotTheTeacher(words.NOT_THE_HOST)
    if await record.live(round.id) is None:
        return words.over()
    await record.end_round(round.id)
    live.wake(round.id)
    return words.stopped()


async def _refuse_a_second(origin: Origin, *, record: StudyRecord, live: LiveRounds) -> None:
    """Raises RoundUnderWay where one stands there. One that nobody plays on is taken up again."""
    standing = await record.live_in(origin.space, origin.channel)
    if standing is None:
        return
    if standing.thread and standing.round not in live.playing:
        live.wake(standing.round)
    round = await record.round(origin.space, standing.round)
    raise RoundUnderWay(words.under_way(round, standing) if round else words.ANOTHER_FIRST)


async def _opened(standing: LiveRound, title: str, *, record: StudyRecord, messenger: Messenger) -> None:
    """The round's thread; where there can be none, nothing stays behind."""
    try:
        thread = await messenger.open_thread(standing.space, standing.channel, title)
        await record.move_live(replace(standing, thread=thread))
    except BaseException:
        await record.end_round(standing.round)
        await record.close_live(standing.round)
        raise


async def _round(id: RoundId, origin: Origin, *, record: StudyRecord) -> QuizRound:
    found = await record.round(origin.space, id)
    if found is None or not found.together:
        raise StaleButton("That round has passed.", hint="Call for a new one.")
    return found


async def _worth(
    asked: Question,
    command: AnswerTogether,
    learner: LearnerId,
    now: datetime,
    standing: LiveRound,
    *,
    catalogue: Catalogue,
) -> Response:
    grade = await graded(asked, command.response, catalogue=catalogue)
    response = Response(command.number, learner, grade.given, grade.verdict, at=now)
    taken = now - standing.asked_at if standing.asked_at else timedelta()
    won = contest.points(response.correct, taken=taken, allowed=contest.time_for(asked, standing.seconds))
    return replace(response, points=won)


async def _may_stop(round: QuizRound, origin: Origin, *, record: StudyRecord) -> bool:
    """The host, and whoever teaches there."""
    host = await record.learner(origin.identity) == round.learner
    return host or teaches(origin, await record.settings(origin.space))
