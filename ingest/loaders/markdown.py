"""Markdown file -> a lesson, a term, or a glossary of terms

A file is a lesson unless something says otherwise, in this order:
- front matter `type: lesson` or `type: glossary`, or fields that only lessons have (quiz, track, minutes …);
- front matter `term:` (anywhere), or in a folder called glossary or terms a title or a glossary's
  fields: one term;
- a page called a glossary (its file, its title, or its folder) that holds at least two entries;
- any page that is nothing but a table of terms with definitions: five or more, and hardly a word beside;
- in a folder called glossary or terms, a page with at most one heading of the first level: one term, called
  after it.
A lesson with bold words and colons, or with a heading for each concept, matches none of these.
"""

from dataclasses import replace

from ingest.formats import in_glossary_folder, named_glossary
from ingest.loaders.columns import ALIASES, RELATED, cut_names, related_of
from ingest.loaders.course import Course
from ingest.loaders.decoding import Page, page_of, text_of
from ingest.loaders.entries import Entry
from ingest.loaders.fields import Fields
from ingest.loaders.glossary_page import card_of, entries_of_page, entries_of_tables
from ingest.loaders.lesson import lesson_of
from ingest.loaders.loaded import Loaded
from ingest.loaders.terms import terms_of
from ingest.markdown import blocks, plain
from ingest.slugs import NAMELESS
from ingest.sources import SourceFile
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId

_LESSON_FIELDS = ("quiz", "track", "minutes", "order", "challenges", "steps", "requires")
_TERM_FIELDS = ("title", "aliases", "synonyms", "category", "related", "related_terms")


def load_markdown(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    page = page_of(text_of(file.path.read_bytes()))
    fields = Fields(page.front, list(page.notes))
    if _one_term(file, fields):
        loaded = _term(file, library, fields, page)
    elif entries := _glossary(file, fields, page, course):
        loaded = terms_of(entries, file, library)
    elif _bare_term(file, fields, page):
        loaded = _term(file, library, fields, page)
    elif page.body.strip():
        loaded = Loaded(lessons=(lesson_of(file, library, course, fields, page.body),))
    else:
        raise UnreadableSource("It has front matter, but no text under it.")
    return replace(loaded, notes=(*fields.notes, *loaded.notes))


def _is_lesson(fields: Fields) -> bool:
    return fields.text("type").lower() == "lesson" or any(name in fields for name in _LESSON_FIELDS)


def _one_term(file: SourceFile, fields: Fields) -> bool:
    if "term" in fields:
        return True
    if _is_lesson(fields) or file.path.stem.lower() in NAMELESS:
        return False
    return in_glossary_folder(file.source, file.root) and any(name in fields for name in _TERM_FIELDS)


def _bare_term(file: SourceFile, fields: Fields, page: Page) -> bool:
    """One file a term, without front matter: its heading is the term."""
    if _is_lesson(fields) or not in_glossary_folder(file.source, file.root):
        return False
    tops = [block for block in blocks(page.body) if block.kind == "heading" and block.level == 1]
    return file.path.stem.lower() not in NAMELESS and len(tops) <= 1


def _glossary(file: SourceFile, fields: Fields, page: Page, course: Course) -> tuple[Entry, ...]:
    """The page's entries, where it is a glossary; else none."""
    if _is_lesson(fields):
        return ()
    title = fields.text("title") or _heading(page.body)
    if fields.text("type").lower() == "glossary" or _promised(file, title):
        return entries_of_page(page.body, course.language, title)
    return entries_of_tables(page.body, course.language)


def _promised(file: SourceFile, title: str) -> bool:
    stem = file.path.stem
    in_folder = in_glossary_folder(file.source, file.root) and stem.lower() not in NAMELESS
    return named_glossary(stem) or named_glossary(title) or in_folder


def _heading(body: str) -> str:
    return next((plain(block.content) for block in blocks(body) if block.kind == "heading"), "")


def _term(file: SourceFile, library: LibraryId, fields: Fields, page: Page) -> Loaded:
    name = (
        fields.text("term", "title")
        or _heading(page.body)
        or file.path.stem.replace("-", " ").replace("_", " ")
    )
    card = card_of(name, page.body)
    entry = replace(
        card,
        aliases=(*_aliases(fields), *card.aliases),
        category=fields.text("category", "topic") or card.category,
        related=(*related_of(fields.raw(*RELATED)), *card.related),
        key=file.path.stem,
        url=fields.text("url"),
    )
    return terms_of([entry], file, library, alone=True)


def _aliases(fields: Fields) -> tuple[str, ...]:
    return tuple(alias for name in ALIASES for alias in cut_names(fields.raw(name)))
