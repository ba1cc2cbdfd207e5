"""a long message -> the question in it  (pure)

An embedder reads the first 200 words or so, and a vector of many sentences is near to none of them.
"""

import re

from knowledge.sentences import sentences
from knowledge.vocabulary import LIGHT, STOP, words

_LONG = 60
_MOST_QUESTIONS = 3
_FEW = 2
_ERROR = re.compile(
    r"^\s*(?:[\w.]*(?:Error|Exception|Warning|Fault|Failure)|error|fatal|panic)\b.*\S", re.MULTILINE
)
_ASKS = re.compile(
    r"^\W*(?:(?:so|and|but|ok(?:ay)?|now|well|please|hi|hello|also)\W+)*"
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|would|will|"
    r"explain|describe|define|tell me|(?:i(?:'m| am)? )?wonder(?:ing)?|"
    r"i (?:want(?:ed)?|need|would like) to (?:know|ask))\b",
    re.IGNORECASE,
)


def gist(message: str) -> str:
    """The message itself where it is short, or nothing in it asks. Of a long one its questions, else what
    begins like one, else the error messages in it; a question that says too little alone ("why is that?")
    with the sentence before it."""
    if len(message.split()) <= _LONG:
        return message
    said = [one for line in message.splitlines() for one in sentences(line)]
    asking = [at for at, one in enumerate(said) if one.rstrip("\"'”’)").endswith(("?", "？"))]
    asking = asking or [at for at, one in enumerate(said) if _ASKS.match(one)]
    if asking:
        return " ".join(_with_what_it_leans_on(said, at) for at in asking[-_MOST_QUESTIONS:])
    errors = [found[0].strip() for found in _ERROR.finditer(message)]
    return " ".join(dict.fromkeys(errors[-_MOST_QUESTIONS:])) or message


def _with_what_it_leans_on(said: list[str], at: int) -> str:
    carrying = [word for word in words(said[at]) if word not in STOP and word not in LIGHT]
    return said[at] if len(carrying) >= _FEW or at == 0 else f"{said[at - 1]} {said[at]}"
