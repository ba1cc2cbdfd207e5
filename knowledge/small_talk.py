"""what is no question of the course -> what to say to it instead  (pure)"""

import re

from knowledge.vocabulary import STOP, words

_GREETING = re.compile(
    r"^\W*(?:hi|hey|hello|howdy|yo|hallo|hola|good (?:morning|afternoon|evening|day)|greetings)"
    r"(?: (?:there|all|everyone|bot|studyhall))?\W*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^\W*(?:many |ok(?:ay)?,? |great,? )?(?:thanks?|thank you|thx|ty|cheers|much appreciated)"
    r"(?: (?:you|a lot|so much|very much|bot|studyhall|again|for (?:your|the) help))*\W*$",
    re.IGNORECASE,
)
_PARTING = re.compile(r"^\W*(?:bye(?: bye)?|goodbye|good ?night|see you(?: later| soon)?)\W*$", re.IGNORECASE)
_ABLE = re.compile(
    r"^\W*(?:help(?: me)?|who are you|what are you|what can (?:you|i) (?:do|ask)(?: (?:here|you))?|"
    r"what do you know|how do (?:you|i use you) work)\W*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\W*(?:hi|hey|hello|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|bot|studyhall))?"
    r"\s*[,;:.!–-]+\s+(?=\w)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?<=[.?!])\s*(?:please|many thanks|thanks?|thank you|thx)(?: (?:a lot|so much|in advance))?\W*$",
    re.IGNORECASE,
)

GREETED = "Hello! Ask me anything about the lessons, in your own words."
THANKED = "You are welcome. Ask on whenever you like."
PARTED = "Until next time!"
ABLE = "I answer out of this course's lessons and say where it stands. Ask in your own words."
NO_TOPIC = "I cannot tell what that is about. Name the thing that you are asking about."


def small_talk(question: str) -> str:
    """Empty where it is to be looked up in the lessons."""
    said = ((_GREETING, GREETED), (_THANKS, THANKED), (_PARTING, PARTED), (_ABLE, ABLE))
    return next((reply for pattern, reply in said if pattern.match(question)), "")


def without_greeting(question: str) -> str:
    """ "Hi, what is X? Thanks!" -> "what is X?"."""
    return _CLOSING.sub("", _OPENING.sub("", question))


def names_nothing(question: str) -> bool:
    """Whether it has words, and each of them is one that every sentence has: "what is it?"."""
    found = words(question)
    return bool(found) and all(word in STOP for word in found)
