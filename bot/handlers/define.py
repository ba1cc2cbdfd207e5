"""/define: word -> its card, or what is near and the lesson that explains it"""

from collections.abc import Awaitable, Callable

from bot.commands import Define
from bot.errors import BadCommand
from bot.messages import terms
from bot.models import Origin
from bot.replies import Reply
from bot.spaces import Libraries
from knowledge.explains import lesson_about
from knowledge.glossary import Glossary
from knowledge.models import LibraryId, Match, Passage
from knowledge.ports import Catalogue
from knowledge.shelf import Shelf

Find = Callable[[str, tuple[LibraryId, ...]], Awaitable[tuple[Passage, ...]]]
"""The retriever's `find`, taken alone so that a known word needs neither index nor embedder."""


async def define(
    command: Define, origin: Origin, *, shelf: Shelf, catalogue: Catalogue, find: Find, libraries: Libraries
) -> Reply:
    if not command.word.strip():
        raise BadCommand("There is no word in that.", hint="Write one after /define.")
    studied = await libraries(origin.space)
    glossary = await shelf.glossary(studied)
    match = glossary.find(command.word)
    term = await catalogue.term(match.term.library, match.term.source) if match.term else None
    if term is None:
        return await _unknown(command.word.strip(), match, studied, shelf=shelf, find=find)
    return terms.card(glossary.linked(term), match, command.word.strip(), _around(match, glossary))


def _around(match: Match, glossary: Glossary) -> terms.Around:
    return terms.Around(*glossary.around(match.term)) if match.term else terms.Around()


async def _unknown(
    word: str, match: Match, studied: tuple[LibraryId, ...], *, shelf: Shelf, find: Find
) -> Reply:
    lessons = (await shelf.contents(studied)).lessons
    lesson = lesson_about(word, await find(word, studied), lessons)
    return terms.unknown(word, match.suggestions, lesson)
