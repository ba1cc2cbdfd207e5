"""a question -> what kind of answer it asks for  (pure)"""

import re
from typing import Literal

Sort = Literal["what it is", "how to", "why", "when", "how many", "who", "where", "other"]

_WHAT = (
    r"^\W*(?:what(?:'s|’s| is| are| was| were)|define|explain|describe|tell me about|meaning of)\s+"
    r"(?:an? |the |meant by |(?:the )?(?:definition|meaning) of )?(?:[\w'’+#/-]+\W*){1,4}$|"
    r"\bwhat does .+ (?:mean|stand for)\b|\bwhat is meant by\b"
)
_NUMBERS = (
    r"\bhow (?:many|much|long|far|old|large|big|tall|high|often|fast)\b|"
    r"\bwhat (?:percent|percentage|number|amount|proportion|fraction|share)\b"
)
_SORTS: tuple[tuple[Sort, str], ...] = (
    ("when", r"\b(?:when|(?:what|which) (?:year|date|century|decade|month|day))\b"),
    ("how many", _NUMBERS),
    ("how to", r"^\W*how (?:to|do|does|can|could|should|would)\b|\b(?:the )?steps?\b|\bhow to\b"),
    ("why", r"\bwhy\b|\bwhat (?:cause[ds]?|reasons?|makes)\b|\bfor what reason\b|\bhow come\b"),
    ("who", r"\bwho(?:m|se)?\b|\bwhat (?:person|people|king|emperor|leader|scientist|author|company)\b"),
    ("where", r"\bwhere\b|\b(?:what|which) (?:country|city|state|place|region|area|river|continent)\b"),
    ("what it is", _WHAT),
)
_BECAUSE = re.compile(
    r"\b(?:because|due to|since|so that|as a result|in order to|therefore|thus|hence|owing to|thanks to|"
    r"reason|caus\w+|lead(?:s|ing)? to|led to|result\w*|means that|allow\w*|enabl\w*)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{3,4}s?\b|\bcentur|\b(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|"
    r"billion|half|third|thirds|quarter|percent|several|few)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w-]+")


_MEANS = re.compile(
    r"^\W*(?:what (?:does|do|did) (?P<said>.+?) (?:mean|stand for)|"
    r"what(?:'s|’s| is) (?:the )?(?:meaning|definition) of (?P<of>.+?)|"
    r"(?:define|meaning of) (?P<word>.+?))[\s?.!]*$",
    re.IGNORECASE,
)


def plainly(question: str) -> str:
    """What asks for a meaning, without the words that only say so: "what does X mean?" -> "what is X?"."""
    found = _MEANS.match(question)
    return f"what is {found['said'] or found['of'] or found['word']}?" if found else question


def sort_of(question: str) -> Sort:
    return next((sort for sort, pattern in _SORTS if re.search(pattern, question, re.IGNORECASE)), "other")


def suits(sort: Sort, sentence: str, question: str) -> bool:
    """Whether a sentence holds the kind of thing that is asked for: a date, a number, a name, a reason."""
    if sort == "when":
        return bool(_DATE.search(sentence))
    if sort == "how many":
        return bool(_NUMBER.search(sentence))
    if sort == "why":
        return bool(_BECAUSE.search(sentence))
    if sort in ("who", "where"):
        lowered = question.lower()
        return any(name.lower() not in lowered for name in _NAME.findall(sentence))
    return False


_DEFINES = re.compile(
    r"^(?:an? |the )?(?P<subject>[^,.;:!?]{2,80}?),?(?: \([^)]{1,40}\),?)?"
    r"(?: (?:short for|or|also called|also known as|known as) [^,.;:!?]{2,60},)? "
    r"(?:is|are|was|were|means|refers? to|"
    r"describes?|denotes?|stands? for|is defined as)\b",
    re.IGNORECASE,
)


def defines(sentence: str) -> str:
    """The subject that a sentence says what it is of, or empty: "A prime number is …" -> "prime number"."""
    found = _DEFINES.match(sentence)
    return found["subject"] if found else ""
