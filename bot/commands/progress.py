"""what a learner has done so far, and who did most: commands, as frozen values"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowProgress:
    """Their figures of a year, as a picture and in words."""


@dataclass(frozen=True, slots=True)
class ShowStreak:
    """Their days in a row."""


@dataclass(frozen=True, slots=True)
class ShowLeaderboard:
    """Who reviewed most in this space this week, of those who agreed to be named."""


@dataclass(frozen=True, slots=True)
class JoinLeaderboard:
    """Be named there from now on, or (not `agreed`) no more."""

    agreed: bool = True
