"""a topic and a count -> the questions of a round, alone or together"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.commands import DEFAULT_COUNT, StartQuiz, StartTogether
from bot.errors import BadCommand, NothingToQuiz
from bot.models import Origin
from bot.ports import Dice
from bot.spaces import Libraries
from bot.spending import Spending
from knowledge.models import LibraryId, Question
from knowledge.ports import Catalogue, ChatModel
from knowledge.questions import MOST, questions_for
from knowledge.quizzes.question_writer import QuestionWriter
from knowledge.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Chosen:
    """At least one question; `fewer` than were asked for."""

    topic: str
    seed: int
    questions: tuple[Question, ...]
    fewer: bool


Choose = Callable[[StartQuiz | StartTogether, Origin], Awaitable[Chosen]]


async def chosen(
    command: StartQuiz | StartTogether,
    origin: Origin,
    *,
    catalogue: Catalogue,
    dice: Dice,
    libraries: Libraries,
    shelf: Shelf,
    spending: Spending,
    chat: ChatModel | None,
) -> Chosen:
    studied = await libraries(origin.space)
    topic, count = command.topic, command.count
    if command.typed and await _is_a_name(command.typed, studied, shelf=shelf):
        topic, count = command.typed, DEFAULT_COUNT
    if not 1 <= count <= MOST:
        raise BadCommand(
            f"A quiz has 1 to {MOST} questions.", hint=f"Try {' '.join(f'/quiz {topic} 5'.split())}."
        )
    seed = dice.seed() if command.seed is None else command.seed
    find = partial(questions_for, topic, studied, catalogue=catalogue, count=count, seed=seed)
    questions = await find()
    if chat is not None and len(questions) < count:
        questions = await _filled_up(find, QuestionWriter(chat), origin, spending=spending) or questions
    if not questions:
        raise _nothing(topic)
    return Chosen(topic, seed, questions, len(questions) < count)


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


def _nothing(topic: str) -> NothingToQuiz:
    if not topic.strip():
        return NothingToQuiz(
            "There is nothing here to make questions of yet.",
            hint="A teacher adds lessons and words with /library add.",
        )
    return NothingToQuiz(f"I found nothing to ask about “{topic.strip()}”.")
