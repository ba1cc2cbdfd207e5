"""one command of a shell -> what it prints and its exit code; each query stands alone, nothing is kept"""

import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.commandline import scripting
from bot.commandline.lines import answer_lines
from bot.commandline.scripting import Json
from bot.dispatcher import attempted, new_error_id
from bot.errors import BadCommand, NothingToQuiz
from bot.models import ConversationId, Turn
from bot.opening import opened_knowledge
from bot.replies import Heading, Paragraph, Reply, paragraph, plain
from bot.settings import Settings
from knowledge.errors import NothingIngested
from knowledge.models import Answer, LibraryId, Match, Passage, Question, Term
from knowledge.ports import Catalogue
from knowledge.shelf import Shelf
from knowledge.wiring import Knowledge

DONE, NOTHING_DONE = 0, 1
STDIN = "-"


async def ask(settings: Settings, question: str, *, lesson: str, as_json: bool) -> int:
    async with opened_knowledge(settings) as knowledge:
        answer = partial(_answer, knowledge=knowledge, shelf=knowledge.shelf, lesson=lesson)
        if question == STDIN:
            return await _each_line(settings, partial(_timed, answer), "Write a question in each line.")
        if as_json:
            return await _one_json(settings, question, partial(_timed, answer))
        from bot.messages import answers

        return _drawn(answers.answered(_turn(await answer(_filled(question))), private=False))


async def define(settings: Settings, word: str, *, as_json: bool) -> int:
    async with opened_knowledge(settings) as knowledge:
        look_up = partial(_look_up, knowledge=knowledge, shelf=knowledge.shelf)

        async def one(query: str) -> Json:
            return scripting.definition(query, *await look_up(query))

        if word == STDIN:
            return await _each_line(settings, one, "Write a word in each line.")
        if as_json:
            return await _one_json(settings, word, one)
        from bot.messages import terms

        match, term = await look_up(_filled(word))
        if term:
            return _drawn(terms.card(term, match, word, terms.Around()))
        return _drawn(await _unknown(word, match, knowledge))


async def search(settings: Settings, query: str, *, k: int, as_json: bool) -> int:
    async with opened_knowledge(settings) as knowledge:
        find = partial(_find, knowledge=knowledge, k=k)

        async def one(words: str) -> Json:
            return scripting.passages(words, await find(words))

        if query == STDIN:
            return await _each_line(settings, one, "Write a query in each line.")
        if as_json:
            return await _one_json(settings, query, one)
        return _drawn(_listed(await find(_filled(query))))


async def quiz(settings: Settings, topic: str, *, count: int, seed: int) -> int:
    async with opened_knowledge(settings) as knowledge:

        async def one(words: str) -> Json:
            return scripting.questions(await _questions(words, knowledge, count, seed))

        return await _one_json(settings, topic, one)


async def _each_line(settings: Settings, one: Callable[[str], Awaitable[Json]], hint: str) -> int:
    attempt = partial(attempted, new_id=new_error_id, program=settings.program)
    return await answer_lines(sys.stdin, sys.stdout, one, hint=hint, attempt=attempt)


async def _one_json(settings: Settings, query: str, one: Callable[[str], Awaitable[Json]]) -> int:
    found = await attempted(one(query), new_id=new_error_id, program=settings.program)
    code = DONE if isinstance(found, dict) else NOTHING_DONE
    told = found if isinstance(found, dict) else scripting.failure(query, *found)
    sys.stdout.write(scripting.line(told) + "\n")
    return code


async def _timed(answer: Callable[[str], Awaitable[Answer]], question: str) -> Json:
    started = time.perf_counter()
    made = await answer(_filled(question))
    return scripting.answer(made, time.perf_counter() - started)


async def _answer(question: str, *, knowledge: Knowledge, shelf: Shelf, lesson: str) -> Answer:
    libraries, source = await shelf.kept_to(lesson, await _libraries(knowledge.catalogue))
    return [answer async for answer in knowledge.answerer.answer(question, libraries, source=source)][-1]


async def _look_up(word: str, *, knowledge: Knowledge, shelf: Shelf) -> tuple[Match, Term | None]:
    glossary = await shelf.glossary(await _libraries(knowledge.catalogue))
    match = glossary.find(_filled(word))
    term = await knowledge.catalogue.term(match.term.library, match.term.source) if match.term else None
    return match, glossary.linked(term) if term else None


async def _unknown(word: str, match: Match, knowledge: Knowledge) -> Reply:
    libraries = await _libraries(knowledge.catalogue)
    lessons = await knowledge.catalogue.lessons(libraries)
    from bot.messages import terms
    from knowledge.explains import lesson_about

    lesson = lesson_about(word, await knowledge.retriever.find(word, libraries), lessons)
    return terms.unknown(word, match.suggestions, lesson)


async def _find(words: str, *, knowledge: Knowledge, k: int) -> tuple[Passage, ...]:
    return await knowledge.retriever.find(_filled(words), await _libraries(knowledge.catalogue), k=k)


async def _questions(topic: str, knowledge: Knowledge, count: int, seed: int) -> tuple[Question, ...]:
    from knowledge.questions import questions_for

    catalogue, writer = knowledge.catalogue, None
    if knowledge.chat is not None:
        from knowledge.quizzes.question_writer import QuestionWriter

        writer = QuestionWriter(knowledge.chat)
    libraries = await _libraries(catalogue)
    made = await questions_for(topic, libraries, catalogue=catalogue, count=count, seed=seed, writer=writer)
    if not made:
        raise NothingToQuiz(f"There is nothing to make questions of on “{topic}”.")
    return made


async def _libraries(catalogue: Catalogue) -> tuple[LibraryId, ...]:
    libraries = tuple(library.slug for library in await catalogue.libraries())
    if not libraries:
        raise NothingIngested("There are no lessons here yet.")
    return libraries


def _filled(query: str) -> str:
    if not query.strip():
        raise BadCommand("There is nothing to look for.", hint="Write a question or a word.")
    return query.strip()


def _turn(answer: Answer) -> Turn:
    return Turn(ConversationId(0), 1, answer)


def _listed(passages: tuple[Passage, ...]) -> Reply:
    from bot.markup import parts_of

    if not passages:
        return Reply((paragraph("Nothing was found."),))
    found = (
        (
            Heading(plain(" › ".join((one.chunk.title, *one.chunk.heading))), 3),
            *parts_of(one.chunk.text),
            Paragraph(plain(f"{one.chunk.source}, {one.score:.4f}"), "quiet"),
        )
        for one in passages
    )
    return Reply(tuple(part for parts in found for part in parts))


def _drawn(reply: Reply) -> int:
    """Without what can be chosen: the process ends here."""
    from bot.platforms.terminal.drawing import draw
    from bot.platforms.terminal.piped import console_for

    draw(replace(reply, buttons=()), console_for(sys.stdout))
    return DONE
