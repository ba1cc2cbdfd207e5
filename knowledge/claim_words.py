"""a sentence -> the words that make its claim, each with what governs it  (pure)"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from knowledge.vocabulary import stem


@dataclass(frozen=True, slots=True)
class Word:
    """One word that carries the claim. `key` is equal for its other forms and for words of the same sense.
    `link` is the preposition or conjunction that governs it, else empty; `marks` are the denials, quantities
    and hedges that stand since the word before it; `starts` where a coordinated part begins with it."""

    key: str
    link: str = ""
    marks: frozenset[str] = frozenset()
    starts: bool = False
    number: bool = False
    close: bool = False
    """Nothing but a blank stands between it and the word before."""
    named: bool = False
    exact: str = ""
    """A name within the sentence, in small letters: "Islamist" is no "Islamism"."""


@dataclass(frozen=True, slots=True)
class Claim:
    words: tuple[Word, ...]
    causes: frozenset[str] = frozenset()
    """"forth" where a cause is told before its effect, "back" where after."""
    leans: bool = False
    """Its subject is a pronoun, or stays unsaid."""
    points: bool = False
    """ "This" or "these" with a noun: its subject is named anew."""
    conditional: bool = False
    passive: bool = False
    """It names a doer after "by"."""
    keys: frozenset[str] = field(default=frozenset())


def _table(lines: str) -> dict[str, str]:
    """Each line's words -> the line's first one."""
    rows = [line.split() for line in lines.strip().splitlines()]
    return {word: row[0] for row in rows for word in row}


_FORMS = _table(
    """
    eat ate eaten
    make made
    build built
    grow grew grown
    begin began begun beginning
    write wrote written
    become became
    take took taken
    give gave given
    know knew known
    hold held
    lead led
    keep kept
    win won
    lose lost
    fight fought
    bring brought
    buy bought
    sell sold
    send sent
    spend spent
    teach taught
    think thought
    tell told
    run ran
    rise rose risen
    fall fell fallen
    drive drove driven
    speak spoke spoken
    break broke broken
    choose chose chosen
    draw drew drawn
    fly flew flown
    meet met
    pay paid
    leave left
    mean meant
    see saw seen
    feel felt
    find found
    freeze froze frozen
    wear wore worn
    throw threw thrown
    stand stood
    catch caught
    get got gotten
    dry dries dried drying
    """
)
_SENSES = _table(
    """
    begin start commence
    end finish
    stop cease
    large big huge
    small little tiny
    show demonstrate
    require need want
    kind type sort
    use utilise utilize employ
    quick fast rapid
    quickly fast rapidly
    main primary chief
    important crucial essential vital
    keep maintain retain
    live dwell reside
    buy purchase
    change alter modify
    rise increase grow
    fall decrease decline drop
    reduce lower lowers lowered lowering diminish
    include comprise contain
    defeat beat
    world earth globe
    kill slay
    build construct
    called known named termed
    near close
    often frequently
    percent percentage
    movie film
    car automobile
    help assist aid
    area region
    job task
    people persons
    many numerous
    answer reply
    make create form produce
    move shift
    picture image
    learn study
    """
)
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split()  # noqa: SIM905
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80"}
_ORDINALS = {
    word: f"{number}th"
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),  # noqa: SIM905
        start=1,
    )
} | {"1st": "1th", "2nd": "2th", "3rd": "3th"}

_MARKS = {
    **dict.fromkeys(
        """not no never none nor neither cannot nothing nobody hardly nicht kein keine keinen nie pas jamais
        nunca nem não without rarely seldom unable fails fail failed""".split(),  # noqa: SIM905
        "not",
    ),
    **dict.fromkeys("all every each always entire whole everyone everything any both".split(), "all"),  # noqa: SIM905
    **dict.fromkeys("only solely exclusively merely".split(), "only"),  # noqa: SIM905
    **dict.fromkeys("most majority mostly mainly largely primarily".split(), "most"),  # noqa: SIM905
    **dict.fromkeys("many numerous much".split(), "many"),  # noqa: SIM905
    **dict.fromkeys("some several certain partly partially sometimes occasionally".split(), "some"),  # noqa: SIM905
    **dict.fromkeys("few little half".split(), "few"),  # noqa: SIM905
    **dict.fromkeys(
        "often usually generally typically normally frequently commonly".split(),  # noqa: SIM905
        "often",
    ),
    **dict.fromkeys(
        "may might could can possibly perhaps potentially probably likely possible maybe".split(),  # noqa: SIM905
        "may",
    ),
    **dict.fromkeys("must should".split(), "must"),  # noqa: SIM905
    **dict.fromkeys("almost nearly least".split(), "nearly"),  # noqa: SIM905
    **dict.fromkeys(
        """say says said claim claims claimed believe believes believed argue argues argued suggest suggests
        suggested allege alleged supposed supposedly reportedly thought hypothesis theory myth misconception
        according proposed speculated wrongly falsely rumour rumor""".split(),  # noqa: SIM905
        "said",
    ),
    "more": "more", "less": "less", "fewer": "less", "or": "or",
}  # fmt: skip
_CONDITIONS = frozenset("if unless except whether provided".split())  # noqa: SIM905
_LINKS = _table(
    """
    in at on within inside during throughout
    by
    with
    through via using
    from
    to into toward towards
    of
    for
    against
    before prior
    after following
    until till
    since
    above over
    below under beneath
    between among
    than
    unlike
    instead
    behind
    beyond
    as
    per
    because
    when whenever
    while whereas
    if
    unless
    although though
    so
    about
    """
)
_COORDINATING = frozenset(["and", "but", ";", "while", "whereas", "or", "nor", "although", "though", "—"])
_FREE = frozenset(
    """
    a an the this that these those it its itself they them their theirs themselves he him his himself she
    her hers i you your yours we us our ours who whom whose which what where why how there here am is are
    was were be been being do does did doing done have has had having will would shall and but nor also
    too very quite just then yes other another such own same ever both either up out off down one's
    called known named termed means mean refers refer help helps helped get gets getting use used uses
    using like e.g i.e way ways thing things kind type sort kinds types sorts form example examples
    instance simply basically essentially actually however moreover furthermore additionally addition
    overall summary words word case happens happen happened occurs occur occurred able let lets
    become becomes became around approximately roughly
    """.split()  # noqa: SIM905
)
_PRONOUNS = frozenset("it they this these those he she its their his her that such there".split())  # noqa: SIM905
_GOVERNED_THROUGH = frozenset(
    """a an the this that these those its their his her our your my it they he she we you is are was were
    be been being has have had do does did will would around about approximately some all many most each
    every any several very more less not no only (""".split()  # noqa: SIM905
)

_TOKEN = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]|\d+(?:[.,]\d+)*(?![^\W\d_])|[^\W_]+(?:['’][^\W_]+)*|[%$€£;,:()—–]")


def _range(found: re.Match[str]) -> str:
    """ "Between 60 and 100" as "60 to 100"."""
    return f"{found[1]} to " if found[1] else " to "


_IDIOMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"[’]"), "'"),
    (re.compile(r"\bnot only\b|\bbut also\b|\bas well as\b", re.I), "and"),
    (re.compile(r"\b(?:instead of|rather than|other than|as opposed to)\b", re.I), "instead"),
    (re.compile(r"\bso[- ](?:that|far|many|much|called)\b|\b(?:and|do|does|did) so\b", re.I), " "),
    (
        re.compile(
            r"\b(?:due to|owing to|thanks to|on account of|because of|(?:is |are |was |were )?caused by|"
            r"(?:comes?|came|coming|arises?|arose|stems?|results?|resulted|resulting) from|"
            r"as a result of|because)\b",
            re.I,
        ),
        "because",
    ),
    (
        re.compile(
            r"\b(?:causes?|caused|causing|leads? to|led to|leading to|results? in|resulted in|resulting in|"
            r"th(?:at|is) is why|which is why|therefore|thus|hence|consequently|as a result|so)\b",
            re.I,
        ),
        "so",
    ),
    (re.compile(r"\bper ?cent\b", re.I), "percent"),
    (re.compile(r"\bsuch as\b|\bas well\b|\bof course\b|\bin order\b|\bmade up of\b", re.I), "like"),
    (re.compile(r"\b(can|do|does|did|is|are|was|were|has|have|had|could|would|should|wo)n't\b", re.I), "not"),
    (re.compile(r"\bcan ?not\b", re.I), "not"),
    (re.compile(r"\bin addition to\b", re.I), "and"),
    (re.compile(r"\b(?:between|from) (\d[\d.,]*) (?:and|to) (?=\d)|(?<=\d)[–—](?=\d)", re.I), _range),
)
_SIGNS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound"}
_CAUSES = re.compile(r"\b(?:because|so)\b")
_LEANING = re.compile(
    r"^(?:(?:however|moreover|furthermore|additionally|also|therefore|thus|then|and|but|so|instead|"
    r"in addition),?\s+)?(?:it|they|he|she|its|their|his|her|this|these|those|such|that)\b",
    re.I,
)

_POINTING = re.compile(r"^(?:this|these|those|such|that)\s+[a-z]", re.I)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b[^.;]*\bby (?!\w+ing\b|\d)", re.I)


@lru_cache(maxsize=8192)
def claim(text: str) -> Claim:
    for pattern, other in _IDIOMS:
        text = pattern.sub(other, text)
    words = tuple(_words(text))
    conditional = any(token.lower() in _CONDITIONS for token in _TOKEN.findall(text))
    keys = frozenset(word.key for word in words)
    return Claim(
        words=words,
        causes=_causes(text),
        leans=bool(_LEANING.match(text)),
        points=bool(_POINTING.match(text)),
        conditional=conditional,
        passive=bool(_PASSIVE.search(text)),
        keys=keys,
    )


def _causes(text: str) -> frozenset[str]:
    """ "Because" at the head of a sentence tells the cause first."""
    found = {"back" if one[0] == "because" else "forth" for one in _CAUSES.finditer(text)}
    if text.lower().startswith("because"):
        found = found - {"back"} | {"forth"}
    return frozenset(found)


def key(word: str) -> str:
    """Of a word in small letters."""
    if word in _NUMBERS or word in _ORDINALS:
        return _NUMBERS.get(word) or _ORDINALS[word]
    if word[0].isdigit():
        return word.replace(",", "")
    word = _FORMS.get(word, word)
    word = _SENSES.get(word, word)
    root = stem(word)
    return _STEMMED.get(root, root)


_STEMMED = {stem(word): stem(first) for word, first in _SENSES.items() if len(word) > 3}


def _words(text: str) -> Iterator[Word]:
    tokens = _TOKEN.findall(text)
    marks: set[str] = set()
    starts, before = False, -1
    last: Word | None = None
    for at, token in enumerate(tokens):
        low = token.lower().removesuffix("'s").removesuffix("s'") or token.lower()
        starts = starts or low in _COORDINATING
        if low in _MARKS and not (token == "May" and at > 0):
            marks.add(_MARKS[low])
        elif _carries(tokens, at, low):
            sign = _SIGNS.get(low, low)
            number = sign[0].isdigit() or sign in _NUMBERS
            if last:
                yield last
            last = Word(
                key=key(sign),
                link=_link(tokens, at),
                marks=frozenset(marks),
                starts=starts,
                number=number,
                close=before == at - 1,
                named=_named(token),
                exact=_exact(token, at),
            )
            marks, starts, before = set(), False, at
    if last:
        # What is denied or hedged at the very end has no word after it.
        yield replace(last, marks=last.marks | marks)


def _carries(tokens: list[str], at: int, low: str) -> bool:
    if low == "one":
        after = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
        before = tokens[at - 1].lower() if at else ""
        return after not in ("of", "another", "or") and before not in (
            "the", "this", "that", "which", "each", "every", "any", "no",
        )  # fmt: skip
    return not (low in _FREE or low in _LINKS or (not low[0].isalnum() and low not in _SIGNS))


def _named(token: str) -> bool:
    return any(letter.isupper() for letter in token)


def _exact(token: str, at: int) -> str:
    return token.lower().removesuffix("'s").removesuffix("s") if at > 0 and token[0].isupper() else ""


def _link(tokens: list[str], at: int) -> str:
    number = tokens[at][0].isdigit() or tokens[at].lower() in _NUMBERS
    for token in reversed(tokens[max(0, at - 4) : at]):
        low = token.lower()
        if low in _LINKS and not (low == "about" and number):
            return _LINKS[low]
        if low not in _GOVERNED_THROUGH and low not in _SIGNS:
            return ""
    return ""
