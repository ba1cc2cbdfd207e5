"""entries of a glossary -> Terms, aliases for other files, notes"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.loaders.entries import Entry
from ingest.loaders.loaded import Loaded
from ingest.loaders.naming import is_qualifier, other_names
from ingest.loaders.pointers import resolve, see_of
from ingest.markdown import plain, self_contained
from ingest.slugs import slug_of
from ingest.sources import SourceFile
from knowledge.models import LibraryId, RelatedTerm, Term

_PLACEHOLDER = re.compile(
    r"\W*(?:(?:todo|tbd|tba|tbc|fixme|n\W?a|none|stub|placeholder|coming soon|no definition(?: yet)?"
    r"|definition|to be (?:defined|done|added|written))\W*){0,3}",
    re.IGNORECASE,
)
_SHOWN = 5


def terms_of(
    entries: Sequence[Entry], file: SourceFile, library: LibraryId, *, alone: bool = False
) -> Loaded:
    """`alone` where the file is one term's own: its source is then the file's, else `file#slug`.

    An entry without text is never a Term: one that says "see X" gives its names to X, any other a note."""
    merged = _merged(_clean(entry) for entry in entries if entry.name.strip())
    told = [entry for entry in merged if entry.sections]
    bare = [entry for entry in merged if not entry.sections]
    further, left = resolve([entry for entry in bare if entry.see], told)
    sources = [file.source] if alone and len(told) == 1 else _sources(told, file.source)
    shared = _shared_names(told)
    terms = [
        _term(entry, source, library, [*_own_names(entry, shared), *further.get(entry.name, [])])
        for entry, source in zip(told, sources, strict=True)
    ]
    return Loaded(
        terms=tuple(_linked(terms, told)),
        aliases=left,
        notes=_notes([entry.name for entry in bare if not entry.see]),
    )


def _clean(entry: Entry) -> Entry:
    """Without sections that say nothing; one alone that points elsewhere becomes `see`."""
    name = plain(entry.name) or entry.name.strip()
    kept = [part for part in entry.sections if not _PLACEHOLDER.fullmatch(plain(part.text))]
    see = see_of(kept[0].text) if len(kept) == 1 else None
    if see:
        return replace(entry, name=name, sections=(), see=entry.see or see)
    sections = tuple(replace(part, text=self_contained(part.text).strip()) for part in kept)
    return replace(entry, name=name, sections=sections)


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """Two entries of one name are one, with the sections of both."""
    merged: dict[str, Entry] = {}
    for entry in entries:
        key = entry.name.casefold()
        merged[key] = _together(merged[key], entry) if key in merged else entry
    return list(merged.values())


def _together(one: Entry, other: Entry) -> Entry:
    texts = {part.text for part in one.sections}
    return replace(
        one,
        sections=(*one.sections, *(part for part in other.sections if part.text not in texts)),
        aliases=(*one.aliases, *other.aliases),
        category=one.category or other.category,
        related=(*one.related, *other.related),
        see=one.see or other.see,
    )


def _sources(entries: Sequence[Entry], source: str) -> list[str]:
    taken: Counter[str] = Counter()
    sources = []
    for entry in entries:
        slug = slug_of(entry.name) or "term"
        taken[slug] += 1
        number = taken[slug]
        sources.append(f"{source}#{slug}" if number == 1 else f"{source}#{slug}--{number}")
    return sources


def _shared_names(entries: Sequence[Entry]) -> frozenset[str]:
    """Names without their brackets that more than one entry would answer to: "variable (data)" and others."""
    bare = Counter(slug_of(other_names(entry.name)[-1]) for entry in entries if is_qualifier(entry.name))
    whole = {slug_of(entry.name) for entry in entries}
    return frozenset(name for name, count in bare.items() if count > 1 or name in whole)


def _own_names(entry: Entry, shared: frozenset[str]) -> list[str]:
    derived = [name for name in other_names(entry.name) if slug_of(name) not in shared]
    return [*entry.aliases, *derived]


def _term(entry: Entry, source: str, library: LibraryId, names: Sequence[str]) -> Term:
    aliases: dict[str, str] = {}
    for name in map(plain, names):
        aliases.setdefault(name.casefold(), name)
    for unwanted in ("", entry.name.casefold()):
        aliases.pop(unwanted, None)
    return Term(
        library=library,
        source=source,
        name=entry.name,
        sections=entry.sections,
        aliases=tuple(aliases.values()),
        category=entry.category,
        related=entry.related,
        url=entry.url,
    )


def _linked(terms: Sequence[Term], entries: Sequence[Entry]) -> Iterable[Term]:
    """References by a key of the file become the names that they stand for; none to the term itself."""
    names = _names_by_key(entries)
    for term in terms:
        related = {
            item.term.casefold(): item
            for item in (RelatedTerm(names.get(slug_of(r.term), r.term), r.why) for r in term.related)
            if item.term.casefold() != term.name.casefold()
        }
        yield replace(term, related=tuple(related.values()))


def _names_by_key(entries: Sequence[Entry]) -> Mapping[str, str]:
    return {slug_of(entry.key): entry.name for entry in entries if entry.key}


def _notes(stubs: Sequence[str]) -> tuple[str, ...]:
    if not stubs:
        return ()
    if len(stubs) == 1:
        return (f"“{stubs[0]}” has no text yet: it was left out.",)
    shown = ", ".join(stubs[:_SHOWN]) + (" …" if len(stubs) > _SHOWN else "")
    return (f"{len(stubs)} entries have no text yet and were left out: {shown}",)
