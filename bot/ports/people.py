"""People: who they are, one of them on two platforms, and all that is theirs"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bot.models import Identity, LearnerId, Linked


class PeopleRecord(Protocol):
    async def learner(self, identity: Identity) -> LearnerId:
        """The person behind an identity; made when first seen."""

    async def names(self, learners: Collection[LearnerId], platform: str) -> Mapping[LearnerId, str]:
        """As the platform calls them: one entry each, empty where no name is known."""


class LinkingRecord(Protocol):
    async def keep_link_code(self, learner: LearnerId, digest: str, expires: datetime, at: datetime) -> None:
        """In place of the learner's last one."""

    async def count_link_try(self, learner: LearnerId, at: datetime, *, most: int, within: timedelta) -> bool:
        """Count one; False where there were `most` since the first of them, `within` ago or less."""

    async def link_code(self, digest: str, at: datetime) -> LearnerId | None:
        """Who has that code, while it is valid."""

    async def link(self, learner: LearnerId, digest: str, at: datetime) -> Linked | None:
        """Join the learner's record into that of who made the code, all or nothing, and take the code back.
        None where it is not valid (any more), or is the learner's own. Of two that come at once one joins.
        Cards with one key become one, with both logs in the order of time; everything else moves over, and
        where both have something of which there is one, the further or the newer stands."""


class OwnRecord(Protocol):
    async def everything_of(self, learner: LearnerId) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All that the record holds of them, and nothing of others, as JSON has it: by table the rows, those
        without any too, each by its columns. Moments are in ISO 8601. Empty lists for a stranger."""

    async def count_of(self, learner: LearnerId) -> Mapping[str, int]:
        """How many rows each table of `everything_of` has."""

    async def forget_learner(self, learner: LearnerId, at: datetime) -> None:
        """All of that, and the places that are theirs alone, all or nothing: from then on they are a
        stranger. What they said to all in a quiz that they called for goes too, with others' answers. What
        others asked in a conversation of theirs stays. Of what was used of the day's limits the numbers wait
        for whoever comes back as one of their identities."""

    async def forget_departed(self, before: date) -> int:
        """The numbers of earlier days that wait for those who were forgotten; of how many."""
