"""the first letters of a name -> the names"""

from functools import partial

from bot.spaces import libraries_of
from bot.suggesting import suggestions
from knowledge.shelf import Shelf
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_platform import origin
from tests.fakes.small_course import catalogue


async def _suggested(command: str, prefix: str, taught: MemoryCatalogue) -> tuple[str, ...]:
    libraries = partial(libraries_of, record=MemoryStudyRecord(), catalogue=taught)
    shelf = Shelf(catalogue=taught)
    return await suggestions(command, prefix, space=origin().space, shelf=shelf, libraries=libraries)


async def test_terms_complete_a_definition_and_lessons_a_lesson():
    taught = await catalogue()
    assert await _suggested("define", "l", taught) == ("Layer", "Learning rate", "Transfer learning")
    assert await _suggested("lesson", "fine", taught) == ("Fine-tuning step by step",)
    assert await _suggested("quiz", "fine", taught) == ("Fine-tuning step by step", "Fine-tuning")
    assert await _suggested("help", "fine", taught) == ()


async def test_a_lesson_and_a_term_of_one_name_are_one_topic_of_a_quiz():
    suggested = await _suggested("quiz", "transfer", await catalogue())
    assert [name.casefold() for name in suggested].count("transfer learning") == 1


async def test_before_the_first_ingest_there_is_nothing_to_suggest():
    assert await _suggested("define", "a", MemoryCatalogue()) == ()
