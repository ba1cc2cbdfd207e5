"""How somebody wants to study, and the message that reminds them"""

from dataclasses import dataclass
from datetime import datetime

from bot.models.people import LearnerId, SpaceId

NOWHERE = SpaceId("")


@dataclass(frozen=True, slots=True)
class Absence:
    """From `begins` until `ends` no daily message comes and no day is missed."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Fit:
    """FSRS's parameters for one learner, fitted `at` a moment when so many `reviews` of theirs could be
    scored. `parameters` is empty where the defaults foretold as well what the fitting had not seen."""

    parameters: tuple[float, ...]
    reviews: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Habits:
    """How a learner wants to study. `zone` is an IANA name. `daily` is when their DM comes, in minutes after
    midnight on the wall of their zone, None for no DM; it goes to `channel` of `space` on `platform`.
    `absences` are by when they began. `closed` where the platform refused their DM, until they were told.
    `listed` where they agreed to be named among others. `fit` is None until a log was long enough."""

    zone: str = "UTC"
    new_a_day: int = 10
    reviews_a_day: int = 100
    retention: float = 0.9
    daily: int | None = None
    platform: str = ""
    space: SpaceId = NOWHERE
    channel: str = ""
    absences: tuple[Absence, ...] = ()
    closed: bool = False
    listed: bool = False
    fit: Fit | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A daily DM that one sender took on itself; `due` and the learner name it. `at` is the moment for it:
    all senders together keep to a pace. It is that sender's until `until`. `tried` is when it was first
    handed to the platform by one who then ended or failed without knowing whether it came; None where nobody
    did."""

    learner: LearnerId
    due: datetime
    at: datetime
    until: datetime
    tried: datetime | None = None
