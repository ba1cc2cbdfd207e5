"""question + response -> verdict, forgiving spelling, never meaning"""

from dataclasses import dataclass
from typing import Literal

from knowledge.models import Question

Verdict = Literal["right", "close", "wrong", "skipped"]


@dataclass(frozen=True, slots=True)
class Grade:
    """`given` is the option's text where one was picked; `note` a word on why, or empty."""

    verdict: Verdict
    given: str
    expected: str
    note: str = ""


def grade(question: Question, response: str) -> Grade:
    raise NotImplementedError
