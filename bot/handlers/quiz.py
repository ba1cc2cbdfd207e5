"""/quiz: topic -> questions, one at a time; response -> verdict, why and the next; at the end the score"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bot.commands import AnswerQuestion, ClaimRight, NextQuestion, RetryMissed, StartQuiz, StopQuiz
from bot.errors import BadCommand, NothingToQuiz, StaleButton
from bot.messages import quiz as words
from bot.messages.quiz import Place
from bot.models import Origin, QuizRound, Response, RoundId
from bot.ports import Clock, Dice, StudyRecord
from bot.replies import Part, Reply
from bot.spaces import Libraries
from bot.spending import Spending
from bot.study import rounds
from knowledge.grading import Grade, grade, understood
from knowledge.models import LessonHeading, LibraryId, Question
from knowledge.ports import Catalogue, ChatModel
from knowledge.questions import MOST, questions_for
from knowledge.quizzes.question_origin import heading_of
from knowledge.quizzes.question_writer import QuestionWriter
from knowledge.quizzes.quiz_topic import topic_of
from knowledge.shelf import Shelf


async def start_quiz(
    command: StartQuiz,
    origin: Origin,
    *,
    record: StudyRecord,
    catalogue: Catalogue,
    clock: Clock,
    dice: Dice,
    libraries: Libraries,
    shelf: Shelf,
    spending: Spending,
    chat: ChatModel | None,
) -> Reply:
    studied = await libraries(origin.space)
    if command.typed and await _is_a_name(command.typed, studied, shelf=shelf):
        command = StartQuiz(command.typed, seed=command.seed)
    if not 1 <= command.count <= MOST:
        raise BadCommand(
            f"A quiz has 1 to {MOST} questions.", hint=f"Try {' '.join(f'/quiz {command.topic} 5'.split())}."
        )
    seed = dice.seed() if command.seed is None else command.seed
    find = partial(questions_for, command.topic, studied, catalogue=catalogue, count=command.count, seed=seed)
    questions = await find()
    if chat is not None and len(questions) < command.count:
        questions = await _filled_up(find, QuestionWriter(chat), origin, spending=spending) or questions
    if not questions:
        raise _nothing(command.topic)
    fewer = words.fewer(len(questions)) if len(questions) < command.count else ()
    return await _opened(origin, command.topic, seed, questions, fewer, record=record, clock=clock)


async def _filled_up(
    find: Callable[..., Awaitable[tuple[Question, ...]]],
    writer: QuestionWriter,
    origin: Origin,
    *,
    spending: Spending,
) -> tuple[Question, ...]:
    """With some of the language model's; empty where there is no budget for it."""
    async with spending.one_request(origin) as cost:
        if cost is None:
            return ()
        try:
            return await find(writer=writer)
        finally:
            cost.tokens, cost.asked = writer.tokens, writer.asked


async def _is_a_name(typed: str, studied: tuple[LibraryId, ...], *, shelf: Shelf) -> bool:
    """Of a lesson, a term or a track, as it is written."""
    contents, glossary = await shelf.contents(studied), await shelf.glossary(studied)
    tracks = {track.casefold() for track, _ in contents.tracks()}
    named = contents.known(typed) is not None or typed.casefold() in tracks
    return named or glossary.find(typed).kind in ("exact", "alias")


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
    graded = await _graded(asked, command.response, catalogue=catalogue)
    response = Response(number, round.learner, graded.given, graded.verdict, at=clock.now())
    if not await record.add_response(round.id, response):
        return await _where(
            await _round(round.id, origin, record=record), words.already(), catalogue=catalogue
        )
    said = words.verdict(graded, asked, await _place(asked, catalogue=catalogue))
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
    round = await _round(command.round, origin, record=record)
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
            raise BadCommand("No quiz is open here.", hint="Start one with /quiz, or /quiz TOPIC 5.")
        return found
    found = await record.round(origin.space, id)
    if found is None:
        raise StaleButton("That quiz has passed.", hint="Start a new one with /quiz.")
    if found.learner != learner:
        raise StaleButton("That is someone else's quiz.", hint="Start your own with /quiz.")
    return found


def _question(round: QuizRound, number: int) -> Question:
    if not 0 <= number < len(round.questions):
        raise StaleButton("That question has passed.", hint="Start a new quiz with /quiz.")
    return round.questions[number]


async def _graded(asked: Question, response: str, *, catalogue: Catalogue) -> Grade:
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
        await _keep_score(round, lesson, record=record, clock=clock)
        remark = words.kept(lesson.title)
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


async def _keep_score(round: QuizRound, lesson: LessonHeading, *, record: StudyRecord, clock: Clock) -> None:
    key = (lesson.library, lesson.source)
    before = next((it for it in await record.progress(round.learner) if (it.library, it.source) == key), None)
    progress = rounds.scored(before, key, rounds.score(round).share)
    await record.set_progress(round.learner, progress, clock.now())


async def _places(round: QuizRound, *, catalogue: Catalogue) -> dict[int, Place]:
    found = {one.number: await _place(one.question, catalogue=catalogue) for one in rounds.missed(round)}
    return {number: place for number, place in found.items() if place is not None}


async def _place(asked: Question, *, catalogue: Catalogue) -> Place | None:
    """Title, heading and address of what a question stands on; None where it is gone."""
    lesson = await catalogue.lesson(asked.library, asked.source)
    if lesson is not None:
        heading = await asyncio.to_thread(heading_of, asked, lesson)
        return Place(lesson.title, heading, lesson.url)
    term = await catalogue.term(asked.library, asked.source)
    return Place(term.name, asked.heading, term.url) if term is not None else None


def _nothing(topic: str) -> NothingToQuiz:
    if not topic.strip():
        return NothingToQuiz(
            "There is nothing here to make questions of yet.", hint="Ingest a lesson or a glossary."
        )
    return NothingToQuiz(f"I found nothing to ask about “{topic.strip()}”.")
