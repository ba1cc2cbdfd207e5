"""what a teacher asks of the figures -> whether it is reached  (pure)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from evaluation.figures import MEANINGS, Figures


@dataclass(frozen=True, slots=True)
class Wanted:
    """`least` in [0, 1]."""

    name: str
    least: float


@dataclass(frozen=True, slots=True)
class Reached:
    """A figure that no question measures is not reached."""

    wanted: Wanted
    value: float

    @property
    def met(self) -> bool:
        return self.value >= self.wanted.least


class BadThreshold(ValueError):
    """`str()` says what to write instead."""


def thresholds(written: Sequence[str]) -> tuple[Wanted, ...]:
    """ "answered=0.9", "abstained=95%", also several with commas between. Raises BadThreshold."""
    return tuple(_wanted(part) for words in written for part in words.split(",") if part.strip())


def reached(wanted: Sequence[Wanted], figures: Figures) -> tuple[Reached, ...]:
    return tuple(Reached(one, figures[one.name].value) for one in wanted)


def _wanted(words: str) -> Wanted:
    name, _, least = words.replace(">=", "=").replace(":", "=").partition("=")
    return Wanted(_figure(name), _number(least, words))


def _figure(words: str) -> str:
    name = words.strip().lower().replace("-", "_")
    if name in MEANINGS:
        return name
    near = get_close_matches(name, MEANINGS, 1)
    advice = f"Did you mean {near[0]}?" if near else f"There are {', '.join(MEANINGS)}."
    raise BadThreshold(f"There is no figure called “{words.strip()}”. {advice}")


def _number(words: str, whole: str) -> float:
    try:
        number = float(words.strip().rstrip("% "))
    except ValueError:
        number = -1.0
    number = number / 100 if "%" in words else number
    if not 0 <= number <= 1:
        raise BadThreshold(f"“{whole.strip()}” cannot be. Write a share from 0 to 1, as answered=0.9 or 90%.")
    return number


def as_json(reached: Sequence[Reached]) -> list[Mapping[str, object]]:
    return [
        {
            "figure": one.wanted.name,
            "least": one.wanted.least,
            "value": round(one.value, 4) if one.value == one.value else None,
            "met": one.met,
        }
        for one in reached
    ]
