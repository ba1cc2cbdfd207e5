"""Show the passage: a round's question -> the passage that its answer stands on"""

import asyncio

from bot.commands import ShowQuizPassage
from bot.errors import StaleButton
from bot.messages import quiz as words
from bot.models import Origin
from bot.ports import StudyRecord
from bot.replies import Reply
from bot.spaces import Libraries
from bot.study import rounds
from knowledge.models import Chunk, Question
from knowledge.ports import Catalogue
from knowledge.quizzes.question_origin import heading_of, passage_of


async def show_quiz_passage(
    command: ShowQuizPassage,
    origin: Origin,
    *,
    record: StudyRecord,
    catalogue: Catalogue,
    libraries: Libraries,
) -> Reply:
    """Only of a question that the learner has answered: the passage of an open one is its answer."""
    round = await record.round(origin.space, command.round)
    learner = await record.learner(origin.identity)
    number = command.number
    if round is None or round.together or round.learner != learner or not 0 <= number < len(round.questions):
        raise StaleButton("That quiz is not here any more.", hint="Start a new one with /quiz.")
    if rounds.response_to(round, number) is None:
        raise StaleButton("That question is still open.", hint="Answer it first, or skip it.")
    asked = round.questions[number]
    if asked.library not in await libraries(origin.space):
        raise StaleButton("That passage is of a library that is not studied here any more.")
    chunk = await passage_for(asked, catalogue=catalogue)
    if chunk is None:
        raise StaleButton("That lesson has changed since, and the passage is gone.")
    return words.passage(chunk)


async def passage_for(asked: Question, *, catalogue: Catalogue) -> Chunk | None:
    """None where its source is gone."""
    chunks = await catalogue.chunks_of(asked.library, asked.source)
    lesson = await catalogue.lesson(asked.library, asked.source)
    heading = await asyncio.to_thread(heading_of, asked, lesson) if lesson else asked.heading
    return await asyncio.to_thread(passage_of, asked, chunks, heading)
