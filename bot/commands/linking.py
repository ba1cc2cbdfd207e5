"""one learner on two platforms, and how a class gets on: commands, as frozen values"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Give a code to be typed on the other platform; with a `code`, join the two records."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class ShowClass:
    """For teachers: what is missed most, and how much is reviewed; `csv` for a table program."""

    csv: bool = False
