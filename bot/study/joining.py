"""two records of one learner -> what of both is kept; a link's code and its digest  (pure)"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.models import Habits, LessonProgress, Memory, Rating
from bot.study.leeches import is_lapse
from bot.study.scheduler import fuzz_seed, reviewed, scheduling

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which are read for one another."""

CODE_LENGTH = 8
VALID = timedelta(minutes=10)
MOST_TRIES = 5
"""Within VALID; the right one counts too."""

_NEVER_SAID = Habits()
_SAID = ("zone", "new_a_day", "reviews_a_day", "retention")
_OF_THE_DAILY = ("daily", "platform", "space", "channel", "closed")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Replayed:
    """`before` is the memory before each review, `after` that after the last one."""

    before: tuple[Memory | None, ...]
    after: Memory | None
    lapses: int = 0


def digest_of(code: str) -> str:
    """Of the code however it was typed: small letters, spaces and hyphens do not matter."""
    return sha256(re.sub(r"[\s-]", "", code).upper().encode("utf-8", "replace")).hexdigest()


def spelled(code: str) -> str:
    """ "ABCD-EFGH"."""
    return f"{code[:4]}-{code[4:]}"


def card_rank(reviews: int, last_review: datetime | None) -> tuple[int, datetime]:
    """Of two cards with one key, the one that ranks higher is kept."""
    return reviews, last_review or _LONG_AGO


def replayed(card: int, given: Sequence[tuple[Rating, datetime]], habits: Habits) -> Replayed:
    """A card's reviews, at least one and in the order of time, as if they had been given to it alone."""
    settings, memory = scheduling(habits), None
    before: list[Memory | None] = []
    for n, (rating, at) in enumerate(given):
        before.append(memory)
        memory = reviewed(memory, rating, at, settings=settings, seed=fuzz_seed(card, n), zone=habits.zone)
    known = zip(given, before, strict=True)
    lapses = sum(is_lapse(it.state if it else None, rating) for (rating, _), it in known)
    return Replayed(tuple(before), memory, lapses)


def joined_progress(one: LessonProgress, other: LessonProgress) -> LessonProgress:
    """The further of the two, with the better score and the later one."""
    further, behind = sorted((one, other), key=lambda it: (it.done, it.section), reverse=True)
    scores = [it.best for it in (one, other) if it.best is not None]
    # Where neither knows its round, that of the further one.
    later = max((further, behind), key=lambda it: (it.last is not None, it.round or 0))
    return replace(further, best=max(scores, default=None), last=later.last, round=later.round)


def joined_habits(own: Habits | None, others: Habits | None) -> Habits | None:
    """What a learner wants stands where they ever said it, else what the other record says. The daily DM is
    one thing with the place that it goes to: theirs, else the other's where that alone comes. They are away
    when either was. None where neither record says anything."""
    if own is None or others is None:
        return own or others
    daily = others if _comes(others) and not _comes(own) else own
    return Habits(
        **{name: _said(getattr(own, name), getattr(others, name), name) for name in _SAID},
        **{name: getattr(daily, name) for name in _OF_THE_DAILY},
        absences=tuple(sorted({*own.absences, *others.absences}, key=lambda it: it.begins)),
        fit=own.fit or others.fit,
        # Nobody is named among others for what they agreed to elsewhere.
        listed=own.listed,
    )


def _comes(habits: Habits) -> bool:
    return habits.daily is not None and not habits.closed


def _said(own: Any, others: Any, name: str) -> Any:
    return others if own == getattr(_NEVER_SAID, name) else own
