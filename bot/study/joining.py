"""two records of one learner -> what of both is kept; a link's code and its digest  (pure)"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.models import Habits, LessonProgress

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which are read for one another."""

CODE_LENGTH = 8
VALID = timedelta(minutes=10)
MOST_TRIES = 5
"""Within VALID; the right one counts too."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def digest_of(code: str) -> str:
    """Of the code however it was typed: small letters, spaces and hyphens do not matter."""
    return sha256(re.sub(r"[\s-]", "", code).upper().encode("utf-8", "replace")).hexdigest()


def spelled(code: str) -> str:
    """ "ABCD-EFGH"."""
    return f"{code[:4]}-{code[4:]}"


def card_rank(reviews: int, last_review: datetime | None) -> tuple[int, datetime]:
    """Of two cards with one key, the number and the memory of the one that ranks higher are kept."""
    return reviews, last_review or _LONG_AGO


def joined_progress(one: LessonProgress, other: LessonProgress) -> LessonProgress:
    """The further of the two, with the better score."""
    further, behind = sorted((one, other), key=lambda it: (it.done, it.section), reverse=True)
    scores = [it.best for it in (one, other) if it.best is not None]
    last = behind.last if further.last is None else further.last
    return replace(further, best=max(scores, default=None), last=last)


def keeps_own(own: Habits | None, others: Habits | None) -> bool:
    """Whether a learner's own habits stand, and not those that come from the other record: the ones with a
    daily DM do, else one's own."""
    if own is None or others is None:
        return others is None
    return own.daily is not None or others.daily is None
