"""a language model's draft of quiz questions + its passage -> those whose answer the passage gives  (pure)"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.claim_words import claim
from knowledge.grounding import Supported, supported
from knowledge.models import Lesson, Passage, Question, Section
from knowledge.quizzes.lesson_questions import from_lesson
from knowledge.quizzes.question_places import sound

_LONGEST_ANSWER, _LONGEST_PROMPT, _LONGEST_OPTION = 60, 200, 80
_FEWEST_WRONG, _WRONG = 2, 3
_LINE = re.compile(
    r"^\W{0,4}(?:\d{1,2}[.)]\s*)?(Q|A|W|Question|Answer|Wrong)\W{0,3}:\W{0,3}(.*)$", re.IGNORECASE
)
_OBJECT = re.compile(r"\{[^{}]*\}", re.DOTALL)
_ASKING = re.compile(
    r"^(?:(in|on|at|by|from|for|to|with|of|during|through|into)\s+)?"
    r"(who|whom|what|which|when|where|how many|how much|how long)\b\s*(.*?)\s*\?$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:do|does|did|is|are|was|were|can|has|have|had)\b", re.IGNORECASE)
_ABOUT_TEXT = re.compile(
    r"\b(?:passage|text|paragraph|lesson|author|according|above|below|following|mentioned|sentence)\b",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"https?:|www\.|[@<>{}\[\]|`*]")
_SORTS = frozenset(
    claim(
        "year number person city country colour color month day date part process term name thing place"
    ).keys
)
_PLACES = ("", "in", "by", "at", "on", "to", "for", "of", "from")


@dataclass(frozen=True, slots=True)
class Draft:
    ask: str
    answer: str
    wrong: tuple[str, ...] = ()


def drafts(reply: str) -> tuple[Draft, ...]:
    """Whatever of a reply can be read, as lines "Q: A: W:" or as JSON objects."""
    return (*_of_lines(reply), *_of_objects(reply))


def _of_lines(reply: str) -> Iterator[Draft]:
    held: dict[str, str] = {}
    for line in (*reply.splitlines(), "Q: "):
        found = _LINE.match(line.strip())
        if not found:
            continue
        mark = found[1][0].upper()
        if mark == "Q":
            if held.get("Q") and held.get("A"):
                yield Draft(held["Q"], _clean(held["A"]), _several(held.get("W", "")))
            held = {}
        held[mark] = found[2].strip().strip("*").strip()


def _of_objects(reply: str) -> Iterator[Draft]:
    for found in _OBJECT.findall(reply):
        try:
            row = json.loads(found)
        except json.JSONDecodeError:
            continue
        ask, answer = _first(row, "question", "ask", "q"), _first(row, "answer", "a")
        wrong = _first(row, "wrong", "options", "distractors", "w")
        if isinstance(ask, str) and isinstance(answer, str):
            others = wrong if isinstance(wrong, list) else []
            yield Draft(ask.strip(), _clean(answer), tuple(_clean(str(one)) for one in others))


def _first(row: dict[str, Any], *names: str) -> Any:
    return next((row[name] for name in names if name in row), None)


def _several(line: str) -> tuple[str, ...]:
    return tuple(_clean(one) for one in re.split(r"\s*[|;]\s*", line) if one.strip())


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" .\"'“”*")


def grounded(draft: Draft, lesson: Lesson, section: Section, passage: Passage) -> Question | None:
    """None unless one sentence of the passage gives the answer, the question does not, and no wrong option
    is true by the passage too. `passage` holds the section's text."""
    if not _well_formed(draft):
        return None
    found = _answering(draft, draft.answer, passage)
    if found is None or draft.answer.lower() not in found.quotes[0].lower():
        return None
    why = found.quotes[0]
    wrong = [one for one in dict.fromkeys(draft.wrong) if _is_wrong(one, draft, why, passage)][:_WRONG]
    answer = (draft.answer,)
    if len(wrong) >= _FEWEST_WRONG:
        question = from_lesson(
            lesson, section, "choice", draft.ask, answer, options=(draft.answer, *wrong), why=why
        )
    elif len(draft.answer.split()) <= 3:
        question = from_lesson(lesson, section, "typed", draft.ask, answer, why=why)
    else:
        return None
    return question if sound(question) else None


def _well_formed(draft: Draft) -> bool:
    texts = (draft.ask, draft.answer)
    if any(_UNFIT.search(text) for text in texts) or _ABOUT_TEXT.search(draft.ask):
        return False
    if not (10 <= len(draft.ask) <= _LONGEST_PROMPT and 0 < len(draft.answer) <= _LONGEST_ANSWER):
        return False
    answer = claim(draft.answer).keys
    return bool(answer) and not answer & claim(draft.ask).keys and _ASKING.match(draft.ask) is not None


def _answering(draft: Draft, answer: str, passage: Passage) -> Supported | None:
    """The sentence that says what the question asks, with the answer in the question word's place."""
    for statement in _statements(draft.ask, answer):
        found = supported(f"{statement[:1].upper()}{statement[1:]}.", (passage,), rough=True)
        if found is not None and len(found.quotes) == 1:
            return found
    return None


def _statements(ask: str, answer: str) -> Iterator[str]:
    """Rough English is enough: a claim is read by its words and their order."""
    found = _ASKING.match(ask)
    if found is None:
        return
    place, word, rest = found[1] or "", found[2].lower(), found[3]
    auxiliary = _AUXILIARY.search(rest)
    noun = rest[: auxiliary.start()].strip() if auxiliary else ""
    tail = rest[auxiliary.end() :].strip() if auxiliary else rest
    if word.startswith("how"):
        yield f"{tail} {place} {answer} {noun}"
        yield f"{answer} {rest}"
        return
    if noun and not claim(noun).keys <= _SORTS:
        yield f"{place} {answer} {noun} {tail}".strip()
        yield f"{tail} {place} {answer} {noun}"
        return
    if not place:
        yield f"{answer} {tail or rest}"
    for preposition in (place,) if place else _PLACES:
        yield f"{tail} {preposition} {answer}"


def _is_wrong(option: str, draft: Draft, why: str, passage: Passage) -> bool:
    own, right = claim(option).keys, claim(draft.answer).keys
    if not own or own <= right or right <= own or len(option) > _LONGEST_OPTION or _UNFIT.search(option):
        return False
    if any(letter.isdigit() for letter in option) != any(letter.isdigit() for letter in draft.answer):
        return False
    return not own <= claim(why).keys and _answering(draft, option, passage) is None


def distinct(questions: Sequence[Question], before: Sequence[Question]) -> list[Question]:
    """Those that ask for what none before them asked, one for each sentence."""
    told = {question.why for question in before if question.why}
    asked = {question.prompt.lower() for question in before}
    found: list[Question] = []
    for question in questions:
        if question.why not in told and question.prompt.lower() not in asked:
            found.append(question)
            told.add(question.why)
            asked.add(question.prompt.lower())
    return found
