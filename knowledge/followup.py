"""question + the turn before -> the question as it reads alone  (pure)"""

import re

from knowledge.models import Answer, Level
from knowledge.vocabulary import LIGHT, STOP, stem, words

_LEANING = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|then|also|what about|how about|what if|why(?: is that| so| not)?\W*$|"
    r"how so|how come|really|like what|such as|for example|an? example|tell me more|(?:say|explain) more|"
    r"(?:can|could) you (?:give|show|explain|elaborate)|"
    r"(?:give|show) (?:me |us )?(?:an?|another|some|one) (?:more )?(?:\w+ )?examples?|"
    r"more|go on|elaborate|explain (?:that|this|it)|in (?:short|simple\w*|other words)|simpler|deeper|"
    r"which one)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|these|those|he|him|his|she|her|hers|"
    r"the (?:former|latter|first|second|last|same|other) one|"
    r"(?:of|to|for|about|with|like|than|is|does|do|was) that)\b",
    re.IGNORECASE,
)
_POINTS_AT = re.compile(r"\b(?:this|these|those) (?:course|lesson|library|bot)\b", re.IGNORECASE)
_HOW = re.compile(r"^\W*(?:(?:and|but|ok(?:ay)?|so)\W+)?how(?: so| exactly)?\W*$", re.IGNORECASE)
_TOPIC_WORDS = 6
_ASKING = r"^\W*(?:(?:ok(?:ay)?|and|but|please|now|then|(?:can|could|would) you|do you have)\b\W*)*"
_OF_IT = r"(?: (?:of|about|on|for) (?:it|that|this|them|these))?(?: to me| for me)?(?:,? please)?\W*$"
_LEVELS: tuple[tuple[Level, str], ...] = (
    (
        "simpler",
        r"(?:(?:(?:explain|say|put|tell me|repeat) (?:it|that|this)(?: to me)?(?: again)?,? )?"
        r"(?:more simply|simpler|"
        r"in (?:short|brief|(?:simple|simpler|plain|other|fewer|easier) (?:words|terms|english|language))|"
        r"(?:like|as if) i(?:'m|’m| am| were) (?:five|5|a child))|"
        r"shorter|simplify(?: it| that| this)?|eli5|tl;?dr)",
    ),
    (
        "deeper",
        r"(?:(?:tell me|say|explain|give me|show me) )?(?:(?:some |a bit |a little )?more(?: details?)?|"
        r"(?:go |dig )?deeper|go on|continue|elaborate|(?:in )?more (?:detail|depth))",
    ),
    (
        "example",
        r"(?:(?:give|show|tell) (?:me |us )?|what (?:is|would be|’s|'s) |is there |for |like )?"
        r"(?:(?:an?|another|some|one|any) )?(?:everyday |real |concrete |simple )?(?:examples?|for instance)|"
        r"(?:like|such as) what|such as",
    ),
)
_MEANT = tuple(
    (level, re.compile(f"{_ASKING}(?:{words}){_OF_IT}", re.IGNORECASE)) for level, words in _LEVELS
)


def standalone(question: str, previous: Answer | None) -> str:
    """The question itself where it says what it is about; else with the last turn's topic words put after
    it, those of its question first."""
    if previous is None or not _leans(question):
        return question
    own = {stem(word) for word in words(question)}
    topic = [word for word in topic_words(previous) if stem(word) not in own]
    if topic and _HOW.match(question):
        return f"how does it work? ({' '.join(topic)})"
    return f"{question.rstrip()} ({' '.join(topic)})" if topic else question


def level_meant(question: str) -> Level:
    """How the answer before is to be told, where the question asks for no more than that; else plain."""
    return next((level for level, pattern in _MEANT if pattern.match(question)), "plain")


def _leans(question: str) -> bool:
    carrying = [word for word in words(question) if word not in STOP and word not in LIGHT]
    if not carrying:
        return True
    pointing = _POINTING.search(question) and not _POINTS_AT.search(question)
    return bool(_LEANING.search(question) or (pointing and len(carrying) <= 4))


def topic_words(previous: Answer) -> list[str]:
    """The words that carry what a turn was about: its question's, else its first source's title."""
    found = [word for word in words(previous.standalone) if word not in STOP and word not in LIGHT]
    titled = [
        word for citation in previous.citations[:1] for word in words(citation.title) if word not in STOP
    ]
    return list(dict.fromkeys(found or titled))[:_TOPIC_WORDS]
