"""what a learner wants of their days: commands, as frozen values"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowHabits:
    """When their DM comes, in which time zone they are, how much they want of a day."""


@dataclass(frozen=True, slots=True)
class TurnDailyOn:
    """A DM each day `at` that time of the day as it is typed ("8:30"); an empty `zone` leaves theirs."""

    at: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class TurnDailyOff:
    """No DM any more."""


@dataclass(frozen=True, slots=True)
class ChangeHabits:
    """What is None or empty stays. `retention` is in percent."""

    zone: str = ""
    new_a_day: int | None = None
    reviews_a_day: int | None = None
    retention: int | None = None


@dataclass(frozen=True, slots=True)
class SnoozeDaily:
    """Today's DM once more, in an hour."""


@dataclass(frozen=True, slots=True)
class SkipDaily:
    """Nothing more today."""


@dataclass(frozen=True, slots=True)
class Pause:
    """No DM before the morning of `until`, as it is typed ("2026-12-24"); an empty one ends the pause."""

    until: str = ""
