"""a Markdown page of many terms -> its entries

Told apart in this order, the first that gives two entries wins: tables with a column for the term and one for
the definition; headings that are terms; "**Term**: text" and "Term\\n: text" as paragraphs or list items.
Headings of one letter ("A", "0-9") and those above the terms' own are no terms; the latter are categories.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.loaders.columns import cut_names, names_columns, row_entries
from ingest.loaders.entries import Entry
from ingest.loaders.inline_entries import Item, items_of
from ingest.markdown import Block, blocks, lines, plain
from knowledge.models import RelatedTerm, TermSection

_LETTERS = re.compile(r"(?:\W*\w\W*|[A-Z0-9]\W{1,3}[A-Z0-9]|numbers?|symbols?|#)", re.IGNORECASE)
_NO_TERMS = {
    *(
        "introduction",
        "overview",
        "about",
        "contents",
        "table of contents",
        "references",
        "see also",
        "sources",
    ),
    *(
        "further reading",
        "license",
        "licence",
        "contributing",
        "notes",
        "summary",
        "acknowledgements",
        "glossary",
    ),
    *("how to use this glossary", "index", "credits", "terms", "definitions", "key terms"),
}
_META = re.compile(
    r"\W*(?P<name>see also|related(?: terms| concepts)?|also (?:known as|called)|aliases|alias|aka|synonyms?"
    r"|abbreviations?|acronym|category|topic)\b[*_]*\s*:[*_]*\s*(?P<rest>.+)",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^}]*\}\s*$")
_ANCHOR = re.compile(r"\{#([\w-]+)[^}]*\}\s*$")
_LONGEST_NAME = 80
_FEWEST = 5
_MOST_ASIDE = 0.1


def entries_of_page(body: str, language: str, title: str = "") -> tuple[Entry, ...]:
    """At least two, or none."""
    page = _Page(body, title)
    for read in (_by_tables, _by_headings, _by_items):
        entries = tuple(read(page, language))
        if len(entries) > 1:
            return entries
    return ()


def entries_of_tables(body: str, language: str) -> tuple[Entry, ...]:
    """Of a page that holds hardly a word outside of its tables of terms; else none."""
    page = _Page(body, "")
    entries = tuple(_by_tables(page, language))
    held = sum(len(part.text) for entry in entries for part in entry.sections)
    return entries if len(entries) >= _FEWEST and _aside(page) <= held * _MOST_ASIDE else ()


def card_of(name: str, text: str) -> Entry:
    """One term's own text: what comes before its first heading, then a section for each heading."""
    page = _Page(text, name)
    headings = [block for block in page.blocks if block.kind == "heading" and not page.is_title(block)]
    top = min((heading.level for heading in headings), default=0)
    cuts = [heading for heading in headings if heading.level == top]
    return _with_meta(Entry(name, tuple(_card_sections(page, cuts))))


class _Page:
    def __init__(self, body: str, title: str) -> None:
        self.lines = lines(body)
        self.blocks = blocks(body)
        self.title = title
        self._first = next((block for block in self.blocks if block.kind == "heading"), None)

    def text(self, start: int, end: int) -> str:
        return "".join(self.lines[start:end]).strip("\n").rstrip()

    def is_title(self, heading: Block) -> bool:
        """The first heading, where it is the page's only one of the first level or says its name."""
        tops = [block for block in self.blocks if block.kind == "heading" and block.level == 1]
        return heading is self._first and (tops == [heading] or plain(heading.content) == self.title)

    def sections(self) -> Iterator[tuple[Block | None, list[Block]]]:
        """Each heading with the blocks under it, the headless top first."""
        heading: Block | None = None
        under: list[Block] = []
        for block in self.blocks:
            if block.kind == "heading":
                yield heading, under
                heading, under = block, []
            else:
                under.append(block)
        yield heading, under


def _card_sections(page: _Page, cuts: Sequence[Block]) -> Iterator[TermSection]:
    ends = [*(cut.start for cut in cuts), len(page.lines)]
    start = 0
    if page.blocks and page.blocks[0].kind == "heading" and page.is_title(page.blocks[0]):
        start = page.blocks[0].end
    if lead := page.text(start, ends[0]):
        yield TermSection("", lead)
    for cut, end in zip(cuts, ends[1:], strict=True):
        if text := page.text(cut.end, end):
            yield TermSection(plain(_ATTRIBUTES.sub("", cut.content)), text)


def _by_tables(page: _Page, language: str) -> Iterator[Entry]:
    for heading, under in page.sections():
        for block in under:
            if block.kind == "table":
                rows = [[cell.content for cell in row.children] for row in block.children]
                rows[0] = [plain(cell) for cell in rows[0]]
                if names_columns(rows[0]):
                    found = row_entries(rows, language)
                    yield from (_in_category(entry, heading, page) for entry in found)


def _by_items(page: _Page, language: str) -> Iterator[Entry]:
    for heading, under in page.sections():
        for item in items_of(under, page.lines):
            yield _in_category(_of_item(item), heading, page)


def _of_item(item: Item) -> Entry:
    sections = (TermSection("", item.text),) if item.text else ()
    return _with_meta(Entry(item.name, sections, aliases=item.aliases))


def _by_headings(page: _Page, language: str) -> Iterator[Entry]:
    headings = [block for block in page.blocks if block.kind == "heading" and not page.is_title(block)]
    terms = [heading for heading in headings if _can_be_term(heading)]
    if not terms:
        return
    level = _term_level(terms)
    above: Block | None = None
    for number, heading in enumerate(headings):
        if heading.level < level:
            above = heading
        elif heading.level == level and _can_be_term(heading):
            following = (later.start for later in headings[number + 1 :] if later.level <= level)
            text = page.text(heading.end, next(following, len(page.lines)))
            name = _ATTRIBUTES.sub("", heading.content).strip()
            anchor = _ANCHOR.search(heading.content)
            yield _in_category(replace(card_of(name, text), key=anchor[1] if anchor else ""), above, page)


def _can_be_term(heading: Block) -> bool:
    words = plain(heading.content)
    return (
        0 < len(words) <= _LONGEST_NAME
        and not _LETTERS.fullmatch(words)
        and words.lower().strip(":") not in _NO_TERMS
        and not words.endswith("?")
    )


def _term_level(terms: Sequence[Block]) -> int:
    """The level with the most different headings: parts of a card ("Example") come again under each term."""
    names: dict[int, Counter[str]] = {}
    for term in terms:
        names.setdefault(term.level, Counter())[plain(term.content).lower()] += 1
    return max(sorted(names), key=lambda level: len(names[level]))


def _in_category(entry: Entry, heading: Block | None, page: _Page) -> Entry:
    if entry.category or heading is None or page.is_title(heading) or not _can_be_term(heading):
        return entry
    return replace(entry, category=plain(_ATTRIBUTES.sub("", heading.content)))


def _with_meta(entry: Entry) -> Entry:
    """ "Also known as: …", "See also: …" and their like, on lines of their own, become what they say."""
    sections: list[TermSection] = []
    for section in entry.sections:
        kept: list[str] = []
        for line in section.text.split("\n"):
            match = _META.fullmatch(line) if len(section.text) > len(line) else None
            if match:
                entry = _told(entry, match["name"].lower(), plain(match["rest"]))
            else:
                kept.append(line)
        if text := "\n".join(kept).strip("\n").rstrip():
            sections.append(replace(section, text=text))
    return replace(entry, sections=tuple(sections))


def _told(entry: Entry, name: str, rest: str) -> Entry:
    names = cut_names(rest.rstrip("."))
    if name.startswith(("see", "related")):
        return replace(entry, related=(*entry.related, *(RelatedTerm(term) for term in names)))
    if name in ("category", "topic"):
        return replace(entry, category=entry.category or rest)
    return replace(entry, aliases=(*entry.aliases, *names))


def _aside(page: _Page) -> int:
    """How many characters stand outside of tables and headings."""
    blocks = [block for block in page.blocks if block.kind not in ("heading", "hr", "table")]
    return sum(len(page.text(block.start, block.end)) for block in blocks)
