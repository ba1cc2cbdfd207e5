"""a term's written name -> the other names that it holds"""

import re

_BRACKETED = re.compile(r"\s*\(([^()]+)\)\s*")
_WORD = re.compile(r"[^\W_]+")


def other_names(name: str) -> tuple[str, ...]:
    """ "Transfer learning (TL)" holds TL and Transfer learning, as does "TL (Transfer learning)"; "tag (in
    version control)" holds tag, since its brackets only say which. Empty without brackets."""
    match = _BRACKETED.search(name)
    if not match:
        return ()
    inside = match[1].strip()
    bare = " ".join(_BRACKETED.sub(" ", name).split())
    if not bare:
        return ()
    return (inside, bare) if _is_short(inside, bare) or _initials_match(bare, inside) else (bare,)


def is_qualifier(name: str) -> bool:
    """The brackets of a name say which of several things is meant, and hold no name of their own."""
    return len(other_names(name)) == 1


def _is_short(short: str, long: str) -> bool:
    """Capitals ("ReLU", "1-bit SGD"), a digit inside ("seq2seq"), or first letters of the long name."""
    words = short.split()
    if len(words) > 3:
        return False
    if any(sum(letter.isupper() for letter in word) >= 2 for word in words):
        return True
    inner_digit = re.search(r"[^\W\d]\d+[^\W\d]", short) is not None
    return len(words) == 1 and (inner_digit or _initials_match(short, long))


def _initials_match(short: str, long: str) -> bool:
    """The letters of `short` (its capitals, where it has several) begin words of `long`, in order."""
    if " " in short:
        return False
    capitals = [letter for letter in short if letter.isupper()]
    letters = capitals if len(capitals) >= 2 else [letter for letter in short if letter.isalnum()]
    initials = iter(word[0].lower() for word in _WORD.findall(long))
    return len(letters) >= 2 and all(letter.lower() in initials for letter in letters)
