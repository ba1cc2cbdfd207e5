"""what is read often is held for a generation"""

from knowledge.models import Change, Library, LibraryId, SourceState, Term, TermSection
from knowledge.shelf import Shelf
from tests.fakes.memory_catalogue import MemoryCatalogue

COURSE = LibraryId("course")


def change(*names: str) -> Change:
    terms = tuple(Term(COURSE, f"{name}.md", name, (TermSection("", "Text."),)) for name in names)
    states = tuple(SourceState(one.source, "/course", "hash") for one in terms)
    return Change(Library(COURSE, "Course"), states, terms=terms)


async def test_the_glossary_is_held_until_the_generation_moves():
    catalogue = MemoryCatalogue()
    await catalogue.switch(change("Bias"))
    shelf = Shelf(catalogue=catalogue)
    held = await shelf.glossary((COURSE,))
    assert await shelf.glossary((COURSE,)) is held
    await catalogue.switch(change("Variance"))
    fresh = await shelf.glossary((COURSE,))
    assert {term.name for term in fresh.terms} == {"Bias", "Variance"}


async def test_each_choice_of_libraries_has_its_own_shelf():
    catalogue = MemoryCatalogue()
    await catalogue.switch(change("Bias"))
    shelf = Shelf(catalogue=catalogue)
    assert (await shelf.glossary((LibraryId("other"),))).terms == ()
    assert len((await shelf.glossary((COURSE,))).terms) == 1
