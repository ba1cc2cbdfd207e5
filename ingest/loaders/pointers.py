"""entries that only say "see X" -> names for X"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from ingest.loaders.entries import Entry, See
from ingest.loaders.naming import other_names
from ingest.markdown import plain
from ingest.slugs import slug_of

_POINTER = re.compile(
    r"(?:(?:please\s+)?(?:see(?:\s+(?:also|under|(?:the\s+)?entry\s+(?:for|on)))?"
    r"|siehe(?:\s+auch)?|voir|véase|vedi|zie)(?=[\s:])|→|⇒|->|=>)\s*:?\s*(.+?)[\s.]*",
    re.IGNORECASE | re.DOTALL,
)
_ANCHOR = re.compile(r"\]\(#([^)\s]+)\)")
_NEXT = re.compile(r"[,;]|\s+(?:and|or|&)\s+")
_LONGEST = 80

Names = dict[str, list[str]]


def see_of(text: str) -> See | None:
    """None where the text says more than "See X." Of several things pointed to, the first is meant."""
    words = plain(text)
    match = _POINTER.fullmatch(words) if len(words) <= _LONGEST else None
    if not match or re.search(r"[.!?:]\s", match[1]):
        return None
    anchor = _ANCHOR.search(text)
    return See(_NEXT.split(match[1])[0].strip(" “”\"'*_`"), anchor[1] if anchor else "")


def resolve(pointers: Sequence[Entry], terms: Sequence[Entry]) -> tuple[Names, tuple[tuple[str, str], ...]]:
    """Names by the term (its name) that they are further names of; and pairs that lead elsewhere."""
    known, ways = _index(terms), _index(pointers)
    found: Names = {}
    left: list[tuple[str, str]] = []
    for pointer in pointers:
        names = [pointer.name, *other_names(pointer.name), *pointer.aliases]
        target, words = _followed(pointer, known, ways)
        if target:
            found.setdefault(target.name, []).extend(names)
        elif words:
            left += [(name, words) for name in names]
    return found, tuple(dict.fromkeys(left))


def _followed(
    pointer: Entry, known: Mapping[str, Entry], ways: Mapping[str, Entry]
) -> tuple[Entry | None, str]:
    """The term at the end of a chain of pointers, else the words that lead elsewhere; "" in a circle."""
    passed: set[str] = set()
    while pointer.see and pointer.name not in passed:
        passed.add(pointer.name)
        keys = [slug_of(pointer.see.anchor), slug_of(pointer.see.words)]
        target = next((known[key] for key in keys if key in known), None)
        following = next((ways[key] for key in keys if key in ways), None)
        if target or not following:
            return target, pointer.see.words
        pointer = following
    return None, ""


def _index(entries: Sequence[Entry]) -> dict[str, Entry]:
    """By name, key and alias: a name is stronger than a key, a key than an alias, the first than the rest."""
    index: dict[str, Entry] = {}
    strengths: list[Callable[[Entry], Iterable[str]]] = [
        lambda entry: [entry.name],
        lambda entry: [entry.key],
        lambda entry: [*other_names(entry.name), *entry.aliases],
    ]
    for names in strengths:
        for entry in entries:
            for name in names(entry):
                index.setdefault(slug_of(name), entry)
    index.pop("", None)
    return index
