"""a lesson's sentences with a year or a quantity -> which one fits, true or false  (pure)"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.models import Lesson, Question, Section
from knowledge.quizzes.lesson_questions import from_lesson, tellable
from knowledge.quizzes.quiz_text import prose, stems
from knowledge.quizzes.subjects import BLANK

TRUTHS = ("True", "False")
_YEAR = re.compile(r"\b[Ii]n (1[0-9]{3}|20[0-2][0-9])\b(?!\s?[-–%])")
_ANY_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-2][0-9])\b")
_HANGING = re.compile(r"\b[Ii]n \d{4},? (?:he|she|they|it|his|her|their|its)\b|\b(?:he|she|they) \w+ed\b")
_UNIT = (
    r"%|percent|per cent|thousand|million|billion|trillion|km|kilomet\w+|met(?:re|er)s|miles|feet|square|"
    r"acres|hectares|people|inhabitants|residents|students|soldiers|troops|men|years|months|days|hours|minutes|"
    r"degrees|°C|tonnes|tons|kg|barrels|countries|members|seats|layers|parameters|neurons|bits|bytes|times|"
    r"samples|examples|images|words|dimensions|species|islands|schools|ships"
)
_QUANTITY = re.compile(
    rf"(?<![\w.,–-])(?P<value>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?=[ -]?(?:{_UNIT})(?![\w²³]))"
)
_BOUND = re.compile(
    r"\b(at (?:least|most)|(?:more|less|fewer|greater|larger|higher|lower) than|over|under|up to|"
    r"or (?:more|less)|between|minimum|maximum|above|below|exceed\w*|within|until|since|before|after|from|"
    r"to \d)\b",
    re.I,
)
_RANGE = re.compile(r"\d\s*(?:[–-]|to|and|or)\s*\d")
_LASTING = re.compile(r"\b(?:was|were|is|are|served|remained|lived) (?:as )?(?:the|an?|still|already)\b")
"""What was so in one year was so in the years around it."""
_LATEST = 2025
_WRONG = 3
_NEAR = 40


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence with one figure in it that can be asked for: where it stands, and others like it."""

    section: Section
    sentence: str
    start: int
    end: int
    others: tuple[str, ...]
    year: bool

    @property
    def figure(self) -> str:
        return self.sentence[self.start : self.end]

    def put(self, figure: str) -> str:
        return f"{self.sentence[: self.start]}{figure}{self.sentence[self.end :]}"


def figures(lesson: Lesson, dice: random.Random) -> Iterator[Question]:
    """A gap where the year or the number stood, and others near it to choose from."""
    for told in _told(lesson, dice):
        ask = "Which year fills the gap?" if told.year else "Which number fills the gap?"
        options = (told.figure, *told.others)
        prompt = f"{_about(lesson, told.sentence)}{ask} “{told.put(BLANK)}”"
        yield from_lesson(
            lesson, told.section, "choice", prompt, options[:1], options=options, why=told.sentence
        )


def altered(lesson: Lesson, dice: random.Random) -> Iterator[Question]:
    """True or false, as the sentence stands or with another figure. Where it names a bound ("at least"),
    another figure might be as true: it is left out."""
    for told in _told(lesson, dice):
        if _BOUND.search(told.sentence):
            continue
        false = dice.random() < 0.5
        said = told.put(_farthest(told)) if false else told.sentence
        prompt = f"{_about(lesson, told.sentence)}True or false? “{said}”"
        yield from_lesson(
            lesson, told.section, "true_false", prompt, (TRUTHS[false],), options=TRUTHS, why=told.sentence
        )


def _about(lesson: Lesson, sentence: str) -> str:
    """The lesson's name before a sentence that does not say what it speaks of."""
    named = bool(stems(lesson.title) & stems(sentence)) or re.search(r"\d", lesson.title)
    return "" if named else f"{lesson.title}: "


def _told(lesson: Lesson, dice: random.Random) -> Iterator[_Told]:
    read = [(section, sentence) for section in lesson.sections for sentence in prose(section.text).sentences]
    known = sorted({int(year) for _, sentence in read for year in _ANY_YEAR.findall(sentence)})
    for section, sentence in read:
        if not re.search(r"\d", sentence) or not tellable(sentence) or _HANGING.search(sentence):
            continue
        about = bool(_names(sentence) or stems(lesson.title) & stems(sentence))
        year, quantities = list(_YEAR.finditer(sentence)), list(_QUANTITY.finditer(sentence))
        if (
            len(year) == 1
            and not _LASTING.search(sentence)
            and len(re.findall(r"\d{4}", sentence)) == 1
            and _names(sentence) >= 2
        ):
            others = tuple(map(str, _other_years(int(year[0][1]), known, dice)))
            yield _Told(section, sentence, *year[0].span(1), others, True)
        elif not year and len(quantities) == 1 and about and not _RANGE.search(sentence):
            others = _other_values(quantities[0], dice)
            if len(others) == _WRONG:
                yield _Told(section, sentence, *quantities[0].span("value"), others, False)


def _names(sentence: str) -> int:
    return len(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", sentence))


def _other_years(year: int, known: Sequence[int], dice: random.Random) -> list[int]:
    """Years that the lesson tells of first, then any near; not so near that they may be right too."""
    near = [other for other in known if 2 <= abs(other - year) <= _NEAR]
    chosen = dice.sample(near, min(2, len(near)))
    steps = [step for step in (-11, -7, -4, 4, 7, 11) if year + step not in chosen and year + step <= _LATEST]
    return chosen + [year + step for step in dice.sample(steps, _WRONG - len(chosen))]


def _other_values(found: re.Match[str], dice: random.Random) -> tuple[str, ...]:
    """Values of the same build, each at least a fifth away; shares stay below a hundred."""
    value: str = found["value"]
    right = Decimal(value.replace(",", ""))
    share = re.match(r" ?(?:%|percent|per cent)", found.string[found.end() :]) is not None
    if right < 2 or (share and right >= 97) or (_ANY_YEAR.fullmatch(value) and not share):
        return ()
    digits = value.replace(",", "")
    zeros = len(digits) - len(digits.rstrip("0")) if "." not in digits else 0
    unit = Decimal(10) ** (-len(digits.partition(".")[2]) if "." in digits else zeros)
    factors = ("0.4", "0.5", "0.65", "0.75", "1.3", "1.5", "1.8", "2.5")
    values = {(right * Decimal(factor) / unit).quantize(Decimal(1)) * unit for factor in factors}
    fit = [it for it in values if it > 0 and abs(it - right) >= right / 5 and (not share or it < 100)]
    chosen = dice.sample(sorted(fit), min(_WRONG, len(fit)))
    return tuple(f"{it:,f}" if "," in value or it >= 10_000 else f"{it:f}" for it in chosen)


def _farthest(told: _Told) -> str:
    right = Decimal(told.figure.replace(",", ""))
    return max(told.others, key=lambda it: (abs(Decimal(it.replace(",", "")) - right), it))
