"""what is the learner's own: take it along, or have it deleted: commands, as frozen values"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportMyData:
    """All that is held of the learner, in files."""


@dataclass(frozen=True, slots=True)
class AskToForgetMe:
    """Say what would be deleted, and ask."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Delete all that is held of the learner, where `learner` is who taps: else the button is another's, or
    of before they were forgotten."""

    learner: int


@dataclass(frozen=True, slots=True)
class KeepMyData:
    """Delete nothing after all."""
