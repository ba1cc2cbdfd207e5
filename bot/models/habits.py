"""How somebody wants to study, and the message that reminds them"""

from dataclasses import dataclass
from datetime import datetime

from bot.models.people import LearnerId, SpaceId

NOWHERE = SpaceId("")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a learner wants to study. `zone` is an IANA name. `daily` is when their DM comes, in minutes after
    midnight on the wall of their zone, None for no DM; it goes to `channel` of `space` on `platform`. Between
    `paused_from` and `paused_until` no DM comes and no day is missed. `closed` where the platform refused
    their DM, until they were told. `listed` where they agreed to be named among others."""

    zone: str = "UTC"
    new_a_day: int = 10
    reviews_a_day: int = 100
    retention: float = 0.9
    daily: int | None = None
    platform: str = ""
    space: SpaceId = NOWHERE
    channel: str = ""
    paused_from: datetime | None = None
    paused_until: datetime | None = None
    closed: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A daily DM that one sender took on itself; `due` and the learner name it. `first` is when it was first
    claimed: long before now where a sender ended without having settled it."""

    learner: LearnerId
    due: datetime
    first: datetime
