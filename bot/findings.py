"""what a doctor found"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what to do about it. `well` None is worth knowing and no fault."""

    what: str
    well: bool | None = True
    advice: str = ""
