"""/quiz: topic -> questions, one at a time; response -> verdict, why and the next; at the end the score"""

import asyncio
from dataclasses import replace
from functools import partial

from bot.commands import AnswerQuestion, ClaimRight, NextQuestion, RetryMissed, StartQuiz, StopQuiz
from bot.errors import BadCommand, NothingToQuiz, StaleButton
from bot.handlers.learning import learn_missed, unlearn_missed
from bot.handlers.quiz_choosing import Choose
from bot.messages import quiz as words
from bot.messages.quiz import Place
from bot.models import Origin, QuizRound, Response, RoundId
from bot.ports import Clock, StudyRecord
from bot.replies import Part, Reply
from bot.study import rounds
from knowledge.grading import Grade, grade, understood
from knowledge.models import LessonHeading, Question
from knowledge.ports import Catalogue
from knowledge.quizzes.question_origin import heading_of
from knowledge.quizzes.quiz_topic import topic_of


async def start_quiz(
    command: StartQuiz, origin: Origin, *, record: StudyRecord, choose: Choose, clock: Clock
) -> Reply:
    found = await choose(command, origin)
    fewer = words.fewer(len(found.questions)) if found.fewer else ()
    return await _opened(origin, found.topic, found.seed, found.questions, fewer, record=record, clock=clock)


async def answer_question(
    command: AnswerQuestion, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    round = await _round(command.round, origin, record=record)
    number = rounds.next_number(round) if command.number is None else command.number
    if number is None or round.ended or rounds.response_to(round, number) is not None:
        return await _where(round, words.already(), catalogue=catalogue)
    asked = _question(round, number)
    if not understood(asked, command.response):
        raise BadCommand(words.not_understood(asked), hint=words.how_to_answer(asked))
    worth = await graded(asked, command.response, catalogue=catalogue)
    response = Response(number, round.learner, worth.given, worth.verdict, at=clock.now())
    if not await record.add_response(round.id, response):
        return await _where(
            await _round(round.id, origin, record=record), words.already(), catalogue=catalogue
        )
    if not response.correct:
        await learn_missed(asked, round.learner, origin.space, record=record, clock=clock)
    said = words.verdict(worth, asked, await place_of(asked, catalogue=catalogue))
    after = rounds.with_response(round, response)
    return await _went_on(after, said, record=record, catalogue=catalogue, clock=clock)


async def claim_right(
    command: ClaimRight, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    round = await _round(command.round, origin, record=record)
    response = rounds.response_to(round, command.number)
    if response is None or not (response.overridden or rounds.claimable(round, command.number)):
        raise StaleButton("There is no answer there to count as right.")
    if not response.overridden:
        await record.override(round.id, command.number, round.learner)
        await unlearn_missed(round.questions[command.number], response, record=record)
    after = rounds.with_claim(round, command.number)
    said = words.claimed(response.given)
    return await _went_on(after, said, record=record, catalogue=catalogue, clock=clock)


async def next_question(
    command: NextQuestion, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    return await _where(await _round(command.round, origin, record=record), (), catalogue=catalogue)


async def retry_missed(
    command: RetryMissed, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    """Of a round that was played together, each player gets their own."""
    round = await _played(command.round, origin, record=record)
    questions = tuple(one.question for one in rounds.missed(round))
    if not questions:
        raise NothingToQuiz("Nothing was missed in that quiz.", hint="Start a new one with /quiz.")
    return await _opened(origin, round.topic, rounds.RETRY, questions, (), record=record, clock=clock)


async def stop_quiz(
    command: StopQuiz, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, clock: Clock
) -> Reply:
    round = await _round(command.round, origin, record=record)
    await record.end_round(round.id)
    return words.summary(round, await _places(round, catalogue=catalogue))


async def _opened(
    origin: Origin,
    topic: str,
    seed: int,
    questions: tuple[Question, ...],
    said: tuple[Part, ...],
    *,
    record: StudyRecord,
    clock: Clock,
) -> Reply:
    """A new round and its first question; a round left open there is ended, so that plain lines have one."""
    learner = await record.learner(origin.identity)
    space, channel = origin.space, origin.channel
    if left := await record.open_round_of(space, channel, learner):
        await record.end_round(left.id)
    id = await record.open_round(space, channel, learner, topic, seed, questions, clock.now())
    return words.question(QuizRound(id, space, channel, learner, topic, seed, questions), 0, said)


async def _round(id: RoundId | None, origin: Origin, *, record: StudyRecord) -> QuizRound:
    learner = await record.learner(origin.identity)
    if id is None:
        found = await record.open_round_of(origin.space, origin.channel, learner)
        if found is None:
            raise BadCommand("No quiz is open here.", hint="Start one with /quiz.")
        return found
    found = await _held(id, origin, record=record)
    if found.together:
        raise StaleButton("That quiz is played together.", hint="Answer in its thread, while it lasts.")
    if found.learner != learner:
        raise StaleButton("That is someone else's quiz.", hint="Start your own with /quiz.")
    return found


async def _played(id: RoundId, origin: Origin, *, record: StudyRecord) -> QuizRound:
    """As this learner played it."""
    found = await _held(id, origin, record=record)
    if not found.together:
        return await _round(id, origin, record=record)
    if not found.ended:
        raise StaleButton("That quiz is still being played.", hint="Wait until it has ended.")
    learner = await record.learner(origin.identity)
    if not rounds.took_part(found, learner):
        raise StaleButton("You did not play in that quiz.", hint="Start your own with /quiz.")
    return replace(found, learner=learner)


async def _held(id: RoundId, origin: Origin, *, record: StudyRecord) -> QuizRound:
    found = await record.round(origin.space, id)
    if found is None:
        raise StaleButton("That quiz has passed.", hint="Start a new one with /quiz.")
    return found


def _question(round: QuizRound, number: int) -> Question:
    if not 0 <= number < len(round.questions):
        raise StaleButton("That question has passed.", hint="Start a new quiz with /quiz.")
    return round.questions[number]


async def graded(asked: Question, response: str, *, catalogue: Catalogue) -> Grade:
    terms = () if asked.options else await catalogue.terms((asked.library,))
    known = tuple(name for term in terms for name in (term.name, *term.aliases))
    return await asyncio.to_thread(grade, asked, response, known=known)


async def _went_on(
    round: QuizRound,
    said: tuple[Part, ...],
    *,
    record: StudyRecord,
    catalogue: Catalogue,
    clock: Clock,
) -> Reply:
    """The next question under what was said; after the last the summary, and the lesson's score is kept."""
    number = rounds.next_number(round)
    if number is not None and not round.ended:
        return words.question(round, number, said)
    await record.end_round(round.id)
    lesson = await _lesson_of(round, catalogue=catalogue)
    remark = ""
    if lesson is not None:
        remark = await _keep_score(round, lesson, record=record, clock=clock)
    return words.summary(round, await _places(round, catalogue=catalogue), said, remark)


async def _where(round: QuizRound, said: tuple[Part, ...], *, catalogue: Catalogue) -> Reply:
    number = rounds.next_number(round)
    if number is not None and not round.ended:
        return words.question(round, number, said)
    return words.summary(round, await _places(round, catalogue=catalogue), said)


async def _lesson_of(round: QuizRound, *, catalogue: Catalogue) -> LessonHeading | None:
    """The lesson that this whole round was the quiz of."""
    libraries = tuple(sorted({it.library for it in round.questions}))
    lesson = (await topic_of(round.topic, libraries, catalogue=catalogue)).lesson if round.topic else None
    if lesson is None:
        return None
    key = (lesson.library, lesson.source)
    authored = {it.id for it in await catalogue.questions((lesson.library,), lesson.source)}
    return lesson if rounds.stands_for(round, key, authored) else None


async def _keep_score(round: QuizRound, lesson: LessonHeading, *, record: StudyRecord, clock: Clock) -> str:
    """What is said of it."""
    share = rounds.score(round).share
    score = partial(rounds.scored, round=round.id, share=share)
    key = (lesson.library, lesson.source)
    return words.kept(
        lesson.title, round.id, share, await record.change_progress(round.learner, key, score, clock.now())
    )


async def _places(round: QuizRound, *, catalogue: Catalogue) -> dict[int, Place]:
    found = {one.number: await place_of(one.question, catalogue=catalogue) for one in rounds.missed(round)}
    return {number: place for number, place in found.items() if place is not None}


async def place_of(asked: Question, *, catalogue: Catalogue) -> Place | None:
    """Title, heading and address of what a question stands on; None where it is gone."""
    lesson = await catalogue.lesson(asked.library, asked.source)
    if lesson is not None:
        heading = await asyncio.to_thread(heading_of, asked, lesson)
        return Place(lesson.title, heading, lesson.url)
    term = await catalogue.term(asked.library, asked.source)
    return Place(term.name, asked.heading, term.url) if term is not None else None
