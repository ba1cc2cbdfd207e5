"""a name as typed -> the keys under which it is looked up: case, hyphens, punctuation, plurals  (pure)"""

import re
import unicodedata

_BREAKS = re.compile(r"[\s\-‐‑‒–—_/·.,:;]+")
_DROPPED = re.compile(r"[^\w\s+#*]+", re.UNICODE)
_ASKING = re.compile(r"^(?:what(?:'s|’s| is| are)|define|meaning of|explain)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_BRACKETED = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)$")

_LATIN = (("ices", "ix"), ("ices", "ex"), ("yses", "ysis"), ("heses", "hesis"), ("ria", "rion"), ("ae", "a"))
_SHORTEST_STEM = 3


def spaced(name: str) -> str:
    """Lower case words with single spaces: "Transfer-Learning!" -> "transfer learning"."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _DROPPED.sub("", _BREAKS.sub(" ", folded)).split()
    return " ".join(words) or folded.strip()


def compact(key: str) -> str:
    return key.replace(" ", "")


def singulars(key: str, *, written: str = "") -> tuple[str, ...]:
    """What a spaced key may be the plural of; empty where it looks like none.

    `written` is the name before it was folded: an abbreviation in capitals ("DNS") is no plural.
    """
    head, _, last = key.rpartition(" ")
    if len(last) <= _SHORTEST_STEM or last.endswith(("ss", "us", "is")) or written.rstrip()[-2:].isupper():
        return ()
    return tuple(f"{head} {stem}".strip() for stem in _stems(last))


def _stems(word: str) -> list[str]:
    stems = [word[: -len(many)] + one for many, one in _LATIN if word.endswith(many)]
    if word.endswith("ies"):
        stems.append(word[:-3] + "y")
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        stems.append(word[:-2])
    if word.endswith("s"):
        stems.append(word[:-1])
    return stems


def without_asking(words: str) -> str:
    """ "what is a transformer?" -> "transformer"; other words come back as they are."""
    return _ARTICLE.sub("", _ASKING.sub("", words.strip())).rstrip("?!. ").strip()


def unbracketed(name: str) -> tuple[str, str]:
    """ "Area under the curve (AUC)" -> ("Area under the curve", "AUC"); the second may be empty."""
    found = _BRACKETED.match(name.strip())
    return (found["name"], found["inside"]) if found else (name.strip(), "")
