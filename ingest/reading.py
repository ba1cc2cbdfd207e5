"""changed files -> what is put into the library anew, with aliases of files that stayed the same"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.aliases import Stub, with_aliases
from ingest.holding import Holding
from ingest.loaders import Course, Loaded, load
from ingest.progress import Progress
from ingest.settled import kept
from ingest.sources import Difference, Skipped, SourceFile, compare, find
from knowledge.errors import UnreadableSource
from knowledge.models import SourceState, Term
from knowledge.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Item:
    """One file and what it gave."""

    state: SourceState
    loaded: Loaded


@dataclass(frozen=True, slots=True)
class Reading:
    """`items` replace what the library holds of their files; `read` counts the files that were changed."""

    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...]
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """`given` are the roots of this run, `courses` those of all roots that there are."""

    before: Holding
    given: frozenset[str]
    courses: Mapping[str, Course]
    catalogue: Catalogue
    progress: Progress

    async def read(self, difference: Difference) -> Reading:
        self.progress.begin("Reading", len(difference.fresh))
        fresh, skipped = await self._load(difference.fresh)
        notes = [Skipped(item.state.source, note) for item in fresh for note in item.loaded.notes]
        if not self._touches_terms(fresh, difference.gone):
            return Reading(tuple(fresh), (*skipped, *notes), len(fresh))
        others = await self._other_glossaries(fresh, difference)
        items, lost = _named(fresh, others)
        changed = [item for item in items[len(fresh) :] if self._has_other_aliases(item)]
        return Reading((*items[: len(fresh)], *changed), (*skipped, *notes, *lost), len(fresh))

    async def _load(self, files: Sequence[SourceFile]) -> tuple[list[Item], list[Skipped]]:
        items: list[Item] = []
        skipped: list[Skipped] = []
        for file in files:
            course = self.courses.get(file.root, Course())
            try:
                loaded = await asyncio.to_thread(load, file, self.before.slug, course)
                items.append(Item(SourceState(file.source, file.root, file.content_hash), loaded))
            except UnreadableSource as error:
                skipped.append(Skipped(file.source, kept(str(error), file.source, self.before.files)))
            self.progress.advance()
        return items, skipped

    def _touches_terms(self, fresh: Iterable[Item], gone: Iterable[str]) -> bool:
        glossaries = self.before.glossaries()
        named = any(item.loaded.terms or item.loaded.aliases for item in fresh)
        return named or any(source in glossaries for source in (*gone, *(it.state.source for it in fresh)))

    async def _other_glossaries(self, fresh: Sequence[Item], difference: Difference) -> list[Item]:
        """All other files that name terms: read where they lie unchanged, else as the catalogue has them."""
        elsewhere = await asyncio.to_thread(self._unchanged_elsewhere)
        done = {item.state.source for item in fresh} | set(difference.gone)
        wanted = self.before.glossaries() - done
        files = [file for file in (*difference.unchanged, *elsewhere) if file.source in wanted]
        items, _ = await self._load(files)
        found = {item.state.source for item in items}
        return items + [await self._as_held(source) for source in sorted(wanted - found)]

    def _unchanged_elsewhere(self) -> tuple[SourceFile, ...]:
        """Files of remembered roots that were not given in this run."""
        roots = [root for root in self.before.roots if root in self.courses and root not in self.given]
        if not roots:
            return ()
        found = find([Path(root) for root in roots], self.before.states)
        return compare(found.files, self.before.states, found.roots).unchanged

    async def _as_held(self, source: str) -> Item:
        state = next(state for state in self.before.states if state.source == source)
        headings = [it for it in self.before.terms if self.before.file_of(it.source) == source]
        terms = [await self.catalogue.term(self.before.slug, it.source) for it in headings]
        return Item(state, Loaded(terms=tuple(term for term in terms if term)))

    def _has_other_aliases(self, item: Item) -> bool:
        former = {term.source: term.aliases for term in self.before.terms}
        return any(former.get(term.source) != term.aliases for term in item.loaded.terms)


def _named(fresh: Sequence[Item], others: Sequence[Item]) -> tuple[list[Item], tuple[Skipped, ...]]:
    """The same items in the same order, their terms with the aliases that all of them give."""
    items = [*fresh, *others]
    terms = [term for item in items for term in item.loaded.terms]
    named = with_aliases(terms, [stub for item in items for stub in _stubs(item)])
    rest = iter(named.terms)
    return [_with_terms(item, [next(rest) for _ in item.loaded.terms]) for item in items], named.lost


def _stubs(item: Item) -> list[Stub]:
    return [Stub(item.state.source, alias, meant) for alias, meant in item.loaded.aliases]


def _with_terms(item: Item, terms: Sequence[Term]) -> Item:
    return replace(item, loaded=replace(item.loaded, terms=tuple(terms)))
