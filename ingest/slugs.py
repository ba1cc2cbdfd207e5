"""names and paths -> slugs"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

NAMELESS = {"readme", "index", "_index"}
"""Stems that say nothing: such a file is called after its folder."""


def slug_of(name: str) -> str:
    """Lower case letters and digits of any script, with hyphens between; empty where there are none."""
    text = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\W_]+", "-", text).strip("-")


def slugs(sources: Mapping[str, str], beside: Collection[str] = ()) -> dict[str, str]:
    """A slug for each source (source -> its root's name, for a README at the very top): the file's stem, with
    as many folders before it as it takes to tell it from all others, also from those `beside`."""
    parts = {source: _parts(source, root) for source, root in sources.items()}
    others = {source: _parts(source, "") for source in beside if source not in sources}
    everyone = parts | others
    depth = dict.fromkeys(everyone, 1)
    while clashing := _clashing(everyone, depth):
        for source in clashing:
            depth[source] += 1
    names = {source: "-".join(everyone[source][-depth[source] :]) or "lesson" for source in everyone}
    taken = Counter(names[source] for source in others)
    return {source: _untaken(names[source], taken) for source in sorted(parts)}


def _parts(source: str, root: str) -> list[str]:
    path = PurePosixPath(source)
    parts = [slug_of(part) for part in path.parts[:-1]]
    if path.stem.lower() not in NAMELESS:
        parts.append(slug_of(path.stem))
    elif not parts:
        parts.append(slug_of(PurePosixPath(root).stem) or "readme")
    return [part for part in parts if part]


def _clashing(parts: Mapping[str, list[str]], depth: Mapping[str, int]) -> Iterable[str]:
    """Those that share their name with another and have a folder left to put before it."""
    names = {source: tuple(parts[source][-depth[source] :]) for source in parts}
    count = Counter(names.values())
    return [source for source in parts if count[names[source]] > 1 and depth[source] < len(parts[source])]


def _untaken(name: str, taken: Counter[str]) -> str:
    candidate, number = name, 1
    while taken[candidate]:
        number += 1
        candidate = f"{name}-{number}"
    taken[candidate] += 1
    return candidate
